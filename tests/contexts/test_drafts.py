"""The draft: every change is kept at once, in order, undoable, and inside the clinic."""

from dataclasses import replace

import pytest
from conftest import NOW, ClinicWorld, sign_template

from everyrep.audit.queries import events_about
from everyrep.core.dosage import Side, Span
from everyrep.core.plan import Prescription
from everyrep.core.problems import Invalid
from everyrep.core.schedule import Pattern
from everyrep.people.models import Clinic
from everyrep.prescribing.actions import drafts, episodes
from everyrep.prescribing.documents import fingerprint, from_document
from everyrep.prescribing.models import Draft, Episode, ProgramVersion
from everyrep.prescribing.queries import workbench
from everyrep.prescribing.typed_dose import read_dose, retyped
from everyrep.tenancy.viewer import NotAllowed, NotFound

KNEE = "after-total-knee-replacement"


@pytest.fixture
def draft(world: ClinicWorld, episode: Episode) -> Draft:
    drafts.open_draft(by=world.ana, episode_id=episode.id, now=NOW)
    return drafts.use_template(by=world.ana, episode_id=episode.id, template_id=KNEE, phase_id="1", now=NOW)


def items(world: ClinicWorld) -> tuple[Prescription, ...]:
    bench = workbench(world.ana, world.patient.id)
    assert bench is not None
    return bench.review.items


def exercises(world: ClinicWorld) -> list[str]:
    return [item.exercise for item in items(world)]


def test_opening_a_draft_twice_gives_the_same_draft(world: ClinicWorld, draft: Draft) -> None:
    again = drafts.open_draft(by=world.ana, episode_id=draft.episode_id, now=NOW)
    assert (again.id, again.revision) == (draft.id, draft.revision)


def test_a_new_draft_after_a_signature_starts_from_the_signed_version(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    made = drafts.open_draft(by=world.ana, episode_id=signed.episode_id, now=NOW)
    assert made.items == signed.items
    assert made.template == f"{KNEE}:1"


def test_a_template_brings_dose_side_frequency_and_what_is_essential(
    world: ClinicWorld, draft: Draft
) -> None:
    quad_set = items(world)[1]
    assert (quad_set.exercise, quad_set.essential) == ("quad-set", True)
    assert (quad_set.dosage.hold_s, quad_set.dosage.side) == (Span(5, 5), Side.INVOLVED)
    assert quad_set.schedule.times_per_day == 3
    assert items(world)[4].therapist_note == "Only with no bend at the knee"


def test_the_next_phase_keeps_the_key_and_the_words_of_an_exercise_it_shares(
    world: ClinicWorld, draft: Draft
) -> None:
    before = next(item for item in items(world) if item.exercise == "sit-to-stand")
    worded = replace(before, own_words="Use the kitchen chair.")
    drafts.change_item(by=world.ana, episode_id=draft.episode_id, item=worded, now=NOW)
    drafts.use_template(by=world.ana, episode_id=draft.episode_id, template_id=KNEE, phase_id="3", now=NOW)
    after = next(item for item in items(world) if item.exercise == "sit-to-stand")
    assert (after.key, after.own_words) == (before.key, "Use the kitchen chair.")
    assert after.dosage.sets == Span(3, 3)


def test_the_next_phase_keeps_everything_but_the_dose_of_an_exercise_it_shares(
    world: ClinicWorld, draft: Draft
) -> None:
    before = next(item for item in items(world) if item.exercise == "sit-to-stand")
    written = replace(
        before,
        stop_rules=("Sharp pain",),
        precautions=("Chair against the wall",),
        weight=2,
        why="Stairs are her goal",
        override_reason="Cleared by the surgeon",
        therapist_note="Watch the left knee",
    )
    drafts.change_item(by=world.ana, episode_id=draft.episode_id, item=written, now=NOW)
    drafts.use_template(by=world.ana, episode_id=draft.episode_id, template_id=KNEE, phase_id="3", now=NOW)
    after = next(item for item in items(world) if item.exercise == "sit-to-stand")
    assert after.dosage.sets == Span(3, 3)
    assert after == replace(written, dosage=after.dosage, schedule=after.schedule, essential=after.essential)


def test_a_note_of_the_template_is_in_the_readers_language_and_gives_way_to_the_next_phases(
    world: ClinicWorld, draft: Draft
) -> None:
    def notes(phase: str, language: str = "") -> dict[str, str]:
        drafts.use_template(
            by=world.ana,
            episode_id=draft.episode_id,
            template_id=KNEE,
            phase_id=phase,
            language=language,
            now=NOW,
        )
        return {item.exercise: item.therapist_note for item in items(world)}

    assert notes("1")["straight-leg-raise"] == "Only with no bend at the knee"
    assert notes("1", "es-mx")["straight-leg-raise"] == "Solo si la rodilla no se dobla"
    assert notes("2").get("straight-leg-raise", "") != "Solo si la rodilla no se dobla"


def test_without_another_language_a_note_of_the_template_is_in_the_clinics(
    world: ClinicWorld, draft: Draft
) -> None:
    Clinic.objects.filter(id=world.clinic.id).update(language="es")
    drafts.use_template(by=world.ana, episode_id=draft.episode_id, template_id=KNEE, phase_id="1", now=NOW)
    assert items(world)[4].therapist_note == "Solo si la rodilla no se dobla"


def test_essential_changes_nothing_else_that_a_colleague_has_changed_meanwhile(
    world: ClinicWorld, draft: Draft
) -> None:
    key = items(world)[0].key
    worded = replace(items(world)[0], own_words="Slowly.")
    drafts.change_item(by=world.ana, episode_id=draft.episode_id, item=worded, now=NOW)
    drafts.set_essential(by=world.ana, episode_id=draft.episode_id, key=key, essential=False, now=NOW)
    assert items(world)[0] == replace(worded, essential=False)


def test_a_dose_typed_against_an_older_dose_is_refused_and_against_another_mark_is_not(
    world: ClinicWorld, draft: Draft
) -> None:
    opened = items(world)[0]

    def harder(item: Prescription) -> Prescription:
        return replace(item, dosage=replace(item.dosage, sets=Span(4, 4)))

    def save() -> None:
        drafts.rework_item(
            by=world.ana,
            episode_id=draft.episode_id,
            key=opened.key,
            rework=harder,
            seen=fingerprint(opened),
            now=NOW,
        )

    drafts.set_essential(by=world.ana, episode_id=draft.episode_id, key=opened.key, essential=False, now=NOW)
    save()
    assert (items(world)[0].dosage.sets, items(world)[0].essential) == (Span(4, 4), False)
    with pytest.raises(drafts.Outdated):
        save()


def test_an_unknown_phase_or_template_is_not_found(world: ClinicWorld, draft: Draft) -> None:
    for template, phase in ((KNEE, "9"), ("after-nothing", "1")):
        with pytest.raises(NotFound):
            drafts.use_template(
                by=world.ana, episode_id=draft.episode_id, template_id=template, phase_id=phase, now=NOW
            )


def test_an_exercise_typically_done_most_days_starts_as_daily_and_another_as_a_quota(
    world: ClinicWorld, draft: Draft
) -> None:
    for exercise in ("abdominal-brace", "step-up"):
        drafts.add_exercise(
            by=world.ana, episode_id=draft.episode_id, exercise_id=exercise, side=Side.LEFT, now=NOW
        )
    brace, step = items(world)[-2:]
    assert brace.schedule.pattern is Pattern.EVERY_DAY
    assert brace.dosage.side is None
    assert (step.schedule.pattern, step.schedule.n) == (Pattern.PER_WEEK, 3)
    assert step.dosage.side is Side.LEFT


def test_moving_goes_by_steps_and_stops_at_either_end(world: ClinicWorld, draft: Draft) -> None:
    first = items(world)[0]

    def move(steps: int) -> int:
        drafts.move_item(by=world.ana, episode_id=draft.episode_id, key=first.key, steps=steps, now=NOW)
        return [item.key for item in items(world)].index(first.key)

    assert [move(1), move(2), move(99), move(-99), move(-1)] == [1, 3, 5, 0, 0]


def test_a_change_never_exchanges_the_exercise_under_a_key(world: ClinicWorld, draft: Draft) -> None:
    forged = replace(items(world)[0], exercise="nordic-hamstring", essential=False)
    drafts.change_item(by=world.ana, episode_id=draft.episode_id, item=forged, now=NOW)
    assert (items(world)[0].exercise, items(world)[0].essential) == ("ankle-pump", False)


def test_undo_takes_back_change_after_change_down_to_the_beginning(world: ClinicWorld, draft: Draft) -> None:
    start = exercises(world)
    drafts.remove_item(by=world.ana, episode_id=draft.episode_id, key=items(world)[0].key, now=NOW)
    drafts.move_item(by=world.ana, episode_id=draft.episode_id, key=items(world)[0].key, steps=1, now=NOW)
    for _ in range(2):
        drafts.undo(by=world.ana, episode_id=draft.episode_id, now=NOW)
    assert exercises(world) == start
    undone = drafts.undo(by=world.ana, episode_id=draft.episode_id, now=NOW)
    assert (exercises(world), undone.template) == ([], "")


def test_undo_of_a_template_brings_back_what_the_draft_was_based_on(world: ClinicWorld, draft: Draft) -> None:
    drafts.use_template(
        by=world.ana, episode_id=draft.episode_id, template_id="low-back-pain", phase_id="1", now=NOW
    )
    undone = drafts.undo(by=world.ana, episode_id=draft.episode_id, now=NOW)
    assert undone.template == f"{KNEE}:1"
    assert exercises(world)[0] == "ankle-pump"


def test_undo_with_nothing_to_take_back_changes_nothing(world: ClinicWorld, episode: Episode) -> None:
    opened = drafts.open_draft(by=world.ana, episode_id=episode.id, now=NOW)
    assert drafts.undo(by=world.ana, episode_id=episode.id, now=NOW).revision == opened.revision


def test_thirty_changes_can_be_undone_and_the_document_does_not_grow_further(
    world: ClinicWorld, draft: Draft
) -> None:
    item = items(world)[0]
    for minute in range(40):
        changed = replace(item, why=f"reason {minute}")
        drafts.change_item(by=world.ana, episode_id=draft.episode_id, item=changed, now=NOW)
    assert len(Draft.objects.seen_by(world.ana).get().undo) == drafts.UNDO_STEPS


def test_the_revision_counts_changes_and_not_saves_that_change_nothing(
    world: ClinicWorld, draft: Draft
) -> None:
    same = drafts.change_item(by=world.ana, episode_id=draft.episode_id, item=items(world)[0], now=NOW)
    assert same.revision == draft.revision
    changed = replace(items(world)[0], essential=False)
    assert (
        drafts.change_item(by=world.ana, episode_id=draft.episode_id, item=changed, now=NOW).revision
        == draft.revision + 1
    )


def test_starting_empty_and_starting_from_what_was_signed_can_be_undone(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    episode_id = signed.episode_id
    drafts.open_draft(by=world.ana, episode_id=episode_id, now=NOW)
    assert drafts.start_empty(by=world.ana, episode_id=episode_id, now=NOW).items == []
    back = drafts.start_from_signed(by=world.ana, episode_id=episode_id, now=NOW)
    assert (back.items, back.template) == (signed.items, f"{KNEE}:1")
    assert drafts.undo(by=world.ana, episode_id=episode_id, now=NOW).items == []


def test_a_program_holds_thirty_exercises(world: ClinicWorld, draft: Draft) -> None:
    def add() -> None:
        drafts.add_exercise(
            by=world.ana, episode_id=draft.episode_id, exercise_id="quad-set", side=None, now=NOW
        )

    for _ in range(drafts.ITEMS_LIMIT - len(items(world))):
        add()
    with pytest.raises(Invalid, match="at most 30"):
        add()
    assert len(items(world)) == drafts.ITEMS_LIMIT


def test_every_change_is_audited_with_its_revision(world: ClinicWorld, draft: Draft) -> None:
    edits = [e for e in events_about(world.system, world.patient.id) if e.object_type == "draft"]
    assert {"revision": draft.revision} in [event.detail for event in edits]


def test_a_discarded_draft_is_gone_and_the_version_stands(world: ClinicWorld, signed: ProgramVersion) -> None:
    drafts.open_draft(by=world.ana, episode_id=signed.episode_id, now=NOW)
    drafts.discard_draft(by=world.ana, episode_id=signed.episode_id, now=NOW)
    assert workbench(world.ana, world.patient.id) is None
    assert ProgramVersion.objects.seen_by(world.ana).count() == 1


def test_a_closed_episode_has_no_draft_to_change(world: ClinicWorld, draft: Draft) -> None:
    episodes.close_episode(by=world.ana, episode_id=draft.episode_id, ended_on=NOW.date(), now=NOW)
    with pytest.raises(NotFound):
        drafts.undo(by=world.ana, episode_id=draft.episode_id, now=NOW)
    assert workbench(world.ana, world.patient.id) is None


def test_only_a_therapist_of_the_clinic_changes_a_draft(
    world: ClinicWorld, neighbour: ClinicWorld, draft: Draft
) -> None:
    for other in (world.oscar, world.rosa, neighbour.ana):
        with pytest.raises(NotAllowed):
            drafts.undo(by=other, episode_id=draft.episode_id, now=NOW)
    with pytest.raises(NotAllowed):
        workbench(world.rosa, world.patient.id)


def test_keys_stay_the_same_from_version_to_version(world: ClinicWorld, episode: Episode) -> None:
    first = sign_template(world, episode)
    drafts.open_draft(by=world.ana, episode_id=episode.id, now=NOW)
    drafts.move_item(by=world.ana, episode_id=episode.id, key=first.items[0]["key"], steps=2, now=NOW)
    assert {item.key for item in items(world)} == {item.key for item in from_document(first.items)}


def test_a_typed_line_keeps_what_an_as_needed_exercise_is_for(world: ClinicWorld, draft: Draft) -> None:
    item = items(world)[0]
    needed = replace(
        item,
        schedule=replace(
            item.schedule,
            pattern=Pattern.AS_NEEDED,
            times_per_day=1,
            max_per_day=4,
            trigger="stiffness",
        ),
    )
    assert retyped(needed, "1x10 prn 6/d", today=NOW.date()).schedule.trigger == "stiffness"
    assert retyped(needed, "1x10 2/d", today=NOW.date()).schedule.trigger == ""


def test_a_line_that_is_neither_shorthand_nor_words_is_explained_as_shorthand() -> None:
    with pytest.raises(Invalid) as fault:
        read_dose("three of ten-ish")
    assert {problem.field for problem in fault.value.problems} == {"shorthand"}
