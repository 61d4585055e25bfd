"""Reading what a sheet is made of: the signed program, or the draft for a look before signing."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from everyrep.core.dosage import Side
from everyrep.core.paper import rows_of
from everyrep.core.plan import Plan
from everyrep.people.queries import patient
from everyrep.prescribing.chain import chain_of
from everyrep.prescribing.documents import from_document
from everyrep.prescribing.queries import active_episode, draft_of, version_numbered, versions_of
from everyrep.tenancy.viewer import NotFound, Viewer
from everyrep.web.clinic.handout.content import Handout, drills_of
from everyrep.web.clinic.handout.options import NEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Printable:
    """What can be printed of the open episode: the version in force, and the one that starts next."""

    now: Plan | None
    next: Plan | None

    def plan(self, which: str) -> Plan | None:
        """The one asked for, else the other."""
        return self.next or self.now if which == NEXT else self.now or self.next


def printable(viewer: Viewer, patient_id: UUID, today: date) -> Printable:
    """Both by the patient's local date; either may be None."""
    episode = active_episode(viewer, patient_id)
    if episode is None:
        return Printable(now=None, next=None)
    chain = chain_of(v for v in versions_of(viewer, patient_id) if v.episode_id == episode.id)
    coming = [plan for plan in chain.plans if plan.valid_from > today]
    return Printable(
        now=chain.on(today), next=min(coming, key=lambda plan: (plan.valid_from, -plan.number), default=None)
    )


def signed_handout(viewer: Viewer, patient_id: UUID, today: date, which: str) -> tuple[Handout, UUID] | None:
    """The version in force, or else the one that starts next, and its id; None where nothing is signed.

    With `which` NEXT the one that starts next comes first. The tick sheet begins today, or on the program's
    first day when that is still to come.
    """
    found = patient(viewer, patient_id)
    episode = active_episode(viewer, patient_id)
    plan = printable(viewer, patient_id, today).plan(which)
    if plan is None or episode is None:
        return None
    version = version_numbered(viewer, patient_id, plan.number)
    first_day = max(today, version.valid_from)
    handout = Handout(
        clinic=found.clinic.name,
        phone=found.clinic.phone,
        emergency=found.clinic.emergency_text or version.emergency_text,
        patient=found.name,
        number=version.number,
        starts_on=version.valid_from,
        signature=version.signature,
        drills=drills_of(plan.items, _side(episode.involved_side), found.demonstrator, first_day),
        first_day=first_day,
        rows=rows_of(plan, first_day),
    )
    return handout, version.id


def draft_handout(viewer: Viewer, patient_id: UUID, today: date) -> Handout:
    """The draft as it would print, unsigned. Raises NotFound where there is none."""
    found = patient(viewer, patient_id)
    episode = active_episode(viewer, patient_id)
    if episode is None:
        raise NotFound("Episode")
    items = from_document(draft_of(viewer, episode.id).items)
    if not items:
        raise NotFound("Draft")
    return Handout(
        clinic=found.clinic.name,
        phone=found.clinic.phone,
        emergency=found.clinic.emergency_text,
        patient=found.name,
        number=None,
        starts_on=None,
        signature="",
        drills=drills_of(items, _side(episode.involved_side), found.demonstrator, today),
        first_day=today,
        rows=rows_of(Plan(number=0, valid_from=today, items=items), today),
    )


def _side(side: str) -> Side | None:
    return Side(side) if side else None
