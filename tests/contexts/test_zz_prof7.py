import cProfile, pstats, time
from datetime import timedelta
from conftest import NOW, TODAY
from reminding import Provider, at, many_patients
def test_prof(world):
    many_patients(world, 500, at(TODAY,"12:00"))
    p=Provider()
    p.round_at(at(TODAY,"12:00"))
    day2=at(TODAY+timedelta(days=1),"09:00")
    from everyrep.reminders import planning; planning.PLANNED_EVERY=timedelta(days=2)
    pr=cProfile.Profile(); pr.enable()
    p.round_at(day2)
    pr.disable()
    assert len(p.taken)==500
    pstats.Stats(pr).sort_stats("tottime").print_stats(30)
    pstats.Stats(pr).sort_stats("cumtime").print_stats("everyrep|tests/reminding")
