"""One entry as its patient corrects it: what stands, on which revision to build, and all that was said."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from everyrep.core.dosage import Side
from everyrep.core.logged import ExerciseLogged, Logged
from everyrep.core.plan import Prescription
from everyrep.core.sync import Evidence
from everyrep.logbook.progress import item_on
from everyrep.logbook.queries import Revision, entry, history, own_word
from everyrep.logbook.wire import read_body
from everyrep.people.policy import Permission, check, may
from everyrep.prescribing.chain import chain_of
from everyrep.prescribing.queries import versions_of
from everyrep.tenancy.viewer import NotFound, Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """`revision` is the one on top, which a correction builds on; `version_id` its program.

    `logged` is what was said last, also of an entry that was taken back. `item` is None for a day off.
    """

    entry_id: UUID
    local_date: date
    retracted: bool
    revision: int
    version_id: str
    evidence: Evidence
    logged: Logged
    item: Prescription | None
    involved: Side | None
    history: tuple[Revision, ...]

    def shown_to(self, viewer: Viewer) -> bool:
        """Who came by a link, or only helps, sees what came by the same way."""
        own = (own_word(viewer, revision.actor_role, revision.actor_name) for revision in self.history)
        return may(viewer, Permission.SEE_PROGRESS) or all(own)


def correction(viewer: Viewer, entry_id: UUID) -> Correction:
    """Raises NotFound for an entry that is not this patient's. A constant number of queries."""
    check(viewer, Permission.PRACTISE)
    assert viewer.patient_id is not None
    found = entry(viewer, entry_id)
    past = history(viewer, viewer.patient_id, entry_id)
    if all(revision.logged is None for revision in past.revisions):
        raise NotFound("the entry was taken back before it arrived")
    versions = versions_of(viewer, viewer.patient_id)
    logged = read_body(found.body)
    side = versions[-1].episode.involved_side if versions else ""
    exercise = logged if isinstance(logged, ExerciseLogged) else None
    return Correction(
        entry_id=entry_id,
        local_date=found.local_date,
        retracted=found.retracted,
        revision=past.state.top.base_rev + 1,
        version_id=past.revisions[-1].program_rev,
        evidence=Evidence(found.evidence),
        logged=logged,
        item=item_on(chain_of(versions), exercise.item_key, found.local_date) if exercise else None,
        involved=Side(side) if side else None,
        history=past.revisions,
    )
