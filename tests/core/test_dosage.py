"""A dose is checked as a whole: one volume, every number within its clinical range, every fault named."""

from decimal import Decimal

import pytest

from everyrep.core.dosage import (
    Band,
    Dosage,
    Effort,
    EffortScale,
    Load,
    LoadUnit,
    PainLimit,
    RepsUntil,
    RomLimit,
    Span,
    Tempo,
    band_force_kg,
)
from everyrep.core.problems import Invalid

TEN = Span(10, 10)


def faults(build) -> list[str]:
    with pytest.raises(Invalid) as caught:
        build()
    return [problem.field for problem in caught.value.problems]


@pytest.mark.parametrize(
    "volume",
    [
        {"reps": TEN},
        {"sets": Span(3, 3), "reps_until": RepsUntil.AMRAP},
        {"duration_s": Span(30, 30)},
        {"distance_m": Span(400, 400)},
        {"steps": Span(2000, 2000)},
        {"sets": Span(3, 3), "hold_s": Span(30, 30)},
    ],
)
def test_each_way_of_saying_how_much_is_enough(volume):
    assert Dosage(**volume).rest_s is None


@pytest.mark.parametrize(
    "lacking", [{}, {"sets": Span(3, 3)}, {"hold_s": Span(5, 5)}, {"rest_s": Span(60, 60)}]
)
def test_a_dose_that_does_not_say_how_much_is_not_a_dose(lacking):
    assert faults(lambda: Dosage(**lacking)) == ["volume"]


def test_a_number_of_repetitions_and_as_many_as_possible_exclude_each_other():
    assert faults(lambda: Dosage(reps=TEN, reps_until=RepsUntil.AMRAP)) == ["reps_until"]


def test_a_set_is_counted_or_timed_but_not_both():
    assert faults(lambda: Dosage(reps=TEN, duration_s=Span(30, 30))) == ["duration_s"]


@pytest.mark.parametrize(
    ("field", "low", "high"),
    [
        ("sets", 1, 10),
        ("reps", 1, 100),
        ("hold_s", 1, 600),
        ("rest_s", 0, 600),
        ("rest_between_s", 0, 600),
        ("distance_m", 1, 50_000),
        ("steps", 1, 50_000),
    ],
)
def test_numbers_stay_within_the_ranges_of_the_dosage_vocabulary(field, low, high):
    assert getattr(Dosage(**{"reps": TEN, field: Span(low, high)}), field) == Span(low, high)
    assert faults(lambda: Dosage(**{"reps": TEN, field: Span(low - 1, high)})) == [field]
    assert faults(lambda: Dosage(**{"reps": TEN, field: Span(low, high + 1)})) == [field]


def test_a_timed_bout_lasts_from_5_seconds_to_2_hours():
    assert Dosage(duration_s=Span(5, 7200)).duration_s == Span(5, 7200)
    assert faults(lambda: Dosage(duration_s=Span(4, 60))) == ["duration_s"]
    assert faults(lambda: Dosage(duration_s=Span(60, 7201))) == ["duration_s"]


def test_every_fault_of_a_dose_is_named_at_once():
    assert faults(lambda: Dosage(sets=Span(0, 3), reps=Span(200, 200), hold_s=Span(601, 601))) == [
        "sets",
        "reps",
        "hold_s",
    ]


def test_a_fault_says_what_would_be_accepted():
    with pytest.raises(Invalid, match="sets: 11 is not between 1 and 10 sets"):
        Dosage(sets=Span(11, 11), reps=TEN)


def test_a_range_runs_from_low_to_high():
    assert faults(lambda: Span(12, 8)) == ["range"]


def test_3_1_2_0_takes_6_seconds_a_repetition_and_fast_counts_1():
    assert Tempo(3, 1, 2, 0).seconds_per_rep == 6
    assert Tempo(2, 0, "X", 1).seconds_per_rep == 4


def test_no_part_of_a_tempo_is_longer_than_10_seconds():
    assert faults(lambda: Tempo(11, 0, -1, 0)) == ["tempo", "tempo"]


@pytest.mark.parametrize("scale", EffortScale)
def test_effort_stays_on_its_scale(scale):
    low, high = (6, 20) if scale is EffortScale.BORG_6_20 else (0, 10)
    assert Effort(scale=scale, target=Span(low, high)).target == Span(low, high)
    assert faults(lambda: Effort(scale=scale, target=Span(low - 1, high))) == ["effort"]
    assert faults(lambda: Effort(scale=scale, target=Span(low, high + 1))) == ["effort"]


def test_pounds_are_compared_in_kilograms_and_percentages_are_not():
    assert Load(unit=LoadUnit.LB, value=Decimal(10)).kilograms == Decimal("4.5359237")
    assert Load(unit=LoadUnit.KG, value=Decimal("2.5")).kilograms == Decimal("2.5")
    assert Load(unit=LoadUnit.PERCENT_1RM, value=Decimal(70)).kilograms is None


@pytest.mark.parametrize("value", [Decimal(0), Decimal(-1), Decimal("NaN"), Decimal("Infinity"), None])
def test_a_weight_is_a_number_above_0(value):
    assert faults(lambda: Load(unit=LoadUnit.KG, value=value)) == ["load"]


def test_body_weight_takes_no_number_and_a_band_no_weight():
    red = Band(colour="red")
    assert faults(lambda: Load(unit=LoadUnit.BODY_WEIGHT, value=Decimal(5))) == ["load"]
    assert faults(lambda: Load(unit=LoadUnit.BAND)) == ["load"]
    assert faults(lambda: Load(unit=LoadUnit.BAND, band=red, value=Decimal(5))) == ["load"]
    assert faults(lambda: Load(unit=LoadUnit.KG, value=Decimal(5), band=red)) == ["load"]


def test_a_charted_brand_has_only_the_colours_of_its_chart():
    assert faults(lambda: Band(brand="Thera-Band", colour="purple")) == ["colour"]
    assert faults(lambda: Band(brand="thera-band", colour="purple")) == ["colour"]
    assert Band(brand="Another", colour="purple").colour == "purple"


def test_a_band_has_a_colour_and_is_stretched_to_three_and_a_half_times_its_length_at_most():
    assert faults(lambda: Band(colour=" ", elongation_percent=251)) == ["colour", "elongation_percent"]


def test_a_range_limit_names_the_joint_and_runs_upwards():
    assert RomLimit(joint="knee", motion="extension", min_deg=-10, max_deg=0).min_deg == -10
    assert faults(lambda: RomLimit(joint="", motion=" ", min_deg=0, max_deg=45)) == ["joint", "motion"]
    assert faults(lambda: RomLimit(joint="knee", motion="flexion", min_deg=45, max_deg=0)) == ["max_deg"]
    assert faults(lambda: RomLimit(joint="knee", motion="flexion", min_deg=-181, max_deg=181)) == [
        "min_deg",
        "max_deg",
    ]


def test_a_pain_limit_is_0_to_10_during_or_a_day_later():
    assert faults(lambda: PainLimit(during=11, at_24h=-1)) == ["during", "at_24h"]
    assert faults(lambda: PainLimit(reference=2)) == ["during"]


@pytest.mark.parametrize(
    ("percent", "force"),
    [
        (100, ("1.7", "1.7")),
        (150, ("2.1", "2.1")),
        (200, ("2.5", "2.5")),
        (None, ("1.7", "2.5")),
        (75, ("1.5", "1.7")),  # approximate: extended line to nearest published value
        (250, ("2.5", "2.9")),
    ],
)
def test_a_red_band_pulls_what_its_maker_publishes(percent, force):
    red = Band(brand="Thera-Band", colour="red", elongation_percent=percent)
    assert band_force_kg(red) == tuple(Decimal(end) for end in force)


def test_no_force_is_given_for_another_brand_or_an_unpublished_stretch():
    assert band_force_kg(Band(brand="Another", colour="red", elongation_percent=100)) is None
    assert band_force_kg(Band(brand="Thera-Band", colour="red", elongation_percent=49)) is None
