"""One thread for each patient: what is written, who read it first, what waits and what closes it."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from conftest import NOW, ClinicWorld, make_operation
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from talking import asks, photo, replies, writes

from everyrep.audit.queries import events_about
from everyrep.conversations.actions import BY_A_PATIENT, Draft, mark_read, send, settle
from everyrep.conversations.models import Message
from everyrep.conversations.queries import Kind, open_threads, state, thread, unread_by_patient, waiting
from everyrep.conversations.replies import remove_reply, save_reply, saved_replies
from everyrep.core.problems import Invalid
from everyrep.logbook.actions import receive
from everyrep.people.access import viewer_of_staff
from everyrep.people.actions import add_patient
from everyrep.prescribing.documents import from_document
from everyrep.prescribing.models import ProgramVersion
from everyrep.tenancy.viewer import NotAllowed, NotFound, Role, Viewer

MINUTE = timedelta(minutes=1)


def said(world: ClinicWorld, viewer: Viewer | None = None) -> list[tuple[str, str, bool]]:
    found = thread(viewer or world.ana, world.patient.id).said
    return [(one.name, one.text, one.waits) for one in found]


def waits(world: ClinicWorld) -> tuple[str, int] | None:
    found = waiting(world.ana).get(world.patient.id)
    return (found.kind.value, found.unread) if found else None


def link_of(world: ClinicWorld) -> Viewer:
    return replace(world.rosa, role=Role.LINK, actor_id=uuid4(), wider=True)


def helper_of(world: ClinicWorld, *, talks: bool) -> Viewer:
    return replace(world.rosa, role=Role.CAREGIVER, actor_id=uuid4(), name="Luis", wider=True, talks=talks)


def test_both_sides_read_the_same_thread_in_the_order_of_time(world: ClinicWorld) -> None:
    writes(world, world.rosa, "The scar itches.")
    asks(world, "May I swim?", NOW + MINUTE)
    replies(world, "Let me see it on Tuesday.", NOW + 2 * MINUTE)
    told = [
        ("Rosa", "The scar itches.", False),
        ("Rosa", "May I swim?", True),
        ("Ana Vidal, PT, DPT", "Let me see it on Tuesday.", False),
    ]
    assert said(world) == said(world, world.rosa) == told


def test_the_same_form_sent_twice_is_one_message(world: ClinicWorld) -> None:
    nonce = uuid4()
    first = writes(world, world.rosa, "Hello", nonce=nonce, photos=[photo()])
    again = writes(world, world.rosa, "Hello", nonce=nonce, photos=[photo()])
    assert first.id == again.id
    assert len(said(world)) == 1


def test_a_message_is_about_an_exercise_of_the_program(world: ClinicWorld, signed: ProgramVersion) -> None:
    item = from_document(signed.items)[0]
    writes(world, world.rosa, "It clicks.", item_key=item.key)
    assert thread(world.ana, world.patient.id).said[0].exercise == item.exercise
    with pytest.raises(NotFound):
        writes(world, world.rosa, "It clicks.", item_key="no such place")


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 4001, "a\0b"])
def test_a_message_without_words_or_with_too_many_is_refused(world: ClinicWorld, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        writes(world, world.rosa, text)
    assert [problem.field for problem in refused.value.problems] == ["text"]
    assert said(world) == []


def test_a_message_waits_until_the_clinic_replies(world: ClinicWorld) -> None:
    assert waits(world) is None
    writes(world, world.rosa, "The scar itches.")
    writes(world, world.rosa, "Since yesterday.", NOW + MINUTE)
    assert waits(world) == ("message", 2)
    assert waiting(world.ana)[world.patient.id].since == NOW
    mark_read(by=world.ana, patient_id=world.patient.id, now=NOW)
    assert waits(world) == ("message", 0)  # read is not replied
    replies(world, "Come on Tuesday.")
    assert waits(world) is None


def test_what_comes_in_while_the_clinic_writes_goes_on_waiting(world: ClinicWorld) -> None:
    first = writes(world, world.rosa, "The scar itches.")
    writes(world, world.rosa, "And my calf is warm.", NOW + MINUTE)
    replies(world, "Itching is usual.", NOW + 2 * MINUTE, seen=first.number)
    assert [text for _, text, open_ in said(world) if open_] == ["And my calf is warm."]


def test_a_question_from_the_app_is_there_once_however_often_it_is_sent(world: ClinicWorld) -> None:
    body = {"type": "question", "text": "May I swim?"}
    op = make_operation(uuid4(), "none", body=body, schema_v=2, program_rev=None)
    for _ in range(2):
        receive(by=world.rosa, patient_id=world.patient.id, ops=[op], now=NOW)
    assert said(world) == [("Rosa", "May I swim?", True)]
    assert waits(world) == ("question", 1)


def test_a_question_is_answered_by_the_reply_that_names_it_and_by_no_other(world: ClinicWorld) -> None:
    entry_id = asks(world, "May I swim?")
    replies(world, "See you on Tuesday.")
    assert waits(world) == ("question", 0)
    replies(world, "Yes, from next week on.", answers=(entry_id,))
    assert waits(world) is None
    asked = thread(world.rosa, world.patient.id).said[0]
    assert asked.settled is not None
    assert asked.settled.by_name == "Ana Vidal, PT, DPT"


def test_a_question_that_was_taken_back_is_gone(world: ClinicWorld) -> None:
    entry_id = asks(world, "May I swim?")
    gone = make_operation(
        uuid4(), "none", entry_id=str(entry_id), kind="retract", base_rev=1, body={}, program_rev=None
    )
    receive(by=world.rosa, patient_id=world.patient.id, ops=[gone], now=NOW)
    assert said(world) == []
    assert waits(world) is None


def test_the_oldest_of_messages_and_questions_says_since_when(world: ClinicWorld) -> None:
    asks(world, "May I swim?")
    writes(world, world.rosa, "Hello?", NOW + MINUTE)
    found = waiting(world.ana)[world.patient.id]
    assert (found.kind, found.since, found.unread) == (Kind.QUESTION, NOW, 2)


def test_what_needs_no_reply_is_closed_with_a_note(world: ClinicWorld) -> None:
    thanks = writes(world, world.rosa, "Thank you!")
    entry_id = asks(world, "May I swim?")
    with pytest.raises(Invalid):
        settle(by=world.ana, patient_id=world.patient.id, said_id=thanks.id, note=" ", now=NOW)
    for said_id in (thanks.id, entry_id):
        settle(by=world.ana, patient_id=world.patient.id, said_id=said_id, note="Called.", now=NOW)
    assert waits(world) is None
    assert [one.settled.note for one in thread(world.ana, world.patient.id).said if one.settled] == [
        "Called.",
        "Called.",
    ]


def test_a_receipt_names_who_of_the_other_side_read_first(world: ClinicWorld) -> None:
    writes(world, world.rosa, "The scar itches.")
    asks(world, "May I swim?")
    for reader in (viewer_of_staff(world.assistant), world.ana):
        mark_read(by=reader, patient_id=world.patient.id, now=NOW + MINUTE)
    read = [one.read for one in thread(world.rosa, world.patient.id).said]
    assert [receipt and receipt.reader_name for receipt in read] == ["Ali Khan, PTA", "Ali Khan, PTA"]


def test_the_patient_has_unread_messages_until_the_thread_was_opened(world: ClinicWorld) -> None:
    replies(world, "Come on Tuesday.")
    assert unread_by_patient(world.rosa, world.patient.id) == 1
    mark_read(by=world.rosa, patient_id=world.patient.id, now=NOW)
    assert unread_by_patient(world.rosa, world.patient.id) == 0


def test_every_write_and_first_reading_moves_the_state_and_is_audited(world: ClinicWorld) -> None:
    states = [state(world.ana, world.patient.id)]
    writes(world, world.rosa, "The scar itches.")
    states.append(state(world.ana, world.patient.id))
    mark_read(by=world.ana, patient_id=world.patient.id, now=NOW)
    states.append(state(world.ana, world.patient.id))
    mark_read(by=world.ana, patient_id=world.patient.id, now=NOW)
    assert len(set(states)) == 3
    assert states[-1] == state(world.ana, world.patient.id)
    latest = [(event.action, event.actor_name) for event in events_about(world.ana, world.patient.id)[:2]]
    assert latest == [("read_first", "Ana Vidal, PT, DPT"), ("write", "Rosa")]


def test_nothing_that_was_written_ever_changes(world: ClinicWorld) -> None:
    writes(world, world.rosa, "The scar itches.")
    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.in_clinic(world.clinic.id).update(text="All is well.")


def test_a_link_reads_and_writes_no_messages_however_wide(world: ClinicWorld) -> None:
    with pytest.raises(NotAllowed):
        thread(link_of(world), world.patient.id)
    with pytest.raises(NotAllowed):
        writes(world, link_of(world), "Hello")


def test_a_caregiver_talks_under_their_own_name_where_the_patient_allowed_it(world: ClinicWorld) -> None:
    with pytest.raises(NotAllowed):
        writes(world, helper_of(world, talks=False), "Hello")
    writes(world, helper_of(world, talks=True), "Rosa slept badly.")
    assert said(world) == [("Luis", "Rosa slept badly.", True)]


def test_only_the_clinic_sees_who_waits_and_settles(world: ClinicWorld) -> None:
    asked = writes(world, world.rosa, "The scar itches.")
    with pytest.raises(NotAllowed):
        waiting(world.rosa)
    with pytest.raises(NotAllowed):
        settle(by=world.rosa, patient_id=world.patient.id, said_id=asked.id, note="Fine.", now=NOW)
    for refused in (world.oscar, replace(world.oscar, role=Role.FRONT_DESK)):
        with pytest.raises(NotAllowed):
            thread(refused, world.patient.id)


def test_the_neighbours_thread_is_not_there(world: ClinicWorld, neighbour: ClinicWorld) -> None:
    writes(neighbour, neighbour.rosa, "Hello")
    entry_id = asks(neighbour, "May I swim?")
    assert waiting(world.ana) == {}
    with pytest.raises(NotFound):
        send(by=world.ana, patient_id=neighbour.patient.id, draft=Draft(text="Hello"), now=NOW)
    with pytest.raises(NotFound):
        replies(world, "Yes.", answers=(entry_id,))
    assert said(world) == []  # the reply was taken back with the answer


def test_a_patient_who_writes_without_end_is_asked_to_wait(
    world: ClinicWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("everyrep.conversations.actions.BY_A_PATIENT", replace(BY_A_PATIENT, most=2))
    writes(world, world.rosa, "One")
    writes(world, world.rosa, "Two")
    with pytest.raises(Invalid):
        writes(world, world.rosa, "Three")
    writes(world, world.rosa, "Four", NOW + BY_A_PATIENT.within)


def test_who_waits_takes_as_many_queries_for_many_as_for_one(world: ClinicWorld) -> None:
    def count() -> tuple[int, int]:
        with CaptureQueriesContext(
            connection,
        ) as attention:
            waiting(world.ana)
        with CaptureQueriesContext(connection) as listing:
            open_threads(world.ana)
        return len(attention), len(listing)

    def one_more() -> None:
        from conftest import details

        person = add_patient(by=world.ana, details=details(), now=NOW)
        there = replace(world, patient=person)
        writes(there, there.rosa, "The scar itches.", photos=[photo()])
        asks(there, "May I swim?")

    one_more()
    for_one = count()
    for _ in range(3):
        one_more()
    assert len(open_threads(world.ana)) == 4
    assert count() == for_one
    assert for_one[0] == 2


def test_saved_replies_are_the_clinics_own(world: ClinicWorld, neighbour: ClinicWorld) -> None:
    kept = save_reply(by=world.ana, title="Wound", text="Keep it dry.", now=NOW)
    save_reply(by=world.ana, title="Wound", text="Keep it dry for two days.", now=NOW, reply_id=kept.id)
    assert [one.text for one in saved_replies(world.ana)] == ["Keep it dry for two days."]
    assert list(saved_replies(neighbour.ana)) == []
    with pytest.raises(NotFound):
        remove_reply(by=neighbour.ana, reply_id=kept.id, now=NOW)
    with pytest.raises(NotAllowed):
        saved_replies(world.rosa)
    with pytest.raises(Invalid) as refused:
        save_reply(by=world.ana, title=" ", text="", now=NOW)
    assert [problem.field for problem in refused.value.problems] == ["title", "text"]
    remove_reply(by=world.ana, reply_id=kept.id, now=NOW)
    assert list(saved_replies(world.ana)) == []
