"""Typed texts: what a column cannot keep is refused beside its field, never cut and never an error page."""

from typing import Any

import pytest
from conftest import NOW, TODAY, ClinicWorld, details

from everyrep.core.problems import Invalid
from everyrep.people.access import user_of
from everyrep.people.actions import add_patient, add_staff, change_patient, create_link, set_emergency_text
from everyrep.people.models import Patient, PatientLink, User
from everyrep.prescribing.actions.episodes import open_episode
from everyrep.prescribing.models import Episode
from everyrep.tenancy.viewer import Role

TOO_LONG = {"given_name": 81, "family_name": 81, "weight_bearing_note": 201}
NUL = "Ro\0sa"


@pytest.mark.parametrize(("field", "length"), TOO_LONG.items())
def test_a_text_that_is_too_long_is_refused_with_the_most_that_is_kept(
    world: ClinicWorld, field: str, length: int
) -> None:
    with pytest.raises(Invalid) as refused:
        change_patient(
            by=world.ana, patient_id=world.patient.id, details=details(**{field: "x" * length}), now=NOW
        )
    (problem,) = refused.value.problems
    assert (problem.field, problem.values) == (field, {"most": length - 1})


@pytest.mark.parametrize(("field", "length"), TOO_LONG.items())
def test_the_longest_text_is_kept_whole(world: ClinicWorld, field: str, length: int) -> None:
    longest = "é" * (length - 1)
    add_patient(by=world.ana, details=details(**{field: longest}), now=NOW)
    assert Patient.objects.seen_by(world.ana).filter(**{field: longest}).exists()


@pytest.mark.parametrize("field", TOO_LONG)
def test_a_null_character_is_refused_beside_its_field(world: ClinicWorld, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        add_patient(by=world.ana, details=details(**{field: NUL}), now=NOW)
    assert [problem.field for problem in refused.value.problems] == [field]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"problem": "x" * 201}, "problem"),
        ({"problem": NUL}, "problem"),
        ({"goal": "x" * 301}, "goal"),
        ({"goal": NUL}, "goal"),
    ],
)
def test_an_episode_keeps_its_texts_whole_or_not_at_all(
    world: ClinicWorld, changes: dict[str, str], field: str
) -> None:
    typed: dict[str, Any] = {"problem": "Stiff hip", **changes}
    with pytest.raises(Invalid) as refused:
        open_episode(by=world.ana, patient_id=world.patient.id, started_on=TODAY, now=NOW, **typed)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert not Episode.objects.seen_by(world.ana).exists()


@pytest.mark.parametrize(
    ("text", "phone", "field"),
    [("Call 911.", "1" * 41, "phone"), ("Call\0 911.", "911", "emergency_text"), ("Call.", "9\0", "phone")],
)
def test_the_clinics_emergency_text_and_number(world: ClinicWorld, text: str, phone: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        set_emergency_text(by=world.oscar, text=text, phone=phone, now=NOW)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_a_new_colleagues_name_and_credential(world: ClinicWorld) -> None:
    with pytest.raises(Invalid) as refused:
        add_staff(
            by=world.oscar,
            email="new@riverside.example",
            password=None,
            role=Role.THERAPIST,
            name="n" * 121,
            credential="c" * 41,
            now=NOW,
        )
    assert [problem.field for problem in refused.value.problems] == ["name", "credential"]
    assert not User.objects.filter(email="new@riverside.example").exists()


@pytest.mark.parametrize("label", ["l" * 81, "Sheet\0"])
def test_the_name_of_a_link(world: ClinicWorld, label: str) -> None:
    with pytest.raises(Invalid):
        create_link(by=world.ana, patient_id=world.patient.id, label=label, now=NOW)
    assert not PatientLink.objects.seen_by(world.ana).exists()


def test_no_account_has_a_null_character_in_its_address(world: ClinicWorld) -> None:
    assert user_of("rosa\0@riverside.example") is None
    with pytest.raises(User.DoesNotExist):
        User.objects.get_by_natural_key("rosa\0@riverside.example")
