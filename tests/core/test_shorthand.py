"""The typed shorthand: what clinicians write is read, what is read is written back, slips are explained."""

from datetime import date
from decimal import Decimal

import pytest
from core.dosages import dosages, schedules
from hypothesis import given
from hypothesis import strategies as st

from everyrep.core.dosage import (
    Assistance,
    Band,
    Dosage,
    Effort,
    EffortScale,
    Load,
    LoadUnit,
    PainLimit,
    RepsUntil,
    RomLimit,
    Side,
    Span,
    Tempo,
)
from everyrep.core.problems import Invalid
from everyrep.core.schedule import Pattern, Schedule
from everyrep.core.shorthand import parse, shorthand

names = st.text(
    st.characters(exclude_characters='"', exclude_categories=("Cs",)), min_size=1, max_size=12
).filter(str.strip)


@given(dosages(names, names), schedules())
def test_what_is_written_reads_back_as_the_same_prescription(dosage, schedule):
    assert parse(shorthand(dosage, schedule)) == (dosage, schedule)


@given(dosages(names, names), st.randoms())
def test_the_parts_may_be_typed_in_any_order(dosage, random):
    plain = Dosage(sets=dosage.sets, reps=Span(10, 10), hold_s=dosage.hold_s, side=dosage.side)
    parts = shorthand(plain, Schedule()).split(" ")
    random.shuffle(parts)
    assert parse(" ".join(parts)) == (plain, Schedule())


@given(st.text(max_size=40) | st.from_regex(r"[0-9x hrsmindkgbLR/@:\-]{0,30}", fullmatch=True))
def test_any_text_is_either_read_or_explained(text):
    try:
        prescription = parse(text)
    except Invalid as error:
        explained = [str(problem) for problem in error.problems]
        prescription = None
    assert explained if prescription is None else parse(shorthand(*prescription)) == prescription


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("3x10", {"sets": Span(3, 3), "reps": Span(10, 10)}),
        ("2-3x8-12", {"sets": Span(2, 3), "reps": Span(8, 12)}),
        ("x10", {"reps": Span(10, 10)}),
        ("3xAMRAP", {"sets": Span(3, 3), "reps_until": RepsUntil.AMRAP}),
        ("3xrir", {"sets": Span(3, 3), "reps_until": RepsUntil.TO_RIR}),
        ("3x30s", {"sets": Span(3, 3), "duration_s": Span(30, 30)}),
        ("3x20-30s", {"sets": Span(3, 3), "duration_s": Span(20, 30)}),
        ("2x5min", {"sets": Span(2, 2), "duration_s": Span(300, 300)}),
        ("5-15min", {"duration_s": Span(300, 900)}),
        ("45s", {"duration_s": Span(45, 45)}),
        ("400m", {"distance_m": Span(400, 400)}),
        ("1.5km", {"distance_m": Span(1500, 1500)}),
        ("2000steps", {"steps": Span(2000, 2000)}),
        ("3x h30", {"sets": Span(3, 3), "hold_s": Span(30, 30)}),
    ],
)
def test_each_way_of_writing_the_volume_is_read(text, fields):
    assert parse(text) == (Dosage(**fields), Schedule())


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("h5-10", {"hold_s": Span(5, 10)}),
        ("3-1-2-0", {"tempo": Tempo(3, 1, 2, 0)}),
        ("2-0-x-1 con", {"tempo": Tempo(2, 0, "X", 1, starts_concentric=True)}),
        ("rest 60-90", {"rest_s": Span(60, 90)}),
        ("between 30", {"rest_between_s": Span(30, 30)}),
        ("12.5kg", {"load": Load(unit=LoadUnit.KG, value=Decimal("12.5"))}),
        ("10lb", {"load": Load(unit=LoadUnit.LB, value=Decimal(10))}),
        ("70%1RM", {"load": Load(unit=LoadUnit.PERCENT_1RM, value=Decimal(70))}),
        ("10%bw", {"load": Load(unit=LoadUnit.PERCENT_BW, value=Decimal(10))}),
        ("1.5xbw", {"load": Load(unit=LoadUnit.TIMES_BW, value=Decimal("1.5"))}),
        ("BW", {"load": Load(unit=LoadUnit.BODY_WEIGHT)}),
        ("pin4", {"load": Load(unit=LoadUnit.MACHINE_PIN, value=Decimal(4))}),
        ("band red", {"load": Load(unit=LoadUnit.BAND, band=Band(colour="red"))}),
        ('band "dark green"', {"load": Load(unit=LoadUnit.BAND, band=Band(colour="dark green"))}),
        (
            "band Thera-Band:red@100%",
            {
                "load": Load(
                    unit=LoadUnit.BAND,
                    band=Band(brand="Thera-Band", colour="red", elongation_percent=100),
                )
            },
        ),
        ("rir1-3", {"effort": Effort(scale=EffortScale.RIR, target=Span(1, 3))}),
        ("rpe7", {"effort": Effort(scale=EffortScale.RPE_RT, target=Span(7, 7))}),
        ("cr10:4", {"effort": Effort(scale=EffortScale.CR10, target=Span(4, 4))}),
        ("borg13", {"effort": Effort(scale=EffortScale.BORG_6_20, target=Span(13, 13))}),
        ("effort5", {"effort": Effort(scale=EffortScale.EFFORT, target=Span(5, 5))}),
        ("l", {"side": Side.LEFT}),
        ("R", {"side": Side.RIGHT}),
        ("both", {"side": Side.BOTH}),
        ("alt", {"side": Side.ALTERNATE}),
        ("inv", {"side": Side.INVOLVED}),
        ("uninv", {"side": Side.UNINVOLVED}),
        (
            "rom knee-flexion -10-45 passive",
            {
                "rom_limit": RomLimit(
                    joint="knee", motion="flexion", min_deg=-10, max_deg=45, assistance=Assistance.PASSIVE
                )
            },
        ),
        ("pain<=3 pain24<=5 painref=2", {"pain_limit": PainLimit(during=3, at_24h=5, reference=2)}),
    ],
)
def test_each_field_of_the_dose_is_read(text, fields):
    assert parse(f"3x10 {text}") == (Dosage(sets=Span(3, 3), reps=Span(10, 10), **fields), Schedule())


@pytest.mark.parametrize(
    ("text", "schedule"),
    [
        ("2/d", Schedule(times_per_day=2)),
        ("3/w", Schedule(pattern=Pattern.PER_WEEK, n=3)),
        ("2/d 3/w", Schedule(pattern=Pattern.PER_WEEK, n=3, times_per_day=2)),
        ("Mon,Wed,Fri", Schedule(pattern=Pattern.WEEKDAYS, weekdays=(0, 2, 4))),
        ("every 2d", Schedule(pattern=Pattern.EVERY_N_DAYS, n=2)),
        ("prn 4/d", Schedule(pattern=Pattern.AS_NEEDED, max_per_day=4)),
        ("2/d 4h apart", Schedule(times_per_day=2, min_hours_between=4)),
        ("3/w 1d rest", Schedule(pattern=Pattern.PER_WEEK, n=3, min_rest_days_between=1)),
        (
            "from 2026-11-20 until 2026-12-20",
            Schedule(start=date(2026, 11, 20), end=date(2026, 12, 20)),
        ),
    ],
)
def test_each_way_of_writing_the_days_is_read(text, schedule):
    assert parse(f"3x10 {text}")[1] == schedule


def test_a_prescription_is_written_volume_first_and_days_last():
    dosage, schedule = parse("2/d l H5 3X10")
    assert shorthand(dosage, schedule) == "3x10 h5 L 2/d"


def test_minutes_and_kilometres_are_written_where_they_are_exact():
    assert shorthand(Dosage(duration_s=Span(300, 900)), Schedule()) == "5-15min 1/d"
    assert shorthand(Dosage(duration_s=Span(60, 90)), Schedule()) == "60-90s 1/d"
    assert shorthand(Dosage(distance_m=Span(1500, 1500)), Schedule()) == "1.5km 1/d"
    assert shorthand(Dosage(distance_m=Span(1550, 1550)), Schedule()) == "1550m 1/d"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("3x10h5", "“3x10h5” at column 1 runs together; write 3x10 h5"),
        ("3x10 5stone", "“stone” in “5stone” at column 6 is not a unit here; units are: s, min, m, km"),
        ("20reps", "“reps” in “20reps” at column 1 is not a unit here"),
        ("10", "“10” at column 1 is not understood; write it like one of these: 3x10"),
        ("3x10  pian<=3", "“pian<=3” at column 7 is not understood; write it like one of these: pain<=3"),
        (
            "3x10 rest sixty",
            "“rest sixty” at column 6 is not understood; write it like one of these: rest 60",
        ),
        ("3x12-8", "“3x12-8” at column 1 runs backwards; write the smaller number first"),
        ("3x10 2x8", "“2x8” at column 6 says again what “3x10” already says"),
        ("3x10 3/w every 2d", "“every 2d” at column 10 says again what “3/w” already says"),
    ],
)
def test_a_slip_is_named_with_its_place_and_what_to_write_instead(text, told):
    with pytest.raises(Invalid) as caught:
        parse(text)
    assert {problem.field for problem in caught.value.problems} == {"shorthand"}
    assert str(caught.value.problems[0]).startswith(told)


def test_every_slip_of_a_line_is_told_at_once():
    with pytest.raises(Invalid) as caught:
        parse("3x10h5 L2 moon")
    assert [problem.values["column"] for problem in caught.value.problems] == [1, 8, 11]


def test_a_number_out_of_range_is_told_at_its_field():
    with pytest.raises(Invalid) as caught:
        parse("11x200")
    assert [problem.field for problem in caught.value.problems] == ["sets", "reps"]


def test_a_date_that_does_not_exist_is_told():
    with pytest.raises(Invalid, match="2026-02-30 is not in the calendar"):
        parse("3x10 from 2026-02-30")


def test_a_line_without_a_volume_is_not_a_prescription():
    with pytest.raises(Invalid) as caught:
        parse("L 2/d")
    assert [problem.field for problem in caught.value.problems] == ["volume"]
