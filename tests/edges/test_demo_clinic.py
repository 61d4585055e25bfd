"""The demo clinic: as varied as real life, the same for the same seed, and never made over a real clinic."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from everyrep.attention.models import Alert, ConditionRow
from everyrep.attention.needs import open_needs
from everyrep.core.attention.kinds import Kind
from everyrep.core.schedule import Pattern
from everyrep.demo import opening
from everyrep.demo.clinic import Made, make_clinic
from everyrep.demo.ruled import PEOPLE
from everyrep.demo.words import NOTES
from everyrep.library import catalogue
from everyrep.logbook.models import Entry, OperationRow, QuarantinedOperation
from everyrep.people.models import Caregiver, Device, Patient
from everyrep.prescribing.documents import from_document
from everyrep.prescribing.models import Episode, Milestone, ProgramVersion, Proposal
from everyrep.reminders.models import ReminderPreferences

NOW = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)  # a Friday afternoon in New York
TODAY = date(2026, 11, 20)
EVERY_STORY = 22  # Rosa, Martin and one patient for each story


@pytest.fixture(scope="module")
def clinic(django_db_setup: None, django_db_blocker: Any) -> Iterator[Made]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_clinic(now=NOW, seed=7, patients=EVERY_STORY, weeks=5)
        transaction.set_rollback(True)


def patients() -> dict[str, Patient]:
    return {patient.name: patient for patient in Patient.objects.before_viewer()}


def test_every_starter_program_has_a_patient(clinic: Made) -> None:
    used = set(ProgramVersion.objects.before_viewer().values_list("template", flat=True))
    assert clinic.patients == EVERY_STORY + len(PEOPLE)
    assert {template.partition(":")[0] for template in used} - {""} == set(catalogue.templates())


def test_rosa_is_68_and_in_week_3_after_a_left_knee_replacement(clinic: Made) -> None:
    rosa = patients()["Rosa Diaz"]
    episode = Episode.objects.before_viewer().get(patient=rosa)
    versions = ProgramVersion.objects.before_viewer().filter(patient=rosa).order_by("number")
    assert TODAY.year - rosa.birth_date.year == 68
    assert (episode.problem, episode.involved_side) == ("After knee replacement", "left")
    assert 14 <= (TODAY - episode.started_on).days < 21
    assert [version.number for version in versions] == [1, 2, 3]
    assert not Entry.objects.before_viewer().filter(patient=rosa, local_date=TODAY).exists()


def test_martin_waits_for_his_first_program(clinic: Made) -> None:
    martin = patients()["Martin Chen"]
    assert Episode.objects.before_viewer().filter(patient=martin, status="active").exists()
    assert not ProgramVersion.objects.before_viewer().filter(patient=martin).exists()


def test_it_is_known_in_every_way_that_is_open_today(clinic: Made) -> None:
    evidence = set(Entry.objects.before_viewer().values_list("evidence", flat=True))
    assert evidence == {"guided", "ticked", "recalled", "paper", "caregiver"}


def said(kind: str) -> list[Entry]:
    return list(Entry.objects.before_viewer().filter(body__type=kind).order_by("local_date"))


def exercised(patient: Patient, first: date, last: date) -> bool:
    logged = Entry.objects.before_viewer().filter(patient=patient, body__type="exercise")
    return logged.filter(local_date__range=(first, last)).exists()


def test_the_app_is_used_for_all_that_can_be_said_in_it(clinic: Made) -> None:
    mornings = {entry.body["stiffness"] for entry in said("morning")}
    moved = {entry.body["at"] for entry in said("routine")}
    around = [entry.body for entry in said("exercise") if "before" in entry.body]
    assert mornings == {"none", "little", "much"}
    assert moved == {"19:30"}
    assert len(said("question")) == 2
    assert around
    assert all(body["after"] < body["before"] <= 10 for body in around)


def test_days_off_reach_to_a_day_and_one_illness_is_not_over(clinic: Made) -> None:
    off = [(entry.body["excuse"], entry.local_date, entry.body.get("until", "")) for entry in said("day")]
    assert ("vacation", TODAY - timedelta(days=24), (TODAY - timedelta(days=21)).isoformat()) in off
    assert ("illness", TODAY - timedelta(days=2), (TODAY + timedelta(days=2)).isoformat()) in off


def test_one_plan_waits_for_a_call_another_went_on_after_it_and_rosas_was_never_held(clinic: Made) -> None:
    alerts = Alert.objects.before_viewer().filter(reason="symptom_check").order_by("first_day")
    called, waits = alerts
    rosa = patients()["Rosa Diaz"].id
    assert (called.findings, called.settled_on) == (["calf_swollen"], called.first_day + timedelta(days=2))
    assert (waits.level, waits.settled_at, waits.acknowledged_at) == ("urgent", None, None)
    assert waits.first_day == TODAY - timedelta(days=1)
    assert rosa not in {called.patient_id, waits.patient_id}
    day_after = called.first_day + timedelta(days=1)
    assert not exercised(called.patient, day_after, day_after)
    assert exercised(called.patient, called.settled_on, TODAY)
    assert not exercised(waits.patient, TODAY, TODAY)


def test_every_reason_is_shown_at_least_once_and_somebody_stands_in_every_way(clinic: Made) -> None:
    kinds = {need.kind for need in open_needs(clinic.staff.ana)}
    assert kinds == set(Kind)
    stands = set(ConditionRow.objects.before_viewer().values_list("condition", flat=True))
    assert {"on_track", "partly", "needs_talk", "resting"} <= stands


def test_rules_propose_a_step_on_and_one_back_and_one_was_taken_by_order(clinic: Made) -> None:
    found = Proposal.objects.before_viewer().select_related("patient")
    stands = {one.patient.given_name: (one.outcome, one.state) for one in found}
    assert stands == {
        "June": ("progress", "waiting"),
        "Nadia": ("regress", "waiting"),
        "Walter": ("progress", "accepted"),
    }
    told = Alert.objects.before_viewer().exclude(reason="symptom_check").values_list("reason", flat=True)
    assert set(told) == {"rule", "carried_out"}


def test_a_symptom_check_without_an_answer_of_yes_raises_nothing(clinic: Made) -> None:
    answered = [entry for entry in said("symptoms") if not entry.body["yes"]]
    assert answered
    assert not Alert.objects.before_viewer().filter(entry_id__in=[one.entry_id for one in answered])


def test_helpers_log_under_their_own_name(clinic: Made) -> None:
    rows = OperationRow.objects.before_viewer().filter(actor_role="caregiver").select_related("patient")
    names = {(row.patient.name, row.actor_name) for row in rows}
    assert ("Rosa Diaz", "Luis Diaz") in names
    assert len(names) == 2
    assert {care.expires_on > TODAY for care in Caregiver.objects.before_viewer()} == {True}


def test_rosa_has_two_devices_three_steps_to_her_goal_and_reminders(clinic: Made) -> None:
    rosa = patients()["Rosa Diaz"]
    devices = Device.objects.before_viewer().filter(patient=rosa, way="account")
    steps = Milestone.objects.before_viewer().filter(episode__patient=rosa).order_by("place")
    wishes = ReminderPreferences.objects.before_viewer().get(patient=rosa)
    assert {device.label for device in devices} == {"Chrome, Android", "Safari, iPad"}
    assert [step.reached_on is not None for step in steps] == [True, False, False]
    assert (wishes.email, wishes.sessions) == (True, ["08:30", "routine", "off"])
    assert ReminderPreferences.objects.before_viewer().count() > 1


def test_some_days_are_excused_and_some_entries_corrected_or_taken_back(clinic: Made) -> None:
    bodies = [entry.body for entry in Entry.objects.before_viewer()]
    kinds = set(OperationRow.objects.before_viewer().values_list("kind", flat=True))
    assert {"flare", "vacation"} <= {body["excuse"] for body in bodies if body["type"] == "day"}
    assert {body["outcome"] for body in bodies if body["type"] == "exercise"} == {"done", "partly", "not"}
    assert kinds == {"create", "amend", "retract"}


def test_someone_travels_and_logs_in_the_zone_they_are_in(clinic: Made) -> None:
    zones = {row.raw["zone"] for row in OperationRow.objects.before_viewer()}
    assert "Europe/Madrid" in zones


def test_what_could_not_be_counted_waits_for_the_clinic(clinic: Made) -> None:
    reasons = set(QuarantinedOperation.objects.before_viewer().values_list("reason", flat=True))
    assert reasons == {"future", "malformed", "ended_program"}


def test_someone_is_discharged_someone_arrived_today_and_someone_went_silent(clinic: Made) -> None:
    logged = set(Entry.objects.before_viewer().values_list("patient_id", flat=True))
    versions = ProgramVersion.objects.before_viewer().filter(number=1)
    started_today = {version.patient_id for version in versions if version.valid_from == TODAY}
    last_week = Entry.objects.before_viewer().filter(local_date__gt=date(2026, 11, 10))
    heard_lately = set(last_week.values_list("patient_id", flat=True))
    assert Episode.objects.before_viewer().filter(status="closed").exists()
    assert started_today - logged
    assert logged - heard_lately


def test_programs_hold_weekly_quotas_as_needed_exercises_and_the_therapists_own_words(clinic: Made) -> None:
    items = [item for row in ProgramVersion.objects.before_viewer() for item in from_document(row.items)]
    assert {Pattern.EVERY_DAY, Pattern.PER_WEEK, Pattern.AS_NEEDED} <= {
        item.schedule.pattern for item in items
    }
    assert any(item.own_words for item in items)
    assert any(item.override_reason for item in items)  # a flag blocked it, and the therapist said why


def test_programs_change_for_a_reason_and_some_get_easier(clinic: Made) -> None:
    reasons = set(
        ProgramVersion.objects.before_viewer().filter(number__gt=1).values_list("reason", flat=True)
    )
    assert any("back a step" in reason or "fewer repetitions" in reason for reason in reasons)
    assert any("phase" in reason for reason in reasons)


def test_patients_write_notes_in_their_own_language(clinic: Made) -> None:
    for language in ("en", "es"):
        theirs = {note for mood in NOTES.values() for note in mood[language]}
        ids = list(Patient.objects.before_viewer().filter(language=language).values_list("id", flat=True))
        entries = Entry.objects.before_viewer().filter(patient_id__in=ids, body__type="exercise")
        notes = {entry.body["note"] for entry in entries if entry.body.get("note")}
        assert notes
        assert notes <= theirs


def test_pain_settles_for_one_and_rises_for_another(clinic: Made) -> None:
    changes = []
    for patient in Patient.objects.before_viewer():
        entries = Entry.objects.before_viewer().filter(patient=patient).order_by("local_date")
        pains = [entry.body["pain"] for entry in entries if entry.body.get("pain") is not None]
        if len(pains) > 40:
            changes.append(sum(pains[-20:]) / 20 - sum(pains[:20]) / 20)
    assert min(changes) < -0.5
    assert max(changes) > 0.5


def life(seed: int) -> list[tuple[Any, ...]]:
    """What a small clinic logged, without the ids that are new every time."""
    with transaction.atomic():
        make_clinic(now=NOW, seed=seed, patients=5, weeks=2)
        rows = OperationRow.objects.before_viewer().select_related("patient").order_by("op_id")
        said = [
            (
                row.patient.name,
                str(row.op_id),
                row.evidence,
                {key: value for key, value in row.raw["body"].items() if key != "item_key"},
            )
            for row in rows
        ]
        transaction.set_rollback(True)
    return said


def test_the_same_seed_gives_the_same_life_and_another_seed_another(db: None) -> None:
    first = life(1)
    assert first == life(1)
    assert first != life(2)


def test_the_demo_is_made_once_and_found_again(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(opening, "make_clinic", lambda **named: make_clinic(**named, patients=2, weeks=2))
    opening.open_demo(tmp_path)
    link = (tmp_path / "demo-link").read_text()
    opening.open_demo(tmp_path)
    assert Patient.objects.before_viewer().count() == 2 + len(PEOPLE)
    assert (tmp_path / "demo-link").read_text() == link
    assert capsys.readouterr().out.count("Making the demo clinic") == 1


@pytest.mark.usefixtures("world")
def test_a_real_clinic_is_never_opened_as_a_demo(tmp_path: Path) -> None:
    with pytest.raises(opening.NotADemo, match="folder of its own"):
        opening.open_demo(tmp_path)
