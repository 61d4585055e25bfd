"""The snapshot as it travels to the phone: the JSON schema of `Snapshot` is the source of the app's types.

Texts are in the reader's language and ready to show; the app applies no clinical rule. Days are local
dates in the patient's zone. `make fix` writes frontend/src/store/snapshot.ts from it, `make check`
compares.
"""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

SNAPSHOT_V = 1
Level = Literal["emergency", "urgent", "attention"]
WayIn = Literal["account", "link", "caregiver"]
Fields = Annotated[dict[str, Any], msgspec.Meta(extra_json_schema={"additionalProperties": True})]
DAYS_BACK, DAYS_AHEAD = 14, 14  # days before today, and days from today on, that the phone can show


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Everything below is sent whole: a field that is not set has its empty value."""


class Choice(Part, frozen=True):
    """A value and its words."""

    value: str
    words: str


class Reader(Part, frozen=True):
    """Who reads, and how. `text_size`: percent of the usual size, 100-200.

    `shows` is the demonstrator's id. `voice` and `sounds` are the defaults of a session.
    """

    name: str
    language: str
    zone: str
    way_in: WayIn
    patient_name: str
    text_size: int
    voice: bool
    sounds: bool
    shows: str


class Clinic(Part, frozen=True):
    """`dialled` is the telephone number without spaces, for tel: addresses."""

    name: str
    phone: str
    dialled: str
    therapist: str


class Question(Part, frozen=True):
    """One question of the symptom check; a yes has this level. `crisis`: its answer is the crisis text.

    Questions of one `group`, in words, follow each other.
    """

    id: str
    words: str
    level: Level
    crisis: bool
    group: str


class SymptomCheck(Part, frozen=True):
    """Asked offline too. `guidance` by level is the clinic's own text, shown before anything else.

    `none_words` is said when nothing was answered yes: never that all is well.
    `keywords`: in a note, these words raise the check; they never close one. `pain_over`: pain above this,
    0-10, leads to the check where the exercise has no limit of its own.
    """

    emergency_text: str
    emergency_number: str
    crisis_text: str
    guidance: dict[str, str]
    questions: list[Question]
    none_words: str
    keywords: list[str]
    pain_over: int


class Still(Part, frozen=True):
    """One picture in each look: colour, dark, contrast, ink. Width and height are its shape, not pixels."""

    colour: str
    dark: str
    contrast: str
    name: str
    width: int
    height: int


class Figure(Part, frozen=True):
    """`alt` tells the whole movement; `track` and `body` are what the animation player loads."""

    stills: list[Still]
    wide: bool
    alt: str
    not_shown: str
    not_shown_language: str
    track: str
    body: str
    player_words: dict[str, str]


class SetAsked(Part, frozen=True):
    """One set as planned. `value` is in `unit`; an entry keeps `value` x `factor` in `field`.

    `side` is left, right or "". `number` counts from 1 to `of`; the two sides of a set share a number.
    """

    number: int
    of: int
    side: Literal["", "left", "right"]
    field: Literal["reps", "hold_s", "seconds", "metres", "steps"]
    unit: Literal["reps", "seconds", "minutes", "metres", "steps"]
    factor: int
    step: int
    value: int | None
    words: str


class Pace(Part, frozen=True):
    """How a set runs by the clock, in seconds. A set is `reps` repetitions of `rep_s` (plus `hold_s` held),
    or `seconds` long, or neither: then the patient says when it is done.

    `tempo` is what the animation player takes as data-tempo, {"out":2,"hold":0,"back":3,"rest":1} in seconds,
    "" where none was prescribed. `rest_s` is between sets, `rest_after_s` before the next exercise.
    `assumed`: no tempo prescribed, so `rep_s` is a usual one.
    """

    reps: int | None
    rep_s: int
    hold_s: int
    seconds: int | None
    rest_s: int
    rest_after_s: int
    tempo: str
    assumed: bool


class Item(Part, frozen=True):
    """One prescription of one version. `id` is unique here; `key` is what an entry names.

    `seconds` is what a session takes; `short_sets` and `short_seconds` the same on a bad day.
    `substitutes`: words for what to use instead, where the therapist listed any.
    `helped_in_clinic`: what of the treatment this goes on with, in the therapist's words.
    `as_needed`: logged with the symptom before and after; `trigger` says when.
    """

    id: str
    key: str
    exercise: str
    name: str
    side: str
    dose: str
    dose_in_words: str
    how_often: str
    limits: list[str]
    essential: bool
    own_words: str
    helped_in_clinic: str
    steps: list[str]
    cues: list[str]
    common_errors: list[str]
    care: list[str]
    stop_rules: list[str]
    equipment: list[str]
    substitutes: list[str]
    position: str
    position_words: str
    region: str
    figure: Figure | None
    sets: list[SetAsked]
    pace: Pace
    seconds: int
    short_sets: int
    short_seconds: int
    pain_limit: int | None
    as_needed: bool
    trigger: str


class Session(Part, frozen=True):
    """One planned session of a day. `items` and `short` (enough on a bad day) are ids of items, in order.

    `anchor` is in words, such as "after brushing teeth · 8:00"; `at` is HH:MM or "".
    """

    index: int
    anchor: str
    at: str
    items: list[str]
    short: list[str]


class Offered(Part, frozen=True):
    """An exercise of the patient's own choosing. `per_week` is 0 where it is taken as needed."""

    item: str
    per_week: int
    per_day: int | None


class Day(Part, frozen=True):
    """`version` is the id that an entry of this day names as program_rev, None where no program holds.

    `state` is the server's word for the day as far as it knows: see core.day_state. `held`: the plan waits
    for a clinician to clear it.
    """

    local_date: date
    version: UUID | None
    state: str
    sessions: list[Session]
    offered: list[Offered]
    held: bool


class Held(Part, frozen=True):
    """The operation on top of one entry, as the merge takes it (core.sync.merge).

    `reduced`: a link sees of what came by another way only that it was done (a day off names no excuse);
    such an entry can be taken back, but not corrected.
    """

    op_id: UUID
    entry_id: UUID
    kind: Literal["create", "amend", "retract"]
    base_rev: int
    local_date: date
    evidence: str
    body: Fields
    reduced: bool


class Program(Part, frozen=True):
    """Where the patient stands. `first_day` for starts, `last_day` for ended, `next_day` on a free day.

    `held_words` stand above a plan that waits while nobody of the clinic is there, "" otherwise.
    """

    state: Literal["none", "starts", "in_force", "ended"]
    number: int
    valid_from: date | None
    first_day: date | None
    last_day: date | None
    next_day: date | None
    held_since: date | None
    held_words: str


class Words(Part, frozen=True):
    """The words for values that entries hold."""

    reasons: list[Choice]
    excuses: list[Choice]


class Change(Part, frozen=True):
    """What is different since the last version, in plain words; shown until it was seen."""

    number: int
    lines: list[str]


class Snapshot(Part, frozen=True):
    """`state` changes whenever anything here does. `schema_v` is the newest operation schema that is read.

    `account` names the store that the phone keeps this in, and goes with every push (see Push.account).
    """

    snapshot_v: int
    schema_v: int
    state: str
    made_at: datetime
    account: str
    reader: Reader
    clinic: Clinic
    symptom_check: SymptomCheck
    program: Program
    words: Words
    items: list[Item]
    days: list[Day]
    operations: list[Held]
    change: Change | None
