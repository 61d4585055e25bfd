"""The page on which a therapist looks at the sheet, prints it and keeps the patient's links."""

import re

import pytest
from conftest import NOW, ClinicWorld
from django.test import Client
from django.urls import reverse

from edges.conftest import signed_in, through_link
from everyrep.audit.models import AuditEvent
from everyrep.people.actions import create_link
from everyrep.people.models import PatientLink
from everyrep.prescribing.actions import drafts
from everyrep.prescribing.models import Episode, ProgramVersion


def links(world: ClinicWorld) -> list[PatientLink]:
    return list(PatientLink.objects.in_clinic(world.clinic.id))


def address(name: str, world: ClinicWorld, **more: object) -> str:
    return reverse(name, kwargs={"patient_id": world.patient.id, **more})


def filled_draft(world: ClinicWorld, episode: Episode) -> None:
    drafts.open_draft(by=world.ana, episode_id=episode.id, now=NOW)
    drafts.use_template(
        by=world.ana, episode_id=episode.id, template_id="after-total-knee-replacement", phase_id="1", now=NOW
    )


def test_looking_at_the_sheet_makes_no_link_and_shows_no_code(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    ana = signed_in(client, world.therapist)
    for _ in range(3):
        shown = ana.get(address("handout", world)).content.decode()
    assert links(world) == []
    assert "Quadriceps set" in shown
    assert "QR code, on the printed sheet" in shown


def test_the_preview_needs_no_inline_style(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    shown = signed_in(client, world.therapist).get(address("handout", world)).content.decode()
    assert not re.search(r"<style|\sstyle=", shown)


def test_looking_is_noted_in_the_patients_record(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    signed_in(client, world.therapist).get(address("handout", world))
    assert (
        AuditEvent.objects.in_clinic(world.clinic.id).filter(action="read", object_type="handout").count()
        == 1
    )


def test_each_print_makes_one_link_named_after_its_day_and_is_noted(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    answer = signed_in(client, world.therapist).post(address("handout_print", world), {"paper": "A4"})
    assert [link.label for link in links(world)] == ["Sheet printed 16 Nov 2026"]
    event = AuditEvent.objects.in_clinic(world.clinic.id).get(action="print")
    assert event.object_id == str(signed.id)
    assert event.detail == {
        "per_page": 2,
        "paper": "A4",
        "large": False,
        "pictures": "colour",
        "language": "en",
        "pages": 4,
    }
    assert "Rosa" not in answer["Content-Disposition"]
    assert "Diaz" not in answer["Content-Disposition"]


def test_an_assistant_prints_too(client: Client, world: ClinicWorld, signed: ProgramVersion) -> None:
    answer = signed_in(client, world.assistant).post(address("handout_print", world))
    assert answer.status_code == 200
    assert len(links(world)) == 1


@pytest.mark.parametrize("name", ["handout", "handout_print", "link_create"])
def test_another_clinic_finds_nothing_here(
    client: Client, world: ClinicWorld, neighbour: ClinicWorld, signed: ProgramVersion, name: str
) -> None:
    theirs = signed_in(client, neighbour.therapist)
    ask = theirs.get if name == "handout" else theirs.post
    assert ask(address(name, world)).status_code == 404
    assert links(world) == []


def test_a_draft_can_be_looked_at_but_not_printed(
    client: Client, world: ClinicWorld, episode: Episode
) -> None:
    filled_draft(world, episode)
    ana = signed_in(client, world.therapist)
    shown = ana.get(address("handout", world), {"draft": "1"}).content.decode()
    assert "Quadriceps set" in shown
    assert shown.count("Draft – not signed") > 3
    assert address("handout_print", world) not in shown
    assert ana.post(address("handout_print", world), {"draft": "1"}).status_code == 404
    assert links(world) == []


def test_a_draft_is_only_for_those_who_prescribe(
    client: Client, world: ClinicWorld, episode: Episode
) -> None:
    filled_draft(world, episode)
    ali = signed_in(client, world.assistant)
    assert ali.get(address("handout", world), {"draft": "1"}).status_code == 404


def test_before_the_first_signature_the_page_says_what_to_do(client: Client, world: ClinicWorld) -> None:
    shown = signed_in(client, world.therapist).get(address("handout", world))
    assert shown.status_code == 200
    assert "Sign a program for Rosa first" in shown.content.decode()


def test_a_choice_that_does_not_exist_is_refused_beside_its_field(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    ana = signed_in(client, world.therapist)
    for answer in (
        ana.get(address("handout", world), {"paper": "A5"}),
        ana.post(address("handout_print", world), {"paper": "A5"}),
    ):
        assert answer.status_code == 422
        assert "paper-error" in answer.content.decode()
    assert links(world) == []


def test_a_link_to_send_is_shown_once_and_opens(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    ana = signed_in(client, world.therapist)
    made = ana.post(address("link_create", world)).content.decode()
    (token,) = re.findall(r"http://testserver/p/#([0-9A-Z-]{31})", made)
    assert token not in ana.get(address("handout", world)).content.decode()
    assert through_link(Client(), token).get(reverse("today")).status_code == 200


def test_a_revoked_link_no_longer_opens_and_whoever_is_inside_is_out(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    token = create_link(by=world.ana, patient_id=world.patient.id, label="Sent", now=NOW)
    visitor = through_link(Client(), token)
    assert visitor.get(reverse("today")).status_code == 200
    (link,) = links(world)
    ana = signed_in(client, world.therapist)
    assert "Sent" in ana.get(address("handout", world)).content.decode()
    ana.post(address("link_revoke", world, link_id=link.id))
    assert visitor.get(reverse("today")).status_code == 302
    assert Client().post(reverse("link"), {"code": token}).status_code == 422
    assert "No link is open" in ana.get(address("handout", world)).content.decode()
