"""Prescriptions to and from the JSON document of a draft or a version."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import msgspec

from everyrep.core.plan import Plan, Prescription
from everyrep.core.sync import content_hash
from everyrep.prescribing.models import ProgramVersion

Document = list[dict[str, Any]]
EMPTY: tuple[object, ...] = (None, "", [], (), {})


def to_document(items: Iterable[Prescription]) -> Document:
    """The prescriptions as plain JSON values, empty fields left out."""
    return [_without_empty(msgspec.to_builtins(item)) for item in items]


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_empty(inner) for key, inner in value.items() if inner not in EMPTY}
    return [_without_empty(inner) for inner in value] if isinstance(value, list | tuple) else value


def from_document(document: Document) -> tuple[Prescription, ...]:
    """The prescriptions of a document; raises msgspec.ValidationError on a document we did not write."""
    return msgspec.convert(document, tuple[Prescription, ...])


def document_hash(document: Document) -> str:
    """SHA-256 of the document's canonical JSON."""
    return content_hash(document)


def fingerprint(item: Prescription) -> str:
    """Changes with the dose and the words of a prescription; not with what is set beside them on its line
    (essential, override), so that a dose form stays good when only those change.
    """
    plain = replace(item, essential=True, override_reason="", override_flags=(), unchanged_since=None)
    return content_hash(to_document([plain]))[:12]


def plan_of(version: ProgramVersion) -> Plan:
    """The signed version as the core reads it."""
    return Plan(number=version.number, valid_from=version.valid_from, items=from_document(version.items))
