"""The program: prescriptions in a version, and the session they make on a day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from everyrep.core.dosage import Dosage, Span
from everyrep.core.problems import N_, Invalid, Problem
from everyrep.core.schedule import NEVER_DUE, Anchor, Schedule, is_offered, next_day, planned_times

HELPED_LENGTH = 120  # characters; product bound, one line above the steps
OWN_WORDS_LENGTH = 500  # characters; product bound, as the text must fit on a phone above the figure
WEIGHTS = (1, 2)  # clinical reference 2.3
BAD_DAY_ITEMS = 2  # product default, editable by the clinic: what "only a few minutes today" keeps


@dataclass(frozen=True, slots=True, kw_only=True)
class Prescription:
    """One exercise in a version; `key` stays the same from version to version.

    `weight` is 1, or 2 for a key exercise; an optional (not essential) exercise counts 0 in adherence.
    `exercise` is the library id. `unchanged_since` is the valid-from date of the version that last
    changed its exercise, dosage or schedule, `review_by` the local date on which a therapist looks at it
    again at the latest. `own_words` (at most 500 characters) and `helped_in_clinic` (what of the treatment
    it goes on with, at most 120) are read by the patient, `why` and `therapist_note` by staff only.
    `override_reason` says why the exercise is right although patient flags block it, and `override_flags`
    which flags (their ids) it was written for.
    Raises Invalid with every fault found.
    """

    key: str
    exercise: str
    dosage: Dosage
    schedule: Schedule = field(default_factory=Schedule)
    essential: bool = True
    weight: int = 1
    own_words: str = ""
    helped_in_clinic: str = ""
    why: str = ""
    therapist_note: str = ""
    position: str = ""
    equipment: tuple[str, ...] = ()
    precautions: tuple[str, ...] = ()
    contraindications: tuple[str, ...] = ()
    stop_rules: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    common_errors: tuple[str, ...] = ()
    override_reason: str = ""
    override_flags: tuple[str, ...] = ()
    unchanged_since: date | None = None
    review_by: date | None = None

    def __post_init__(self) -> None:
        if problems := list(_item_problems(self)):
            raise Invalid(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a signed version asks for, from `valid_from` (a local date) until one signed later begins."""

    number: int
    valid_from: date
    items: tuple[Prescription, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPlan:
    """What one session of a day holds: `index` counts the day's sessions from 0."""

    local_date: date
    index: int
    anchor: Anchor | None
    items: tuple[Prescription, ...]


def counted_from(plan: Plan, item: Prescription) -> date:
    """The day the item's rhythm counts from: an unchanged item keeps its rhythm when a new version begins."""
    return item.unchanged_since or plan.valid_from


def sessions_on(plan: Plan, day: date) -> tuple[SessionPlan, ...]:
    """The sessions planned on a local date; session k holds the items planned k + 1 times or more.

    Items keep the order of the plan; the anchor is that of the first item that has one. Nothing is
    planned before the plan is valid.
    """
    if day < plan.valid_from:
        return ()
    times = [planned_times(item.schedule, day, valid_from=counted_from(plan, item)) for item in plan.items]
    return tuple(
        _session(day, index, tuple(item for item, n in zip(plan.items, times, strict=True) if n > index))
        for index in range(max(times, default=0))
    )


def offered_on(plan: Plan, day: date) -> tuple[Prescription, ...]:
    """The items the patient may choose on a local date: weekly quotas and as needed, never in a session."""
    if day < plan.valid_from:
        return ()
    return tuple(
        item for item in plan.items if is_offered(item.schedule, day, valid_from=counted_from(plan, item))
    )


def plan_in_force(plans: Iterable[Plan], day: date) -> Plan | None:
    """The version a local date goes by: of those begun by then, the one signed last (the highest number).

    So a later signature replaces what was signed before it for every day from its own start on, also a
    version that was to start later: that is how one is withdrawn.
    """
    begun = (plan for plan in plans if plan.valid_from <= day)
    return max(begun, key=_number, default=None)


def without_superseded(plans: Iterable[Plan]) -> tuple[Plan, ...]:
    """The versions in force on some day, by number: none that a later one replaced from its first day on."""
    standing: list[Plan] = []
    for plan in sorted(plans, key=_number, reverse=True):
        if not standing or plan.valid_from < standing[-1].valid_from:
            standing.append(plan)
    return tuple(reversed(standing))


def _number(plan: Plan) -> int:
    return plan.number


def bad_day_minimum(items: Iterable[Prescription]) -> tuple[Prescription, ...]:
    """What is enough on a bad day: essential items only, key exercises first, at most two, one set each.

    A product default without a published source; the therapist may edit it.
    """
    essential = sorted((item for item in items if item.essential), key=lambda item: -item.weight)
    return tuple(one_set(item) for item in essential[:BAD_DAY_ITEMS])


def one_set(item: Prescription) -> Prescription:
    """The prescription as it is enough on a bad day."""
    if item.dosage.sets is None:
        return item
    return replace(item, dosage=replace(item.dosage, sets=Span(1, 1)))


def check_plan(plan: Plan) -> None:
    """Refuse, with Invalid, a plan that cannot be signed; naming every fault.

    Fields are `items`, or of one item by its place, such as `items.0.schedule`.
    """
    if problems := list(_plan_problems(plan)):
        raise Invalid(problems)


def _session(day: date, index: int, items: tuple[Prescription, ...]) -> SessionPlan:
    anchors = (item.schedule.anchors[index] for item in items if index < len(item.schedule.anchors))
    return SessionPlan(local_date=day, index=index, anchor=next(anchors, None), items=items)


def _item_problems(item: Prescription) -> Iterator[Problem]:
    if not item.key.strip():
        yield Problem(
            "key",
            N_("This line of the program cannot be told from the others; take it out and add it again."),
        )
    if not item.exercise.strip():
        yield Problem("exercise", N_("No exercise is chosen; choose one from the library."))
    if item.weight not in WEIGHTS:
        yield Problem("weight", N_("Choose 1, or 2 for a key exercise."))
    for name, most in (("own_words", OWN_WORDS_LENGTH), ("helped_in_clinic", HELPED_LENGTH)):
        if (length := len(getattr(item, name))) > most:
            values: dict[str, object] = {"length": length, "most": most}
            yield Problem(name, N_("%(length)s characters is too long; use at most %(most)s."), values)


def _plan_problems(plan: Plan) -> Iterator[Problem]:
    if not plan.items:
        yield Problem("items", N_("The program is empty; add at least one exercise."))
    elif not any(item.essential for item in plan.items):
        yield Problem("items", N_("Every exercise is optional; mark at least one as essential."))
    keys = [item.key for item in plan.items]
    for index, item in enumerate(plan.items):
        if item.key in keys[:index]:
            text = N_("This line of the program is there twice; take one of the two out.")
            yield Problem(f"items.{index}.key", text)
        if next_day(item.schedule, plan.valid_from, valid_from=counted_from(plan, item)) is None:
            yield Problem(f"items.{index}.schedule", NEVER_DUE)
