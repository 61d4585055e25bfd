"""Asking a route as a visitor, and everything that is wrong with the answer."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.urls import reverse
from pypdf import PdfReader

from edges.matrix.forms import Body
from edges.matrix.rows import Row
from edges.matrix.town import Record, Town
from edges.matrix.visitors import AT_HOME, PATIENTS, ROLES, STRANGERS, Visitor, client_of, words_not_for

OURS = {
    "audit",
    "people",
    "attention",
    "library",
    "prescribing",
    "logbook",
    "conversations",
    "monitoring",
    "reminders",
    "outbox",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One request: a route and method, with the record's address and body, or some of it another's."""

    name: str
    row: Row
    method: str
    address: Body
    body: Body

    def __str__(self) -> str:
        return f"{self.method} {reverse(self.name, kwargs=self.address)}"


def question(name: str, row: Row, method: str, record: Record) -> Question:
    make = row.get if method == "GET" else row.post
    return Question(
        name=name,
        row=row,
        method=method,
        address=row.address(record),
        body=make(record) if make else {},
    )


def expected(asked: Question, visitor: Visitor, town: Town) -> str:
    """`answer`, `absent` (404), `sign in` or `refused` (with its reason, on the page)."""
    found = _expected(asked, visitor, town)
    return "refused" if found == "answer" and asked.row.unsigned else found


def _expected(asked: Question, visitor: Visitor, town: Town) -> str:
    if visitor in STRANGERS:
        return "answer" if visitor in asked.row.may else "sign in"
    if visitor in AT_HOME:
        return "answer" if visitor in asked.row.may else "absent"
    names_a_record = not asked.row.secret and bool(
        differing(asked.address, _of(asked, town.neighbour).address)
    )
    return "answer" if ROLES[visitor] in asked.row.may and not names_a_record else "absent"


def faults(asked: Question, visitor: Visitor, town: Town, wanted: str) -> list[str]:
    """What is wrong with the answer: its status, a word of another's record in it, a changed row.

    `wanted` is a verdict, or `nothing`: whatever the answer, nothing shows and nothing changes.
    """
    with transaction.atomic():
        for record in (town.mine, town.other, town.neighbour):
            asked.row.before(record)
        client = client_of(visitor, town)
        before = snapshot()
        answer = ask(client, asked)
        after = snapshot()
        text = text_of(answer)
        transaction.set_rollback(True)
    where = f"{asked} by {visitor.value}"
    found = [f"{where}: shows {word}" for word in words_not_for(visitor, town) if word in text]
    if wanted not in ("nothing", verdict(answer)):
        found.append(f"{where}: {answer.status_code} {verdict(answer)}, expected {wanted}")
    if wanted != "answer":
        found += [f"{where}: changes {table}" for table in before if before[table] != after[table]]
    return found


def ask(client: Any, asked: Question) -> HttpResponseBase:
    path = reverse(asked.name, kwargs=asked.address)
    if asked.row.json and asked.method == "POST":
        body = json.dumps(asked.body, default=str)
        return client.post(path, body, content_type="application/json", headers=asked.row.headers)
    send = client.get if asked.method == "GET" else client.post
    return send(path, asked.body, headers=asked.row.headers)


def verdict(answer: HttpResponseBase) -> str:
    location = answer.headers.get("Location", "")
    if answer.status_code in (401, 410) or location.startswith(f"{reverse('sign_in')}?next="):
        return "sign in"
    if answer.status_code == 404:
        return "absent"
    return "answer" if answer.status_code < 400 else "refused"


def text_of(answer: HttpResponseBase) -> str:
    """All a reader can find in the answer: its headers, and its text."""
    content = b"".join(answer) if answer.streaming else answer.content
    headers = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
    if answer.headers.get("Content-Type") == "application/pdf":
        return headers + " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return headers + content.decode(errors="replace")


def snapshot() -> dict[str, str]:
    """A hash of every row of every table of ours."""
    tables = [model._meta.db_table for model in apps.get_models() if model._meta.app_label in OURS]
    with connection.cursor() as cursor:
        return {table: _hash(cursor, table) for table in sorted(tables)}


def _hash(cursor: Any, table: str) -> str:
    cursor.execute(f"SELECT * FROM {table} ORDER BY id")
    return hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()


def swaps(asked: Question, visitor: Visitor, town: Town) -> Iterator[tuple[str, Question]]:
    """The question with one id at a time taken from the clinic next door, and from another patient.

    Staff may see the clinic's other patient: for them one id of two is swapped, so that they do not match.
    """
    donors = [town.neighbour]
    if visitor in PATIENTS or len(differing(asked.address, _of(asked, town.other).address)) > 1:
        donors.append(town.other)
    for donor in donors:
        theirs = _of(asked, donor)
        for slot in differing(asked.address, theirs.address):
            yield slot, replace(asked, address={**asked.address, slot: theirs.address[slot]})
        for slot in differing(asked.body, theirs.body):
            yield slot, replace(asked, body={**asked.body, slot: theirs.body[slot]})


def _of(asked: Question, record: Record) -> Question:
    return question(asked.name, asked.row, asked.method, record)


def differing(mine: Body, theirs: Body) -> list[str]:
    """The names of the values that belong to one record alone: what counts as an id."""
    return [name for name in mine if mine[name] != theirs[name]]
