"""Signing in without a password; what a session is worth: one device, for a time, until it is ended."""

import re
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

import pytest
from conftest import NOW, PASSWORD, ClinicWorld, make_operation
from contexts.authenticator import Authenticator
from contexts.ways_in import helper_of, invitation
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from edges.conftest import as_caregiver, signed_in, through_link
from everyrep.logbook.actions import receive
from everyrep.people.access import viewer_of_caregiver
from everyrep.people.actions import create_link, revoke_link
from everyrep.people.caregivers import invite
from everyrep.people.limits import CODES_TO_ADDRESS, PASSWORD_OF_ADDRESS
from everyrep.people.models import Device, PatientLink
from everyrep.people.passkeys import Challenge, Site
from everyrep.prescribing.models import ProgramVersion
from everyrep.web.sessions import DEVICE_COOKIE

ROSA = "rosa@riverside.example"
SITE = Site(host="testserver", origin="http://testserver")
CODE = re.compile(r"\b(\d{4}) (\d{4})\b")


def is_in(client: Client) -> bool:
    return client.get(reverse("more")).status_code == 200


def moves_to(monkeypatch: pytest.MonkeyPatch, moment: Any) -> None:
    monkeypatch.setattr("everyrep.clock.now", lambda: moment)


def ask(client: Client, email: str = ROSA) -> HttpResponse:
    return client.post(reverse("code_ask"), {"email": email})


def sent_code() -> str:
    found = CODE.search(str(mail.outbox[-1].body))
    assert found is not None
    return found[0]


# Codes


def test_a_patient_signs_in_with_a_code_and_nothing_else(client: Client, world: ClinicWorld) -> None:
    assert ask(client)["Location"] == reverse("code")
    assert [letter.to for letter in mail.outbox] == [[ROSA]]
    page = client.get(reverse("code")).content.decode()
    assert 'autocomplete="one-time-code"' in page
    answer = client.post(reverse("code"), {"code": sent_code(), "next": "/progress/"})
    assert answer["Location"] == "/progress/"
    assert is_in(client)


def test_the_letter_holds_the_code_and_nothing_about_anyone(client: Client, world: ClinicWorld) -> None:
    ask(client)
    letter = mail.outbox[0]
    told = f"{letter.subject} {letter.body}"
    assert sent_code() not in letter.subject
    for word in ("Rosa", "Diaz", "Riverside", "knee", "exercise", "http"):
        assert word not in told


@pytest.mark.parametrize("email", ["nobody@riverside.example", "ana@riverside.example"])
def test_the_answer_to_an_unknown_address_is_that_to_a_known_one(world: ClinicWorld, email: str) -> None:
    def answer(asked: str) -> tuple[int, str, str]:
        client = Client()
        first = ask(client, asked)
        page = client.get(reverse("code")).content.decode().replace(asked, "")
        return (
            first.status_code,
            first["Location"],
            re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page),
        )

    assert answer(email) == answer(ROSA)
    assert [letter.to for letter in mail.outbox] == [[ROSA]]


def test_a_code_does_not_work_in_another_browser(world: ClinicWorld) -> None:
    here, there = Client(), Client()
    ask(here)
    mine = sent_code()
    assert there.post(reverse("code"), {"code": mine})["Location"] == reverse("sign_in")
    ask(there)
    assert there.post(reverse("code"), {"code": mine}).status_code == 422
    assert not is_in(there)


def test_a_wrong_code_is_told_kindly_and_stays_typed(client: Client, world: ClinicWorld) -> None:
    ask(client)
    answer = client.post(reverse("code"), {"code": "1234"})
    assert answer.status_code == 422
    assert "This code does not open anything." in answer.content.decode()
    assert 'value="1234"' in answer.content.decode()


@pytest.mark.parametrize("email", ["", "rosa", "ro\0sa@riverside.example", "x" * 300 + "@example.org"])
def test_an_address_that_is_none_is_told_beside_the_field(
    client: Client, world: ClinicWorld, email: str
) -> None:
    answer = ask(client, email)
    assert answer.status_code == 422
    assert 'id="email-error"' in answer.content.decode()
    assert mail.outbox == []


def test_too_many_codes_are_refused_for_known_and_unknown_alike(world: ClinicWorld) -> None:
    for email in (ROSA, "nobody@riverside.example"):
        for _ in range(CODES_TO_ADDRESS.most):
            assert ask(Client(), email).status_code == 302
        answer = ask(Client(), email)
        assert answer.status_code == 429
        assert "too many codes" in answer.content.decode()


def test_too_many_passwords_are_refused_and_the_code_still_opens(client: Client, world: ClinicWorld) -> None:
    for _ in range(PASSWORD_OF_ADDRESS.most):
        client.post(reverse("sign_in"), {"email": ROSA, "password": "guess"})
    answer = client.post(reverse("sign_in"), {"email": ROSA, "password": PASSWORD})
    assert answer.status_code == 429
    assert not is_in(client)
    ask(client)
    client.post(reverse("code"), {"code": sent_code()})
    assert is_in(client)


# Passkeys


def challenge(client: Client, name: str) -> Challenge:
    answer = client.post(reverse(name))
    return Challenge(options=answer.content.decode(), challenge=answer.json()["challenge"])


def kept_key(client: Client) -> Authenticator:
    key = Authenticator(SITE)
    made = key.makes(challenge(client, "passkey_options"))
    assert client.post(reverse("passkey_add"), {"credential": made})["Location"] == reverse("passkeys")
    return key


def signs_in(key: Authenticator, **more: str) -> tuple[Client, HttpResponse]:
    client = Client()
    signed = key.signs(challenge(client, "passkey_sign_in_options"))
    return client, client.post(reverse("passkey_sign_in"), {"credential": signed, **more})


@pytest.mark.parametrize("role", ["patient", "therapist", "owner"])
def test_a_passkey_made_here_signs_in_there(client: Client, world: ClinicWorld, role: str) -> None:
    key = kept_key(signed_in(client, getattr(world, role)))
    there, answer = signs_in(key, next="/passkeys/")
    assert answer["Location"] == "/passkeys/"
    assert there.get(reverse("passkeys")).status_code == 200


def test_a_passkey_answers_its_challenge_once(client: Client, world: ClinicWorld) -> None:
    key = kept_key(signed_in(client, world.patient))
    thief = Client()
    signed = key.signs(challenge(thief, "passkey_sign_in_options"))
    assert thief.post(reverse("passkey_sign_in"), {"credential": signed}).status_code == 302
    thief.post(reverse("sign_out"))
    replayed = thief.post(reverse("passkey_sign_in"), {"credential": signed})
    assert replayed.status_code == 422
    assert "This passkey does not open anything here." in replayed.content.decode()


def test_a_removed_passkey_opens_nothing_and_ends_the_other_sessions(world: ClinicWorld) -> None:
    here, there = signed_in(Client(), world.patient), signed_in(Client(), world.patient)
    key = kept_key(here)
    address = re.search(r"/passkeys/[0-9a-f-]{36}/remove/", here.get(reverse("passkeys")).content.decode())
    assert address is not None
    said = here.post(address[0], follow=True).content.decode()
    assert "The passkey is removed." in said
    assert not is_in(there)
    assert signs_in(key)[1].status_code == 422


# Sessions


def test_a_session_is_worth_nothing_on_another_device(client: Client, world: ClinicWorld) -> None:
    token = create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)
    for holder in (through_link(Client(), token), signed_in(Client(), world.patient)):
        thief = Client()
        thief.cookies = SimpleCookie({"sessionid": holder.cookies["sessionid"].value})
        assert not is_in(thief)
        thief.cookies[DEVICE_COOKIE] = "guessed"
        assert not is_in(thief)
        assert is_in(holder)


def test_the_devices_cookie_is_for_no_script_and_for_no_other_site(
    client: Client, world: ClinicWorld
) -> None:
    token = create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)
    cookie = through_link(client, token).cookies[DEVICE_COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert int(cookie["max-age"]) == 30 * 24 * 3600


def test_signing_in_takes_a_new_session_id(client: Client, world: ClinicWorld) -> None:
    ask(client)
    before = client.cookies["sessionid"].value
    client.post(reverse("code"), {"code": sent_code()})
    after = client.cookies["sessionid"].value
    assert after != before
    replayed = Client()
    replayed.cookies = SimpleCookie({"sessionid": before})
    assert not is_in(replayed)


def test_a_device_in_use_stays_and_one_that_was_away_for_a_month_signs_in_again(
    client: Client, world: ClinicWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    rosa = signed_in(client, world.patient)
    for day in (29, 58):
        moves_to(monkeypatch, NOW + timedelta(days=day))
        assert is_in(rosa)
    moves_to(monkeypatch, NOW + timedelta(days=58 + 31))
    assert not is_in(rosa)
    assert rosa.get(reverse("snapshot")).status_code == 401


def test_staff_are_signed_out_after_fifteen_idle_minutes(
    client: Client, world: ClinicWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = signed_in(client, world.therapist)
    for minutes in (14, 28):
        moves_to(monkeypatch, NOW + timedelta(minutes=minutes))
        assert ana.get(reverse("patients")).status_code == 200
    moves_to(monkeypatch, NOW + timedelta(minutes=43))
    answer = ana.get(reverse("patients"), follow=True)
    assert "nothing was done here for 15 minutes" in answer.content.decode()
    moves_to(monkeypatch, NOW + timedelta(minutes=44))
    assert ana.get(reverse("patients")).status_code == 302


def test_staff_are_signed_out_after_twelve_hours_however_busy(
    client: Client, world: ClinicWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = signed_in(client, world.therapist)
    for tens in range(1, 72):
        moves_to(monkeypatch, NOW + timedelta(minutes=10 * tens))
        assert ana.get(reverse("stay")).status_code == 405
        assert ana.post(reverse("stay")).status_code == 204
    moves_to(monkeypatch, NOW + timedelta(hours=12))
    assert ana.get(reverse("patients")).status_code == 302


def test_a_page_that_is_still_in_use_says_so_without_loading_anything(
    client: Client, world: ClinicWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = signed_in(client, world.therapist)
    moves_to(monkeypatch, NOW + timedelta(minutes=14))
    ana.post(reverse("stay"))
    moves_to(monkeypatch, NOW + timedelta(minutes=28))
    assert ana.get(reverse("patients")).status_code == 200


def test_no_page_of_the_clinic_is_open_to_a_session_that_does_not_say_when_it_began(
    client: Client, world: ClinicWorld
) -> None:
    client.force_login(world.therapist.user)
    assert client.get(reverse("patients")).status_code == 302


def test_a_figure_that_any_cache_may_keep_carries_no_cookie(
    client: Client, world: ClinicWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    from edges.matrix.rows import figure  # noqa: PLC0415

    for member in (world.patient, world.therapist):
        holder = signed_in(Client(), member)
        moves_to(monkeypatch, NOW + timedelta(minutes=14))
        answer = holder.get(reverse("figure", kwargs=figure(None)))  # type: ignore[arg-type]
        assert "immutable" in answer["Cache-Control"]
        assert not answer.cookies


# Devices


def test_the_patient_sees_the_devices_in_plain_words_and_this_one_marked(world: ClinicWorld) -> None:
    token = create_link(by=world.ana, patient_id=world.patient.id, label="Kitchen sheet", now=NOW)
    phone = Client(
        headers={"user-agent": "Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36"}
    )
    through_link(phone, token)
    page = signed_in(Client(), world.patient).get(reverse("devices")).content.decode()
    assert "Chrome, Android" in page
    assert "Came in with the link “Kitchen sheet”" in page
    assert page.count("This device") == 1


def test_a_device_signed_out_from_afar_forgets_at_its_next_request(world: ClinicWorld) -> None:
    here, there = signed_in(Client(), world.patient), signed_in(Client(), world.patient)
    device = Device.objects.seen_by(world.rosa).exclude(id=here.session["everyrep_device"]).get()
    said = here.post(reverse("device_sign_out", args=[device.id]), follow=True).content.decode()
    assert "The device is signed out." in said
    assert not is_in(there)
    assert there.get(reverse("snapshot")).status_code == 410
    assert is_in(here)


def test_signing_out_the_device_in_hand_leads_to_the_sign_in_page(world: ClinicWorld) -> None:
    here = signed_in(Client(), world.patient)
    own = reverse("device_sign_out", args=[here.session["everyrep_device"]])
    assert here.post(own)["Location"] == reverse("sign_in")
    assert not is_in(here)


def test_signing_out_everywhere_else(world: ClinicWorld) -> None:
    here, there = signed_in(Client(), world.patient), signed_in(Client(), world.patient)
    said = here.post(reverse("sign_out_others"), follow=True).content.decode()
    assert "Every other phone and computer is signed out." in said
    assert (is_in(here), is_in(there)) == (True, False)


def test_staff_sign_out_everywhere_else_too(world: ClinicWorld) -> None:
    here, there = (Client() for _ in range(2))
    for one in (here, there):
        one.post(reverse("sign_in"), {"email": "ana@riverside.example", "password": PASSWORD})
    here.post(reverse("sign_out_others"))
    assert here.get(reverse("patients")).status_code == 200
    assert there.get(reverse("patients")).status_code == 302


def test_signing_out_wipes_nothing_that_was_not_sent(world: ClinicWorld) -> None:
    answer = signed_in(Client(), world.patient).post(reverse("sign_out"))
    assert "Clear-Site-Data" not in answer.headers


# The birth year


def test_a_links_holder_who_knows_the_birth_year_sees_progress(
    client: Client, world: ClinicWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)
    holder = through_link(client, token)
    assert reverse("birth_year") in holder.get(reverse("progress")).content.decode()
    wrong = holder.post(reverse("birth_year"), {"year": "1957"})
    assert wrong.status_code == 422
    assert "1957" not in wrong.content.decode()
    assert holder.post(reverse("birth_year"), {"year": "1958"})["Location"] == reverse("progress")
    assert reverse("birth_year") not in holder.get(reverse("progress")).content.decode()
    assert holder.get(reverse("devices")).status_code == 404
    assert holder.get(reverse("people")).status_code == 404
    moves_to(monkeypatch, NOW + timedelta(minutes=31))
    assert reverse("birth_year") in holder.get(reverse("progress")).content.decode()


# Links


def test_a_sent_link_opens_for_the_first_and_for_no_other(world: ClinicWorld) -> None:
    ana = signed_in(Client(), world.therapist)
    shown = ana.post(reverse("link_create", args=[world.patient.id])).content.decode()
    code = re.search(r"#((?:[0-9A-Z]{5}-){5}[0-9A-Z])", shown)
    assert code is not None
    first, second = (Client() for _ in range(2))
    assert first.post(reverse("link"), {"code": code[1]}).status_code == 302
    assert second.post(reverse("link"), {"code": code[1]}).status_code == 422
    assert is_in(first)


def test_the_clinic_mails_a_link_that_it_never_sees(world: ClinicWorld) -> None:
    ana = signed_in(Client(), world.therapist)
    said = ana.post(reverse("link_letter", args=[world.patient.id]), follow=True).content.decode()
    assert f"on its way to {ROSA}" in said
    (letter,) = mail.outbox
    address = re.search(r"http://testserver/p/#(\S+)", str(letter.body))
    assert address is not None
    assert address[1] not in said
    assert letter.to == [ROSA]
    assert "Riverside" not in f"{letter.subject}{letter.body}"
    assert is_in(through_link(Client(), address[1]))


def test_the_clinic_sets_the_day_on_which_a_sheets_link_closes(world: ClinicWorld) -> None:
    create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)
    link = PatientLink.objects.seen_by(world.ana).get()
    ana, address = (
        signed_in(Client(), world.therapist),
        reverse("link_date", args=[world.patient.id, link.id]),
    )
    assert "The date is kept." in ana.post(address, {"last_day": "2026-12-24"}, follow=True).content.decode()
    assert 'value="2026-12-24"' in ana.get(reverse("handout", args=[world.patient.id])).content.decode()
    refused = ana.post(address, {"last_day": "2020-01-01"}, follow=True).content.decode()
    assert "Enter a day from today to two years from now." in refused


def test_the_clinic_sees_which_devices_a_link_let_in(world: ClinicWorld) -> None:
    token = create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)
    through_link(Client(headers={"user-agent": "Mozilla/5.0 (iPad) Version/18 Safari/604.1"}), token)
    page = signed_in(Client(), world.therapist).get(reverse("handout", args=[world.patient.id]))
    assert "In on: Safari, iPad" in page.content.decode()


def test_the_clinic_renews_a_forgotten_password(world: ClinicWorld) -> None:
    rosa, ana = signed_in(Client(), world.patient), signed_in(Client(), world.therapist)
    shown = ana.post(reverse("passphrase_renew", args=[world.patient.id])).content.decode()
    passphrase = re.search(r"(?:[a-z]{4}-){4}[a-z]{4}", shown)
    assert passphrase is not None
    assert not is_in(rosa)
    assert passphrase[0] not in ana.get(reverse("ways_in", args=[world.patient.id])).content.decode()
    rosa.post(reverse("sign_in"), {"email": ROSA, "password": passphrase[0]})
    assert is_in(rosa)


# People who help


def test_the_patient_lets_someone_help_who_comes_in_by_a_code(world: ClinicWorld) -> None:
    rosa, luis = signed_in(Client(), world.patient), Client()
    form = {"name": "Luis", "email": "luis@example.org", "scope": "view", "last_day": "2026-12-24"}
    said = rosa.post(reverse("people"), form, follow=True).content.decode()
    assert "Luis can help you now." in said
    (letter,) = mail.outbox
    assert letter.to == ["luis@example.org"]
    for word in ("Rosa", "Diaz", "Riverside", "Luis"):
        assert word not in f"{letter.subject}{letter.body}"
    ask(luis, "luis@example.org")
    luis.post(reverse("code"), {"code": sent_code()})
    page = luis.get(reverse("more")).content.decode()
    assert "You are Luis, and help Rosa" in page
    assert luis.get(reverse("progress")).status_code == 200
    for closed in ("devices", "people", "password", "birth_year"):
        assert luis.get(reverse(closed)).status_code == 404


def test_an_invitation_with_a_mistake_keeps_what_was_typed(world: ClinicWorld) -> None:
    rosa = signed_in(Client(), world.patient)
    form = {"name": "Luis", "email": "luis", "scope": "view", "last_day": "2026-12-24"}
    answer = rosa.post(reverse("people"), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Luis"' in page
    assert 'value="2026-12-24"' in page
    assert "Enter an e-mail address such as" in page
    assert mail.outbox == []


def test_a_helper_is_out_at_once_and_the_phone_forgets(world: ClinicWorld) -> None:
    care = helper_of(world)
    rosa, luis = signed_in(Client(), world.patient), as_caregiver(Client(), care)
    assert is_in(luis)
    assert "Luis Diaz" in rosa.get(reverse("people")).content.decode()
    rosa.post(reverse("caregiver_end", args=[care.id]))
    assert not is_in(luis)
    assert luis.get(reverse("snapshot")).status_code == 410
    assert "Luis Diaz" not in rosa.get(reverse("people")).content.decode().split("Who looked")[0]


def test_the_clinic_lets_someone_help_and_ends_it(world: ClinicWorld) -> None:
    ana, form = signed_in(Client(), world.therapist), invitation()
    typed = {"name": form.name, "email": form.email, "scope": form.scope, "last_day": form.last_day}
    typed["last_day"] = "2027-01-31"
    page = ana.post(reverse("helper_add", args=[world.patient.id]), typed, follow=True).content.decode()
    end = re.search(r"/clinic/patients/[0-9a-f-]{36}/ways-in/helpers/[0-9a-f-]{36}/end/", page)
    assert end is not None
    assert "Let in by" not in page
    seen = signed_in(Client(), world.patient).get(reverse("people")).content.decode()
    assert "let in by Ana Vidal" in seen
    assert "Luis Diaz" not in ana.post(end[0], follow=True).content.decode()


def test_the_patient_closes_a_link_and_the_sheet_opens_no_more(world: ClinicWorld) -> None:
    token = create_link(by=world.ana, patient_id=world.patient.id, label="Lost sheet", now=NOW)
    link = PatientLink.objects.seen_by(world.ana).get()
    holder, rosa = through_link(Client(), token), signed_in(Client(), world.patient)
    said = rosa.post(reverse("own_link_close", args=[link.id]), follow=True).content.decode()
    assert "Lost sheet" not in said
    assert not is_in(holder)
    assert Client().post(reverse("link"), {"code": token}).status_code == 422


def test_the_patient_reads_who_looked(world: ClinicWorld) -> None:
    signed_in(Client(), world.therapist).get(reverse("chart", args=[world.patient.id]))
    page = signed_in(Client(), world.patient).get(reverse("people")).content.decode()
    assert re.search(r"Ana Vidal, PT, DPT</b>: your chart", page)


def test_who_helps_two_people_is_asked_for_whom_and_changes_over(
    world: ClinicWorld, neighbour: ClinicWorld
) -> None:
    here = helper_of(world)
    there = invite(by=neighbour.rosa, patient_id=neighbour.patient.id, asked=invitation(), now=NOW)
    luis = Client()
    ask(luis, "luis@example.org")
    assert luis.post(reverse("code"), {"code": sent_code()})["Location"] == reverse("care")
    page = luis.get(reverse("care")).content.decode()
    assert world.clinic.name in page
    assert neighbour.clinic.name in page
    for care, clinic in ((there, neighbour.clinic), (here, world.clinic), (there, neighbour.clinic)):
        luis.post(reverse("care_open", args=[care.id]))
        assert clinic.name in luis.get(reverse("more")).content.decode()
    assert Device.objects.seen_by(world.ana).count() == 1
    revoked = Device.objects.seen_by(neighbour.ana).get()
    assert str(revoked.id) == luis.session["everyrep_device"]


def test_nobody_changes_over_to_what_is_not_theirs(world: ClinicWorld, neighbour: ClinicWorld) -> None:
    mine = helper_of(world)
    theirs = invite(
        by=neighbour.rosa,
        patient_id=neighbour.patient.id,
        asked=invitation(email="eva@example.org"),
        now=NOW,
    )
    luis = as_caregiver(Client(), mine)
    for way in (theirs.id, neighbour.patient.id, world.patient.id, world.therapist.id):
        assert luis.post(reverse("care_open", args=[way])).status_code == 404
    assert "help Rosa" in luis.get(reverse("more")).content.decode()


def test_a_code_never_leads_to_the_clinics_side(world: ClinicWorld) -> None:
    helper_of(world, email="ana@riverside.example")
    ana = Client()
    ask(ana, "ana@riverside.example")
    ana.post(reverse("code"), {"code": sent_code()})
    assert is_in(ana)
    assert ana.get(reverse("patients")).status_code == 404
    assert "My work" not in ana.get(reverse("care")).content.decode()
    assert ana.post(reverse("care_open", args=[world.therapist.id])).status_code == 404


def test_a_therapist_who_helps_at_home_changes_over_from_work(world: ClinicWorld) -> None:
    care = helper_of(world, email="ana@riverside.example")
    ana = Client()
    ana.post(reverse("sign_in"), {"email": "ana@riverside.example", "password": PASSWORD})
    assert ana.get(reverse("patients")).status_code == 200
    ana.post(reverse("care_open", args=[care.id]))
    assert is_in(ana)
    assert ana.get(reverse("patients")).status_code == 404


def test_a_closed_link_of_someone_else_closes_nobody(world: ClinicWorld) -> None:
    token = create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)
    rosa = signed_in(Client(), world.patient)
    through_link(Client(), token)
    revoke_link(by=world.ana, link_id=PatientLink.objects.seen_by(world.ana).get().id, now=NOW)
    assert is_in(rosa)


def test_everyone_reads_who_entered_what(world: ClinicWorld, signed: ProgramVersion) -> None:
    luis = helper_of(world, scope="view")
    said = make_operation(signed.id, signed.items[0]["key"])
    receive(by=viewer_of_caregiver(luis), patient_id=world.patient.id, ops=[said], now=NOW)
    entry = reverse("entry", args=[said["entry_id"]])

    def told(client: Client, address: str = entry) -> str:
        return " ".join(client.get(address).content.decode().split())

    chart_entry = reverse("chart_entry", args=[world.patient.id, said["entry_id"]])
    assert "Luis Diaz, who helps you" in told(signed_in(Client(), world.patient))
    assert "Luis Diaz, who helps" in told(signed_in(Client(), world.therapist), chart_entry)
    assert "by a caregiver" in told(signed_in(Client(), world.therapist), chart_entry)
    own = told(as_caregiver(Client(), luis))
    assert "Luis Diaz" not in own
    assert re.search(r"\byou\b", own)
