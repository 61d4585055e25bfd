"""Text messages: asked for, confirmed by the telephone itself, answered with a digit, stopped at any time."""

from datetime import timedelta

import pytest
from conftest import NOW, TODAY, ClinicWorld, details, make_operation
from reminding import Provider, at, chooses, only

from everyrep.attention.queries import open_alerts
from everyrep.core.logged import ExerciseLogged, Outcome, Reason
from everyrep.logbook.actions import receive
from everyrep.logbook.models import Entry
from everyrep.logbook.queries import entries_between
from everyrep.logbook.wire import read_body
from everyrep.people.actions import change_patient
from everyrep.prescribing.models import ProgramVersion
from everyrep.reminders import replying
from everyrep.reminders.answers import Incoming, Word, take_in, understood
from everyrep.reminders.messages import Message
from everyrep.reminders.models import ReminderPreferences
from everyrep.reminders.transports import Delivery

PHONE = "+15550100123"
TOMORROW = TODAY + timedelta(days=1)
NINE = at(TOMORROW, "09:00")


@pytest.fixture
def telephone(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Every text message that was sent, with its number."""
    sent: list[tuple[str, str]] = []

    def send(number: str, message: Message) -> Delivery:
        sent.append((number, message.text))
        return Delivery.ACCEPTED

    monkeypatch.setattr(replying.sms, "send", send)
    return sent


@pytest.fixture
def provider(telephone: list[tuple[str, str]]) -> Provider:
    return Provider()


def says(text: str, moment: object = NOW, *, id: str = "", number: str = PHONE) -> None:  # noqa: A002
    take_in(Incoming(id=id or f"{text}-{moment}", number=number, text=text), moment)  # type: ignore[arg-type]


def wants_texts(world: ClinicWorld) -> None:
    chooses(world, NOW, email=False, sms=True, phone=PHONE, sessions=only("09:00"))


def confirmed(world: ClinicWorld) -> None:
    wants_texts(world)
    says("Start")


def logged(world: ClinicWorld) -> list[ExerciseLogged]:
    entries = entries_between(world.rosa, world.patient.id, TODAY, TOMORROW)
    return [said for said in (read_body(entry.body) for entry in entries) if isinstance(said, ExerciseLogged)]


def reminded(world: ClinicWorld, provider: Provider) -> None:
    confirmed(world)
    provider.round_at(NOW)
    provider.round_at(NINE)
    assert len(provider.taken) == 1


def replies(provider: Provider, telephone: list[tuple[str, str]], moment: object) -> list[str]:
    telephone.clear()
    provider.round_at(moment)  # type: ignore[arg-type]
    return [text for _, text in telephone]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("1", Word.DONE),
        (" 2. ", Word.SOME),
        ("3!", Word.PAIN),
        ("stop", Word.STOP),
        ("Baja", Word.STOP),
        ("START", Word.START),
        ("sí", Word.START),
        ("12", Word.OTHER),
        ("1 but my calf is swollen", Word.OTHER),
        ("", Word.OTHER),
        ("１", Word.OTHER),
    ],
)
def test_one_word_is_understood_and_anything_more_is_not(text: str, word: Word) -> None:
    assert understood(text) is word


def test_a_number_gets_one_question_and_nothing_else_until_it_answers(
    world: ClinicWorld, signed: ProgramVersion, provider: Provider, telephone: list[tuple[str, str]]
) -> None:
    wants_texts(world)
    assert replies(provider, telephone, NOW) == [
        "Everyrep: you asked for messages here. Answer START to get them. If this was not you, do nothing."
    ]
    provider.round_at(NINE)
    assert provider.taken == []
    says("1", NINE)
    assert replies(provider, telephone, NINE) == []


def test_start_confirms_the_number_and_says_what_the_digits_mean(
    world: ClinicWorld, signed: ProgramVersion, provider: Provider, telephone: list[tuple[str, str]]
) -> None:
    confirmed(world)
    assert any("1 = done, 2 = some, 3 = pain" in reply for reply in replies(provider, telephone, NOW))
    provider.round_at(NINE)
    assert len(provider.taken) == 1


@pytest.mark.parametrize(
    ("digit", "outcome", "reason"),
    [("1", Outcome.DONE, None), ("2", Outcome.PARTLY, None), ("3", Outcome.NOT, Reason.PAIN)],
)
def test_a_digit_logs_the_whole_session_of_the_reminder(
    world: ClinicWorld,
    signed: ProgramVersion,
    provider: Provider,
    digit: str,
    outcome: Outcome,
    reason: Reason | None,
) -> None:
    reminded(world, provider)
    says(digit, NINE + timedelta(minutes=20))
    found = logged(world)
    assert {one.item_key for one in found} == {item["key"] for item in signed.items}
    assert {(one.session, one.outcome, one.reason) for one in found} == {(0, outcome, reason)}
    rows = Entry.objects.seen_by(world.rosa).filter(patient=world.patient)
    assert {(row.local_date, row.evidence) for row in rows} == {(TOMORROW, "ticked")}


def test_an_answer_of_the_next_day_is_for_the_day_of_the_reminder(
    world: ClinicWorld, signed: ProgramVersion, provider: Provider
) -> None:
    reminded(world, provider)
    says("1", NINE + timedelta(hours=22))
    rows = Entry.objects.seen_by(world.rosa).filter(patient=world.patient)
    assert {(row.local_date, row.evidence) for row in rows} == {(TOMORROW, "recalled")}


def test_the_same_message_delivered_again_counts_once(
    world: ClinicWorld, signed: ProgramVersion, provider: Provider, telephone: list[tuple[str, str]]
) -> None:
    reminded(world, provider)
    for minutes in (1, 2, 3):
        says("1", NINE + timedelta(minutes=minutes), id="m-1")
    assert len(logged(world)) == len(signed.items)
    assert replies(provider, telephone, NINE + timedelta(minutes=5)) == [
        "Everyrep: noted as done. Thank you."
    ]


def test_what_is_logged_already_is_left_as_it_is(
    world: ClinicWorld, signed: ProgramVersion, provider: Provider
) -> None:
    reminded(world, provider)
    partly = {"type": "exercise", "item_key": signed.items[0]["key"], "session": 0, "outcome": "partly"}
    said = make_operation(signed.id, "", local_date=TOMORROW.isoformat(), body=partly)
    receive(by=world.rosa, patient_id=world.patient.id, ops=[said], now=NINE)
    says("1", NINE + timedelta(minutes=20))
    outcomes = {one.item_key: one.outcome for one in logged(world)}
    assert outcomes.pop(signed.items[0]["key"]) is Outcome.PARTLY
    assert set(outcomes.values()) == {Outcome.DONE}


def test_pain_is_answered_with_the_clinics_own_words_and_the_therapist_is_told(
    world: ClinicWorld, signed: ProgramVersion, provider: Provider, telephone: list[tuple[str, str]]
) -> None:
    reminded(world, provider)
    says("3", NINE + timedelta(minutes=20))
    (reply,) = replies(provider, telephone, NINE + timedelta(minutes=21))
    assert world.clinic.emergency_text in reply
    assert world.clinic.phone in reply
    assert [(alert.level, alert.reason) for alert in open_alerts(world.ana)] == [
        ("attention", "pain_by_text")
    ]


def test_what_is_not_understood_gets_help_and_the_telephone_number(
    world: ClinicWorld, signed: ProgramVersion, provider: Provider, telephone: list[tuple[str, str]]
) -> None:
    confirmed(world)
    provider.round_at(NOW)
    says("my knee feels odd")
    (reply,) = replies(provider, telephone, NOW)
    assert "nobody reads it" in reply
    assert "1 = done" in reply
    assert world.clinic.phone in reply
    assert logged(world) == []


def test_stop_ends_them_and_start_brings_them_back(
    world: ClinicWorld, signed: ProgramVersion, provider: Provider, telephone: list[tuple[str, str]]
) -> None:
    confirmed(world)
    says("STOP")
    provider.round_at(NINE)
    assert provider.taken == []
    says("start", NINE)
    provider.round_at(NINE)
    provider.round_at(NINE + timedelta(days=1))
    assert len(provider.taken) == 1


def test_the_reply_is_in_the_patients_language(
    world: ClinicWorld, signed: ProgramVersion, provider: Provider, telephone: list[tuple[str, str]]
) -> None:
    change_patient(by=world.ana, patient_id=world.patient.id, details=details(language="es"), now=NOW)
    world.patient.refresh_from_db()
    reminded(world, provider)
    says("1", NINE + timedelta(minutes=1))
    (reply,) = replies(provider, telephone, NINE + timedelta(minutes=2))
    assert "Gracias" in reply


def test_a_number_that_nobody_gave_is_not_answered(
    world: ClinicWorld, provider: Provider, telephone: list[tuple[str, str]]
) -> None:
    confirmed(world)
    provider.round_at(NOW)
    says("STOP", number="+15550199999")
    assert replies(provider, telephone, NOW) == []


def test_two_patients_with_one_number_are_told_apart_by_who_asked_last(
    world: ClinicWorld, neighbour: ClinicWorld, provider: Provider
) -> None:
    """A number that changed hands: the one who asks for it last, and has the telephone, gets it."""
    confirmed(world)
    chooses(neighbour, NOW + timedelta(days=1), email=False, sms=True, phone=PHONE)
    says("START", NOW + timedelta(days=1, minutes=1))
    rows = ReminderPreferences.objects
    assert rows.in_clinic(neighbour.clinic.id).get().phone_confirmed_at is not None
    assert rows.in_clinic(world.clinic.id).get().phone_confirmed_at is None
