"""Reading what a sheet is made of: the signed program, or the draft for a look before signing."""

from datetime import date
from uuid import UUID

from everyrep.core.dosage import Side
from everyrep.core.paper import rows_of
from everyrep.core.plan import Plan
from everyrep.people.queries import patient
from everyrep.prescribing.documents import from_document, plan_of
from everyrep.prescribing.queries import active_episode, draft_of, versions_of
from everyrep.tenancy.viewer import NotFound, Viewer
from everyrep.web.clinic.handout.content import Handout, drills_of


def signed_handout(viewer: Viewer, patient_id: UUID, today: date) -> tuple[Handout, UUID] | None:
    """The newest signed version of the open episode, even if it starts later, and its id; None without one.

    The tick sheet begins today, or on the program's first day when that is still to come.
    """
    found = patient(viewer, patient_id)
    episode = active_episode(viewer, patient_id)
    versions = [v for v in versions_of(viewer, patient_id) if episode and v.episode_id == episode.id]
    if not versions or episode is None:
        return None
    version = versions[-1]
    plan = plan_of(version)
    first_day = max(today, version.valid_from)
    handout = Handout(
        clinic=found.clinic.name,
        phone=found.clinic.phone,
        emergency=found.clinic.emergency_text or version.emergency_text,
        patient=found.name,
        number=version.number,
        starts_on=version.valid_from,
        signature=version.signature,
        drills=drills_of(plan.items, _side(episode.involved_side)),
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
        drills=drills_of(items, _side(episode.involved_side)),
        first_day=today,
        rows=rows_of(Plan(number=0, valid_from=today, items=items), today),
    )


def _side(side: str) -> Side | None:
    return Side(side) if side else None
