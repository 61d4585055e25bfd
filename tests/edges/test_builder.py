"""Building a program: begin, search, add, dose, order, undo, discard."""

import json

import pytest
from conftest import NOW, ClinicWorld, sign_template
from django.test import Client
from django.urls import reverse

from edges.builder_bench import HTMX, Bench
from edges.conftest import signed_in
from everyrep.audit.queries import events_about
from everyrep.core.dosage import Side, Span
from everyrep.core.schedule import Pattern
from everyrep.people.actions import change_patient
from everyrep.people.queries import details_of
from everyrep.prescribing.actions import drafts
from everyrep.prescribing.models import Draft, Episode, ProgramVersion
from everyrep.prescribing.queries import workbench

TEMPLATE = "after-total-knee-replacement"


@pytest.fixture
def ana(client: Client, world: ClinicWorld) -> Client:
    return signed_in(client, world.therapist)


@pytest.fixture
def bench(ana: Client, world: ClinicWorld, episode: Episode) -> Bench:
    made = Bench(ana, world)
    made.post("builder_start", {"from": f"{TEMPLATE}:1"})
    return made


def with_flags(world: ClinicWorld, *flags: str, equipment: tuple[str, ...] = ()) -> None:
    details = details_of(world.patient)
    changed = {**{name: getattr(details, name) for name in details.__slots__}, "flags": flags}
    changed["equipment"] = equipment
    change_patient(by=world.ana, patient_id=world.patient.id, details=type(details)(**changed), now=NOW)


def test_without_an_open_episode_the_page_leads_to_opening_one(ana: Client, world: ClinicWorld) -> None:
    answer = ana.get(reverse("builder", args=[world.patient.id]), follow=True)
    assert reverse("episode_open", args=[world.patient.id]) in answer.content.decode()
    assert "Weeks 0-2" not in answer.content.decode()


def test_without_a_draft_the_page_offers_twelve_templates_and_an_empty_program(
    ana: Client, world: ClinicWorld, episode: Episode
) -> None:
    page = ana.get(reverse("builder", args=[world.patient.id]), follow=True).content.decode()
    assert page.count('class="starter"') == 12
    assert 'value="empty"' in page
    assert 'value="signed"' not in page


def test_looking_at_the_start_page_begins_no_draft(ana: Client, world: ClinicWorld, episode: Episode) -> None:
    ana.get(reverse("builder", args=[world.patient.id]), follow=True)
    assert workbench(world.ana, world.patient.id) is None


def test_a_template_fills_the_draft_in_the_order_of_its_phase(bench: Bench) -> None:
    assert bench.exercises[:3] == ["ankle-pump", "quad-set", "heel-slide"]
    page = bench.get("builder")
    assert "Based on “After knee replacement”" in page
    assert "left side" in page


def test_the_criteria_of_the_chosen_phase_and_the_alerts_of_its_template_are_in_the_builder(
    bench: Bench,
) -> None:
    told = bench.get("builder").split("What to watch for with this template", 1)[1]
    moving_on, alerts = told.split("Alerts", 1)
    assert "Move on when" in moving_on
    assert "Straight leg raise with no quadriceps lag" in moving_on
    assert "Knee flexion below 90 degrees at week 4" in alerts
    bench.post("builder_start", {"from": f"{TEMPLATE}:2"})
    assert "Straight leg raise with no quadriceps lag" not in bench.get("builder")


def test_after_a_signature_a_draft_can_begin_from_the_signed_version(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    page = ana.get(reverse("builder_start", args=[world.patient.id])).content.decode()
    assert "From version 1" in page
    ana.post(reverse("builder_start", args=[world.patient.id]), {"from": "signed"})
    found = workbench(world.ana, world.patient.id)
    assert found is not None
    assert [item.key for item in found.review.items] == [item["key"] for item in signed.items]


def test_reading_the_draft_is_audited(bench: Bench) -> None:
    bench.get("builder")
    events = events_about(bench.world.system, bench.world.patient.id)
    assert ("read", "draft") in {(event.action, event.object_type) for event in events}


def test_search_finds_an_exercise_in_spite_of_a_typo_and_shows_its_dose_and_neighbours(bench: Bench) -> None:
    page = bench.client.get(bench.url("builder_search", q="strait leg rase"), headers=HTMX).content.decode()
    assert "Straight leg raise" in page
    assert "days a week" in page
    assert "easier: " in page


def test_search_without_a_script_is_part_of_the_page(bench: Bench) -> None:
    page = bench.get("builder", q="clamshell")
    assert "Clamshell" in page
    assert "Pendulum" not in page


def test_search_warns_where_the_patients_flags_meet_the_exercise(bench: Bench) -> None:
    with_flags(bench.world, "fall_risk")
    page = bench.client.get(bench.url("builder_search", q="step-up"), headers=HTMX).content.decode()
    assert "Fall risk" in page


def test_search_names_the_kit_that_is_not_at_home(bench: Bench) -> None:
    with_flags(bench.world, equipment=("chair",))
    page = bench.client.get(bench.url("builder_search", q="step-up"), headers=HTMX).content.decode()
    assert "Step (not at home)" in page


def test_an_added_exercise_comes_last_at_the_gentle_end_of_its_dose(bench: Bench) -> None:
    answer = bench.post("builder_add", {"exercise": "step-up"})
    assert answer.status_code == 200
    assert bench.exercises[-1] == "step-up"
    added = bench.item("step-up")
    assert (added.dosage.sets, added.dosage.reps) == (Span(2, 2), Span(8, 8))
    assert added.dosage.side is Side.INVOLVED
    assert json.loads(answer.headers["HX-Trigger"]) == {"announce": "Forward step-up is added at the end."}


def test_an_exercise_of_no_library_is_not_found(bench: Bench) -> None:
    assert bench.post("builder_add", {"exercise": "levitation"}).status_code == 404


def test_a_change_answers_a_script_with_program_and_summary_and_a_plain_form_with_the_page(
    bench: Bench,
) -> None:
    answer = bench.post("builder_line", {"do": "optional"}, of="quad-set").content.decode()
    assert 'id="program"' in answer
    assert 'hx-swap-oob="outerMorph"' in answer
    assert "<html" not in answer
    plain = bench.post("builder_line", {"do": "essential"}, of="quad-set", script=False)
    assert plain.status_code == 302
    assert "is essential" in bench.client.get(plain.url).content.decode()


def test_up_and_down_change_places_and_stop_at_the_ends(bench: Bench) -> None:
    bench.post("builder_line", {"do": "up"}, of="quad-set")
    assert bench.exercises[:2] == ["quad-set", "ankle-pump"]
    answer = bench.post("builder_line", {"do": "up"}, of="quad-set")
    assert bench.exercises[0] == "quad-set"
    assert "now 1 of 6" in answer.headers["HX-Trigger"]
    bench.post("builder_line", {"do": "down"}, of="quad-set")
    assert bench.exercises[:2] == ["ankle-pump", "quad-set"]


def test_a_removed_exercise_comes_back_with_undo(bench: Bench) -> None:
    before = bench.exercises
    bench.post("builder_line", {"do": "remove"}, of="quad-set")
    assert "quad-set" not in bench.exercises
    bench.post("builder_undo", {})
    assert bench.exercises == before


def test_shorthand_changes_the_dose_and_is_shown_in_words(bench: Bench) -> None:
    answer = bench.post("builder_shorthand", {"shorthand": "3x8-12 h5 L mon,wed,fri"}, of="quad-set")
    assert answer.status_code == 200
    assert "3 sets of 8 to 12" in answer.content.decode()
    assert bench.item("quad-set").schedule.pattern is Pattern.WEEKDAYS


def test_the_dose_may_be_typed_in_the_words_a_patient_reads(bench: Bench) -> None:
    bench.post("builder_shorthand", {"shorthand": "3 sets of 10, left side; twice a day"}, of="quad-set")
    item = bench.item("quad-set")
    assert (item.dosage.reps, item.dosage.side, item.schedule.times_per_day) == (Span(10, 10), Side.LEFT, 2)


def test_shorthand_keeps_the_routine_and_the_reason_of_a_limit_it_cannot_say(bench: Bench) -> None:
    bench.change_dose(
        "quad-set",
        routine=["after brushing teeth"],
        at=["08:00"],
        joint="knee",
        motion="flexion",
        min_deg="0",
        max_deg="45",
        rom_reason="surgeon's order",
    )
    line = "2x12 rom knee-flexion 0-60 3/d"
    assert bench.post("builder_shorthand", {"shorthand": line}, of="quad-set").status_code == 200
    item = bench.item("quad-set")
    assert item.schedule.anchors[0].routine == "after brushing teeth"
    assert item.dosage.rom_limit is not None
    assert (item.dosage.rom_limit.max_deg, item.dosage.rom_limit.reason) == (60, "surgeon's order")


def test_the_dose_form_sets_every_field(bench: Bench) -> None:
    answer = bench.change_dose(
        "sit-to-stand",
        sets="2-3",
        reps="8-12",
        tempo="3-1-2-0",
        rest_s="60",
        load="2.5",
        load_unit="kg",
        effort="2-3",
        effort_scale="rir",
        side="both",
        during="4",
        at_24h="2",
        pattern="per_week",
        per_week="3",
        min_rest_days_between="1",
        start="2026-11-20",
        end="2026-12-20",
        weight="2",
        own_words="Use the kitchen chair.",
        why="Stairs are her goal",
        stop_rules="Sharp pain\nThe knee gives way",
    )
    assert answer.status_code == 200, answer.content.decode()
    item = bench.item("sit-to-stand")
    assert item.dosage.sets == Span(2, 3)
    assert item.dosage.tempo is not None
    assert item.dosage.tempo.seconds_per_rep == 6
    assert str(item.dosage.load.value) == "2.5" if item.dosage.load else False
    assert item.dosage.pain_limit is not None
    assert (item.schedule.pattern, item.schedule.n) == (Pattern.PER_WEEK, 3)
    assert (item.weight, item.why) == (2, "Stairs are her goal")
    assert item.stop_rules == ("Sharp pain", "The knee gives way")
    assert "Use the kitchen chair." in bench.get("builder")


@pytest.mark.parametrize(
    "line",
    [
        "1x5min 3/d",
        "3xamrap bw rir2 mon,thu",
        "2x10 band Thera-Band:red@100% every 2d",
        "400m prn 4/d",
        "x10 h5-10 2-0-X-1 con 5lb R pain<=3 painref=2 2/d 4h apart",
    ],
)
def test_saving_the_untouched_dose_form_changes_nothing(bench: Bench, line: str) -> None:
    bench.post("builder_shorthand", {"shorthand": line}, of="quad-set")
    before = bench.now.draft.revision
    assert bench.change_dose("quad-set").status_code == 200
    assert bench.now.draft.revision == before


def test_the_summary_counts_minutes_essential_exercises_positions_and_kit(bench: Bench) -> None:
    with_flags(bench.world, "fall_risk", equipment=("chair",))
    page = bench.get("builder")
    assert "a day of 15" in page
    assert "4 of 6" in page
    assert "3 changes" in page
    assert "Lying on your back" in page
    assert "not at home: lend" in page
    assert "(not at home)" in page


def test_five_exercises_in_a_session_bring_a_notice_and_never_a_refusal(bench: Bench) -> None:
    assert "6 exercises in one session; consider 2 to 4" in bench.get("builder")
    bench.post("builder_add", {"exercise": "clamshell"})
    bench.post("builder_add", {"exercise": "glute-bridge"})
    page = bench.get("builder")
    assert "exercises in one session are hard to keep up" in page
    assert "Eckard 2015, Mil Med 180:186: programs of four or more exercises" in page


def test_a_warning_is_one_press_from_its_meaning_its_rule_and_the_record_it_comes_from(bench: Bench) -> None:
    with_flags(bench.world, "fall_risk")
    bench.post("builder_add", {"exercise": "step-up"})
    page = bench.get("builder")
    assert "Check the flag: Fall risk" in page
    assert "Warns that the exercise challenges balance" in page
    assert "Source: the clinic's flag table" in page
    assert reverse("patient_edit", args=[bench.world.patient.id]) in page


def test_discarding_the_draft_leaves_what_was_signed(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    ana.post(reverse("builder_start", args=[world.patient.id]), {"from": "empty"})
    answer = ana.post(reverse("builder_discard", args=[world.patient.id]))
    assert answer.url == reverse("chart", args=[world.patient.id])
    assert not Draft.objects.seen_by(world.ana).exists()
    assert ProgramVersion.objects.seen_by(world.ana).get().id == signed.id


def test_a_line_that_a_colleague_took_out_is_told_and_the_rest_is_shown(bench: Bench) -> None:
    address = bench.url("builder_shorthand", of="quad-set")
    key = bench.key("quad-set")
    drafts.remove_item(by=bench.world.ana, episode_id=bench.now.episode.id, key=key, now=NOW)
    answer = bench.client.post(address, {"shorthand": "3x10"}, headers=HTMX)
    assert answer.status_code == 200
    assert "Someone else has taken this exercise out" in answer.headers["HX-Trigger"]
    assert "Heel slide" in answer.content.decode()


def test_an_assistant_and_a_neighbour_do_not_find_the_builder(
    world: ClinicWorld, neighbour: ClinicWorld, episode: Episode
) -> None:
    for member in (world.assistant, neighbour.therapist, world.owner):
        client = signed_in(Client(), member)
        assert client.get(reverse("builder_start", args=[world.patient.id])).status_code == 404


def test_the_page_reads_in_spanish_for_a_therapist_who_chose_it(bench: Bench) -> None:
    bench.client.cookies["everyrep_language"] = "es"
    assert "Bombeo" in bench.get("builder") or "tobillo" in bench.get("builder")


def test_the_dose_form_comes_when_it_is_unfolded_and_stays_through_other_changes(bench: Bench) -> None:
    assert 'name="own_words"' not in bench.get("builder")
    address = bench.url("builder_dose", of="quad-set")
    assert 'name="own_words"' in bench.client.get(address, headers=HTMX).content.decode()
    other = {"do": "optional", "open": [bench.key("quad-set")]}
    answer = bench.post("builder_line", other, of="heel-slide").content.decode()
    assert answer.count('name="own_words"') == 1


def test_without_a_script_the_dose_form_opens_on_the_page_itself(bench: Bench) -> None:
    answer = bench.client.get(bench.url("builder_dose", of="quad-set"), follow=True)
    assert answer.content.decode().count('name="own_words"') == 1


def test_templates_for_the_problem_of_the_episode_come_first_and_under_the_finger(
    ana: Client, world: ClinicWorld, episode: Episode
) -> None:
    page = ana.get(reverse("builder_start", args=[world.patient.id])).content.decode()
    assert "Templates for “After knee replacement, left”" in page
    phase = page.split("autofocus", 1)[0].rsplit("<button", 1)[1]
    assert f'value="{TEMPLATE}:1"' in phase
    assert page.count('class="starter"') == 12


def test_where_a_version_is_signed_the_next_draft_from_it_is_under_the_finger(
    ana: Client, world: ClinicWorld, episode: Episode
) -> None:
    sign_template(world, episode)
    page = ana.get(reverse("builder_start", args=[world.patient.id])).content.decode()
    before, *after = page.split("autofocus")
    assert 'value="signed"' in before.rsplit("<button", 1)[1]
    assert len(after) == 1  # a page has one place to begin
