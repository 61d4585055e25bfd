"""People who help: let in for a time, and out at once."""

import re

from conftest import NOW, PASSWORD, ClinicWorld, make_operation
from contexts.ways_in import helper_of, invitation
from django.core import mail
from django.test import Client
from django.urls import reverse

from edges.conftest import as_caregiver, signed_in
from edges.ways_in.entering import ask, is_in, sent_code
from everyrep.logbook.actions import receive
from everyrep.people.access import viewer_of_caregiver
from everyrep.people.caregivers import invite
from everyrep.people.models import Device
from everyrep.prescribing.models import ProgramVersion


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
