"""Rules propose, people decide: from the log to a proposal, and from a proposal to the next version."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from conftest import NOW, TODAY, ClinicWorld, make_world
from django.db import connections
from ruling import READY, Ruled, make_ruled, proposed, two_for_two, without_emergency_text

from everyrep.attention.needs import open_needs
from everyrep.attention.queries import alerts_of
from everyrep.audit.queries import events_about
from everyrep.core.attention.kinds import Kind
from everyrep.core.dosage import Load, LoadUnit
from everyrep.core.language import difference
from everyrep.core.problems import Invalid
from everyrep.core.progression import ItemRules
from everyrep.library.words import WORDS
from everyrep.logbook.attending import attend
from everyrep.people.access import viewer_of_staff
from everyrep.prescribing.actions import drafts, signing
from everyrep.prescribing.actions.proposals import accept, edit, reject
from everyrep.prescribing.actions.rules import assign, switch_off
from everyrep.prescribing.documents import from_document, plan_of
from everyrep.prescribing.models import RuleAssignment
from everyrep.tenancy.models import AppendOnly
from everyrep.tenancy.viewer import NotAllowed, NotFound


@pytest.fixture
def ruled(world: ClinicWorld) -> Ruled:
    found = make_ruled(world)
    found.logs(READY)
    return found


def sign_again(ruled: Ruled) -> None:
    """The therapist signs something else meanwhile: the other exercise becomes optional."""
    draft = drafts.open_draft(by=ruled.world.ana, episode_id=ruled.episode.id, now=NOW)
    other = from_document(draft.items)[1]
    draft = drafts.set_essential(
        by=ruled.world.ana, episode_id=ruled.episode.id, key=other.key, essential=False, now=NOW
    )
    signing.sign(
        by=ruled.world.ana,
        episode_id=ruled.episode.id,
        revision=draft.revision,
        reason="Simpler",
        valid_from=TODAY,
        today=TODAY,
        now=NOW,
    )


def fields(fault: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [problem.field for problem in fault.value.problems]


# Proposing


def test_two_sessions_above_the_range_propose_a_step_and_change_nothing(ruled: Ruled) -> None:
    found = proposed(ruled)
    decided = (found.rule, found.rule_version, found.outcome, found.state)
    assert decided == ("two_for_two", 1, "progress", "waiting")
    assert found.after["load"]["value"] == "11.0"
    assert len(ruled.versions()) == 1


def test_without_rules_nothing_is_proposed(ruled: Ruled) -> None:
    ruled.judge()
    assert ruled.proposals() == []


def test_an_answer_that_is_missing_proposes_nothing(world: ClinicWorld) -> None:
    ruled = make_ruled(world)
    ruled.logs((12, 10, 9, 3, 2))
    ruled.log(TODAY - timedelta(days=1), next_pain=None)
    ruled.approve()
    ruled.judge()
    assert ruled.proposals() == []


def test_a_proposal_keeps_what_it_was_made_of(ruled: Ruled) -> None:
    found = proposed(ruled)
    readings = {each["input"]: each["values"] for each in found.verdict["finding"]["readings"]}
    assert readings["reps_over_top"] == [2, 2]
    assert found.row == found.verdict["finding"]["row"]
    assert found.base_id == ruled.version.id


def test_asked_again_it_stays_one_proposal(ruled: Ruled) -> None:
    proposed(ruled)
    for _ in range(3):
        ruled.judge()
    assert len(ruled.proposals()) == 1


def test_pain_the_next_morning_takes_a_step_on_back(ruled: Ruled) -> None:
    proposed(ruled)
    ruled.push(TODAY, {"type": "morning", "pain": 4})
    ruled.judge()
    assert ruled.proposals()[0].state == "overtaken"


def test_a_version_signed_meanwhile_overtakes_it_at_once(ruled: Ruled) -> None:
    proposed(ruled)
    sign_again(ruled)
    (found,) = ruled.proposals()
    assert found.state == "overtaken"
    assert Kind.PROPOSAL not in {need.kind for need in open_needs(ruled.world.ana)}


def test_new_rules_overtake_what_the_old_ones_proposed(ruled: Ruled) -> None:
    proposed(ruled)
    switch_off(by=ruled.world.ana, patient_id=ruled.world.patient.id, item_key=ruled.key, now=NOW)
    ruled.judge()
    assert [one.state for one in ruled.proposals()] == ["overtaken"]


def test_rules_that_run_out_let_their_proposal_expire(ruled: Ruled) -> None:
    proposed(ruled, expires=TODAY + timedelta(days=2))
    ruled.judge(NOW + timedelta(days=29))
    assert [one.state for one in ruled.proposals()] == ["expired"]


def test_it_waits_on_the_attention_list_until_it_is_decided(ruled: Ruled) -> None:
    found = proposed(ruled)
    attend(ruled.world.system, [ruled.world.patient.id], NOW)
    (need,) = [need for need in open_needs(ruled.world.ana) if need.kind is Kind.PROPOSAL]
    assert need.evidence["exercise"] == found.exercise
    reject(by=ruled.world.ana, proposal_id=found.id, reason="Not yet", now=NOW)
    assert Kind.PROPOSAL not in {need.kind for need in open_needs(ruled.world.ana)}


def test_too_much_pain_twice_proposes_less_and_raises_one_alert(world: ClinicWorld) -> None:
    ruled = make_ruled(world)
    ruled.logs((12, 10, 9))
    ruled.logs((2, 1), pain=8)
    found = proposed(ruled)
    ruled.judge()
    ruled.judge(NOW + timedelta(hours=3))
    assert (found.outcome, found.after["load"]["value"]) == ("regress", "9.0")
    assert [alert.reason for alert in alerts_of(ruled.world.ana, ruled.world.patient.id)] == ["rule"]


def test_an_open_alert_holds_progress_back(ruled: Ruled) -> None:
    answered = {"type": "symptoms", "asked": ["weight_loss"], "yes": ["weight_loss"]}
    ruled.push(TODAY, answered)
    ruled.approve()
    ruled.judge()
    assert ruled.proposals() == []


# Deciding


def test_accepting_signs_the_next_version_with_that_one_change(ruled: Ruled) -> None:
    found = proposed(ruled)
    version = accept(by=ruled.world.ana, proposal_id=found.id, today=TODAY, now=NOW)
    before, after = ruled.item(ruled.version), ruled.item(version)
    assert (version.number, version.valid_from, version.signature) == (2, TODAY, "Ana Vidal, PT, DPT")
    assert after == replace(
        before,
        dosage=replace(before.dosage, load=Load(unit=LoadUnit.KG, value=Decimal("11.0"))),
        unchanged_since=TODAY,
    )
    others = [
        [item for item in from_document(one.items) if item.key != ruled.key] for one in ruled.versions()
    ]
    assert others[0] == others[1]


def test_the_patient_reads_the_difference(ruled: Ruled) -> None:
    found = proposed(ruled)
    version = accept(by=ruled.world.ana, proposal_id=found.id, today=TODAY, now=NOW)
    names = {"goblet-squat": "Goblet squat"}
    (told,) = difference(plan_of(ruled.version), plan_of(version), names, WORDS)
    assert told.text == "Goblet squat: with 11 kg instead of 10 kg"


def test_the_version_says_by_which_rule_and_on_what(ruled: Ruled) -> None:
    found = proposed(ruled)
    version = accept(by=ruled.world.ana, proposal_id=found.id, today=TODAY, now=NOW)
    assert version.reason.startswith("Ready for the next step: with 11 kg instead of 10 kg. 2-for-2:")
    assert "rule two_for_two, version 1" in version.reason
    (event,) = [e for e in events_about(ruled.world.ana, ruled.world.patient.id) if e.action == "accepted"]
    assert event.detail["result"] == str(version.id)


def test_accepted_twice_it_is_one_version(ruled: Ruled) -> None:
    found = proposed(ruled)
    accept(by=ruled.world.ana, proposal_id=found.id, today=TODAY, now=NOW)
    with pytest.raises(Invalid) as fault:
        accept(by=ruled.world.ana, proposal_id=found.id, today=TODAY, now=NOW)
    assert "decided before" in fault.value.problems[0].text
    assert len(ruled.versions()) == 2


@pytest.mark.django_db(transaction=True)
def test_accepted_by_two_at_once_it_is_one_version(transactional_db: None) -> None:
    ruled = make_ruled(make_world("Riverside Physical Therapy"))
    ruled.logs(READY)
    found, ready, refused = proposed(ruled), Barrier(2), []

    def tap() -> None:
        ready.wait()
        try:
            accept(by=ruled.world.ana, proposal_id=found.id, today=TODAY, now=NOW)
        except Invalid as fault:
            refused.append(fault)
        finally:
            connections.close_all()

    taps = [Thread(target=tap) for _ in range(2)]
    for each in taps:
        each.start()
    for each in taps:
        each.join()
    assert len(refused) == 1
    assert len(ruled.versions()) == 2


def test_a_stale_one_is_refused_and_nothing_is_signed(ruled: Ruled) -> None:
    found = proposed(ruled)
    sign_again(ruled)
    with pytest.raises(Invalid) as fault:
        accept(by=ruled.world.ana, proposal_id=found.id, today=TODAY, now=NOW)
    assert "has changed since this was proposed" in fault.value.problems[0].text
    assert len(ruled.versions()) == 2


def test_after_the_rules_have_run_out_it_is_refused(ruled: Ruled) -> None:
    found = proposed(ruled, expires=TODAY + timedelta(days=1))
    with pytest.raises(Invalid) as fault:
        accept(by=ruled.world.ana, proposal_id=found.id, today=TODAY + timedelta(days=2), now=NOW)
    assert "have run out" in fault.value.problems[0].text


def test_without_an_emergency_text_nothing_is_signed(ruled: Ruled) -> None:
    found = proposed(ruled)
    without_emergency_text(ruled)
    with pytest.raises(Invalid) as fault:
        accept(by=ruled.world.ana, proposal_id=found.id, today=TODAY, now=NOW)
    assert fields(fault) == ["emergency_text"]
    assert ruled.proposals()[0].state == "waiting"


def test_a_draft_that_somebody_is_at_gets_the_change_and_keeps_the_rest(ruled: Ruled) -> None:
    found = proposed(ruled)
    drafts.open_draft(by=ruled.world.ana, episode_id=ruled.episode.id, now=NOW)
    drafts.add_exercise(
        by=ruled.world.ana, episode_id=ruled.episode.id, exercise_id="heel-slide", side=None, now=NOW
    )
    accept(by=ruled.world.ana, proposal_id=found.id, today=TODAY, now=NOW)
    draft = drafts.open_draft(by=ruled.world.ana, episode_id=ruled.episode.id, now=NOW)
    items = from_document(draft.items)
    assert [item.exercise for item in items] == ["goblet-squat", "quad-set", "heel-slide"]
    assert items[0].dosage.load == Load(unit=LoadUnit.KG, value=Decimal("11.0"))


def test_no_without_a_reason_is_refused(ruled: Ruled) -> None:
    found = proposed(ruled)
    with pytest.raises(Invalid) as fault:
        reject(by=ruled.world.ana, proposal_id=found.id, reason=" ", now=NOW)
    assert fields(fault) == ["reason"]
    assert ruled.proposals()[0].state == "waiting"


def test_what_was_refused_is_not_proposed_again_within_a_week(ruled: Ruled) -> None:
    found = proposed(ruled)
    reject(by=ruled.world.ana, proposal_id=found.id, reason="Not yet", now=NOW)
    ruled.judge()
    ruled.judge(NOW + timedelta(days=1))
    assert [one.state for one in ruled.proposals()] == ["rejected"]


def test_taken_into_the_draft_it_waits_no_more_and_signs_nothing(ruled: Ruled) -> None:
    found = proposed(ruled)
    edit(by=ruled.world.ana, proposal_id=found.id, now=NOW)
    draft = drafts.open_draft(by=ruled.world.ana, episode_id=ruled.episode.id, now=NOW)
    assert from_document(draft.items)[0].dosage.load == Load(unit=LoadUnit.KG, value=Decimal("11.0"))
    assert (ruled.proposals()[0].state, len(ruled.versions())) == ("edited", 1)


def test_after_the_step_the_rules_wait_for_the_new_dose(ruled: Ruled) -> None:
    found = proposed(ruled)
    accept(by=ruled.world.ana, proposal_id=found.id, today=TODAY, now=NOW)
    ruled.judge()
    assert len(ruled.proposals()) == 1


# Who may


def test_only_a_therapist_approves_rules(ruled: Ruled) -> None:
    for viewer in (viewer_of_staff(ruled.world.assistant), ruled.world.oscar, ruled.world.rosa):
        with pytest.raises(NotAllowed):
            assign(
                by=viewer,
                patient_id=ruled.world.patient.id,
                item_key=ruled.key,
                rules=two_for_two(ruled.world),
                usual_pain=None,
                lower_at_once=False,
                assistants=False,
                now=NOW,
            )


def test_next_door_there_is_no_such_proposal(ruled: Ruled, neighbour: ClinicWorld) -> None:
    found = proposed(ruled)
    for decide in (
        lambda: accept(by=neighbour.ana, proposal_id=found.id, today=TODAY, now=NOW),
        lambda: reject(by=neighbour.ana, proposal_id=found.id, reason="No", now=NOW),
        lambda: edit(by=neighbour.ana, proposal_id=found.id, now=NOW),
    ):
        with pytest.raises(NotFound):
            decide()


def test_an_assignment_is_never_changed(ruled: Ruled) -> None:
    row = ruled.approve()
    with pytest.raises(AppendOnly):
        row.save()
    with pytest.raises(Exception, match="append-only"):
        RuleAssignment.objects.in_clinic(ruled.world.clinic.id).update(signature="Somebody else")


def test_rules_are_for_an_exercise_of_the_program(ruled: Ruled) -> None:
    with pytest.raises(NotFound):
        assign(
            by=ruled.world.ana,
            patient_id=ruled.world.patient.id,
            item_key="another",
            rules=ItemRules(),
            usual_pain=None,
            lower_at_once=False,
            assistants=False,
            now=NOW,
        )
