"""The wall between clinics, held to its behaviour: on each engine, for each Django version."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from conftest import NOW, TODAY, ClinicWorld, make_operation
from django.db import DatabaseError, connection, transaction
from django.db.models import Count, QuerySet
from django.test.utils import CaptureQueriesContext
from owning import pictured, writes_own
from ruling import two_for_two
from talking import asks, photo, replies, writes

from everyrep.logbook.actions import receive
from everyrep.logbook.models import Entry, OperationRow
from everyrep.monitoring.actions import Typed, amend_time, write_time
from everyrep.people.models import Patient, PatientLink
from everyrep.prescribing.actions.rules import assign
from everyrep.prescribing.documents import from_document
from everyrep.prescribing.models import Episode, ProgramVersion
from everyrep.tenancy.models import (
    AppendOnly,
    AppendOnlyModel,
    CrossClinicKey,
    TenantForeignKey,
    TenantModel,
    UnscopedQuery,
)
from everyrep.tenancy.viewer import NotFound

Rows = QuerySet[Any]


def concrete(kind: type[TenantModel]) -> Iterator[type[TenantModel]]:
    for child in kind.__subclasses__():
        if not child._meta.abstract:
            yield child
        yield from concrete(child)


TENANT_TABLES = sorted(concrete(TenantModel), key=lambda model: model.__name__)
WAYS_TO_RUN: dict[str, Callable[[Rows], object]] = {
    "list": list,
    "len": len,
    "bool": bool,
    "get": lambda rows: rows.get(pk=uuid4()),
    "first": lambda rows: rows.first(),
    "last": lambda rows: rows.last(),
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "contains": lambda rows: rows.contains(rows.model(pk=uuid4())),
    "aggregate": lambda rows: rows.aggregate(n=Count("pk")),
    "values": lambda rows: list(rows.values("pk")),
    "values_list": lambda rows: list(rows.values_list("pk", flat=True)),
    "in_bulk": lambda rows: rows.in_bulk([uuid4()]),
    "iterator": lambda rows: list(rows.iterator()),
    "aiterator": lambda rows: rows.aiterator(),
    "slice": lambda rows: rows[0],
    "filter": lambda rows: list(rows.filter(pk=uuid4())),
    "exclude": lambda rows: list(rows.exclude(pk=uuid4())),
    "distinct": lambda rows: list(rows.distinct().order_by("pk")),
    "update": lambda rows: rows.update(clinic_id=uuid4()),
    "delete": lambda rows: rows.delete(),
    "get_or_create": lambda rows: rows.get_or_create(pk=uuid4()),
    "update_or_create": lambda rows: rows.update_or_create(pk=uuid4()),
    "raw": lambda rows: list(rows.raw(f"SELECT * FROM {rows.model._meta.db_table}")),
}


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS_TO_RUN)
@pytest.mark.parametrize("table", TENANT_TABLES, ids=lambda table: table.__name__)
def test_a_query_that_names_no_clinic_is_stopped(table: type[TenantModel], way: str) -> None:
    with pytest.raises(UnscopedQuery):
        WAYS_TO_RUN[way](table.objects.all())


@pytest.mark.parametrize(
    "combine",
    [
        lambda mine, all_: mine | all_,
        lambda mine, all_: all_ | mine,
        lambda mine, all_: mine ^ all_,
        lambda mine, all_: mine.union(all_),
        lambda mine, all_: mine.union(mine, all_),
    ],
    ids=["mine or all", "all or mine", "mine xor all", "union", "union of three"],
)
def test_joining_a_named_clinic_with_an_unnamed_one_is_stopped(
    world: ClinicWorld, neighbour: ClinicWorld, combine: Callable[[Rows, Rows], Rows]
) -> None:
    mine = Patient.objects.in_clinic(world.clinic.id)
    with pytest.raises(UnscopedQuery):
        list(combine(mine, Patient.objects.all()))


def test_a_clinic_sees_its_own_rows_and_a_patient_only_theirs(
    world: ClinicWorld, neighbour: ClinicWorld
) -> None:
    assert list(Patient.objects.seen_by(world.ana)) == [world.patient]
    assert list(Patient.objects.seen_by(world.rosa)) == [world.patient]
    with pytest.raises(NotFound):
        Patient.objects.seen_by(world.ana).find(id=neighbour.patient.id)


def test_what_is_no_id_is_not_found_rather_than_an_error(world: ClinicWorld) -> None:
    with pytest.raises(NotFound):
        Patient.objects.seen_by(world.ana).find(id="7")


def test_joins_match_the_clinic_as_well_as_the_id(world: ClinicWorld, episode: Episode) -> None:
    with CaptureQueriesContext(connection) as asked:
        list(Episode.objects.seen_by(world.ana).select_related("patient"))
    on = asked[0]["sql"].split(" ON ")[1].split(" WHERE ")[0]
    assert '"people_patient"."clinic_id"' in on
    assert '"prescribing_episode"."clinic_id"' in on


def test_following_a_key_matches_the_clinic_as_well_as_the_id(world: ClinicWorld, episode: Episode) -> None:
    again = Episode.objects.seen_by(world.ana).get()
    with CaptureQueriesContext(connection) as asked:
        assert again.patient == world.patient
    assert '"people_patient"."clinic_id" = ' in asked[0]["sql"]


def test_every_key_between_tenant_tables_carries_the_clinic() -> None:
    plain = [
        f"{table.__name__}.{field.name}"
        for table in TENANT_TABLES
        for field in table._meta.concrete_fields
        if field.is_relation
        and issubclass(field.related_model, TenantModel)
        and not isinstance(field, TenantForeignKey)
    ]
    assert plain == []


def test_a_row_does_not_point_at_another_clinics_row(world: ClinicWorld, neighbour: ClinicWorld) -> None:
    with pytest.raises(CrossClinicKey):
        PatientLink.objects.create(
            clinic_id=world.clinic.id, patient=neighbour.patient, token_hash="x", label="", created_at=NOW
        )


def test_a_key_smuggled_in_by_its_id_leads_nowhere(world: ClinicWorld, neighbour: ClinicWorld) -> None:
    link = PatientLink.objects.create(
        clinic_id=world.clinic.id, patient_id=neighbour.patient.id, token_hash="x", label="", created_at=NOW
    )
    again = PatientLink.objects.in_clinic(world.clinic.id).filter(id=link.id)
    assert not again.filter(patient__family_name="Diaz").exists()
    with pytest.raises(Patient.DoesNotExist):
        _ = again.get().patient


def test_saving_never_moves_a_row_to_another_clinic(world: ClinicWorld, neighbour: ClinicWorld) -> None:
    patient = Patient.objects.seen_by(world.ana).get()
    patient.clinic_id = neighbour.clinic.id
    patient.given_name = "Moved"
    with pytest.raises(DatabaseError), transaction.atomic():
        patient.save(update_fields=["given_name", "clinic"])
    assert Patient.objects.seen_by(world.ana).get().given_name == "Rosa"
    assert Patient.objects.seen_by(neighbour.ana).get().given_name == "Rosa"


@pytest.fixture
def logged(world: ClinicWorld, signed: ProgramVersion) -> None:
    item = from_document(signed.items)[0]
    receive(by=world.rosa, patient_id=world.patient.id, ops=[make_operation(signed.id, item.key)], now=NOW)


@pytest.fixture
def talked(world: ClinicWorld) -> None:
    writes(world, world.rosa, "The scar itches.", photos=[photo()])
    replies(world, "Come on Tuesday.", answers=(asks(world, "May I swim?"),))


@pytest.fixture
def approved(world: ClinicWorld, signed: ProgramVersion) -> None:
    assign(
        by=world.ana,
        patient_id=world.patient.id,
        item_key=from_document(signed.items)[0].key,
        rules=two_for_two(world),
        usual_pain=None,
        lower_at_once=False,
        assistants=False,
        now=NOW,
    )


@pytest.fixture
def timed(world: ClinicWorld) -> None:
    typed = Typed(day="2026-11-16", start="09:00", stop="09:12", activity="call", contact=True, note="")
    mine: dict[str, Any] = {"by": world.ana, "patient_id": world.patient.id, "now": NOW}
    entry = write_time(**mine, typed=typed)
    amend_time(**mine, entry_id=entry.id, typed=replace(typed, stop="09:08"), reason="Hung up earlier")


@pytest.fixture
def owned(world: ClinicWorld) -> None:
    writes_own(world, pictured(world))


@pytest.mark.parametrize(
    "table",
    sorted(concrete(AppendOnlyModel), key=lambda model: model.__name__),
    ids=lambda table: table.__name__,
)
def test_what_is_written_once_is_not_changed_even_behind_the_models(
    world: ClinicWorld,
    logged: None,
    talked: None,
    approved: None,
    timed: None,
    owned: None,
    table: type[AppendOnlyModel],
) -> None:
    row = table.objects.in_clinic(world.clinic.id).first()
    assert row is not None
    with pytest.raises(AppendOnly):
        row.save()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        table.objects.in_clinic(world.clinic.id).update(clinic_id=world.clinic.id)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE {table._meta.db_table} SET clinic_id = clinic_id")


def test_the_log_knows_its_operations_and_entries(world: ClinicWorld, logged: None) -> None:
    assert OperationRow.objects.seen_by(world.rosa).count() == 1
    assert Entry.objects.seen_by(world.rosa).get().local_date == TODAY
