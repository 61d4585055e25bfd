"""Swapping, doing again, templates of the clinic, copies and groups: what a draft becomes by them."""

from dataclasses import replace

import pytest
from conftest import NOW, TODAY, ClinicWorld, details, sign_template

from everyrep.core.dosage import Side
from everyrep.core.problems import Invalid
from everyrep.people.actions import add_patient, change_patient
from everyrep.people.models import Patient
from everyrep.prescribing.actions import copying, drafts, episodes, shelf, signing
from everyrep.prescribing.documents import from_document
from everyrep.prescribing.fill import own_template_ref
from everyrep.prescribing.models import Draft, Episode, ProgramVersion
from everyrep.prescribing.queries import clinic_templates, draft_of, favourites
from everyrep.tenancy.viewer import NotFound

TEMPLATE = "after-total-knee-replacement:1"


@pytest.fixture
def draft(world: ClinicWorld, episode: Episode) -> Draft:
    drafts.open_draft(by=world.ana, episode_id=episode.id, now=NOW)
    return shelf.use(by=world.ana, episode_id=episode.id, template_ref=TEMPLATE, now=NOW)


def exercises_in(draft: Draft) -> list[str]:
    return [item.exercise for item in from_document(draft.items)]


def key_of(draft: Draft, exercise: str) -> str:
    return next(item.key for item in from_document(draft.items) if item.exercise == exercise)


def other_patient(world: ClinicWorld, name: str = "Luis", **changes: object) -> Patient:
    email = f"{name.lower()}@riverside.example"
    return add_patient(
        by=world.system, details=details(given_name=name, **changes), email=email, password="pass", now=NOW
    )


def in_care(world: ClinicWorld, patient: Patient) -> Episode:
    return episodes.open_episode(
        by=world.ana,
        patient_id=patient.id,
        problem="Stiff right knee",
        involved_side="right",
        started_on=TODAY,
        now=NOW,
    )


def test_a_swapped_exercise_stands_in_the_same_place_as_an_item_of_its_own(
    world: ClinicWorld, episode: Episode, draft: Draft
) -> None:
    key, place = key_of(draft, "quad-set"), exercises_in(draft).index("quad-set")
    before = from_document(draft.items)[place]
    after = drafts.swap_exercise(
        by=world.ana, episode_id=episode.id, key=key, exercise_id="short-arc-quad", now=NOW
    )
    new = from_document(after.items)[place]
    assert (new.exercise, new.schedule, new.essential) == ("short-arc-quad", before.schedule, True)
    assert new.key != key
    assert new.dosage.side is Side.INVOLVED


def test_swapping_back_to_a_signed_exercise_takes_up_its_item_again(
    world: ClinicWorld, episode: Episode
) -> None:
    sign_template(world, episode)
    draft = drafts.open_draft(by=world.ana, episode_id=episode.id, now=NOW)
    key = key_of(draft, "quad-set")
    away = drafts.swap_exercise(
        by=world.ana, episode_id=episode.id, key=key, exercise_id="short-arc-quad", now=NOW
    )
    back = drafts.swap_exercise(
        by=world.ana,
        episode_id=episode.id,
        key=key_of(away, "short-arc-quad"),
        exercise_id="quad-set",
        now=NOW,
    )
    assert key_of(back, "quad-set") == key


def test_what_is_undone_can_be_done_again_until_something_else_is_changed(
    world: ClinicWorld, episode: Episode, draft: Draft
) -> None:
    now = {"by": world.ana, "episode_id": episode.id, "now": NOW}
    drafts.remove_item(key=key_of(draft, "quad-set"), **now)
    assert "quad-set" in exercises_in(drafts.undo(**now))
    assert "quad-set" not in exercises_in(drafts.redo(**now))
    drafts.undo(**now)
    drafts.remove_item(key=key_of(draft, "heel-slide"), **now)
    assert "quad-set" in exercises_in(drafts.redo(**now))


def test_a_template_of_the_clinic_holds_nothing_of_the_patient_it_was_made_for(
    world: ClinicWorld, episode: Episode, draft: Draft
) -> None:
    first = from_document(draft.items)[1]
    told = replace(
        first,
        own_words="Like on the stairs at Rosa's",
        why="Her lag",
        helped_in_clinic="Ana's taping",
        override_reason="Cleared",
        dosage=replace(first.dosage, side=Side.LEFT),
    )
    drafts.change_item(by=world.ana, episode_id=episode.id, item=told, now=NOW)
    kept = shelf.save_template(by=world.ana, episode_id=episode.id, name=" Knee, first week ", now=NOW)
    line = from_document(kept.items)[1]
    assert kept.name == "Knee, first week"
    assert (line.own_words, line.why, line.helped_in_clinic, line.override_reason) == ("", "", "", "")
    assert line.dosage.side is Side.INVOLVED
    assert line.dosage.reps == told.dosage.reps


def test_a_name_that_is_taken_empty_or_too_long_is_refused(
    world: ClinicWorld, episode: Episode, draft: Draft
) -> None:
    shelf.save_template(by=world.ana, episode_id=episode.id, name="Knee", now=NOW)
    for name in ("knee", "  ", "x" * 81):
        with pytest.raises(Invalid) as refused:
            shelf.save_template(by=world.ana, episode_id=episode.id, name=name, now=NOW)
        assert refused.value.problems[0].field == "name"
    assert [kept.name for kept in clinic_templates(world.ana)] == ["Knee"]


def test_a_template_is_renamed_used_and_removed(world: ClinicWorld, episode: Episode, draft: Draft) -> None:
    kept = shelf.save_template(by=world.ana, episode_id=episode.id, name="Knee", now=NOW)
    shelf.rename_template(by=world.ana, template_id=kept.id, name="knee", now=NOW)
    before = exercises_in(draft)
    drafts.start_empty(by=world.ana, episode_id=episode.id, now=NOW)
    ref = own_template_ref(kept.id)
    used = shelf.use(by=world.ana, episode_id=episode.id, template_ref=ref, now=NOW)
    assert exercises_in(used) == before
    assert used.template == ref
    shelf.remove_template(by=world.ana, template_id=kept.id, now=NOW)
    assert clinic_templates(world.ana) == []
    with pytest.raises(NotFound):
        shelf.use(by=world.ana, episode_id=episode.id, template_ref=ref, now=NOW)


def test_a_favourite_is_ones_own(world: ClinicWorld) -> None:
    shelf.set_favourite(by=world.ana, exercise_id="quad-set", wanted=True, now=NOW)
    shelf.set_favourite(by=world.ana, exercise_id="quad-set", wanted=True, now=NOW)
    assert favourites(world.ana) == {"quad-set"}
    assert favourites(world.oscar) == frozenset()
    shelf.set_favourite(by=world.ana, exercise_id="quad-set", wanted=False, now=NOW)
    assert favourites(world.ana) == frozenset()


def test_another_patients_program_is_copied_without_their_words_and_flags_are_weighed_anew(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    luis = other_patient(world, flags=("fall_risk",))
    episode = in_care(world, luis)
    drafts.open_draft(by=world.ana, episode_id=episode.id, now=NOW)
    copied = copying.copy_from_patient(
        by=world.ana, episode_id=episode.id, patient_id=world.patient.id, now=NOW
    )
    mine, theirs = from_document(copied.items), from_document(signed.items)
    assert [item.exercise for item in mine] == [item.exercise for item in theirs]
    assert not {item.key for item in mine} & {item.key for item in theirs}
    assert all(not (item.own_words or item.therapist_note) for item in mine)


def test_a_patient_without_a_signed_program_or_of_another_clinic_cannot_be_copied(
    world: ClinicWorld, neighbour: ClinicWorld, episode: Episode
) -> None:
    drafts.open_draft(by=world.ana, episode_id=episode.id, now=NOW)
    for patient in (other_patient(world), neighbour.patient):
        with pytest.raises(NotFound):
            copying.copy_from_patient(by=world.ana, episode_id=episode.id, patient_id=patient.id, now=NOW)


def test_a_group_gets_drafts_and_no_signature_and_who_is_left_out_is_named_with_the_reason(
    world: ClinicWorld, episode: Episode
) -> None:
    flagged = other_patient(world, "Flora")
    change_patient(
        by=world.ana,
        patient_id=flagged.id,
        details=details(given_name="Flora", weight_bearing="NWB"),
        now=NOW,
    )
    luis, nobody = other_patient(world), other_patient(world, "Nora")
    mine, blocked = in_care(world, luis), in_care(world, flagged)
    drafts.open_draft(by=world.ana, episode_id=episode.id, now=NOW)
    given = copying.give_to_group(
        by=world.ana,
        template_ref=TEMPLATE,
        patient_ids=[luis.id, flagged.id, nobody.id, world.patient.id],
        now=NOW,
    )
    told = {one.patient.given_name: one.why_not.text if one.why_not else "" for one in given}
    assert told["Luis"] == ""
    assert "is blocked by the flag" in told["Flora"]
    assert told["Nora"] == "has no open episode"
    assert "has a draft already" in told["Rosa"]
    assert draft_of(world.ana, mine.id).template == TEMPLATE
    with pytest.raises(NotFound):
        draft_of(world.ana, blocked.id)
    assert not ProgramVersion.objects.seen_by(world.ana).exists()


def test_a_group_of_nobody_is_refused_and_an_unknown_template_is_not_found(world: ClinicWorld) -> None:
    with pytest.raises(Invalid):
        copying.give_to_group(by=world.ana, template_ref=TEMPLATE, patient_ids=[], now=NOW)
    in_care(world, world.patient)
    for ref in ("own:nothing", "levitation:1"):
        with pytest.raises(NotFound):
            copying.give_to_group(by=world.ana, template_ref=ref, patient_ids=[world.patient.id], now=NOW)


def test_confidence_and_showing_back_are_kept_with_the_version_and_audited(
    world: ClinicWorld, episode: Episode, draft: Draft
) -> None:
    def sign(confidence: int) -> ProgramVersion:
        return signing.sign(
            by=world.ana,
            episode_id=episode.id,
            revision=draft.revision,
            reason="First program",
            valid_from=TODAY,
            today=TODAY,
            now=NOW,
            taught_back_on=TODAY,
            confidence=confidence,
        )

    with pytest.raises(Invalid) as refused:
        sign(11)
    assert refused.value.problems[0].field == "confidence"
    version = sign(4)
    assert (version.confidence, version.taught_back_on) == (4, TODAY)
