"""What may be logged: slips of the finger are refused, everything real is accepted."""

from collections.abc import Callable
from typing import Any

import pytest

from everyrep.core.logged import DayExcused, Excuse, ExerciseLogged, Outcome, Reason, SetDone
from everyrep.core.problems import Invalid


def logged(**fields: Any) -> ExerciseLogged:
    return ExerciseLogged(**{"item_key": "bridge", "session": 0, "outcome": Outcome.PARTLY, **fields})


@pytest.mark.parametrize(
    ("make", "field", "highest"),
    [
        (logged, "session", 11),
        (logged, "pain", 10),
        (logged, "effort", 10),
        (SetDone, "reps", 1000),
        (SetDone, "hold_s", 86_400),
        (SetDone, "seconds", 86_400),
        (SetDone, "metres", 200_000),
        (SetDone, "steps", 200_000),
    ],
)
def test_a_number_is_accepted_from_zero_to_its_limit(
    make: Callable[..., object], field: str, highest: int
) -> None:
    for accepted in (0, highest):
        assert getattr(make(**{field: accepted}), field) == accepted
    for refused in (-1, highest + 1):
        with pytest.raises(Invalid, match=f"{field}: {refused} is outside 0 to {highest}"):
            make(**{field: refused})


@pytest.mark.parametrize("side", ["", "left", "right"])
def test_a_set_may_name_its_side(side: str) -> None:
    assert SetDone(side=side).side == side


def test_a_side_that_nobody_has_is_refused() -> None:
    with pytest.raises(Invalid, match="side"):
        SetDone(side="both")


@pytest.mark.parametrize("outcome", [Outcome.PARTLY, Outcome.NOT])
def test_a_reason_says_why_less_was_done(outcome: Outcome) -> None:
    assert logged(outcome=outcome, reason=Reason.PAIN).reason is Reason.PAIN


def test_what_was_done_needs_no_reason() -> None:
    with pytest.raises(Invalid, match="reason"):
        logged(outcome=Outcome.DONE, reason=Reason.FORGOT)


def test_at_most_forty_sets_are_logged_at_once() -> None:
    assert len(logged(sets=(SetDone(),) * 40).sets) == 40
    with pytest.raises(Invalid, match="sets"):
        logged(sets=(SetDone(),) * 41)


@pytest.mark.parametrize("make", [logged, lambda note: DayExcused(excuse=Excuse.FLARE, note=note)])
def test_a_note_may_be_long_but_not_endless(make: Callable[..., Any]) -> None:
    assert make(note="a" * 2000).note
    with pytest.raises(Invalid, match="2000"):
        make(note="a" * 2001)


def test_an_exercise_must_be_named() -> None:
    with pytest.raises(Invalid, match="item_key"):
        logged(item_key="")


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        logged(session=12, pain=11, effort=-1, note="a" * 2001)
    assert [problem.field for problem in refused.value.problems] == ["session", "pain", "effort", "note"]


def test_a_set_names_every_fault_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        SetDone(side="up", reps=-1, load="k" * 41)
    assert [problem.field for problem in refused.value.problems] == ["side", "reps", "load"]
