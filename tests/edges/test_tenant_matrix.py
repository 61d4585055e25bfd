"""No route shows or changes what is not the visitor's: every route, method, visitor and id (TRUST G1)."""

from dataclasses import replace

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from edges.matrix.asking import Question, ask, expected, faults, question, swaps, text_of, verdict
from edges.matrix.routes import Route, routes
from edges.matrix.rows import ROWS
from edges.matrix.town import Record, Town
from edges.matrix.visitors import AT_HOME, Visitor, client_of
from everyrep.audit.queries import events_about
from everyrep.tenancy.models import TenantModel, TenantQuerySet

METHODS = ("GET", "POST")
ASKED = [
    (name, method)
    for name, row in ROWS.items()
    for method in METHODS
    if (row.get if method == "GET" else row.post) is not None
]
REFUSED = [(name, method) for name in ROWS for method in METHODS if (name, method) not in ASKED]
ADDRESSES = {route.name: route.pattern for route in routes()}
ids = "{0[0]}-{0[1]}".format
HOW_TO = """
Every route has a row in tests/edges/matrix/rows.py: {name!r} ({pattern}) has none.
Say there who may see it, how its address is made from a record, and what its GET query and POST form hold.
"""


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.pattern or "/")
def test_every_route_has_a_row_in_the_matrix(route: Route) -> None:
    assert route.name in ROWS, HOW_TO.format(name=route.name, pattern=route.pattern)


def test_no_row_is_left_over_from_a_route_that_is_gone() -> None:
    assert set(ROWS) - set(ADDRESSES) == set()


@pytest.mark.parametrize("case", ASKED, ids=ids)
def test_each_visitor_gets_an_answer_a_404_or_the_sign_in_page(town: Town, case: tuple[str, str]) -> None:
    asked = ask_about(town, case)
    wrong = [
        fault for visitor in Visitor for fault in faults(asked, visitor, town, expected(asked, visitor, town))
    ]
    assert wrong == []


@pytest.mark.parametrize("case", ASKED, ids=ids)
def test_an_id_of_another_record_is_absent_shows_nothing_and_changes_nothing(
    town: Town, case: tuple[str, str]
) -> None:
    assert swapped_faults(town, case) == []


@pytest.mark.parametrize("case", REFUSED, ids=ids)
def test_a_method_without_a_row_is_refused(town: Town, case: tuple[str, str]) -> None:
    name, method = case
    asked = question(name, ROWS[name], method, town.mine)
    for visitor in AT_HOME & ROWS[name].may:
        answer = ask(client_of(visitor, town), asked)
        assert answer.status_code == 405, f"{asked} is answered: add its {method.lower()} to the row"


def ask_about(town: Town, case: tuple[str, str]) -> Question:
    name, method = case
    return question(name, ROWS[name], method, town.mine)


def swapped_faults(town: Town, case: tuple[str, str]) -> list[str]:
    asked = ask_about(town, case)
    return [
        f"{slot}: {fault}"
        for visitor in sorted(AT_HOME & asked.row.may, key=lambda visitor: visitor.value)
        for slot, swapped in swaps(asked, visitor, town)
        if slot not in asked.row.apart
        for fault in faults(swapped, visitor, town, "nothing" if asked.row.gentle else "absent")
    ]


NAMING_A_PATIENT = [
    (name, method) for name, method in ASKED if "patient_id" in ADDRESSES[name] and not ROWS[name].own
]


@pytest.mark.parametrize("case", NAMING_A_PATIENT, ids=ids)
def test_the_matrix_sees_the_hole_when_the_scope_is_taken_out(
    town: Town, case: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A planted fault: without it being found, an empty list of faults would mean nothing."""
    monkeypatch.setattr(TenantQuerySet, "seen_by", lambda rows, viewer: rows.before_viewer())
    asked = ask_about(town, case)
    next_door = (Visitor.NEIGHBOUR_THERAPIST, Visitor.NEIGHBOUR_OWNER)
    assert any(faults(asked, one, town, expected(asked, one, town)) for one in next_door)


def test_a_device_that_names_the_neighbours_program_and_entry_reaches_nothing_of_theirs(town: Town) -> None:
    theirs = town.neighbour
    asked = ask_about(town, ("sync", "POST"))
    stolen = theirs.operation(kind="amend", entry_id=str(theirs.entry_id), base_rev=1, device_seq=3)
    before = rows_of(theirs)
    answer = ask(
        client_of(Visitor.PATIENT, town), replace(asked, body={"device_id": "phone-1", "ops": [stolen]})
    )
    assert [receipt["status"] for receipt in answer.json()["receipts"]] == ["quarantined"]
    assert theirs.word not in text_of(answer)
    assert rows_of(theirs) == before


def rows_of(record: Record) -> dict[str, list[object]]:
    """Everything the record's clinic has."""
    tables = [model for model in apps.get_models() if issubclass(model, TenantModel)]
    clinic = record.world.clinic.id
    return {table.__name__: list(table.objects.in_clinic(clinic).order_by("pk").values()) for table in tables}


READING = [name for name, row in ROWS.items() if row.reads]


@pytest.mark.parametrize("name", READING)
def test_every_look_at_a_record_is_in_the_audit_with_who_looked(town: Town, name: str) -> None:
    asked = question(name, ROWS[name], "GET", town.mine)
    visitor = next(visitor for visitor in Visitor if visitor in ROWS[name].may)
    reads = events_about(town.mine.world.ana, town.mine.patient.id).filter(action="read")
    client = client_of(visitor, town)
    before = set(reads.values_list("seq", flat=True))
    answer = ask(client, asked)
    assert verdict(answer) == "answer", text_of(answer)
    after = reads.exclude(seq__in=before)
    assert [event.actor_role for event in after] == [visitor.value]


def test_every_page_with_a_patient_in_its_address_reads_or_is_a_part_of_one_that_does() -> None:
    parts = {"builder_search"}
    shown = {
        name for name, pattern in ADDRESSES.items() if "patient_id" in pattern and ROWS[name].get is not None
    }
    assert {name for name in shown if not ROWS[name].reads} <= parts


def test_signing_in_leads_back_to_the_page_that_was_asked_for(town: Town) -> None:
    path = reverse("chart", kwargs={"patient_id": town.mine.patient.id})
    answer = Client().get(path)
    assert answer.headers["Location"] == f"{reverse('sign_in')}?next={path.replace('/', '%2F')}"
