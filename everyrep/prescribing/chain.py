"""A patient's whole chain of signed versions, and which of them holds on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from everyrep.core.plan import Plan, Prescription, plan_in_force
from everyrep.prescribing.documents import plan_of
from everyrep.prescribing.models import ProgramVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """`ended` gives the last local date of a version whose episode is closed."""

    plans: tuple[Plan, ...]
    ended: dict[int, date]
    items: dict[str, Prescription]

    def on(self, day: date) -> Plan | None:
        """The version in force on a local date; none before the first and after the last has ended."""
        plan = plan_in_force(self.plans, day)
        if plan is None or day > self.ended.get(plan.number, date.max):
            return None
        return plan

    def item(self, key: str) -> Prescription | None:
        """The newest form of an item."""
        return self.items.get(key)


def chain_of(versions: Iterable[ProgramVersion]) -> Chain:
    """The chain of one patient's versions; `episode` must be loaded with them."""
    versions = sorted(versions, key=lambda version: version.number)
    plans = tuple(plan_of(version) for version in versions)
    return Chain(
        plans=plans,
        ended={v.number: v.episode.ended_on for v in versions if v.episode.ended_on is not None},
        items={item.key: item for plan in plans for item in plan.items},
    )
