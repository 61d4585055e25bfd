"""Who looked at a patient's record, for the owner and whoever treats the patient."""

import ast
import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from conftest import NOW, TODAY, ClinicWorld
from django.test import Client
from django.urls import reverse

import everyrep
from edges.conftest import signed_in
from everyrep.attention.charge import set_cover
from everyrep.people.access import viewer_of_staff
from everyrep.people.actions import add_staff
from everyrep.people.models import Staff
from everyrep.prescribing.models import ProgramVersion
from everyrep.tenancy.viewer import Role
from everyrep.web.clinic.audited.trail import SHOWN
from everyrep.web.clinic.audited.words import LOOKED_AT

SOURCES = Path(everyrep.__file__).parent


def address(world: ClinicWorld) -> str:
    return reverse("patient_audit", args=[world.patient.id])


@pytest.fixture
def ben(world: ClinicWorld) -> Staff:
    """Another therapist of the clinic."""
    return add_staff(
        by=world.system,
        email="ben@riverside.example",
        password=None,
        role=Role.THERAPIST,
        name="Ben Osei",
        credential="PT",
        now=NOW,
    )


def test_it_names_who_looked_and_who_changed_what(world: ClinicWorld, signed: ProgramVersion) -> None:
    signed_in(Client(), world.assistant).get(reverse("chart", args=[world.patient.id]))
    page = signed_in(Client(), world.owner).get(address(world)).content.decode()
    for words in ("Ali Khan, PTA, assistant", "looked at: the chart", "signed a program"):
        assert words in page


def test_it_is_filtered_by_person_and_by_looked_or_changed(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    signed_in(Client(), world.assistant).get(reverse("chart", args=[world.patient.id]))
    owner = signed_in(client, world.owner)
    looked = owner.get(address(world), {"what": "looked"}).content.decode()
    assert "looked at: the chart" in looked
    assert "signed a program" not in looked
    anas = owner.get(address(world), {"who": str(world.therapist.id), "what": "changed"}).content.decode()
    assert "signed a program" in anas
    assert "looked at: the chart" not in anas


def test_a_filter_that_is_none_shows_everything(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    asked = {"who": "nobody", "what": "all", "before": "x"}
    page = signed_in(client, world.owner).get(address(world), asked).content.decode()
    assert "signed a program" in page


def test_a_therapist_reads_it_of_patients_they_treat_or_cover_for(
    world: ClinicWorld, signed: ProgramVersion, ben: Staff
) -> None:
    """Ana signed Rosa's program."""
    assert signed_in(Client(), world.therapist).get(address(world)).status_code == 200
    assert signed_in(Client(), ben).get(address(world)).status_code == 404
    day = TODAY.isoformat()
    set_cover(by=world.ana, covered_by=str(viewer_of_staff(ben).actor_id), first=day, last=day, now=NOW)
    assert signed_in(Client(), ben).get(address(world)).status_code == 200


def test_the_chart_offers_it_to_those_alone(world: ClinicWorld, signed: ProgramVersion, ben: Staff) -> None:
    for member in (world.therapist, ben, world.assistant):
        page = signed_in(Client(), member).get(reverse("chart", args=[world.patient.id])).content.decode()
        assert (address(world) in page) is (member is world.therapist)


def test_older_rows_follow_on_the_next_page(
    client: Client, world: ClinicWorld, signed: ProgramVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("everyrep.web.clinic.audited.trail.SHOWN", 2)
    owner = signed_in(client, world.owner)
    first = owner.get(address(world)).content.decode()
    assert SHOWN > first.count("<tr>") - 1 == 2
    older = first.split("?who=&amp;what=&amp;before=")[1].split('"')[0]
    second = owner.get(address(world), {"before": older}).content.decode()
    assert "Back to the newest" in second
    assert second.count("<tr>") == 3


def test_the_table_holds_every_row(client: Client, world: ClinicWorld, signed: ProgramVersion) -> None:
    answer = signed_in(client, world.owner).get(reverse("patient_audit_file", args=[world.patient.id]))
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["Number", "When", "Who", "What"]
    assert "added the patient" in [row[3] for row in rows]


def looked_at() -> Iterator[str]:
    """Every name under which the sources record a look."""
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "").startswith("record_read"):
                yield from (
                    str(word.value.value)
                    for word in node.keywords
                    if word.arg == "what" and isinstance(word.value, ast.Constant)
                )


def test_every_look_has_plain_words() -> None:
    assert set(looked_at()) - {"patient_list"} - set(LOOKED_AT) == set()
