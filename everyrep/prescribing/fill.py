"""Filling a draft from a phase of a starter program."""

from dataclasses import replace
from uuid import uuid4

from everyrep.core.plan import Prescription
from everyrep.core.shorthand import parse
from everyrep.library.catalogue import templates
from everyrep.library.content import Phase, Template, TemplateItem

BETWEEN = ":"  # template and phase; neither id holds one


def template_ref(template: Template, phase: Phase) -> str:
    """How a draft and a version name the phase they were filled from."""
    return f"{template.id}{BETWEEN}{phase.id}"


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


def _notes(template: Template, exercise: str) -> set[str]:
    lines = (line for phase in template.phases for line in phase.items if line.exercise == exercise)
    return {text for line in lines for text in line.note.values()}
