"""Signing: every refusal with its reason, and what is signed stays as it was signed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from conftest import EMERGENCY, NOW, TODAY, ClinicWorld, sign_template
from django.db import DatabaseError, connection, transaction

from everyrep.audit.queries import events_about
from everyrep.core.dosage import Span
from everyrep.core.plan import Prescription
from everyrep.core.problems import Invalid
from everyrep.core.schedule import Schedule
from everyrep.logbook.chart import chart
from everyrep.logbook.window import ProgramState, window
from everyrep.people.actions import change_patient
from everyrep.people.models import Clinic
from everyrep.people.queries import details_of
from everyrep.prescribing.actions import drafts, episodes, signing
from everyrep.prescribing.chain import Chain
from everyrep.prescribing.documents import document_hash, from_document
from everyrep.prescribing.models import Draft, Episode, ProgramVersion
from everyrep.prescribing.queries import chain, workbench
from everyrep.prescribing.signable import obstacles
from everyrep.tenancy.models import AppendOnly
from everyrep.tenancy.viewer import NotAllowed, NotFound


def in_force(found: Chain, day: int) -> int | None:
    """The number of the version in force some days from today."""
    plan = found.on(TODAY + timedelta(days=day))
    return plan.number if plan else None


Sign = Callable[..., ProgramVersion]


@pytest.fixture
def draft(world: ClinicWorld, episode: Episode) -> Draft:
    drafts.open_draft(by=world.ana, episode_id=episode.id, now=NOW)
    return drafts.use_template(
        by=world.ana,
        episode_id=episode.id,
        template_id="after-total-knee-replacement",
        phase_id="1",
        now=NOW,
    )


@pytest.fixture
def sign(world: ClinicWorld, episode: Episode) -> Sign:
    def signed(**changes: Any) -> ProgramVersion:
        draft = Draft.objects.seen_by(world.ana).first()
        known: dict[str, Any] = {
            "by": world.ana,
            "episode_id": episode.id,
            "revision": draft.revision if draft else 0,
            "reason": "First program",
            "valid_from": TODAY,
            "today": TODAY,
            "now": NOW,
        }
        return signing.sign(**{**known, **changes})

    return signed


def refused(sign: Sign, **changes: Any) -> dict[str, str]:
    """What a refused signature says, by field."""
    with pytest.raises(Invalid) as fault:
        sign(**changes)
    return {problem.field: str(problem) for problem in fault.value.problems}


def with_flags(world: ClinicWorld, *flags: str, weight_bearing: str = "") -> None:
    details = replace(details_of(world.patient), flags=flags, weight_bearing=weight_bearing)
    change_patient(by=world.ana, patient_id=world.patient.id, details=details, now=NOW)


def test_a_signed_version_says_who_when_why_and_what_to_do_in_an_emergency(
    world: ClinicWorld, draft: Draft, sign: Sign
) -> None:
    version = sign(reason="  First program ")
    assert (version.number, version.reason, version.signature) == (1, "First program", "Ana Vidal, PT, DPT")
    assert (version.signed_at, version.valid_from) == (NOW, TODAY)
    assert version.emergency_text == EMERGENCY
    assert version.content_hash == document_hash(version.items)
    assert all(item.unchanged_since == TODAY for item in from_document(version.items))
    assert not Draft.objects.seen_by(world.ana).exists()


def test_a_signature_is_audited_with_the_hash_of_what_was_signed(
    world: ClinicWorld, draft: Draft, sign: Sign
) -> None:
    version = sign()
    event = next(e for e in events_about(world.system, world.patient.id) if e.action == "sign")
    assert event.detail["hash"] == version.content_hash


def test_without_the_clinics_emergency_text_nothing_is_signed(
    world: ClinicWorld, draft: Draft, sign: Sign
) -> None:
    Clinic.objects.filter(id=world.clinic.id).update(emergency_text=" ")
    assert "has no emergency text yet" in refused(sign)["emergency_text"]
    bench = workbench(world.ana, world.patient.id)
    assert bench is not None
    assert [problem.field for problem in obstacles(bench, today=TODAY)] == ["emergency_text"]


def test_the_database_itself_refuses_a_version_without_emergency_text(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    blank = ProgramVersion(
        clinic_id=signed.clinic_id,
        episode_id=signed.episode_id,
        patient_id=signed.patient_id,
        number=99,
        valid_from=TODAY,
        signed_at=NOW,
        signed_by_id=signed.signed_by_id,
        signature="Ana",
        reason="None",
        items=[],
        content_hash="",
        emergency_text="",
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        blank.save()


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_reason_is_required(draft: Draft, sign: Sign, reason: str) -> None:
    assert "such as: first program" in refused(sign, reason=reason)["reason"]


def test_a_reason_longer_than_a_line_of_the_chart_is_refused(draft: Draft, sign: Sign) -> None:
    assert "use at most 300" in refused(sign, reason="x" * 301)["reason"]


@pytest.mark.parametrize("start", [TODAY - timedelta(days=1), TODAY + timedelta(days=61), date(2020, 1, 1)])
def test_a_start_in_the_past_or_far_ahead_is_refused_with_what_is_accepted(
    draft: Draft, sign: Sign, start: date
) -> None:
    assert "from 2026-11-16 to 2027-01-15" in refused(sign, valid_from=start)["valid_from"]


@pytest.mark.parametrize("start", [TODAY, TODAY + timedelta(days=60)])
def test_a_program_starts_today_or_within_two_months(draft: Draft, sign: Sign, start: date) -> None:
    assert sign(valid_from=start).valid_from == start


def test_a_dose_is_cut_today_although_a_version_that_starts_later_is_signed(
    world: ClinicWorld, signed: ProgramVersion, sign: Sign
) -> None:
    drafts.open_draft(by=world.ana, episode_id=signed.episode_id, now=NOW)
    sign(valid_from=TODAY + timedelta(days=30))
    drafts.open_draft(by=world.ana, episode_id=signed.episode_id, now=NOW)
    assert sign(valid_from=TODAY).number == 3
    found = chain(world.ana, world.patient.id)
    assert [plan.number for plan in found.plans] == [3]
    assert {day: in_force(found, day) for day in (0, 29, 30, 90)} == {0: 3, 29: 3, 30: 3, 90: 3}
    shown = chart(world.ana, world.patient.id, today=TODAY, weeks=2)
    assert shown.next_plan is None


def test_a_version_that_starts_later_waits_for_its_day(
    world: ClinicWorld, signed: ProgramVersion, sign: Sign
) -> None:
    drafts.open_draft(by=world.ana, episode_id=signed.episode_id, now=NOW)
    sign(valid_from=TODAY + timedelta(days=30))
    found = chain(world.ana, world.patient.id)
    assert {day: in_force(found, day) for day in (0, 29, 30)} == {0: 1, 29: 1, 30: 2}


def test_a_version_of_a_closed_episode_that_was_to_start_later_never_does(
    world: ClinicWorld, signed: ProgramVersion, sign: Sign
) -> None:
    drafts.open_draft(by=world.ana, episode_id=signed.episode_id, now=NOW)
    sign(valid_from=TODAY + timedelta(days=30))
    episodes.close_episode(by=world.ana, episode_id=signed.episode_id, ended_on=TODAY, now=NOW)
    assert in_force(chain(world.ana, world.patient.id), 31) is None
    tomorrow = window(world.rosa, NOW + timedelta(days=1), back=0, ahead=1)
    assert tomorrow.program is ProgramState.ENDED
    assert chart(world.ana, world.patient.id, today=TODAY, weeks=2).next_plan is None
    again = episodes.open_episode(
        by=world.ana, patient_id=world.patient.id, problem="Low back pain", started_on=TODAY, now=NOW
    )
    assert sign_template(world, again, "low-back-pain").number == 3
    found = chain(world.ana, world.patient.id)
    assert {day: in_force(found, day) for day in (0, 29, 30, 90)} == {0: 3, 29: 3, 30: 3, 90: 3}


def test_an_item_counts_its_days_from_the_version_it_takes_over_from_and_never_from_one_that_never_began(
    world: ClinicWorld, signed: ProgramVersion, sign: Sign
) -> None:
    draft = drafts.open_draft(by=world.ana, episode_id=signed.episode_id, now=NOW)
    first = from_document(draft.items)[0]
    harder = replace(first, dosage=replace(first.dosage, sets=Span(5, 5)))
    drafts.change_item(by=world.ana, episode_id=signed.episode_id, item=harder, now=NOW)
    sign(valid_from=TODAY + timedelta(days=30))
    drafts.open_draft(by=world.ana, episode_id=signed.episode_id, now=NOW)
    tomorrow = TODAY + timedelta(days=1)
    now, *others = from_document(sign(valid_from=tomorrow).items)
    assert now.unchanged_since == tomorrow
    assert {item.unchanged_since for item in others} == {TODAY}


def test_an_empty_program_is_refused(world: ClinicWorld, draft: Draft, sign: Sign) -> None:
    drafts.start_empty(by=world.ana, episode_id=draft.episode_id, now=NOW)
    assert "add at least one exercise" in refused(sign)["items"]


def test_a_program_with_nothing_essential_is_refused(world: ClinicWorld, draft: Draft, sign: Sign) -> None:
    for item in from_document(draft.items):
        optional = replace(item, essential=False)
        drafts.change_item(by=world.ana, episode_id=draft.episode_id, item=optional, now=NOW)
    assert "mark at least one as essential" in refused(sign)["items"]


def test_a_schedule_that_never_falls_due_is_refused_at_its_item(
    world: ClinicWorld, draft: Draft, sign: Sign
) -> None:
    second = from_document(draft.items)[1]
    over = replace(second, schedule=Schedule(end=TODAY - timedelta(days=1)))
    drafts.change_item(by=world.ana, episode_id=draft.episode_id, item=over, now=NOW)
    assert "No day is left" in refused(sign)["items.1.schedule"]


def test_a_schedule_that_ends_before_the_version_starts_is_refused(
    world: ClinicWorld, draft: Draft, sign: Sign
) -> None:
    first = from_document(draft.items)[0]
    short = replace(first, schedule=Schedule(end=TODAY + timedelta(days=3)))
    drafts.change_item(by=world.ana, episode_id=draft.episode_id, item=short, now=NOW)
    assert "items.0.schedule" in refused(sign, valid_from=TODAY + timedelta(days=5))
    assert sign(valid_from=TODAY).number == 1


def test_a_blocking_flag_refuses_until_a_reason_is_written(
    world: ClinicWorld, draft: Draft, sign: Sign
) -> None:
    with_flags(world, "dvt_suspect")
    pump = from_document(draft.items)[0]
    assert refused(sign) == {
        f"item-{pump.key}": "ankle-pump is blocked by the patient's flag dvt_suspect."
        " Take it out, or write why it is still right for this patient."
    }
    allowed = replace(pump, override_reason="Ultrasound was clear")
    drafts.change_item(by=world.ana, episode_id=draft.episode_id, item=allowed, now=NOW)
    assert sign().items[0]["override_reason"] == "Ultrasound was clear"


def test_a_reason_covers_the_flags_it_was_written_for_and_a_later_flag_blocks_again(
    world: ClinicWorld, draft: Draft, sign: Sign
) -> None:
    with_flags(world, "dvt_suspect")
    draft = drafts.add_exercise(
        by=world.ana, episode_id=draft.episode_id, exercise_id="calf-stretch-towel", side=None, now=NOW
    )
    pump, *_, stretch = from_document(draft.items)
    drafts.remove_item(by=world.ana, episode_id=draft.episode_id, key=pump.key, now=NOW)

    def override(reason: str) -> Prescription:
        edited = drafts.override_block(
            by=world.ana, episode_id=draft.episode_id, key=stretch.key, reason=reason, now=NOW
        )
        return from_document(edited.items)[-1]

    assert override("Ultrasound was clear").override_flags == ("dvt_suspect",)
    with_flags(world, "dvt_suspect", "achilles_repair_early")
    assert "flag achilles_repair_early" in refused(sign)[f"item-{stretch.key}"]
    covered = {"dvt_suspect", "achilles_repair_early"}
    assert set(override("Ultrasound was clear").override_flags) == covered
    assert override("").override_flags == ()
    override("Cleared by the surgeon")
    assert set(sign().items[-1]["override_flags"]) == covered


def test_a_warning_flag_does_not_stand_in_the_way(world: ClinicWorld, draft: Draft, sign: Sign) -> None:
    with_flags(world, "fall_risk", "tka_wound_early")
    assert sign().number == 1


def test_a_limb_that_may_bear_no_weight_blocks_the_standing_exercise(
    world: ClinicWorld, draft: Draft, sign: Sign
) -> None:
    with_flags(world, "wb_status", weight_bearing="NWB")
    said = refused(sign)
    assert any(
        text.startswith("sit-to-stand is blocked by the patient's flag wb_status") for text in said.values()
    )
    assert not any(text.startswith("quad-set") for text in said.values())


def test_a_draft_that_changed_since_it_was_looked_at_is_refused_with_the_name(
    draft: Draft, sign: Sign
) -> None:
    said = refused(sign, revision=draft.revision - 1)
    assert said["revision"].startswith("Ana Vidal, PT, DPT changed this draft after you opened it.")


def test_every_reason_is_told_at_once_and_the_draft_is_kept(
    world: ClinicWorld, draft: Draft, sign: Sign
) -> None:
    with_flags(world, "dvt_suspect")
    Clinic.objects.filter(id=world.clinic.id).update(emergency_text="")
    said = refused(sign, reason="", revision=0, valid_from=date(2020, 1, 1))
    assert {"emergency_text", "revision", "reason", "valid_from"} < said.keys()
    assert len(said) == 5
    assert Draft.objects.seen_by(world.ana).get().items == draft.items


def test_only_a_changed_dose_or_schedule_counts_its_days_anew_and_no_note_or_place(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    tomorrow = TODAY + timedelta(days=1)
    draft = drafts.open_draft(by=world.ana, episode_id=signed.episode_id, now=NOW)
    first, noted = from_document(draft.items)[:2]
    first = replace(first, dosage=replace(first.dosage, sets=Span(4, 4)))
    noted = replace(noted, why="swelling is down", own_words="Slowly.", essential=False, weight=2)
    for item in (first, noted):
        drafts.change_item(by=world.ana, episode_id=signed.episode_id, item=item, now=NOW)
    draft = drafts.move_item(by=world.ana, episode_id=signed.episode_id, key=first.key, steps=3, now=NOW)
    second = signing.sign(
        by=world.ana,
        episode_id=signed.episode_id,
        revision=draft.revision,
        reason="Ready for more",
        valid_from=tomorrow,
        today=tomorrow,
        now=NOW,
    )
    since = {item.key: item.unchanged_since for item in from_document(second.items)}
    assert since.pop(first.key) == tomorrow
    assert set(since.values()) == {TODAY}


def test_version_numbers_run_on_through_a_patients_episodes(
    world: ClinicWorld, episode: Episode, signed: ProgramVersion
) -> None:
    episodes.close_episode(by=world.ana, episode_id=episode.id, ended_on=TODAY, now=NOW)
    again = episodes.open_episode(
        by=world.ana, patient_id=world.patient.id, problem="Low back pain", started_on=TODAY, now=NOW
    )
    assert sign_template(world, again, "low-back-pain").number == 2


def test_a_version_is_never_saved_again(signed: ProgramVersion) -> None:
    signed.reason = "Another reason"
    with pytest.raises(AppendOnly):
        signed.save()


def test_the_database_refuses_to_change_a_signed_version(signed: ProgramVersion) -> None:
    table = ProgramVersion._meta.db_table
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE {table} SET reason = 'Another reason'")  # noqa: S608
    assert ProgramVersion.objects.in_clinic(signed.clinic_id).get().reason == "First program"


def test_nobody_else_signs_and_nothing_is_signed_twice(
    world: ClinicWorld, neighbour: ClinicWorld, draft: Draft, sign: Sign
) -> None:
    with pytest.raises(NotAllowed):
        sign(by=neighbour.ana)
    with pytest.raises(NotAllowed):
        sign(by=world.oscar)
    sign()
    with pytest.raises(NotFound):
        sign()
