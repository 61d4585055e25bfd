"""A patient's whole chain of signed versions, and which of them holds on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from everyrep.core.plan import Plan, Prescription, plan_in_force, without_superseded
from everyrep.prescribing.documents import plan_of
from everyrep.prescribing.models import ProgramVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """`plans` are the versions that count on some day, by number; `ended` gives the last local date of a
    version whose episode is closed. `ids` are those of every signed version, by number.
    """

    plans: tuple[Plan, ...]
    ids: dict[int, UUID]
    ended: dict[int, date]
    items: dict[str, Prescription]

    def on(self, day: date) -> Plan | None:
        """The version in force on a local date; none before the first and after its episode has ended."""
        plan = plan_in_force(self.plans, day)
        if plan is None or day > self.ended.get(plan.number, date.max):
            return None
        return plan

    def item(self, key: str) -> Prescription | None:
        """The newest form of an item: of the versions that count where one of them holds it."""
        return self.items.get(key)


def chain_of(versions: Iterable[ProgramVersion]) -> Chain:
    """The chain of one patient's versions; `episode` must be loaded with them."""
    versions = sorted(versions, key=lambda version: version.number)
    signed = {version.number: plan_of(version) for version in versions}
    plans = without_superseded(signed[version.number] for version in versions if not _ended_before(version))
    return Chain(
        plans=plans,
        ids={version.number: version.id for version in versions},
        ended={v.number: v.episode.ended_on for v in versions if v.episode.ended_on is not None},
        items={item.key: item for plan in (*signed.values(), *plans) for item in plan.items},
    )


def _ended_before(version: ProgramVersion) -> bool:
    """Whether the episode was closed before this version was to begin: then it never does."""
    ended_on: date | None = version.episode.ended_on
    return ended_on is not None and version.valid_from > ended_on
