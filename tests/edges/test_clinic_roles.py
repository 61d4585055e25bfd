"""Each role sees the buttons that work for it, and no page ends in a 404 of its own making."""

import pytest
from conftest import NOW, ClinicWorld
from django.test import Client
from django.urls import reverse

from edges.conftest import signed_in
from everyrep.people.actions import add_staff
from everyrep.prescribing.models import ProgramVersion
from everyrep.tenancy.viewer import Role

THERAPISTS = ("patient_edit", "builder", "episode_close")
EVERYBODYS = ("handout", "paper")


@pytest.mark.parametrize("role", ["therapist", "assistant"])
def test_the_chart_offers_what_its_viewer_may_do(
    client: Client, world: ClinicWorld, signed: ProgramVersion, role: str
) -> None:
    visitor = signed_in(client, getattr(world, role))
    page = visitor.get(reverse("chart", args=[world.patient.id])).content.decode()
    offered = [name for name in THERAPISTS if reverse(name, args=[world.patient.id]) in page]
    assert offered == (list(THERAPISTS) if role == "therapist" else [])
    for name in EVERYBODYS:
        assert reverse(name, args=[world.patient.id]) in page


def test_the_charts_of_two_roles_are_kept_apart(world: ClinicWorld, signed: ProgramVersion) -> None:
    for member in (world.therapist, world.assistant, world.therapist):
        page = signed_in(Client(), member).get(reverse("chart", args=[world.patient.id])).content.decode()
        assert ("Edit program" in page) is (member is world.therapist)


def test_only_therapists_are_offered_a_new_patient(world: ClinicWorld) -> None:
    for member in (world.therapist, world.assistant):
        page = signed_in(Client(), member).get(reverse("patients")).content.decode()
        assert (reverse("patient_add") in page) is (member is world.therapist)


def test_the_front_desk_is_told_that_there_is_nothing_for_it_yet(client: Client, world: ClinicWorld) -> None:
    desk = add_staff(
        by=world.oscar,
        email="desk@riverside.example",
        password=None,
        role=Role.FRONT_DESK,
        name="Dee Esk",
        credential="",
        now=NOW,
    )
    answer = signed_in(client, desk).get(reverse("home"), follow=True)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Nothing for you here yet" in page
    assert reverse("patients") not in page
    assert reverse("passkeys") in page
