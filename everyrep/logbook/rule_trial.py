"""Rules tried on a patient's own past days, before they are switched on."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from everyrep.core.dosage import Side
from everyrep.core.plan import Plan, Prescription
from everyrep.core.progression import Firing, ItemRules, replay
from everyrep.core.progression.gathering import WINDOW_DAYS
from everyrep.logbook.rule_facts import History, histories
from everyrep.people.policy import Permission, check
from everyrep.people.queries import patient
from everyrep.prescribing.queries import active_episode
from everyrep.tenancy.viewer import NotFound, Viewer

SHOWN_DAYS = 28  # four weeks: as long as rules may be approved for
READ_DAYS = SHOWN_DAYS + WINDOW_DAYS  # the first day shown looks back as far as any day does


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """An item of the version signed last, with the weeks that its rules are tried on."""

    history: History
    plan: Plan
    item: Prescription
    side: Side | None

    @property
    def today(self) -> date:
        return self.history.today

    def tried(self, rules: ItemRules, usual_pain: int | None) -> tuple[Firing, ...]:
        """What these rules would have said on each of the last SHOWN_DAYS days, oldest first."""
        days = self.history.days(self.item, usual_pain)
        return replay(rules, self.history.chain.plans, self.item.key, days)[-SHOWN_DAYS:]


def bench(viewer: Viewer, patient_id: UUID, item_key: str, now: datetime) -> Bench:
    """Eight queries. Raises NotFound where the last version of an open episode does not hold the item."""
    check(viewer, Permission.SEE_PATIENTS)
    found, episode = patient(viewer, patient_id), active_episode(viewer, patient_id)
    history = histories(viewer, [found.id], now, days=READ_DAYS)[found.id]
    plan = max(history.chain.plans, key=lambda plan: plan.number, default=None)
    item = next((item for item in plan.items if item.key == item_key), None) if plan else None
    if episode is None or plan is None or item is None:
        raise NotFound(item_key)
    side = Side(episode.involved_side) if episode.involved_side else None
    return Bench(history=history, plan=plan, item=item, side=side)
