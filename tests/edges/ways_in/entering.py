"""Coming in by a code and looking whether one is in."""

import re
from typing import Any

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

ROSA = "rosa@riverside.example"
CODE = re.compile(r"\b(\d{4}) (\d{4})\b")


def is_in(client: Client) -> bool:
    return client.get(reverse("more")).status_code == 200


def moves_to(monkeypatch: pytest.MonkeyPatch, moment: Any) -> None:
    monkeypatch.setattr("everyrep.clock.now", lambda: moment)


def ask(client: Client, email: str = ROSA) -> HttpResponse:
    return client.post(reverse("code_ask"), {"email": email})


def sent_code() -> str:
    found = CODE.search(str(mail.outbox[-1].body))
    assert found is not None
    return found[0]
