"""Links: who may open one, until when, and what its holder sees."""

import re
from datetime import timedelta

import pytest
from conftest import NOW, ClinicWorld
from django.core import mail
from django.test import Client
from django.urls import reverse

from edges.conftest import signed_in, through_link
from edges.ways_in.entering import ROSA, is_in, moves_to
from everyrep.people.actions import create_link, revoke_link
from everyrep.people.models import PatientLink


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


def test_the_patient_closes_a_link_and_the_sheet_opens_no_more(world: ClinicWorld) -> None:
    token = create_link(by=world.ana, patient_id=world.patient.id, label="Lost sheet", now=NOW)
    link = PatientLink.objects.seen_by(world.ana).get()
    holder, rosa = through_link(Client(), token), signed_in(Client(), world.patient)
    said = rosa.post(reverse("own_link_close", args=[link.id]), follow=True).content.decode()
    assert "Lost sheet" not in said
    assert not is_in(holder)
    assert Client().post(reverse("link"), {"code": token}).status_code == 422


def test_a_closed_link_of_someone_else_closes_nobody(world: ClinicWorld) -> None:
    token = create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)
    rosa = signed_in(Client(), world.patient)
    through_link(Client(), token)
    revoke_link(by=world.ana, link_id=PatientLink.objects.seen_by(world.ana).get().id, now=NOW)
    assert is_in(rosa)
