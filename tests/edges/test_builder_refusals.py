"""Bad input in the builder: refused where it was typed, with what would be accepted, and the rest is kept."""

from dataclasses import replace
from typing import Any

import pytest
from conftest import NOW, TODAY, ClinicWorld
from django.test import Client

from edges.builder_bench import Bench, form
from edges.conftest import signed_in
from edges.test_builder import TEMPLATE, with_flags
from edges.test_builder_signing import make_colleague
from everyrep.core.dosage import Span
from everyrep.prescribing.actions import drafts
from everyrep.prescribing.documents import fingerprint
from everyrep.prescribing.models import Episode
from everyrep.prescribing.typed_dose import retyped
from everyrep.web.clinic.builder.dose_fields import typed_of

WORDS = "Slowly, and breathe out."
KNEE = {"joint": "knee", "motion": "flexion"}
ON_SUNDAY = {"pattern": "weekdays", "weekdays": ["6"]}
NO_OPTION = ("stone", "middle")  # a list shows only what it offers


@pytest.fixture
def bench(client: Client, world: ClinicWorld, episode: Episode) -> Bench:
    made = Bench(signed_in(client, world.therapist), world)
    made.post("builder_start", {"from": f"{TEMPLATE}:1"})
    return made


def control(page: str, name: str, key: str) -> str:
    """What the page says about a control, in its own error."""
    mark = f'id="{name}-{key}-error"'
    assert mark in page, f"nothing is said at {name}"
    return page.split(mark, 1)[1].split("</p>", 1)[0]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("sets", {"sets": "99"}, "99 is not between 1 and 10 sets"),
        ("reps", {"reps": "8-500"}, "is not between 1 and 100 repetitions"),
        ("reps", {"reps": "twelve"}, "write it like 10 or 8-12"),
        ("reps", {"reps": "12-8"}, "write the smaller number first"),
        ("reps", {"sets": "", "reps": "", "hold_s": ""}, "Say how much"),
        ("hold_s", {"hold_s": "601"}, "not between 1 and 600 seconds"),
        ("duration_s", {"reps": "", "duration_s": "3"}, "not between 5 and 7200 seconds"),
        ("duration_s", {"duration_s": "30"}, "Give repetitions or a time, not both"),
        ("distance_m", {"reps": "", "distance_m": "1.5"}, "write it like 400, 1.5 or 5-10"),
        ("tempo", {"tempo": "3-1"}, "such as 3-1-2-0"),
        ("load", {"load": "heavy", "load_unit": "kg"}, "write a number such as 5 or 2.5"),
        ("load_unit", {"load": "5"}, "Choose the unit of this number."),
        ("load_unit", {"load": "5", "load_unit": "stone"}, "choose from the list"),
        ("load_unit", {"colour": "red"}, "Choose band as the kind of load"),
        ("colour", {"load_unit": "band", "colour": "pink", "brand": "Thera-Band"}, "its colours are: tan"),
        ("effort", {"effort": "4", "effort_scale": "borg_6_20"}, "not between 6 and 20 on this scale"),
        (
            "max_deg",
            {"joint": "knee", "motion": "flexion", "min_deg": "60", "max_deg": "45"},
            "smaller angle",
        ),
        ("max_deg", {"joint": "knee", "motion": "flexion", "min_deg": "0"}, "Give both angles"),
        ("joint", {"min_deg": "0", "max_deg": "45", "motion": "flexion"}, "such as knee flexion"),
        ("during", {"during": "11"}, "not between 0 and 10"),
        ("times_per_day", {"times_per_day": "13"}, "from 1 to 12"),
        ("pattern", {"pattern": "weekdays"}, "Choose one weekday or more"),
        ("per_week", {"pattern": "per_week", "per_week": "9"}, "from 1 to 7"),
        ("every_days", {"pattern": "every_n_days", "every_days": "1"}, "from 2 to 14"),
        ("max_per_day", {"pattern": "as_needed"}, "from 1 to 24"),
        ("min_hours_between", {"times_per_day": "3", "min_hours_between": "12"}, "at most 8 hours"),
        ("min_rest_days_between", {"min_rest_days_between": "1"}, "Rest days that fit"),
        ("start", {"start": "2027-02-31"}, "the last day of that month is 2027-02-28"),
        ("end", {"end": "next week"}, "such as 2026-03-09"),
        ("end", {"start": "2026-12-01", "end": "2026-11-20"}, "choose 2026-12-01 or later"),
        ("end", {"end": "2026-11-01"}, "No day is left on which this falls due"),
        (
            "end",
            {"pattern": "weekdays", "weekdays": ["6"], "start": "2026-11-17", "end": "2026-11-20"},
            "No day",
        ),
        ("routine", {"routine": ["after lunch"], "at": ["25:00"]}, "write it like 08:30"),
        ("own_words", {"own_words": "x" * 501}, "use at most 500"),
        ("side", {"side": "middle"}, "choose from the list"),
    ],
)
def test_the_dose_form_refuses_where_it_was_typed_and_keeps_everything_else(
    bench: Bench, field: str, typed: dict[str, Any], said: str
) -> None:
    before, key = bench.item("quad-set"), bench.key("quad-set")
    answer = bench.change_dose("quad-set", **{"why": WORDS, **typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in control(page, field, key)
    assert WORDS in page
    for text in typed.values():
        assert isinstance(text, list) or text in NO_OPTION or text in page
    assert bench.item("quad-set") == before


def test_every_fault_of_a_dose_form_is_told_at_once_and_listed_on_top(bench: Bench) -> None:
    key = bench.key("quad-set")
    page = bench.change_dose(
        "quad-set", sets="0", tempo="fast", during="12", end="2026-02-31"
    ).content.decode()
    assert "4 things to change" in page
    for field in ("sets", "tempo", "during", "end"):
        assert f'href="#{field}-{key}"' in page
        assert control(page, field, key)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("3x10 q5", "“q5” at column 6 is not understood; write it like one of these"),
        ("3x10 5stone", "units are: s, min"),
        ("3x10h5", "runs together; write 3x10 h5"),
        ("30x200", "is not between 1 and 100 repetitions"),
        ("3x10 3/d 12h apart", "at most 8 hours between"),
        ("3x10 from 2027-02-31", "is not in the calendar"),
        ("3x10 from 2026-12-01 until 2026-11-20", "choose 2026-12-01 or later"),
        ("3x10 until 2026-11-01", "No day is left on which this falls due"),
        ("3 sets of 900", "is not between 1 and 100 repetitions"),
        ("", "Say how much"),
    ],
)
@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
def test_the_shorthand_refuses_beside_the_line_and_keeps_what_was_typed(
    bench: Bench, typed: str, said: str, script: bool
) -> None:
    before, key = bench.item("quad-set"), bench.key("quad-set")
    answer = bench.post("builder_shorthand", {"shorthand": typed}, of="quad-set", script=script)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in control(page, "shorthand", key)
    assert "The shorthand reads like 3x10 h5 2/d L" in page
    assert f'value="{typed}"' in page
    assert bench.item("quad-set") == before
    assert "Heel slide" in page


def test_a_blocking_flag_asks_for_a_reason_where_the_exercise_stands(bench: Bench) -> None:
    with_flags(bench.world, "dvt_suspect")
    page = bench.get("builder")
    assert "Blocked by a flag: Possible leg clot, needs review" in page
    answer = bench.post("builder_override", {"override_reason": "  "}, of="ankle-pump")
    assert answer.status_code == 422
    assert "Write why this exercise is still right" in control(
        answer.content.decode(), "override_reason", bench.key("ankle-pump")
    )
    bench.post("builder_override", {"override_reason": "Ultrasound was clear on Monday"}, of="ankle-pump")
    assert bench.item("ankle-pump").override_reason == "Ultrasound was clear on Monday"
    page = bench.get("builder")
    assert "Ultrasound was clear on Monday" in page
    assert "Flag covered by the reason below: Possible leg clot, needs review" in page


def test_a_flag_set_after_the_reason_was_written_blocks_again_and_says_so(bench: Bench) -> None:
    bench.post("builder_add", {"exercise": "calf-stretch-towel"})
    bench.post("builder_line", {"do": "remove"}, of="ankle-pump")
    with_flags(bench.world, "dvt_suspect")
    bench.post("builder_override", {"override_reason": "Ultrasound was clear"}, of="calf-stretch-towel")
    with_flags(bench.world, "dvt_suspect", "achilles_repair_early")
    page = bench.get("builder")
    assert "Flag covered by the reason below: Possible leg clot, needs review" in page
    assert "Blocked by a flag: Early Achilles repair" in page
    assert "This reason was written before the flag “Early Achilles repair" in page
    assert 'value="Ultrasound was clear"' in page
    bench.post("builder_override", {"override_reason": "Ultrasound was clear"}, of="calf-stretch-towel")
    assert "Blocked by a flag" not in bench.get("builder")


def changed_by_a_colleague(bench: Bench, line: str) -> None:
    """Ben's change of the quad set, made while Ana's page is open."""
    item = bench.item("quad-set")
    changed = replace(retyped(item, line, today=TODAY), own_words="With a towel under the knee.")
    ben = make_colleague(bench.world)
    drafts.change_item(by=ben, episode_id=bench.now.episode.id, item=changed, now=NOW)


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
def test_a_dose_form_opened_before_a_colleagues_change_shows_both_and_saves_when_sent_again(
    bench: Bench, script: bool
) -> None:
    opened, key = bench.item("quad-set"), bench.key("quad-set")
    changed_by_a_colleague(bench, "3x8 h5 inv 2/d")
    sent = {**form(typed_of(opened)), "reps": "15", "why": WORDS}
    answer = bench.post("builder_dose", {**sent, "seen": fingerprint(opened)}, of="quad-set", script=script)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "the last change of the draft is by Ben Cole, PT" in page
    assert "It now reads: 3 sets of 8" in page
    assert "now reads “8”" in control(page, "reps", key)
    assert "now reads “With a towel under the knee.”" in control(page, "own_words", key)
    assert 'value="15"' in page
    assert WORDS in page
    assert bench.item("quad-set").dosage.reps == Span(8, 8)
    again = {**sent, "seen": fingerprint(bench.item("quad-set"))}
    assert f'name="seen" value="{again["seen"]}"' in page
    assert bench.post("builder_dose", again, of="quad-set", script=script).status_code in (200, 302)
    assert bench.item("quad-set").dosage.reps == Span(15, 15)


def test_a_line_typed_on_an_older_dose_is_kept_beside_the_dose_a_colleague_gave(bench: Bench) -> None:
    opened, key = bench.item("quad-set"), bench.key("quad-set")
    changed_by_a_colleague(bench, "3x8 h5 inv 2/d")
    sent = {"shorthand": "2x20", "seen": fingerprint(opened)}
    answer = bench.post("builder_shorthand", sent, of="quad-set")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "by Ben Cole, PT. It now reads: 3 sets of 8" in control(page, "shorthand", key)
    assert 'value="2x20"' in page
    assert bench.item("quad-set").dosage.reps == Span(8, 8)


def test_an_essential_mark_set_on_an_old_page_leaves_a_colleagues_dose(bench: Bench) -> None:
    changed_by_a_colleague(bench, "3x8 h5 inv 2/d")
    bench.post("builder_line", {"do": "optional"}, of="quad-set")
    item = bench.item("quad-set")
    assert (item.essential, item.dosage.reps, item.own_words) == (
        False,
        Span(8, 8),
        "With a towel under the knee.",
    )


def test_more_exercises_than_a_program_holds_are_refused_with_the_limit(bench: Bench) -> None:
    for _ in range(24):
        bench.post("builder_add", {"exercise": "clamshell"})
    assert len(bench.exercises) == 30
    answer = bench.post("builder_add", {"exercise": "clamshell"})
    assert "at most 30 exercises" in answer.headers["HX-Trigger"]
    assert len(bench.exercises) == 30
