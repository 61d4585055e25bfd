"""How a patient reads Everyrep."""

from dataclasses import replace

import pytest
from conftest import NOW, ClinicWorld

from everyrep.people.preferences import speak_to_me_in
from everyrep.tenancy.viewer import Role

pytestmark = pytest.mark.django_db


def test_a_patients_language_is_that_of_their_letters(world: ClinicWorld) -> None:
    speak_to_me_in(by=world.rosa, language="es", now=NOW)
    world.patient.refresh_from_db()
    assert world.patient.language == "es"


@pytest.mark.parametrize("role", [Role.LINK, Role.CAREGIVER])
def test_whoever_helps_chooses_for_their_own_device_only(world: ClinicWorld, role: Role) -> None:
    speak_to_me_in(by=replace(world.rosa, role=role), language="es", now=NOW)
    world.patient.refresh_from_db()
    assert world.patient.language == "en"
