"""What may be said of two periods: nothing where too little is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.core.adherence import Adherence, Share
from everyrep.core.comparing import Difference, dose_difference, frequency_difference, score_difference
from everyrep.core.summary import Mean


def adherence_of(low: float | None, high: float | None, planned: float = 10) -> Adherence:
    share = Share(value=low if low == high else None, low=low, high=high)
    return Adherence(planned=planned, logged=5, excused_days=0, frequency=share, dose=share, quality=None)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ((0.5, 0.5), (0.8, 0.8), Difference.HIGHER),
        ((0.8, 0.8), (0.5, 0.5), Difference.LOWER),
        ((0.80, 0.80), (0.85, 0.85), Difference.SAME),
        ((0.8, 0.8), (0.9, 0.9), Difference.HIGHER),  # just as much as is called a change
        ((0.5, 0.6), (0.8, 1.0), Difference.HIGHER),  # whatever became of what is not logged
        ((0.5, 0.9), (0.8, 0.8), Difference.UNCERTAIN),
        ((None, None), (0.8, 0.8), Difference.TOO_FEW),
    ],
)
def test_a_share_is_called_different_only_where_nothing_unlogged_could_change_that(
    before: tuple[float | None, float | None], after: tuple[float | None, float | None], said: Difference
) -> None:
    assert frequency_difference(adherence_of(*before), adherence_of(*after)) is said
    assert dose_difference(adherence_of(*before), adherence_of(*after)) is said


@pytest.mark.parametrize(("planned", "said"), [(3, Difference.TOO_FEW), (4, Difference.HIGHER)])
def test_fewer_than_four_planned_sessions_on_either_side_say_nothing(
    planned: float, said: Difference
) -> None:
    few, many = adherence_of(0.2, 0.2, planned), adherence_of(0.9, 0.9)
    assert dose_difference(few, many) is said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ((5.0, 4), (3.0, 4), Difference.LOWER),
        ((3.0, 4), (5.0, 9), Difference.HIGHER),
        ((5.0, 4), (3.1, 4), Difference.SAME),  # less than the two points that patients notice
        ((5.0, 3), (1.0, 9), Difference.TOO_FEW),
        ((None, 0), (1.0, 9), Difference.TOO_FEW),
    ],
)
def test_a_score_is_called_different_from_two_points_and_four_days_on(
    before: tuple[float | None, int], after: tuple[float | None, int], said: Difference
) -> None:
    means = [Mean(value=value, days=days) for value, days in (before, after)]
    assert score_difference(*means) is said


@given(st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_the_other_way_round_says_the_opposite(ends: list[float]) -> None:
    one, two = adherence_of(*sorted(ends[:2])), adherence_of(*sorted(ends[2:]))
    opposite = {Difference.LOWER: Difference.HIGHER, Difference.HIGHER: Difference.LOWER}
    found = dose_difference(one, two)
    assert dose_difference(two, one) is opposite.get(found, found)
