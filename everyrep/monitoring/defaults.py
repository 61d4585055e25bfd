"""The numbers and codes of content/monitoring.yaml, each number with the source that speaks for it."""

from dataclasses import fields
from functools import cache
from pathlib import Path

import msgspec
import yaml
from django.conf import settings

from everyrep.core.monitoring.numbers import Mark, Numbers


class Default(msgspec.Struct, frozen=True):
    """One number as shipped."""

    value: int
    unit: str
    source: str


class _File(msgspec.Struct, frozen=True):
    reviewed_by: str
    numbers: dict[str, Default]
    codes: dict[str, str]


@cache
def _shipped() -> _File:
    path = Path(settings.CONTENT_DIR) / "monitoring.yaml"
    return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), _File)


@cache
def numbers() -> Numbers:
    """As shipped; raises msgspec.ValidationError or KeyError for a file that was spoilt."""
    said = _shipped().numbers
    return Numbers(**{field.name: said[field.name].value for field in fields(Numbers)})


@cache
def codes() -> dict[Mark, str]:
    return {mark: _shipped().codes[mark.value] for mark in Mark}
