"""What therapists keep at hand: favourite exercises, and the clinic's own templates."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from everyrep.audit.actions import record
from everyrep.core.own_exercise import same_exercise
from everyrep.core.problems import N_, Invalid, Problem
from everyrep.library.queries import in_reach
from everyrep.people.policy import Permission, check
from everyrep.people.texts import text_problems
from everyrep.prescribing.actions import drafts
from everyrep.prescribing.documents import from_document, to_document
from everyrep.prescribing.fill import BETWEEN, impersonal_line, own_template_id
from everyrep.prescribing.models import ClinicTemplate, Draft, Favourite
from everyrep.prescribing.queries import draft_of
from everyrep.tenancy.viewer import Viewer

TEMPLATES_LIMIT = 200  # product bound: more are no help to whoever looks for one


@transaction.atomic
def set_favourite(*, by: Viewer, exercise_id: str, wanted: bool, now: datetime) -> None:
    """Keep an exercise among one's own favourites, or no longer; said twice it changes nothing.

    Raises NotFound.
    """
    check(by, Permission.PRESCRIBE)
    in_reach(by, exercise_id)
    mine = Favourite.objects.seen_by(by).filter(staff_id=by.actor_id)
    kept = [row.id for row in mine if same_exercise(row.exercise, exercise_id)]
    if wanted == bool(kept):
        return
    if wanted:
        Favourite.objects.create(clinic_id=by.clinic_id, staff_id=by.actor_id, exercise=exercise_id)
    else:
        mine.filter(id__in=kept).delete()
    record(
        by=by,
        action="keep" if wanted else "let_go",
        object_type="favourite",
        object_id=exercise_id,
        now=now,
    )


@transaction.atomic
def save_template(*, by: Viewer, episode_id: UUID, name: str, now: datetime) -> ClinicTemplate:
    """Keep the draft as a template of the clinic, without anything that was written for its patient.

    Raises Invalid on `name`, also where the draft is empty.
    """
    draft = draft_of(by, episode_id)
    problems = _name_problems(by, name)
    if not draft.items:
        problems.append(Problem("name", N_("The draft is empty: add an exercise first.")))
    if ClinicTemplate.objects.seen_by(by).count() >= TEMPLATES_LIMIT:
        values: dict[str, object] = {"most": TEMPLATES_LIMIT}
        problems.append(Problem("name", N_("The clinic keeps at most %(most)s templates."), values))
    if problems:
        raise Invalid(problems)
    involved = draft.episode.involved_side
    lines = [
        replace(impersonal_line(item, involved), key=f"line-{place}")
        for place, item in enumerate(from_document(draft.items), start=1)
    ]
    kept = ClinicTemplate.objects.create(
        clinic_id=by.clinic_id,
        name=name.strip(),
        items=to_document(lines),
        saved_at=now,
        saved_by_name=by.name,
    )
    _record(by, "save", kept, now)
    return kept


@transaction.atomic
def rename_template(*, by: Viewer, template_id: UUID, name: str, now: datetime) -> ClinicTemplate:
    """Raises NotFound, and Invalid on `name`."""
    check(by, Permission.PRESCRIBE)
    kept = ClinicTemplate.objects.seen_by(by).select_for_update().find(id=template_id)
    if problems := _name_problems(by, name, besides=kept.id):
        raise Invalid(problems)
    kept.name = name.strip()
    kept.save(update_fields=["name"])
    _record(by, "rename", kept, now)
    return kept


@transaction.atomic
def remove_template(*, by: Viewer, template_id: UUID, now: datetime) -> str:
    """Its name; what was filled from it stays as it is. Raises NotFound."""
    check(by, Permission.PRESCRIBE)
    kept = ClinicTemplate.objects.seen_by(by).find(id=template_id)
    _record(by, "remove", kept, now)
    kept.delete()
    return kept.name


def use(*, by: Viewer, episode_id: UUID, template_ref: str, now: datetime, language: str = "") -> Draft:
    """Fill the draft with a phase of a starter program or with a template of the clinic. Raises NotFound.

    `language` is that of who reads the notes of a starter program.
    """
    check(by, Permission.PRESCRIBE)
    own = own_template_id(template_ref)
    if own is not None:
        kept = ClinicTemplate.objects.seen_by(by).find(id=own)
        lines = from_document(kept.items)
        return drafts.refill(by=by, episode_id=episode_id, lines=lines, template_ref=template_ref, now=now)
    template_id, _, phase_id = template_ref.partition(BETWEEN)
    return drafts.use_template(
        by=by,
        episode_id=episode_id,
        template_id=template_id,
        phase_id=phase_id,
        now=now,
        language=language,
    )


def _name_problems(by: Viewer, name: str, besides: UUID | None = None) -> list[Problem]:
    name = name.strip()
    if not name:
        return [Problem("name", N_("Write a name, such as: Shoulder, first week."))]
    problems = text_problems(ClinicTemplate, {"name": name})
    same = ClinicTemplate.objects.seen_by(by).filter(name__iexact=name)
    if any(kept.id != besides for kept in same):
        text = N_("There is a template of this name already; choose another name, or remove that one first.")
        problems.append(Problem("name", text))
    return problems


def _record(by: Viewer, action: str, kept: ClinicTemplate, now: datetime) -> None:
    record(
        by=by,
        action=action,
        object_type="template",
        object_id=kept.id,
        now=now,
        detail={"name": kept.name},
    )
