"""The devices that are in, seen and signed out from afar."""

from conftest import NOW, PASSWORD, ClinicWorld
from django.test import Client
from django.urls import reverse

from edges.conftest import signed_in, through_link
from edges.ways_in.entering import is_in
from everyrep.people.actions import create_link
from everyrep.people.models import Device


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
