"""Filling a draft from a phase of a starter program, or from a program that is kept or someone else's."""

from dataclasses import replace
from uuid import UUID, uuid4

from everyrep.core.dosage import Side
from everyrep.core.plan import Prescription
from everyrep.core.shorthand import parse
from everyrep.library.catalogue import templates
from everyrep.library.content import Phase, Template, TemplateItem
from everyrep.tenancy.viewer import NotFound

BETWEEN = ":"  # template and phase; neither id holds one
OWN = "own"  # what stands for the template where it is one of the clinic's; no shipped one is named so


def template_ref(template: Template, phase: Phase) -> str:
    """How a draft and a version name the phase they were filled from."""
    return f"{template.id}{BETWEEN}{phase.id}"


def own_template_ref(template_id: UUID) -> str:
    """How a draft and a version name the clinic's own template that they were filled from."""
    return f"{OWN}{BETWEEN}{template_id}"


def own_template_id(ref: str) -> UUID | None:
    """The clinic's own template of a reference, None for one of the library. Raises NotFound for no id."""
    kind, _, template_id = ref.partition(BETWEEN)
    if kind != OWN:
        return None
    try:
        return UUID(template_id)
    except ValueError as fault:
        raise NotFound(ref) from fault


def template_named(ref: str) -> tuple[Template | None, Phase | None]:
    """The template and phase of a reference, None where there was none or the library no longer ships it."""
    template_id, _, phase_id = ref.partition(BETWEEN)
    template = templates().get(template_id)
    return template, template.phase(phase_id) if template else None


def filled_line(
    line: TemplateItem, before: Prescription | None, template: Template, language: str
) -> Prescription:
    """A line of the phase; `before` is the exercise as the draft holds it already and keeps all but its dose.

    The template's note is for staff, in `language` (English where it is not written in that). A note that
    staff wrote stays; one that an earlier phase of this template brought gives way to this phase's.
    """
    dosage, schedule = parse(line.dose)
    note = line.note.get(language[:2]) or line.note.get("en", "")
    if before is None:
        before = Prescription(key=str(uuid4()), exercise=line.exercise, dosage=dosage)
    elif before.therapist_note and before.therapist_note not in _notes(template, line.exercise):
        note = before.therapist_note
    return replace(before, dosage=dosage, schedule=schedule, essential=line.essential, therapist_note=note)


def impersonal_line(item: Prescription, involved: str) -> Prescription:
    """A prescription without what was written for its patient: dose, days, limits' angles and weight stay.

    Dates, routines and pauses go, and with them own words, reasons and overrides. `involved` is the side
    that the patient's episode is about, which becomes the involved side of whoever gets it.
    """
    dosage, schedule = item.dosage, item.schedule
    side = dosage.side
    if involved and side in (Side.LEFT, Side.RIGHT):
        side = Side.INVOLVED if side.value == involved else Side.UNINVOLVED
    limit = replace(dosage.rom_limit, reason="", expires=None) if dosage.rom_limit else None
    return Prescription(
        key=item.key,
        exercise=item.exercise,
        dosage=replace(dosage, side=side, rom_limit=limit),
        schedule=replace(schedule, anchors=(), paused=(), start=None, end=None),
        essential=item.essential,
        weight=item.weight,
        position=item.position,
        equipment=item.equipment,
        stop_rules=item.stop_rules,
    )


def refilled_line(line: Prescription, before: Prescription | None) -> Prescription:
    """An impersonal line in a draft; `before` is the exercise as the draft holds it already."""
    if before is None:
        return replace(line, key=str(uuid4()))
    return replace(
        before,
        exercise=line.exercise,
        dosage=line.dosage,
        schedule=line.schedule,
        essential=line.essential,
    )


def _notes(template: Template, exercise: str) -> set[str]:
    lines = (line for phase in template.phases for line in phase.items if line.exercise == exercise)
    return {text for line in lines for text in line.note.values()}
