"""Everything measured in one run, against one server."""

from collections.abc import Iterator

from bench import attention, figures, report, searching, work
from bench.goals import Goal, goal_table
from bench.pages import Page, assets_kb, measure
from bench.server import Server, running
from bench.work import Work
from bench.world import Subject, World
from everyrep.logbook.wire import PUSH_LIMIT

BARE = "bare view"
HANDOUTS = 5  # a handout is the heaviest thing a page can ask for


def measure_all(world: World, rounds: int) -> bool:
    """Measure and print; True where every goal is met."""
    with running() as server:
        pages = _pages(world)
        sent_kb = assets_kb(server, "/today/", world.short.cookie)
        measure(server, pages.values(), rounds)
        works = _works(server, world, rounds)
        goals = [*_page_goals(pages), *_work_goals(works), *_weight_goals(server, sent_kb, world)]
    goals.append(attention.sweep_goal(world, rounds))
    goals += figures.goals()  # in this process, with the server gone: it has a core to itself
    goals += searching.goals(world)  # last: it leaves the library grown
    tables = (
        report.page_table(pages.values(), pages[BARE]),
        report.work_table(works),
        goal_table(goals),
    )
    print(*tables, sep="\n\n")
    return all(goal.met for goal in goals)


def _pages(world: World) -> dict[str, Page]:
    """Each page as it is looked at again, and as it is looked at for the first time since it changed."""
    short, long, ana = world.short, world.long, world.therapist_cookie
    pages = [
        Page(name=BARE, path="/bench/bare/", cookie=short.cookie),
        Page(name="Today", path="/today/snapshot/", cookie=short.cookie),
        Page(name="Today, tenfold", path="/today/snapshot/", cookie=long.cookie),
        Page(name="Today, first look", path="/today/snapshot/", cookie=short.cookie, first_look=True),
        Page(name="Today, first look, tenfold", path="/today/snapshot/", cookie=long.cookie, first_look=True),
        Page(name="chart", path=_chart(short), cookie=ana),
        Page(name="chart, tenfold", path=_chart(long), cookie=ana),
        Page(name="chart, first look", path=_chart(short), cookie=ana, first_look=True),
        Page(name="chart, first look, tenfold", path=_chart(long), cookie=ana, first_look=True),
        Page(
            name="chart of 12 weeks, first look",
            path=f"{_chart(short)}?weeks=12",
            cookie=ana,
            first_look=True,
        ),
        Page(name="patient list", path="/clinic/patients/", cookie=ana),
        attention.page(attention.thousand(world.now)),
    ]
    return {page.name: page for page in pages}


def _chart(subject: Subject) -> str:
    return f"/clinic/patients/{subject.patient_id}/"


def _works(server: Server, world: World, rounds: int) -> list[Work]:
    turns = max(rounds // 2, 3)
    return [
        work.sync(server, world, 1, turns),
        work.sync(server, world, PUSH_LIMIT, turns),
        work.year_of_slots(world, turns),
        work.tally_rebuild(world, turns),
        attention.sweep_of_one(world, turns),
    ]


def _page_goals(pages: dict[str, Page]) -> Iterator[Goal]:
    for name, most in (("Today", report.TODAY_TIMES), ("chart", report.CHART_TIMES)):
        for look in (name, f"{name}, first look"):
            short, long = pages[look], pages[f"{look}, tenfold"]
            yield Goal(name=f"{look}: × bare view", measured=short.times(pages[BARE]), most=most, unit="×")
            yield Goal(
                name=f"{look}: tenfold history",
                measured=long.times(short),
                most=report.TENFOLD_TIMES,
                unit="×",
            )
            yield Goal(name=f"{look}: queries", measured=short.queries, most=report.QUERIES, unit="")
            more = long.queries - short.queries
            yield Goal(name=f"{look}: more queries, tenfold history", measured=more, most=0, unit="")
    yield from attention.page_goals(pages[attention.NAME])


def _work_goals(works: list[Work]) -> Iterator[Goal]:
    for each in works:
        name = f"{each.name}: tenfold history"
        yield Goal(name=name, measured=each.tenfold, most=report.TENFOLD_TIMES, unit="×")


def _weight_goals(server: Server, sent_kb: float, world: World) -> Iterator[Goal]:
    yield Goal(name="Today: script and style as sent", measured=sent_kb, most=report.ASSETS_KB, unit="kB")
    memory = "memory of the serving process"
    yield Goal(name=memory, measured=server.memory_mb(), most=report.MEMORY_MB, unit="MB")
    for _ in range(HANDOUTS):
        work.print_handout(server, world)
    name = f"{memory} after {HANDOUTS} handouts"
    yield Goal(name=name, measured=server.memory_mb(), most=report.MEMORY_MB, unit="MB")
