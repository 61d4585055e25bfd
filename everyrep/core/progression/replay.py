"""What the rules would have said on past days, before they are switched on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from everyrep.core.plan import Plan
from everyrep.core.progression.assigned import ItemRules
from everyrep.core.progression.evaluate import Verdict, evaluate
from everyrep.core.progression.gathering import WINDOW_DAYS, Day, facts_from


@dataclass(frozen=True, slots=True)
class Firing:
    """What the rules would have said at the end of a day; the verdict says why."""

    day: date
    verdict: Verdict


def replay(rules: ItemRules, plans: Iterable[Plan], item_key: str, days: Iterable[Day]) -> tuple[Firing, ...]:
    """A firing for each of the days on which the program holds the item, oldest first.

    Each day is judged by what had been said by then, so that nothing is known too early; the rules' own
    dates do not matter. No step is carried out on the way. The cost grows with the days, not their square.
    """
    history = sorted(days, key=lambda day: day.said_on)
    versions = tuple(plans)
    firings, start = [], 0
    for end, day in enumerate(history, start=1):
        while (day.said_on - history[start].said_on).days >= WINDOW_DAYS:
            start += 1
        facts = facts_from(versions, item_key, history[start:end], today=day.said_on)
        if facts is not None:
            firings.append(Firing(day.said_on, evaluate(rules, facts)))
    return tuple(firings)
