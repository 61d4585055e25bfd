import time
from collections import defaultdict
from datetime import timedelta
from conftest import NOW, TODAY
from django.db import connection
from reminding import Provider, at, many_patients


def test_prof(world):
    many_patients(world, 1500, at(TODAY, "12:00"), ("09:00", "10:00", "11:00", "18:00"), weekly_cap=28)
    p = Provider()
    spent = defaultdict(lambda: [0, 0.0])

    def w(execute, sql, params, many, context):
        t = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            k = sql[:200]
            spent[k][0] += 1
            spent[k][1] += time.perf_counter() - t

    with connection.execute_wrapper(w):
        a = time.perf_counter()
        p.round_at(at(TODAY, "12:00"))
        print("plan", time.perf_counter() - a)
        from everyrep.reminders import planning

        planning.PLANNED_EVERY = timedelta(days=2)
        a = time.perf_counter()
        p.round_at(at(TODAY + timedelta(days=1), "13:30"))
        print("late", time.perf_counter() - a)
        a = time.perf_counter()
        p.round_at(at(TODAY + timedelta(days=1), "13:45"))
        print("send", time.perf_counter() - a, len(p.taken))
    for k, (n, s) in sorted(spent.items(), key=lambda x: -x[1][1])[:8]:
        print(n, round(s, 2), k)
