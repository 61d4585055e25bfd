"""Messages on the pages of both sides: writing, replying in place, hours, photos, live lists."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from conftest import NOW, TODAY, ClinicWorld, make_world
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from talking import asks, photo, replies, with_place, writes

from edges.conftest import as_caregiver, signed_in, through_link
from everyrep.audit.queries import events_about
from everyrep.conversations.hours import set_hours
from everyrep.conversations.queries import thread, unread_by_patient, waiting
from everyrep.conversations.replies import save_reply, saved_replies
from everyrep.people.actions import create_link
from everyrep.people.caregivers import Invitation, invite
from everyrep.prescribing.documents import from_document
from everyrep.prescribing.models import ProgramVersion
from everyrep.web.sessions import USED_SESSION_KEY

WEEKDAYS = [("08:00", "17:00")] * 5 + [("", "")] * 2


@pytest.fixture
def ana(client: Client, world: ClinicWorld) -> Client:
    return signed_in(client, world.therapist)


@pytest.fixture
def rosa(world: ClinicWorld) -> Client:
    return signed_in(Client(), world.patient)


def page(client: Client, name: str, *parts: object) -> str:
    answered = client.get(reverse(name, args=parts))
    assert answered.status_code == 200
    return answered.content.decode()


def send(client: Client, name: str, *parts: object, **form: Any) -> Any:
    return client.post(reverse(name, args=parts), form)


def upload(content: bytes, name: str = "IMG_0001.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def said(world: ClinicWorld) -> list[str]:
    return [one.text for one in thread(world.ana, world.patient.id).said]


def opens(world: ClinicWorld, days: list[tuple[str, str]] = WEEKDAYS) -> None:
    set_hours(by=world.oscar, typed=days, answer_time="within one working day", now=NOW)


def test_the_patient_writes_and_the_clinic_replies_on_the_list(
    ana: Client, rosa: Client, world: ClinicWorld
) -> None:
    assert send(rosa, "message_send", text="The scar itches.").status_code == 302
    listed = page(ana, "clinic_messages")
    assert "The scar itches." in listed
    form = dict(re.findall(r'name="(seen|nonce)" value="([^"]+)"', listed))
    sent = send(ana, "clinic_message_send", world.patient.id, text="Come on Tuesday.", back="list", **form)
    assert sent.headers["Location"] == reverse("clinic_messages")
    assert "Nobody waits for a reply" in page(ana, "clinic_messages")
    told = page(rosa, "messages")
    assert "Come on Tuesday." in told
    assert "Ana Vidal, PT, DPT" in told


def test_a_reply_on_the_list_answers_the_question_that_is_shown(ana: Client, world: ClinicWorld) -> None:
    entry_id = asks(world, "May I swim?")
    assert f'name="answers" value="{entry_id}"' in page(ana, "clinic_messages")
    send(ana, "clinic_message_send", world.patient.id, text="Next week.", answers=str(entry_id), seen="0")
    assert waiting(world.ana) == {}


def test_the_patient_sees_what_became_of_a_question(ana: Client, rosa: Client, world: ClinicWorld) -> None:
    entry_id = asks(world, "May I swim?")
    assert "Waiting for an answer" in page(rosa, "messages")
    replies(world, "Next week.", answers=(entry_id,))
    assert "Answered by Ana Vidal, PT, DPT" in page(rosa, "messages")


def test_a_message_pinned_to_an_exercise_names_it_to_both(
    ana: Client, rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    item = from_document(signed.items)[0]
    assert f'value="{item.key}"' in page(rosa, "messages")
    send(rosa, "message_send", text="It clicks.", item_key=item.key)
    for client, name, *parts in ((ana, "clinic_thread", world.patient.id), (rosa, "messages")):
        assert "talk__about" in page(client, name, *parts)  # type: ignore[arg-type]


def test_what_is_wrong_comes_back_with_all_that_was_typed(rosa: Client, world: ClinicWorld) -> None:
    answered = send(rosa, "message_send", text="Look at the scar.", photos=upload(b"<svg onload=alert(1)>"))
    assert answered.status_code == 422
    told = answered.content.decode()
    assert "Look at the scar.</textarea>" in told
    assert "This is no photo that can be read. Send a JPEG, PNG or WebP." in told
    assert said(world) == []


def test_a_photo_that_is_too_large_is_not_even_read_and_the_text_stays(
    rosa: Client, world: ClinicWorld, settings: Any
) -> None:
    settings.PHOTO_BYTES = 1_000_000
    large = upload(photo() + b"\0" * 1_500_000)
    answered = send(rosa, "message_send", text="Look at the scar.", photos=[upload(photo()), large])
    assert answered.status_code == 422
    told = answered.content.decode()
    assert "This photo is larger than 1 MB. Send a smaller one." in told
    assert "Look at the scar.</textarea>" in told
    assert said(world) == []


def test_an_upload_beyond_all_that_may_come_is_refused_before_it_is_read(
    rosa: Client, world: ClinicWorld, settings: Any
) -> None:
    settings.PHOTO_BYTES = 100_000
    assert send(rosa, "message_send", text="x", photos=upload(b"\0" * 3_000_000)).status_code == 400
    assert said(world) == []


def test_a_photo_is_served_to_its_people_alone_with_its_own_kind_and_audited(
    ana: Client, rosa: Client, world: ClinicWorld
) -> None:
    send(rosa, "message_send", text="", photos=upload(with_place(), "scar.html"))
    [kept] = thread(world.ana, world.patient.id).said[0].photos
    for client, address in (
        (ana, reverse("clinic_photo", args=[world.patient.id, kept.id])),
        (rosa, reverse("message_photo", args=[kept.id])),
    ):
        answered = client.get(address)
        assert answered.headers["Content-Type"] == "image/jpeg"
        assert answered.headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answered.headers["Cache-Control"]
        assert answered.headers["Content-Disposition"] == 'inline; filename="photo.jpg"'
        assert b"Camera of Rosa" not in answered.content
    looks = events_about(world.ana, world.patient.id).filter(action="read", object_type="photo")
    assert {look.actor_name for look in looks} == {"Ana Vidal, PT, DPT", "Rosa"}


def test_markup_in_a_message_is_text(ana: Client, rosa: Client, world: ClinicWorld) -> None:
    send(rosa, "message_send", text="<img src=x onerror=alert(1)>")
    for client, name, *parts in (
        (ana, "clinic_thread", world.patient.id),
        (ana, "clinic_messages"),
        (rosa, "messages"),
    ):
        told = page(client, name, *parts)  # type: ignore[arg-type]
        assert "&lt;img src=x" in told
        assert "<img src=x" not in told


def test_while_the_clinic_is_open_its_hours_stand_above_the_box(rosa: Client, world: ClinicWorld) -> None:
    opens(world)
    told = page(rosa, "messages")
    assert "Nobody is reading now" not in told
    assert told.index("Mon–Fri 8:00\u202fAM–5:00\u202fPM") < told.index('name="text"')
    assert told.index("within one working day") < told.index('name="text"')


def test_outside_its_hours_the_emergency_text_comes_first(
    rosa: Client, world: ClinicWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    opens(world)
    friday_night = NOW + timedelta(days=4, hours=9)
    monkeypatch.setattr("everyrep.clock.now", lambda: friday_night)
    told = page(signed_in(Client(), world.patient), "messages")
    assert "Nobody is reading now" in told
    assert told.index("call 911 first") < told.index("Monday at 8:00") < told.index('name="text"')
    assert "It is not read at night." in told


def test_a_clinic_that_has_not_said_when_it_is_open_is_not_open(rosa: Client) -> None:
    told = page(rosa, "messages")
    assert "Nobody is reading now" in told
    assert "call 911 first" in told


def test_the_owner_sets_the_hours_and_a_slip_stays_typed(world: ClinicWorld) -> None:
    oscar = signed_in(Client(), world.owner)
    form = {f"{end}-{day}": at for day in range(5) for end, at in (("first", "08:00"), ("last", "17:00"))}
    wrong = send(oscar, "clinic_hours", **{**form, "last-1": "07:00"}, answer_time="soon")
    assert wrong.status_code == 422
    assert "The closing time must be later than the opening time." in wrong.content.decode()
    assert 'value="07:00"' in wrong.content.decode()
    assert send(oscar, "clinic_hours", **form, answer_time="soon").status_code == 302
    assert page(oscar, "clinic_hours").count('value="17:00"') == 5


def test_what_needs_no_reply_is_marked_with_a_note(ana: Client, world: ClinicWorld) -> None:
    thanks = writes(world, world.rosa, "Thank you!")
    send(ana, "message_settle", world.patient.id, thanks.id, note="")
    assert world.patient.id in waiting(world.ana)
    send(ana, "message_settle", world.patient.id, thanks.id, note="Talked in the clinic.")
    assert "Seen to by Ana Vidal, PT, DPT: “Talked in the clinic.”" in page(
        ana, "clinic_thread", world.patient.id
    )
    assert waiting(world.ana) == {}


def test_an_open_page_is_told_only_when_something_has_changed(rosa: Client, world: ClinicWorld) -> None:
    replies(world, "Hello")
    state = re.search(r'data-state="([^"]*)"', page(rosa, "messages"))
    assert state is not None
    headers = {"If-None-Match": state[1].replace("&#34;", '"')}
    assert rosa.get(reverse("messages_part"), headers=headers).status_code == 304
    replies(world, "Are you there?", NOW + timedelta(minutes=1))
    fresh = rosa.get(reverse("messages_part"), headers=headers)
    assert fresh.status_code == 200
    assert "Are you there?" in fresh.content.decode()
    assert unread_by_patient(world.rosa, world.patient.id) == 0


def test_an_open_page_keeps_nobody_signed_in(
    ana: Client, world: ClinicWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = ana.session[USED_SESSION_KEY]
    monkeypatch.setattr("everyrep.clock.now", lambda: NOW + timedelta(minutes=5))
    assert ana.get(reverse("clinic_thread_part", args=[world.patient.id])).status_code == 200
    assert ana.session[USED_SESSION_KEY] == used
    page(ana, "clinic_thread", world.patient.id)
    assert ana.session[USED_SESSION_KEY] > used


def test_a_link_is_told_how_to_ask_and_reads_nothing(world: ClinicWorld) -> None:
    writes(world, world.rosa, "The scar itches.")
    link = through_link(Client(), create_link(by=world.ana, patient_id=world.patient.id, label="x", now=NOW))
    told = page(link, "messages")
    assert "Messages need an account" in told
    assert "itches" not in told
    assert send(link, "message_send", text="Hello").status_code == 404
    assert link.get(reverse("messages_part")).status_code == 404


@pytest.mark.parametrize(("scope", "status"), [("log", 404), ("view", 404), ("message", 302)])
def test_a_caregiver_writes_where_the_patient_allowed_it(world: ClinicWorld, scope: str, status: int) -> None:
    last_day = (TODAY + timedelta(days=9)).isoformat()
    asked = Invitation(name="Luis", email="luis@helper.example", scope=scope, last_day=last_day)
    luis = as_caregiver(Client(), invite(by=world.rosa, patient_id=world.patient.id, asked=asked, now=NOW))
    assert send(luis, "message_send", text="Rosa slept badly.").status_code == status
    if status == 302:
        ana = signed_in(Client(), world.therapist)
        assert "Luis, who helps" in page(ana, "clinic_thread", world.patient.id)


def test_a_patient_gets_none_of_the_clinics_pages(rosa: Client, world: ClinicWorld) -> None:
    for name, *parts in (("clinic_messages",), ("saved_replies",), ("clinic_thread", world.patient.id)):
        assert rosa.get(reverse(name, args=parts)).status_code == 404


def test_saved_replies_are_offered_beside_the_box(ana: Client, world: ClinicWorld) -> None:
    send(ana, "saved_replies", title="Wound", text="Keep it dry for two days.")
    assert '<option value="Keep it dry for two days.">Wound</option>' in page(
        ana, "clinic_thread", world.patient.id
    )
    assert send(ana, "saved_replies", title="", text="x").status_code == 422
    kept = saved_replies(world.ana).get()
    send(ana, "saved_reply", kept.id, title="Wound", text="Keep it dry.")
    assert "Keep it dry." in page(ana, "saved_replies")
    send(ana, "saved_reply_remove", kept.id)
    assert "Keep it dry." not in page(ana, "saved_replies")


def test_an_earlier_part_of_a_long_thread_is_a_page_away(
    rosa: Client, world: ClinicWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("everyrep.conversations.queries.SHOWN", 3)
    for number in range(5):
        replies(world, f"Number {number}.", NOW - timedelta(hours=5 - number))
    told = page(rosa, "messages")
    assert "Number 2." in told
    assert "Number 1." not in told
    earlier = re.search(r'href="([^"]*before=[^"]*)"', told)
    assert earlier is not None
    found = rosa.get(earlier[1].replace("&amp;", "&")).content.decode()
    assert "Number 1." in found
    assert "Number 2." not in found


def test_a_form_that_was_tampered_with_does_nothing(ana: Client, world: ClinicWorld) -> None:
    for form in ({"answers": "no id"}, {"answers": str(UUID(int=7))}, {"item_key": "nowhere"}):
        assert send(ana, "clinic_message_send", world.patient.id, text="Hello", **form).status_code == 404
    strange = {"text": "Hello", "seen": "-3", "nonce": "none"}
    assert send(ana, "clinic_message_send", world.patient.id, **strange).status_code == 302
    assert said(world) == ["Hello"]


def test_saved_replies_of_the_clinic_next_door_are_theirs(ana: Client) -> None:
    there = make_world("Hillside Rehab")
    save_reply(by=there.ana, title="Theirs", text="Not yours.", now=NOW)
    assert "Theirs" not in page(ana, "saved_replies")


def test_the_chart_shows_a_question_until_it_is_answered(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    asked = asks(world, "May I swim?")
    assert "May I swim?" in page(ana, "chart", world.patient.id)
    replies(world, "From Friday on.", answers=[asked])
    chart = page(ana, "chart", world.patient.id)
    assert "Questions from Rosa" not in chart
