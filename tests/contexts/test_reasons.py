"""Reasons as they are kept: put by writes, swept once a day, handled, handed over; alerts that call on."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from conftest import NOW, TODAY, ZONE, ClinicWorld, details, make_operation, make_world, sign_template
from conftest import open_episode as first_episode
from contexts.answering import answer
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from everyrep.attention import handling
from everyrep.attention.actions import settle
from everyrep.attention.models import Alert, ConditionRow, ReasonRow
from everyrep.attention.needs import open_needs, quiet
from everyrep.attention.reasons import put
from everyrep.audit.queries import events_about
from everyrep.conversations.attending import attend as attend_threads
from everyrep.core.attention.kinds import Condition, Kind, Reason, Source
from everyrep.core.problems import Invalid
from everyrep.logbook import sweeping
from everyrep.logbook.actions import receive
from everyrep.logbook.attending import attend
from everyrep.logbook.sweeping import clinics_to_sweep, look_again_some, next_sweep, rebuild, sweep_some
from everyrep.people.actions import add_patient
from everyrep.prescribing.actions import drafts, signing
from everyrep.prescribing.actions.episodes import close_episode, open_episode
from everyrep.prescribing.models import ProgramVersion
from everyrep.tenancy.viewer import NotAllowed, NotFound

DAY = timedelta(days=1)


def at(days: int, hour: int = 15) -> datetime:
    """That hour of the clinic, so many days after today."""
    return datetime.combine(TODAY + days * DAY, datetime.min.time(), ZoneInfo(ZONE)).replace(hour=hour)


def log(world: ClinicWorld, signed: ProgramVersion, days: int = 0, **said: Any) -> None:
    """The first exercise in each of twelve sessions, so that it is the whole of what was planned for it."""
    key = signed.items[0]["key"]
    body = {"type": "exercise", "item_key": key, "session": 0, "outcome": "done", **said}
    op = make_operation(
        signed.id,
        key,
        body=body,
        local_date=(TODAY + days * DAY).isoformat(),
        recorded_at=at(days).isoformat(),
    )
    receive(by=world.rosa, patient_id=world.patient.id, ops=[op], now=at(days))


def kinds(world: ClinicWorld) -> set[Kind]:
    return {need.kind for need in open_needs(world.ana)}


def the(world: ClinicWorld, kind: Kind) -> ReasonRow:
    return ReasonRow.objects.in_clinic(world.clinic.id).get(kind=kind.value)


@pytest.fixture
def hurting(world: ClinicWorld, signed: ProgramVersion) -> ReasonRow:
    """Pain above five on two days: one reason."""
    log(world, signed, 0, pain=6)
    log(world, signed, 1, pain=7)
    return the(world, Kind.PAIN_HIGH)


def test_a_write_to_the_log_puts_the_reason_in_the_same_transaction(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    log(world, signed, 0, pain=6)
    assert Kind.PAIN_HIGH not in kinds(world)
    log(world, signed, 1, pain=7)
    (need,) = [need for need in open_needs(world.ana) if need.kind is Kind.PAIN_HIGH]
    assert need.evidence["scores"] == [["2026-11-16", 6], ["2026-11-17", 7]]
    assert need.owner == world.therapist.id, "who signed is in charge"


def test_what_is_no_more_true_goes_by_itself(world: ClinicWorld, hurting: ReasonRow) -> None:
    attend(world.system, [world.patient.id], at(7))
    assert Kind.PAIN_HIGH not in kinds(world)


def test_a_source_replaces_only_what_it_said_itself(world: ClinicWorld, hurting: ReasonRow) -> None:
    asked = Reason(kind=Kind.QUESTION, since=TODAY, mark=1, subject="q", evidence={"exercise": ""})
    said = {"by": world.system, "patient_id": world.patient.id, "source": Source.CONVERSATIONS}
    put(**said, found=[asked], now=NOW)
    attend(world.system, [world.patient.id], at(1))
    assert {Kind.QUESTION, Kind.PAIN_HIGH} <= kinds(world)
    put(**said, found=[], now=NOW)
    assert Kind.QUESTION not in kinds(world)
    assert Kind.PAIN_HIGH in kinds(world)


def handled(world: ClinicWorld, reason: ReasonRow, **changes: Any) -> ReasonRow:
    said = {"note": "Called, wait a week.", "until": TODAY + 8 * DAY, "now": at(1), **changes}
    return handling.handle(by=world.ana, reason_id=reason.id, **said)


def test_what_was_handled_rests_until_there_is_something_newer(
    world: ClinicWorld, signed: ProgramVersion, hurting: ReasonRow
) -> None:
    handled(world, hurting)
    attend(world.system, [world.patient.id], at(2))
    assert Kind.PAIN_HIGH not in kinds(world)
    log(world, signed, 2, pain=8)
    assert Kind.PAIN_HIGH in kinds(world)
    event = events_about(world.ana, world.patient.id).filter(action="handle").get()
    assert event.detail["note"] == "Called, wait a week."


def test_what_was_handled_asks_again_on_its_day(world: ClinicWorld, hurting: ReasonRow) -> None:
    handled(world, hurting, until=TODAY + 3 * DAY)
    attend(world.system, [world.patient.id], at(2))
    assert Kind.PAIN_HIGH not in kinds(world)
    attend(world.system, [world.patient.id], at(3))
    assert Kind.PAIN_HIGH in kinds(world)


@pytest.mark.parametrize("note", ["", "  ", "x" * 501, "a\0b"])
def test_without_a_note_that_can_be_kept_nothing_is_handled(
    world: ClinicWorld, hurting: ReasonRow, note: str
) -> None:
    with pytest.raises(Invalid) as refused:
        handled(world, hurting, note=note)
    assert [problem.field for problem in refused.value.problems] == ["note"]
    assert Kind.PAIN_HIGH in kinds(world)


def test_a_reason_is_handed_to_a_colleague_and_stays_theirs(world: ClinicWorld, hurting: ReasonRow) -> None:
    handling.hand_over(by=world.ana, reason_id=hurting.id, to=world.assistant.id, now=NOW)
    attend(world.system, [world.patient.id], at(2))
    assert next(need.owner for need in open_needs(world.ana)) == world.assistant.id


def test_the_whole_patient_is_handed_over(
    world: ClinicWorld, hurting: ReasonRow, signed: ProgramVersion
) -> None:
    handling.hand_over(by=world.ana, reason_id=hurting.id, to=world.assistant.id, now=NOW, whole_patient=True)
    put(
        by=world.system,
        patient_id=world.patient.id,
        source=Source.CONVERSATIONS,
        found=[Reason(kind=Kind.MESSAGE, since=TODAY, mark=1, evidence={"count": 1})],
        now=NOW,
    )
    assert {need.owner for need in open_needs(world.ana)} == {world.assistant.id}


def test_nothing_is_handed_to_the_owner_the_neighbours_or_nobody(
    world: ClinicWorld, neighbour: ClinicWorld, hurting: ReasonRow
) -> None:
    for to in (world.owner.id, neighbour.therapist.id, uuid4()):
        with pytest.raises(Invalid):
            handling.hand_over(by=world.ana, reason_id=hurting.id, to=to, now=NOW)


def test_only_who_sees_patients_here_handles_a_reason(
    world: ClinicWorld, neighbour: ClinicWorld, hurting: ReasonRow
) -> None:
    for by in (world.oscar, world.rosa):
        with pytest.raises(NotAllowed):
            handling.handle(by=by, reason_id=hurting.id, note="Mine.", until=None, now=NOW)
    with pytest.raises(NotFound):
        handling.handle(by=neighbour.ana, reason_id=hurting.id, note="Mine.", until=None, now=NOW)


# The sweep


def test_silence_shows_after_a_week_though_nobody_writes_anything(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    log(world, signed, 0)
    sweep_some(world.system, at(6), attend_threads)
    assert Kind.SILENT not in kinds(world)
    sweep_some(world.system, at(7), attend_threads)
    assert Kind.SILENT in kinds(world)
    log(world, signed, 7)
    assert Kind.SILENT not in kinds(world)


def test_signing_takes_back_what_stood_unchanged_and_the_worker_looks_again(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    log(world, signed, 21)
    assert Kind.UNCHANGED in kinds(world)
    sign_again(world, signed, at(21))
    assert Kind.UNCHANGED not in kinds(world)
    look_again_some(world.system, at(21), attend_threads)
    assert Kind.UNCHANGED not in kinds(world)


def sign_again(world: ClinicWorld, signed: ProgramVersion, now: datetime) -> None:
    """Every exercise anew, from another phase."""
    drafts.open_draft(by=world.ana, episode_id=signed.episode_id, now=now)
    draft = drafts.use_template(
        by=world.ana,
        episode_id=signed.episode_id,
        template_id="after-total-knee-replacement",
        phase_id="2",
        now=now,
    )
    signing.sign(
        by=world.ana,
        episode_id=signed.episode_id,
        revision=draft.revision,
        reason="Next phase",
        valid_from=now.date(),
        today=now.date(),
        now=now,
    )


def test_after_the_episode_nobody_is_watched_and_nothing_is_left(
    world: ClinicWorld, signed: ProgramVersion, hurting: ReasonRow
) -> None:
    close_episode(by=world.ana, episode_id=signed.episode_id, ended_on=TODAY, now=at(1))
    look_again_some(world.system, at(1), attend_threads)
    assert kinds(world) == set()
    assert not ConditionRow.objects.in_clinic(world.clinic.id).exists()


def test_clearing_an_alert_looks_at_the_patient_again(world: ClinicWorld, signed: ProgramVersion) -> None:
    answer(world, NOW)
    alert = Alert.objects.in_clinic(world.clinic.id).get()
    assert quiet_words(world) == []
    settle(by=world.ana, patient_id=world.patient.id, alert_id=alert.id, outcome="Called.", now=at(1))
    log(world, signed, 1)
    assert look_again_some(world.system, at(1), attend_threads) > 0
    assert quiet_words(world) != [Condition.RESTING]


def quiet_words(world: ClinicWorld) -> list[Condition]:
    return list(quiet(world.ana))


def test_the_sweep_is_due_once_a_day_at_the_clinics_own_hour(world: ClinicWorld) -> None:
    assert clinics_to_sweep(NOW) == [world.clinic.id]
    sweep_some(world.system, NOW, attend_threads)
    assert clinics_to_sweep(NOW) == []
    due = next_sweep(world.system, NOW)
    assert due.astimezone(ZoneInfo(ZONE)).hour == 5
    assert NOW < due <= NOW + DAY
    assert clinics_to_sweep(due) == [world.clinic.id]


def more_patients(world: ClinicWorld, count: int) -> list[UUID]:
    found = []
    for n in range(count):
        patient = add_patient(by=world.system, details=details(given_name=f"P{n}"), now=NOW)
        open_episode(by=world.ana, patient_id=patient.id, problem="Knee", started_on=TODAY, now=NOW)
        found.append(patient.id)
    return found


def test_the_sweep_goes_on_where_it_was_broken_off(
    world: ClinicWorld, signed: ProgramVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "BATCH", 2)
    seen: list[UUID] = []
    monkeypatch.setattr(sweeping, "attend", lambda by, ids, now: seen.extend(ids))
    people = [*more_patients(world, 4), world.patient.id]
    assert [sweep_some(world.system, NOW, attend_threads) for _ in range(3)] == [2, 2, 1]
    assert sorted(seen) == sorted(people)
    assert clinics_to_sweep(NOW) == []


def test_one_broken_patient_stops_no_other(
    world: ClinicWorld,
    signed: ProgramVersion,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    people = more_patients(world, 3)
    seen: list[UUID] = []

    def fails_for_the_second(_by: object, ids: list[UUID], _now: object) -> None:
        if people[1] in ids:
            raise ValueError("cannot be read")
        seen.extend(ids)

    monkeypatch.setattr(sweeping, "attend", fails_for_the_second)
    sweep_some(world.system, NOW, attend_threads)
    assert set(seen) == {people[0], people[2], world.patient.id}
    assert str(people[1]) in caplog.text


def test_the_sweep_asks_as_much_for_many_patients_as_for_one(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            attend(world.system, [world.patient.id, *others], at(3))
        return sum("SAVEPOINT" not in query["sql"] for query in queries)

    others: list[UUID] = []
    attend(world.system, [world.patient.id], at(3))
    alone = asked()
    others = more_patients(world, 5)
    assert asked() == alone <= 11


# Whatever is written, the table says what can be worked out from scratch.

said = st.fixed_dictionaries(
    {
        "outcome": st.sampled_from(["done", "partly", "not"]),
        "pain": st.sampled_from([None, 2, 6, 8]),
        "reason": st.sampled_from([None, "low_mood", "no_time"]),
    }
)
writes = st.lists(
    st.one_of(
        st.tuples(st.just("log"), said),
        st.tuples(st.just("off"), st.sampled_from(["flare", "illness", "vacation"])),
        st.tuples(st.just("morning"), st.integers(0, 10)),
        st.tuples(st.just("days"), st.integers(1, 9)),
        st.tuples(st.just("sign"), st.none()),
        st.tuples(st.just("spoilt"), st.none()),
    ),
    max_size=25,
)


class PutByWrites(TestCase):
    @given(writes)
    @settings(max_examples=25)
    def test_writes_and_the_sweep_say_what_is_worked_out_from_scratch(self, steps: list[Any]) -> None:
        world = make_world("Riverside Physical Therapy")
        version = sign_template(world, first_episode(world))
        day = 0
        for what, value in [*steps, ("log", {"outcome": "done", "pain": 2, "reason": None})]:
            day += value if what == "days" else 0
            version = _write(world, version, what, value, day)
            while look_again_some(world.system, at(day), attend_threads):
                pass
        by_writes = _kept(world)
        rebuild(world.system, at(day), attend_threads)
        assert by_writes == _kept(world)
        sweep_some(world.system, at(day + 1), attend_threads)
        swept = _kept(world)
        ReasonRow.objects.in_clinic(world.clinic.id).delete()
        ConditionRow.objects.in_clinic(world.clinic.id).delete()
        rebuild(world.system, at(day + 1), attend_threads)
        assert swept == _kept(world)


def _write(world: ClinicWorld, version: ProgramVersion, what: str, value: Any, day: int) -> ProgramVersion:
    key = version.items[0]["key"]
    on = (TODAY + day * DAY).isoformat()
    bodies: dict[str, Any] = {
        "log": lambda: {"type": "exercise", "item_key": key, "session": 0, **_told(value)},
        "off": lambda: {"type": "day", "excuse": value},
        "morning": lambda: {"type": "morning", "pain": value, "stiffness": "much" if value > 6 else "little"},
        "spoilt": lambda: {"type": "exercise", "item_key": key, "session": 99, "outcome": "done"},
    }
    if what in bodies:
        op = make_operation(
            version.id, key, body=bodies[what](), local_date=on, schema_v=2, recorded_at=at(day).isoformat()
        )
        receive(by=world.rosa, patient_id=world.patient.id, ops=[op], now=at(day))
    if what == "sign":
        sign_again(world, version, at(day))
        return ProgramVersion.objects.in_clinic(world.clinic.id).order_by("-number")[0]
    return version


def _told(value: dict[str, Any]) -> dict[str, Any]:
    told = {name: one for name, one in value.items() if one is not None}
    if told["outcome"] == "done":
        told.pop("reason", None)
    return told


def _kept(world: ClinicWorld) -> list[tuple[Any, ...]]:
    rows = ReasonRow.objects.in_clinic(world.clinic.id).order_by("kind", "subject")
    columns = ("patient_id", "source", "kind", "subject", "level", "since", "mark", "evidence")
    stands = ConditionRow.objects.in_clinic(world.clinic.id).values_list("patient_id", "condition")
    return [*rows.values_list(*columns), *stands]
