"""Editing the draft: each change is one action, kept at once and undoable."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from everyrep.audit.actions import record
from everyrep.core.dosage import Side
from everyrep.core.own_exercise import same_exercise, whatever_revision
from everyrep.core.plan import Prescription
from everyrep.core.problems import N_, invalid
from everyrep.library.own import newest
from everyrep.library.queries import template, to_add
from everyrep.people.models import Clinic, Patient
from everyrep.people.policy import Permission, check
from everyrep.prescribing.documents import fingerprint, from_document, to_document
from everyrep.prescribing.fill import filled_line, refilled_line, template_ref
from everyrep.prescribing.models import Draft, Episode, ProgramVersion
from everyrep.prescribing.queries import overridden
from everyrep.prescribing.starting_dose import instead, starting_prescription
from everyrep.tenancy.viewer import NotFound, Viewer

UNDO_STEPS = 30
ITEMS_LIMIT = 30

Items = tuple[Prescription, ...]
Rework = Callable[[Prescription], Prescription]


class Outdated(Exception):
    """A change typed against a prescription that somebody has changed since."""


@transaction.atomic
def open_draft(*, by: Viewer, episode_id: UUID, now: datetime) -> Draft:
    """The draft of an open episode; a new one starts from the latest signed version."""
    check(by, Permission.PRESCRIBE)
    episode = Episode.objects.seen_by(by).select_for_update().find(id=episode_id, status=Episode.ACTIVE)
    draft = Draft.objects.seen_by(by).filter(episode=episode).first()
    if draft is not None:
        return draft
    latest = _latest_version(by, episode_id)
    draft = Draft.objects.create(
        clinic_id=by.clinic_id,
        episode=episode,
        items=latest.items if latest else [],
        template=latest.template if latest else "",
        updated_at=now,
        updated_by_name=by.name,
    )
    record(
        by=by,
        action="open",
        object_type="draft",
        object_id=draft.id,
        patient_id=episode.patient_id,
        now=now,
    )
    return draft


def start_empty(*, by: Viewer, episode_id: UUID, now: datetime) -> Draft:
    """Begin with nothing in the draft; what was in it can be undone back."""
    return edit(by, episode_id, lambda _: (), now, template_ref="")


def start_from_signed(*, by: Viewer, episode_id: UUID, now: datetime) -> Draft:
    """Begin again from the latest signed version of the episode; without one the draft is empty."""
    latest = _latest_version(by, episode_id)
    items = from_document(latest.items) if latest else ()
    return edit(by, episode_id, lambda _: items, now, template_ref=latest.template if latest else "")


def use_template(
    *, by: Viewer, episode_id: UUID, template_id: str, phase_id: str, now: datetime, language: str = ""
) -> Draft:
    """Fill the draft with a phase of a starter program; what was in it can be undone back.

    An exercise that the draft already holds keeps its key and all that was written for it, so that the
    next phase reads as a change of dose and its past stays with it. `language` is that of who reads the
    template's notes; without one it is the clinic's.
    """
    source = template(template_id)
    phase = source.phase(phase_id)
    if phase is None:
        raise NotFound(phase_id)
    language = language or Clinic.objects.get(id=by.clinic_id).language

    def fill(items: Items) -> Items:
        known = {item.exercise: item for item in reversed(items)}
        return tuple(
            filled_line(line, known.pop(line.exercise, None), source, language) for line in phase.items
        )

    return edit(by, episode_id, fill, now, template_ref=template_ref(source, phase))


def refill(*, by: Viewer, episode_id: UUID, lines: Items, template_ref: str, now: datetime) -> Draft:
    """Fill the draft with prescriptions that are nobody's; what was in it can be undone back.

    As with a starter program, an exercise that the draft already holds keeps its key and its words. One of
    the clinic's own comes as it reads now.
    """
    now_reads = newest(by, [line.exercise for line in lines])
    lines = tuple(replace(line, exercise=now_reads.get(line.exercise, line.exercise)) for line in lines)

    def fill(items: Items) -> Items:
        known = {whatever_revision(item.exercise): item for item in reversed(items)}
        return tuple(refilled_line(line, known.pop(whatever_revision(line.exercise), None)) for line in lines)

    return edit(by, episode_id, fill, now, template_ref=template_ref)


def swap_exercise(*, by: Viewer, episode_id: UUID, key: str, exercise_id: str, now: datetime) -> Draft:
    """Put another exercise in the place of one, such as an easier or harder one. Raises NotFound.

    It starts at the gentle end of its own dose and keeps side, days, limits and how much it counts; what was
    written about the other exercise goes with it. It is an item of its own, so that the record of each stays
    under its name; one that the signed version has keeps that item's key.
    """
    latest = _latest_version(by, episode_id)
    signed = from_document(latest.items) if latest else ()
    side = Side.INVOLVED if _episode_of(by, episode_id).involved_side else Side.BOTH
    found = to_add(by, exercise_id)

    def swap(items: Items) -> Items:
        position = _position(items, key)
        taken = {item.key for item in items}
        same = (item.key for item in signed if same_exercise(item.exercise, exercise_id))
        keys = [key for key in same if key not in taken]
        after = instead(items[position], found, key=next(iter(keys), str(uuid4())), side=side)
        return (*items[:position], after, *items[position + 1 :])

    return edit(by, episode_id, swap, now)


def take_up(*, by: Viewer, episode_id: UUID, key: str, now: datetime) -> Draft:
    """Have one of the clinic's own exercises say what it says by now; dose, days and words stay."""

    def take(items: Items) -> Items:
        position = _position(items, key)
        item = items[position]
        after = replace(item, exercise=newest(by, [item.exercise]).get(item.exercise, item.exercise))
        return (*items[:position], after, *items[position + 1 :])

    return edit(by, episode_id, take, now)


def add_exercise(
    *, by: Viewer, episode_id: UUID, exercise_id: str, side: Side | None, now: datetime
) -> Draft:
    """Put an exercise at the end, at the gentle end of its typical dose. Raises NotFound."""
    item = starting_prescription(to_add(by, exercise_id), key=str(uuid4()), side=side)

    def add(items: Items) -> Items:
        if len(items) >= ITEMS_LIMIT:
            raise invalid("exercise", N_("A program holds at most %(limit)d exercises."), limit=ITEMS_LIMIT)
        return (*items, item)

    return edit(by, episode_id, add, now)


def rework_item(
    *, by: Viewer, episode_id: UUID, key: str, rework: Rework, now: datetime, seen: str = ""
) -> Draft:
    """Change one prescription from what it is at this moment. The exercise itself stays.

    `seen` is the fingerprint of the prescription that the change was typed against; raises Outdated
    where somebody has changed its dose or words since.
    """

    def change(items: Items) -> Items:
        position = _position(items, key)
        before = items[position]
        if seen and seen != fingerprint(before):
            raise Outdated(key)
        after = replace(rework(before), key=key, exercise=before.exercise)
        return (*items[:position], after, *items[position + 1 :])

    return edit(by, episode_id, change, now)


def change_item(*, by: Viewer, episode_id: UUID, item: Prescription, now: datetime) -> Draft:
    """Put a changed prescription in the place of the one with its key, whatever that says by now.

    A new override reason covers the flags that block the exercise now.
    """
    patient = _patient_of(by, episode_id)

    def put(before: Prescription) -> Prescription:
        return item if item.override_reason == before.override_reason else overridden(item, patient)

    return rework_item(by=by, episode_id=episode_id, key=item.key, rework=put, now=now)


def set_essential(*, by: Viewer, episode_id: UUID, key: str, essential: bool, now: datetime) -> Draft:
    """Make an exercise essential or optional; nothing else of it changes."""

    def mark(item: Prescription) -> Prescription:
        return replace(item, essential=essential)

    return rework_item(by=by, episode_id=episode_id, key=key, rework=mark, now=now)


def set_optional(*, by: Viewer, episode_id: UUID, keys: Collection[str], now: datetime) -> Draft:
    """Make several exercises optional in one change; those that are gone are passed over."""

    def lighten(items: Items) -> Items:
        return tuple(replace(item, essential=False) if item.key in keys else item for item in items)

    return edit(by, episode_id, lighten, now)


def override_block(*, by: Viewer, episode_id: UUID, key: str, reason: str, now: datetime) -> Draft:
    """Why an exercise is still right although flags block it: the reason covers those that block it now.

    An empty reason takes it back.
    """
    patient = _patient_of(by, episode_id)

    def override(item: Prescription) -> Prescription:
        return overridden(replace(item, override_reason=reason), patient)

    return rework_item(by=by, episode_id=episode_id, key=key, rework=override, now=now)


def remove_item(*, by: Viewer, episode_id: UUID, key: str, now: datetime) -> Draft:
    return edit(by, episode_id, lambda items: tuple(item for item in items if item.key != key), now)


def move_item(*, by: Viewer, episode_id: UUID, key: str, steps: int, now: datetime) -> Draft:
    """Move a prescription up (negative steps) or down; it stops at either end."""

    def move(items: Items) -> Items:
        position = _position(items, key)
        rest = [item for item in items if item.key != key]
        rest.insert(min(max(position + steps, 0), len(rest)), items[position])
        return tuple(rest)

    return edit(by, episode_id, move, now)


@transaction.atomic
def undo(*, by: Viewer, episode_id: UUID, now: datetime) -> Draft:
    """Take back the last change; with nothing to take back, nothing happens."""
    draft = _locked_draft(by, episode_id)
    if draft.undo:
        *draft.undo, before = draft.undo
        draft.redo = [*draft.redo, _standing(draft)]
        _stand(draft, before)
        _keep(draft, by, now)
    return draft


@transaction.atomic
def redo(*, by: Viewer, episode_id: UUID, now: datetime) -> Draft:
    """Make the change again that undo took back last; after another change there is none."""
    draft = _locked_draft(by, episode_id)
    if draft.redo:
        *draft.redo, after = draft.redo
        draft.undo = [*draft.undo, _standing(draft)]
        _stand(draft, after)
        _keep(draft, by, now)
    return draft


def _standing(draft: Draft) -> dict[str, Any]:
    return {"items": draft.items, "template": draft.template, "revision": draft.revision}


def _stand(draft: Draft, state: dict[str, Any]) -> None:
    draft.items, draft.template = state["items"], state["template"]


@transaction.atomic
def discard_draft(*, by: Viewer, episode_id: UUID, now: datetime) -> None:
    """Throw the draft away; the signed version stands."""
    draft = _locked_draft(by, episode_id)
    draft.delete()
    record(
        by=by, action="discard", object_type="draft", object_id=draft.id, now=now, patient_id=_patient(draft)
    )


def _latest_version(by: Viewer, episode_id: UUID) -> ProgramVersion | None:
    versions = ProgramVersion.objects.seen_by(by).filter(episode_id=episode_id)
    return versions.order_by("-number").first()


def _position(items: Items, key: str) -> int:
    for position, item in enumerate(items):
        if item.key == key:
            return position
    raise NotFound(key)


@transaction.atomic
def edit(
    by: Viewer,
    episode_id: UUID,
    change: Callable[[Items], Items],
    now: datetime,
    template_ref: str | None = None,
    decisions: dict[str, Any] | None = None,
) -> Draft:
    """One change of the draft, kept at once and undoable; `decisions` of a review are kept beside it."""
    draft = _locked_draft(by, episode_id)
    before = from_document(draft.items)
    after = change(before)
    draft.decisions = {**draft.decisions, **(decisions or {})}
    if after != before or decisions:
        draft.undo, draft.redo = [*draft.undo[-UNDO_STEPS + 1 :], _standing(draft)], []
        draft.items = to_document(after)
        draft.template = draft.template if template_ref is None else template_ref
        _keep(draft, by, now)
    return draft


def _locked_draft(by: Viewer, episode_id: UUID) -> Draft:
    check(by, Permission.PRESCRIBE)
    drafts = Draft.objects.seen_by(by).select_related("episode").select_for_update(of=("self",))
    return drafts.find(episode_id=episode_id, episode__status=Episode.ACTIVE)


def _keep(draft: Draft, by: Viewer, now: datetime) -> None:
    draft.revision += 1
    draft.updated_at = now
    draft.updated_by_name = by.name
    draft.save()
    record(
        by=by,
        action="edit",
        object_type="draft",
        object_id=draft.id,
        patient_id=_patient(draft),
        now=now,
        detail={"revision": draft.revision},
    )


def _patient_of(by: Viewer, episode_id: UUID) -> Patient:
    patient: Patient = _episode_of(by, episode_id).patient
    return patient


def _episode_of(by: Viewer, episode_id: UUID) -> Episode:
    check(by, Permission.PRESCRIBE)
    return Episode.objects.seen_by(by).select_related("patient").find(id=episode_id)


def _patient(draft: Draft) -> UUID:
    patient_id: UUID = draft.episode.patient_id
    return patient_id
