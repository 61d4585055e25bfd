"""The connection ends before the answer, or before the whole push: sent again, everything counts once."""

import json
import socket
from collections.abc import Iterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import pytest
from conftest import NOW, ClinicWorld, make_operation, make_world, open_episode, sign_template
from django.test import Client
from edges.conftest import signed_in

from everyrep.config.wsgi import application
from everyrep.logbook.models import OperationRow

TOKEN = "t" * 32
OPERATIONS = 20


class Quiet(WSGIRequestHandler):
    def log_message(self, *_told: object) -> None:
        """A connection that the phone has closed is no news."""


class Server(WSGIServer):
    """A real server on a real socket that answers when it is told to."""

    def handle_error(self, *_told: object) -> None:
        """Nobody is there to be answered any more."""

    def ask(self, client: Client, ops: list[dict[str, Any]], *, bytes_sent: int | None = None) -> None:
        """Push, and hang up before the answer. `bytes_sent`: hang up after so many of the body."""
        body = json.dumps({"device_id": "phone-1", "cursor": 10**9, "ops": ops}).encode()
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
        head = [
            "POST /api/v1/sync HTTP/1.1",
            "Host: localhost",
            f"Cookie: {cookies}; csrftoken={TOKEN}",
            f"X-CSRFToken: {TOKEN}",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
        ]
        with socket.create_connection(self.server_address) as phone:
            phone.sendall("\r\n".join(head).encode() + b"\r\n\r\n" + body[:bytes_sent])
        self.handle_request()


@pytest.fixture
def world(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> ClinicWorld:
    monkeypatch.setattr("everyrep.clock.now", lambda: NOW)
    return make_world("Riverside Physical Therapy")


@pytest.fixture
def ops(world: ClinicWorld) -> list[dict[str, Any]]:
    signed = sign_template(world, open_episode(world))
    return [make_operation(signed.id, signed.items[0]["key"], device_seq=n) for n in range(OPERATIONS)]


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Quiet) as serving:
        serving.set_app(application)
        yield serving


def stored(world: ClinicWorld) -> int:
    return OperationRow.objects.seen_by(world.rosa).count()


def receipts(phone: Client, ops: list[dict[str, Any]]) -> list[str]:
    body = json.dumps({"device_id": "phone-1", "cursor": 10**9, "ops": ops})
    told = phone.post("/api/v1/sync", body, content_type="application/json").json()["receipts"]
    return [receipt["status"] for receipt in told]


def test_what_was_stored_while_nobody_waited_for_the_answer_is_a_duplicate_the_next_time(
    world: ClinicWorld, ops: list[dict[str, Any]], server: Server
) -> None:
    phone = signed_in(Client(), world.patient)
    server.ask(phone, ops)
    assert stored(world) == OPERATIONS
    assert receipts(phone, ops) == ["duplicate"] * OPERATIONS
    assert stored(world) == OPERATIONS


@pytest.mark.parametrize("bytes_sent", [0, 1, 60, 700, 5000])
def test_of_a_push_that_breaks_off_nothing_is_taken(
    world: ClinicWorld, ops: list[dict[str, Any]], server: Server, bytes_sent: int
) -> None:
    phone = signed_in(Client(), world.patient)
    server.ask(phone, ops, bytes_sent=bytes_sent)
    assert stored(world) == 0
    assert receipts(phone, ops) == ["accepted"] * OPERATIONS
