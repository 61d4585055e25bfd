"""A server that cannot write says so, loses nothing, and goes on once it can."""

import json
import resource
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from conftest import NOW, ClinicWorld, make_operation, make_world, open_episode, sign_template
from django.db import connection
from django.test import Client
from edges.conftest import signed_in

from everyrep.logbook.models import OperationRow
from everyrep.prescribing.models import ProgramVersion

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="a fault of SQLite's files")
on_postgres = pytest.mark.skipif(connection.vendor == "sqlite", reason="a fault of PostgreSQL's server")
OPERATIONS = 100
NOTE = "x" * 2000
ROOM = 16_384  # bytes; a push of OPERATIONS with a NOTE each needs far more

Fault = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def world(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> ClinicWorld:
    monkeypatch.setattr("everyrep.clock.now", lambda: NOW)
    return make_world("Riverside Physical Therapy")


@pytest.fixture
def signed(world: ClinicWorld) -> ProgramVersion:
    return sign_template(world, open_episode(world))


@pytest.fixture
def phone(world: ClinicWorld) -> Client:
    return signed_in(Client(raise_request_exception=False), world.patient)


def batch(signed: ProgramVersion) -> list[dict[str, Any]]:
    body = {"type": "exercise", "item_key": signed.items[0]["key"], "session": 0, "outcome": "done"}
    body["note"] = NOTE
    return [make_operation(signed.id, "", body=body, device_seq=n) for n in range(OPERATIONS)]


def push(phone: Client, ops: list[dict[str, Any]]) -> Any:
    body = json.dumps({"device_id": "phone-1", "cursor": 10**9, "ops": ops})
    return phone.post("/api/v1/sync", body, content_type="application/json")


def pragma(text: str) -> Any:
    with connection.cursor() as cursor:
        return (cursor.execute(f"PRAGMA {text}").fetchone() or [None])[0]


@contextmanager
def full_database() -> Iterator[None]:
    """SQLite may not take another page. VACUUM first: pages that earlier tests freed are room too."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
    before = pragma("max_page_count")
    pragma(f"max_page_count = {pragma('page_count')}")
    try:
        yield
    finally:
        pragma(f"max_page_count = {before}")


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process may grow beyond ROOM: the write itself fails, as on a full disk."""
    pragma("wal_checkpoint(TRUNCATE)")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def read_only_disk() -> Iterator[None]:
    pragma("query_only = ON")
    try:
        yield
    finally:
        pragma("query_only = OFF")


@contextmanager
def full_server() -> Iterator[None]:
    """PostgreSQL reports that its disk is full."""
    with connection.cursor() as cursor:
        cursor.execute("""
            CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
            CREATE TRIGGER no_room BEFORE INSERT ON logbook_operationrow EXECUTE FUNCTION no_room();
        """)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER no_room ON logbook_operationrow; DROP FUNCTION no_room();")


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(full_database, marks=on_sqlite),
        pytest.param(full_disk, marks=on_sqlite),
        pytest.param(read_only_disk, marks=on_sqlite),
        pytest.param(full_server, marks=on_postgres),
    ],
    ids=lambda fault: fault.__name__,
)
def test_a_server_without_room_says_so_loses_nothing_and_goes_on(
    world: ClinicWorld, phone: Client, signed: ProgramVersion, fault: Fault
) -> None:
    early, ops = [make_operation(signed.id, signed.items[0]["key"])], batch(signed)
    assert push(phone, early).status_code == 200
    with fault():
        answer = push(phone, ops)
    assert (answer.status_code, answer.json()["error"]) == (507, "the server has no room to write")
    assert int(answer["Retry-After"]) > 0
    assert stored(world) == {early[0]["op_id"]}
    told = push(phone, early + ops).json()["receipts"]
    assert [receipt["status"] for receipt in told] == ["duplicate"] + ["accepted"] * OPERATIONS
    assert stored(world) == {op["op_id"] for op in early + ops}
    assert connection.vendor != "sqlite" or pragma("integrity_check") == "ok"


def test_a_server_whose_database_is_locked_asks_to_send_again_soon(
    world: ClinicWorld, phone: Client, signed: ProgramVersion
) -> None:
    ops = [make_operation(signed.id, signed.items[0]["key"])]
    assert push(phone, []).status_code == 200
    with another_writer(), impatient():
        answer = push(phone, ops)
    assert (answer.status_code, answer.json()["error"]) == (503, "the database is busy or away")
    assert int(answer["Retry-After"]) > 0
    assert [receipt["status"] for receipt in push(phone, ops).json()["receipts"]] == ["accepted"]


@on_postgres
def test_a_connection_that_broke_costs_one_answer_and_no_operation(
    world: ClinicWorld, phone: Client, signed: ProgramVersion
) -> None:
    ops = [make_operation(signed.id, signed.items[0]["key"])]
    with new_connection() as other:
        other.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
    assert push(phone, ops).status_code >= 500
    connection.close_if_unusable_or_obsolete()  # as at the end of every request that is served
    assert [receipt["status"] for receipt in push(phone, ops).json()["receipts"]] == ["accepted"]


@contextmanager
def new_connection() -> Iterator[Any]:
    """Another connection to the same database, as another process has it."""
    other = connection.get_new_connection(connection.get_connection_params())
    try:
        yield other
    finally:
        other.close()


@contextmanager
def another_writer() -> Iterator[None]:
    """Another process is in the middle of a write that concerns every patient."""
    with new_connection() as other:
        if connection.vendor == "sqlite":
            other.execute("BEGIN IMMEDIATE")
        else:
            other.execute("LOCK TABLE logbook_syncsequence IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


@contextmanager
def impatient() -> Iterator[None]:
    """The server waits 50 ms for a lock, instead of settings.LOCK_WAIT_S."""
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50" if sqlite else "SET lock_timeout = '50ms'")
    try:
        yield
    finally:
        connection.close()  # the next one has the settings again


def stored(world: ClinicWorld) -> set[str]:
    rows = OperationRow.objects.seen_by(world.rosa)
    return {str(op_id) for op_id in rows.values_list("op_id", flat=True)}
