"""Plain words: what a patient reads about the dose, the days and the side, and typing it back."""

from datetime import date
from decimal import Decimal
from gettext import NullTranslations

import pytest
from core.dosages import dosages, schedules
from hypothesis import given
from hypothesis import strategies as st

from everyrep.core.dosage import Dosage, RomLimit, Side, Span
from everyrep.core.language import dose_in_words, parse_words, schedule_in_words, short_dose, side_in_words
from everyrep.core.problems import Invalid
from everyrep.core.schedule import Pattern, Schedule
from everyrep.core.shorthand import parse

ENGLISH = NullTranslations()
LETTERS = "abcdefghijklmnopqrstuvwxyz"
words = st.text(LETTERS, min_size=1, max_size=10)


class Spanish(NullTranslations):
    """A few texts of another catalog, with another order of words."""

    TEXTS = {
        "the %(colour)s band": "la banda %(colour)s",
        "red": "roja",
        "with %(load)s": "con %(load)s",
        "keep %(joint)s %(motion)s between %(low)s and %(high)s degrees": (
            "mantenga la %(motion)s de %(joint)s entre %(low)s y %(high)s grados"
        ),
        "knee": "rodilla",
        "flexion": "flexión",
        "%(sets)s sets of %(amount)s": "%(sets)s series de %(amount)s",
    }

    def gettext(self, message):
        return self.TEXTS.get(message, message)

    def ngettext(self, singular, plural, n):
        return self.gettext(singular if n == 1 else plural)


def dose(text: str) -> str:
    return dose_in_words(parse(text)[0], ENGLISH)


def days(text: str) -> str:
    return schedule_in_words(parse(f"3x10 {text}")[1], ENGLISH)


@given(dosages(words, words), schedules())
def test_what_a_patient_reads_can_be_typed_back(dosage, schedule):
    text = f"{dose_in_words(dosage, ENGLISH)}; {schedule_in_words(schedule, ENGLISH)}"
    assert parse_words(text) == (dosage, schedule)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("3x8-12", "3 sets of 8 to 12"),
        ("1x10", "1 set of 10"),
        ("x1", "1 repetition"),
        ("2x10 h5", "2 sets of 10, hold each for 5 seconds"),
        ("3x h1", "3 sets, hold for 1 second"),
        ("3xamrap", "3 sets of as many as you can"),
        ("3x30s", "3 sets of 30 seconds"),
        ("5-15min", "5 to 15 minutes"),
        ("1.5km", "1.5 kilometers"),
        ("3x400m", "3 sets of 400 meters"),
        (
            "3x10 3-1-2-0",
            "3 sets of 10, lower for 3 seconds, pause at the bottom for 1 second, lift for 2 seconds",
        ),
        (
            "5s 2-0-x-1 con",
            "5 seconds, lift as fast as you can control, pause at the top for 1 second, lower for 2 seconds",
        ),
        ("3x10 12.5kg", "3 sets of 10, with 12.5 kg"),
        ("3x10 70%1rm", "3 sets of 10, with 70% of the most you could lift once"),
        ("3x10 bw", "3 sets of 10, with your body weight"),
        (
            "3x10 band Thera-Band:red@100%",
            "3 sets of 10, with the red band (Thera-Band) stretched by 100% of its length",
        ),
        ("3xrir", "3 sets of as many as you can, stopping while you could still do a few more"),
        ("3x10 effort7", "3 sets of 10, effort 7 of 10"),
        ("3x10 rpe7", "3 sets of 10, effort 7 of 10 (lifting scale, RPE)"),
        ("3x10 cr10:4", "3 sets of 10, effort 4 of 10 (Borg CR10 scale)"),
        ("3x10 rir1-3", "3 sets of 10, stop when you could still do 1 to 3 more"),
        ("3x10 borg13", "3 sets of 10, effort 13 of 20 (Borg scale, 6 to 20)"),
        ("3x10 L", "3 sets of 10, left side"),
        ("3x10 rest 60-90", "3 sets of 10, rest 60 to 90 seconds between sets"),
        (
            "3x10 rom knee-flexion 0-45 assisted",
            "3 sets of 10, keep knee flexion between 0 and 45 degrees with help",
        ),
        (
            "3x10 pain<=3 pain24<=5",
            "3 sets of 10, pain no more than 3 out of 10, pain no more than 5 out of 10 a day later",
        ),
    ],
)
def test_a_dose_is_told_in_words_a_patient_knows(text, told):
    assert dose(text) == told


def test_a_range_limit_says_until_when_it_holds():
    limit = RomLimit(joint="knee", motion="flexion", min_deg=0, max_deg=90, expires=date(2026, 12, 20))
    dosage = Dosage(reps=Span(10, 10), rom_limit=limit)
    told = "10 repetitions, keep knee flexion between 0 and 90 degrees until 20 December 2026"
    assert dose_in_words(dosage, ENGLISH) == told
    assert parse_words(told)[0] == dosage


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1/d", "once a day, every day"),
        ("2/d", "twice a day, every day"),
        ("3/d", "3 times a day, every day"),
        ("3/w", "3 times a week, on any day"),
        ("1/w", "once a week, on any day"),
        ("2/d 3/w", "twice a day, on any 3 days of the week"),
        ("mon,wed,fri", "Monday, Wednesday and Friday"),
        ("2/d mon,fri", "twice a day, Monday and Friday"),
        ("sun", "Sunday"),
        ("every 2d", "every 2 days"),
        ("prn 4/d", "when needed, up to 4 times a day"),
        ("2/d 4h apart", "twice a day, every day, at least 4 hours apart"),
        ("3/w 1d rest", "3 times a week, on any day, at least 1 rest day in between"),
        ("from 2026-11-20", "once a day, every day, from 20 November 2026"),
    ],
)
def test_a_schedule_is_told_as_people_say_it(text, told):
    assert days(text) == told


def test_an_as_needed_exercise_names_what_it_is_for():
    schedule = Schedule(pattern=Pattern.AS_NEEDED, max_per_day=2, trigger="stiff after sitting")
    told = "when needed (stiff after sitting), up to twice a day"
    assert schedule_in_words(schedule, ENGLISH) == told
    assert parse_words(f"10 repetitions; {told}")[1] == schedule


@pytest.mark.parametrize(
    ("side", "involved", "told"),
    [
        (Side.INVOLVED, Side.LEFT, "left side"),
        (Side.UNINVOLVED, Side.LEFT, "right side"),
        (Side.UNINVOLVED, Side.RIGHT, "left side"),
        (Side.INVOLVED, None, "the side we are treating"),
        (Side.INVOLVED, Side.BOTH, "the side we are treating"),
        (Side.RIGHT, Side.LEFT, "right side"),
        (Side.BOTH, None, "both sides"),
    ],
)
def test_the_involved_side_becomes_left_or_right_once_it_is_known(side, involved, told):
    assert side_in_words(side, ENGLISH, involved) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2x10 h5", "2 × 10, hold 5 s"),
        ("x10", "10 reps"),
        ("3x8-12 5kg rest 60", "3 × 8-12, 5 kg"),
        ("5-15min", "5-15 min"),
        ("3x400m", "3 × 400 m"),
        ("1-1.5km", "1-1.5 km"),
        ("2000steps", "2000 steps"),
        ("3xamrap band red", "3 × max, red band"),
        ("3x h30 bw", "3 ×, hold 30 s, body weight"),
    ],
)
def test_a_card_shows_the_dose_in_a_few_signs(text, told):
    assert short_dose(parse(text)[0], ENGLISH) == told


@pytest.mark.parametrize(
    ("variant", "usual"),
    [
        ("10 repetitions x 3 sets, two times a day", "3 sets of 10; twice a day, every day"),
        ("three sets of 8-12 reps, twice daily", "3 sets of 8 to 12; twice a day, every day"),
        ("3 sets of 10, 3 times a week", "3 sets of 10; 3 times a week, on any day"),
        ("3 sets of 30 secs; daily", "3 sets of 30 seconds; once a day, every day"),
        ("3 sets of 400 metres, every other day", "3 sets of 400 meters; every 2 days"),
        ("3 sets of 10, effort 7 out of 10, uninvolved side", "3 sets of 10, effort 7 of 10, the other side"),
        ("3 sets of 10, on Monday and Friday", "3 sets of 10; Monday and Friday"),
        ("3 sets of 10, as needed, up to 4 times a day", "3 sets of 10; when needed, up to 4 times a day"),
    ],
)
def test_small_variants_of_the_wording_are_read_as_well(variant, usual):
    assert parse_words(variant) == parse_words(usual)


def test_a_part_that_is_not_understood_is_named_with_the_nearest_wording():
    with pytest.raises(Invalid) as caught:
        parse_words("3 sets of 10, hold each four 5 seconds")
    (problem,) = caught.value.problems
    assert problem.field == "words"
    assert problem.values["column"] == 15
    assert "hold each for 5 seconds" in str(problem)


def test_a_number_out_of_range_is_told_at_its_field_in_any_wording():
    with pytest.raises(Invalid) as caught:
        parse_words("3 sets of 200 reps")
    assert [problem.field for problem in caught.value.problems] == ["reps"]


def test_half_a_tempo_is_asked_to_be_completed():
    with pytest.raises(Invalid, match="how long to lower and how long to lift"):
        parse_words("3 sets of 10, lower for 3 seconds")


@given(
    st.text(max_size=40)
    | st.lists(st.sampled_from(["3 sets of", "10", ",", "once a day", "with"])).map(" ".join)
)
def test_any_text_is_either_read_or_explained(text):
    try:
        prescription = parse_words(text)
    except Invalid as error:
        explained = [str(problem) for problem in error.problems]
        prescription = None
    assert explained if prescription is None else prescription[0].sets or prescription[0].reps


def test_a_translation_may_put_the_words_in_another_order():
    dosage, _ = parse("3x10 band red rom knee-flexion 0-45")
    told = "3 series de 10, con la banda roja, mantenga la flexión de rodilla entre 0 y 45 grados"
    assert dose_in_words(dosage, Spanish()) == told


def test_a_load_is_told_without_needless_zeros():
    dosage = parse("3x10 5.50kg")[0]
    assert dosage.load is not None
    assert dosage.load.value == Decimal("5.5")
    assert dose_in_words(dosage, ENGLISH) == "3 sets of 10, with 5.5 kg"
