"""What a sheet says, as values for its templates. Built in the language that is active."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils import translation
from markupsafe import Markup

from everyrep.core.dosage import Side
from everyrep.core.language import dose_in_words, schedule_in_words, short_dose, side_in_words
from everyrep.core.language.days import anchors_in_words
from everyrep.core.language.dose import pain_in_words, rom_in_words
from everyrep.core.paper import TickRow
from everyrep.core.plan import Prescription
from everyrep.library.content import Exercise
from everyrep.library.queries import known_exercise, label, plain_exercise_name
from everyrep.web.clinic.handout.drawings import position_drawing
from everyrep.web.figures.asking import Shown, prescribed_face
from everyrep.web.pages import WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """One exercise as it is printed. Without a `figure` there is `drawing`: the shapes of the position."""

    key: str
    number: int
    name: str
    essential: bool
    region: str
    position: str
    figure: Shown | None
    drawing: Markup | None
    side: str
    dose: str
    short_dose: str
    often: str
    routine: str
    limit: str
    pain: str
    helped: str
    own_words: str
    equipment: tuple[str, ...]
    steps: tuple[str, ...]
    cues: tuple[str, ...]
    care: tuple[str, ...]
    stop: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    """A whole program for paper. `number` is None for a draft, which has no signature and no start either."""

    clinic: str
    phone: str
    emergency: str
    patient: str
    number: int | None
    starts_on: date | None
    signature: str
    drills: tuple[Drill, ...]
    first_day: date
    rows: tuple[TickRow, ...]


def drills_of(
    items: Sequence[Prescription], involved: Side | None, demonstrator: str, today: date
) -> tuple[Drill, ...]:
    return tuple(
        _drill(item, number, involved, prescribed_face(item, demonstrator, involved, today))
        for number, item in enumerate(items, start=1)
    )


def sentence(text: str) -> str:
    """A phrase with a capital at its start."""
    return text[:1].upper() + text[1:]


def _drill(item: Prescription, number: int, involved: Side | None, figure: Shown | None) -> Drill:
    language = translation.get_language() or "en"
    known = known_exercise(item.exercise)
    text = known.text(language) if known else None
    dosage = item.dosage
    position = item.position or (known.position if known else "")
    plain = replace(dosage, side=None, rom_limit=None, pain_limit=None)
    return Drill(
        key=item.key,
        number=number,
        name=plain_exercise_name(item.exercise, language),
        essential=item.essential,
        region=label("body_region", known.body_region, language) if known else "",
        position=label("position", position, language) if position else "",
        figure=figure,
        drawing=position_drawing(position),
        side=sentence(side_in_words(dosage.side, WORDS, involved)) if dosage.side else "",
        dose=sentence(dose_in_words(plain, WORDS)),
        short_dose=short_dose(dosage, WORDS),
        often=sentence(schedule_in_words(item.schedule, WORDS)),
        routine=anchors_in_words(item.schedule.anchors, WORDS),
        limit=sentence(rom_in_words(dosage.rom_limit, WORDS)) if dosage.rom_limit else "",
        pain=sentence(pain_in_words(dosage.pain_limit, WORDS)) if dosage.pain_limit else "",
        helped=item.helped_in_clinic.strip(),
        own_words=item.own_words.strip(),
        equipment=_equipment(item, known, language),
        steps=text.steps if text else (),
        cues=tuple(cue.rstrip(".") for cue in item.cues or (text.cues if text else ())),
        care=(
            *((text.precaution,) if text and text.precaution else ()),
            *item.precautions,
            *item.contraindications,
        ),
        stop=item.stop_rules,
    )


def _equipment(item: Prescription, known: Exercise | None, language: str) -> tuple[str, ...]:
    needed = item.equipment or (known.equipment if known else ())
    return tuple(label("equipment", thing, language) for thing in needed if thing != "none")
