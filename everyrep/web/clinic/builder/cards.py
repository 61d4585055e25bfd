"""What the builder shows of each prescription, and of the program as a whole."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils import translation

from everyrep import clock
from everyrep.core.burden import Burden
from everyrep.core.dosage import Side
from everyrep.core.freshness import asks_for_review, days_unchanged
from everyrep.core.language import dose_in_words, schedule_in_words
from everyrep.core.plan import Prescription
from everyrep.core.problems import Problem
from everyrep.core.safety.warnings import Action, SafetyWarning
from everyrep.core.shorthand import shorthand
from everyrep.library.content import Exercise
from everyrep.library.own import own
from everyrep.library.queries import flag, known_exercise
from everyrep.prescribing.documents import fingerprint
from everyrep.prescribing.queries import Workbench
from everyrep.web.clinic.builder.dose_fields import Typed, typed_of
from everyrep.web.figures.asking import Shown
from everyrep.web.figures.asking import face_of as shown_by
from everyrep.web.figures.asking import prescribed_face as prescribed_shown
from everyrep.web.pages import WORDS

OUTDATED = "seen"  # the field of a problem that no control caused: the prescription changed meanwhile


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What was typed for one prescription and why it was not taken: `form` is dose, shorthand or override."""

    key: str
    form: str
    problems: tuple[Problem, ...]
    text: str = ""
    typed: Typed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """An exercise as its figure slot and its line need it. `own_id`: the clinic wrote it itself."""

    id: str
    name: str
    position: str
    body_region: str
    figure: Shown | None = None
    own_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningCard:
    """One warning with what it means and what on either side it comes from.

    `overridden`: it would block, and the reason on the prescription was written for it.
    """

    flag: str
    name: str
    meaning: str
    blocks: bool
    precaution: str
    overridden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """One piece of equipment that is asked for. `missing`: the patient's list of what is at home lacks it."""

    id: str
    missing: bool


@dataclass(frozen=True, kw_only=True)
class ItemCard:
    """One line of the program. `place` counts from 1.

    `easier` and `harder` are its neighbours in the library. `rewritten`: the clinic has written it anew
    since. `unchanged_days` is None for what the signed version does not hold, and `stale` whether it asks
    for a review.
    """

    item: Prescription
    place: int
    face: Face | None
    warnings: tuple[WarningCard, ...]
    kit: tuple[Kit, ...]
    involved: Side | None
    refusal: Refusal | None
    unfolded: bool
    easier: tuple[Face, ...] = ()
    harder: tuple[Face, ...] = ()
    rewritten: bool = False
    stale: bool = False
    unchanged_days: int | None = None

    @property
    def shows_form(self) -> bool:
        """Whether the dose form is on the page: it is long, so it comes when it is unfolded."""
        return self.unfolded or self._refused("dose") is not None

    @property
    def key(self) -> str:
        return self.item.key

    @property
    def name(self) -> str:
        return self.face.name if self.face else self.item.exercise

    @property
    def missing(self) -> tuple[Kit, ...]:
        return tuple(kit for kit in self.kit if kit.missing)

    @cached_property
    def dose(self) -> str:
        return dose_in_words(self.item.dosage, WORDS, self.involved)

    @cached_property
    def often(self) -> str:
        return schedule_in_words(self.item.schedule, WORDS)

    @property
    def blocked(self) -> bool:
        return bool(self.uncovered)

    @property
    def uncovered(self) -> tuple[WarningCard, ...]:
        """What blocks the exercise and has no reason written for it."""
        return tuple(warning for warning in self.warnings if warning.blocks and not warning.overridden)

    @cached_property
    def shorthand(self) -> str:
        refused = self._refused("shorthand")
        return refused.text if refused else shorthand(self.item.dosage, self.item.schedule)

    @property
    def shorthand_problems(self) -> tuple[Problem, ...]:
        refused = self._refused("shorthand")
        return refused.problems if refused else ()

    @cached_property
    def typed(self) -> Typed:
        refused = self._refused("dose")
        return refused.typed if refused and refused.typed else typed_of(self.item)

    @cached_property
    def problems(self) -> dict[str, Problem]:
        """Problems of the dose form by control in reading order, the first of each."""
        refused = self._refused("dose")
        first: dict[str, Problem] = {}
        for problem in refused.problems if refused else ():
            first.setdefault(problem.field, problem)
        return first

    @property
    def override(self) -> str:
        refused = self._refused("override")
        return refused.text if refused else self.item.override_reason

    @property
    def override_problem(self) -> Problem | None:
        refused = self._refused("override")
        return refused.problems[0] if refused else None

    @property
    def outdated(self) -> Problem | None:
        """That somebody changed the prescription while its dose form was open here."""
        return self.problems.get(OUTDATED)

    @cached_property
    def fingerprint(self) -> str:
        """Changes with the content, so that only the forms of a changed prescription are made anew."""
        return hashlib.sha256(repr(self.item).encode()).hexdigest()[:8]

    @cached_property
    def seen(self) -> str:
        """What travels with the dose forms: the dose and words they were opened on."""
        return fingerprint(self.item)

    def _refused(self, form: str) -> Refusal | None:
        return self.refusal if self.refusal and self.refusal.form == form else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What the whole program asks of the patient. `kit_known`: someone has asked what is at home."""

    burden: Burden
    budget_minutes: int
    essential: int
    total: int
    kit: tuple[Kit, ...]
    kit_known: bool
    warned: tuple[ItemCard, ...]

    @property
    def blocked(self) -> tuple[ItemCard, ...]:
        return tuple(card for card in self.warned if card.blocked)


def involved_side(bench: Workbench) -> Side | None:
    return Side(bench.episode.involved_side) if bench.episode.involved_side else None


def item_cards(
    bench: Workbench, refusal: Refusal | None = None, unfolded: Collection[str] = ()
) -> tuple[ItemCard, ...]:
    """The lines of the program in order; `refusal` belongs to one of them, `unfolded` are keys."""
    return tuple(
        ItemCard(
            item=item,
            place=place,
            face=prescribed_face(item, bench),
            warnings=warning_cards(
                item.exercise,
                bench.review.warnings[item.key],
                item.override_flags if item.override_reason.strip() else (),
            ),
            kit=kit_of(item.equipment or equipment_of(item.exercise), bench.patient.equipment),
            involved=involved_side(bench),
            refusal=refusal if refusal and refusal.key == item.key else None,
            unfolded=item.key in unfolded,
            easier=faces_of(known.easier) if (known := known_exercise(item.exercise)) else (),
            harder=faces_of(known.harder) if known else (),
            rewritten=item.exercise in bench.review.rewritten,
            **_freshness(item, bench),
        )
        for place, item in enumerate(bench.review.items, start=1)
    )


def _freshness(item: Prescription, bench: Workbench) -> dict[str, Any]:
    signed = bench.review.signed
    before = next((one for one in signed.items if one.key == item.key), None) if signed else None
    if before is None or signed is None:
        return {}
    today = clock.today_in(bench.patient.zone)
    return {
        "stale": asks_for_review(before, signed, today),
        "unchanged_days": days_unchanged(before, signed, today),
    }


def summary(bench: Workbench, cards: tuple[ItemCard, ...]) -> Summary:
    return Summary(
        burden=bench.review.burden,
        budget_minutes=bench.patient.minutes_per_day,
        essential=sum(card.item.essential for card in cards),
        total=len(cards),
        kit=tuple({kit: None for card in cards for kit in card.kit}),
        kit_known=bool(bench.patient.equipment),
        warned=tuple(card for card in cards if card.warnings),
    )


def face_of(exercise_id: str) -> Face | None:
    """None where the library no longer ships the exercise."""
    found = known_exercise(exercise_id)
    return face(found) if found else None


def faces_of(ids: Iterable[str]) -> tuple[Face, ...]:
    """Those of the exercises that the library ships."""
    return tuple(found for exercise_id in ids if (found := face_of(exercise_id)))


def face(exercise: Exercise) -> Face:
    """As the library shows it."""
    return Face(
        id=exercise.id,
        name=exercise.text(_language()).name,
        position=exercise.position,
        body_region=exercise.body_region,
        figure=shown_by(exercise.id),
        own_id=found.own_id if (found := own(exercise.id)) else None,
    )


def prescribed_face(item: Prescription, bench: Workbench) -> Face | None:
    """As the patient will see it: by the demonstrator they chose, on the side and in the range prescribed."""
    found = face_of(item.exercise)
    if found is None:
        return None
    today = clock.today_in(bench.patient.zone)
    figure = prescribed_shown(item, bench.patient.demonstrator, involved_side(bench), today)
    return replace(found, figure=figure)


def warning_cards(
    exercise_id: str, found: tuple[SafetyWarning, ...], overridden: Collection[str] = ()
) -> tuple[WarningCard, ...]:
    language = _language()
    known = known_exercise(exercise_id)
    return tuple(
        WarningCard(
            flag=warning.flag,
            name=flag(warning.flag).text(language).name,
            meaning=flag(warning.flag).text(language).meaning,
            blocks=warning.action is Action.BLOCK,
            precaution=known.text(language).precaution if known else "",
            overridden=warning.flag in overridden,
        )
        for warning in found
    )


def equipment_of(exercise_id: str) -> tuple[str, ...]:
    found = known_exercise(exercise_id)
    return tuple(kit for kit in found.equipment if kit != "none") if found else ()


def kit_of(asked: tuple[str, ...], at_home: list[str]) -> tuple[Kit, ...]:
    """Nothing counts as missing where nobody has asked what is at home."""
    return tuple(Kit(id=kit, missing=bool(at_home) and kit not in at_home) for kit in asked)


def _language() -> str:
    return translation.get_language() or "en"
