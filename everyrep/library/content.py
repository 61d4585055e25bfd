"""What the content files say, as values. The files are the source; nothing here is edited at run time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from everyrep.core.alerting import Level
from everyrep.core.dosage import Span
from everyrep.core.safety.warnings import RowWeightBearing

Laterality = Literal["unilateral", "bilateral", "alternating", "either", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseText:
    """What an exercise is called and how to do it, in one language.

    `plain_name` is what patients read where `name` is a term of the profession, else "".
    """

    name: str
    summary: str
    steps: tuple[str, ...]
    cues: tuple[str, ...]
    common_errors: tuple[str, ...]
    precaution: str
    synonyms: tuple[str, ...] = ()
    plain_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One exercise of content/exercises/. `dose` is the typical range in the dose shorthand.

    `easier` and `harder` are ids. `reviewed_by` is empty until a licensed person has reviewed the file.
    """

    id: str
    body_region: str
    joints: tuple[str, ...]
    movement: str
    plane: str
    goals: tuple[str, ...]
    position: str
    equipment: tuple[str, ...]
    laterality: Laterality
    load_type: str
    weight_bearing: RowWeightBearing
    dose: str
    times_per_day: Span
    days_per_week: Span
    easier: tuple[str, ...]
    harder: tuple[str, ...]
    precaution_tags: tuple[str, ...]
    sources: tuple[str, ...]
    reviewed_by: str
    texts: Mapping[str, ExerciseText]

    def text(self, language: str) -> ExerciseText:
        """The texts in the language asked for, else in English."""
        return self.texts.get(language[:2]) or self.texts["en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateItem:
    """One line of a starter program; `dose` is shorthand with a volume and a frequency."""

    exercise: str
    dose: str
    essential: bool
    note: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseText:
    name: str
    goal: str
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    id: str
    items: tuple[TemplateItem, ...]
    texts: Mapping[str, PhaseText]

    def text(self, language: str) -> PhaseText:
        return self.texts.get(language[:2]) or self.texts["en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateText:
    name: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One starter program of content/programs/, in phases; a therapist tailors it and signs."""

    id: str
    order: int
    body_region: str
    phases: tuple[Phase, ...]
    sources: tuple[str, ...]
    reviewed_by: str
    alerts: Mapping[str, tuple[str, ...]]
    texts: Mapping[str, TemplateText]

    def text(self, language: str) -> TemplateText:
        return self.texts.get(language[:2]) or self.texts["en"]

    def phase(self, phase_id: str) -> Phase | None:
        return next((phase for phase in self.phases if phase.id == phase_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagText:
    name: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyFlag:
    """A patient flag that meets exercises by their precaution tags: it blocks or warns."""

    id: str
    action: Literal["block", "warn"]
    texts: Mapping[str, FlagText]

    def text(self, language: str) -> FlagText:
        return self.texts.get(language[:2]) or self.texts["en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionText:
    """`concern` is for clinicians only: a patient is never told the name of a disease."""

    text: str
    concern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SymptomQuestion:
    """One question of the symptom check. A yes has this level; `crisis` answers with the crisis text."""

    id: str
    level: Level
    texts: Mapping[str, QuestionText]
    crisis: bool = False

    def text(self, language: str) -> QuestionText:
        return self.texts.get(language[:2]) or self.texts["en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupText:
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SymptomGroup:
    """Questions asked together."""

    id: str
    questions: tuple[SymptomQuestion, ...]
    texts: Mapping[str, GroupText]

    def text(self, language: str) -> GroupText:
        return self.texts.get(language[:2]) or self.texts["en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SymptomCheck:
    """content/safety/symptom_check.yaml: texts are by language, `guidance` by level and language.

    `keywords`: one of these in what a patient writes may raise the check; none ever closes it.
    """

    groups: tuple[SymptomGroup, ...]
    guidance: Mapping[Level, Mapping[str, str]]
    unanswered: Mapping[str, str]
    crisis: Mapping[str, str]
    crisis_with_line: Mapping[str, str]
    number_unknown: Mapping[str, str]
    none: Mapping[str, str]
    keywords: Mapping[str, tuple[str, ...]]
    source: str
    reviewed_by: str

    @property
    def questions(self) -> tuple[SymptomQuestion, ...]:
        """Every question in the order in which it is asked."""
        return tuple(question for group in self.groups for question in group.questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyNumbers:
    """Countries (ISO 3166, two letters) by the number to dial there; `crisis` for a crisis line."""

    emergency: Mapping[str, tuple[str, ...]]
    crisis: Mapping[str, tuple[str, ...]]
    source: str
