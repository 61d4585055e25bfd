"""The numbers of content/attention.yaml, each with the source that speaks for it."""

from dataclasses import dataclass, fields
from datetime import time
from functools import cache
from pathlib import Path

import msgspec
import yaml
from django.conf import settings

from everyrep.core.attention.thresholds import Thresholds


class Default(msgspec.Struct, frozen=True):
    """One number as shipped."""

    value: str | int
    unit: str
    source: str


class _File(msgspec.Struct, frozen=True):
    reviewed_by: str
    thresholds: dict[str, Default]
    response: dict[str, Default]


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """How soon the clinic answers: minutes after an emergency or urgent answer, working days of attention.

    `weekly_contacts` is how often a patient is to hear from the clinic in a week, reminders included.
    """

    emergency_min: int
    urgent_min: int
    attention_days: int
    weekly_contacts: int


@cache
def _shipped() -> _File:
    path = Path(settings.CONTENT_DIR) / "attention.yaml"
    return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), _File)


@cache
def thresholds() -> Thresholds:
    """As shipped; raises msgspec.ValidationError or KeyError for a file that was spoilt."""
    said = _shipped().thresholds
    return Thresholds(**{field.name: int(said[field.name].value) for field in fields(Thresholds)})


@cache
def shipped_response() -> Response:
    said = _shipped().response
    return Response(**{field.name: int(said[field.name].value) for field in fields(Response)})


def sources() -> dict[str, Default]:
    """Where each number comes from, by its name."""
    return {**_shipped().thresholds, **_shipped().response}


@cache
def sweep_at() -> time:
    """The clinic's own clock time of the daily sweep."""
    return time.fromisoformat(str(_shipped().response["sweep_at"].value))
