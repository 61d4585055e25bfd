"""Rules of an item and verdicts, to and from plain JSON values: what was signed, and what was judged by what.

A stored verdict is read back with the rules it was made by, which stay in the registry in every version.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import msgspec

from everyrep.core.progression.assigned import AssignedRule, ItemRules
from everyrep.core.progression.evaluate import Obstacle, Verdict
from everyrep.core.progression.inputs import Value
from everyrep.core.progression.judging import Finding, Reading
from everyrep.core.progression.outcome import Effect, Outcome
from everyrep.core.progression.rules import RULES
from everyrep.core.progression.steps import Change

Document = dict[str, Any]
EXACT = "exact"  # marks a decimal number, which JSON has no kind for


def rules_to_document(rules: ItemRules) -> Document:
    """The rules as plain JSON values; numbers as text, exactly."""
    found: Document = msgspec.to_builtins(rules)
    return found


def rules_from_document(document: Document) -> ItemRules:
    """The rules of a document; raises msgspec.ValidationError on one that we did not write."""
    assigned = tuple(msgspec.convert(rule, AssignedRule) for rule in document["assigned"])
    frame = msgspec.convert(document["frame"], tuple[tuple[str, Decimal], ...])
    return ItemRules(assigned=assigned, frame=frame)


def verdict_to_document(verdict: Verdict) -> Document:
    """Every finding with its readings, the guards, and the change, number by number."""
    return {
        "day": verdict.day.isoformat(),
        "outcome": verdict.outcome.value,
        "finding": _finding(verdict.finding) if verdict.finding else None,
        "findings": [_finding(finding) for finding in verdict.findings],
        "guards": _finding(verdict.guards) if verdict.guards else None,
        "obstacle": verdict.obstacle.value if verdict.obstacle else None,
        "effects": [effect.value for effect in verdict.effects],
        "change": change_to_document(verdict.change) if verdict.change else None,
        "rest_days": verdict.rest_days,
    }


def verdict_from_document(document: Document) -> Verdict:
    """The verdict as it was given."""
    change, obstacle = document["change"], document["obstacle"]
    return Verdict(
        day=date.fromisoformat(document["day"]),
        outcome=Outcome(document["outcome"]),
        finding=_found(document["finding"]) if document["finding"] else None,
        findings=tuple(_found(finding) for finding in document["findings"]),
        guards=_found(document["guards"]) if document["guards"] else None,
        obstacle=Obstacle(obstacle) if obstacle else None,
        effects=_effects(document["effects"]),
        change=change_from_document(change) if change else None,
        rest_days=document["rest_days"],
    )


def change_to_document(change: Change) -> Document:
    """The change as plain JSON values."""
    found: Document = msgspec.to_builtins(change)
    return found


def change_from_document(document: Document) -> Change:
    """The change of a document."""
    return msgspec.convert(document, Change)


def _finding(finding: Finding) -> Document:
    return {
        "rule": finding.rule.id,
        "version": finding.rule.version,
        "settings": {name: str(value) for name, value in finding.settings.items()},
        "outcome": finding.outcome.value,
        "row": finding.row.id if finding.row else None,
        "effects": [effect.value for effect in finding.effects],
        "readings": [
            {"input": reading.input, "values": [_said(value) for value in reading.values]}
            for reading in finding.readings
        ],
        "missing": list(finding.missing),
        "also": list(finding.also),
    }


def _found(document: Document) -> Finding:
    rule = RULES[document["rule"], document["version"]]
    return Finding(
        rule=rule,
        settings=MappingProxyType({name: Decimal(text) for name, text in document["settings"].items()}),
        outcome=Outcome(document["outcome"]),
        row=rule.row(document["row"]) if document["row"] else None,
        effects=_effects(document["effects"]),
        readings=tuple(
            Reading(reading["input"], tuple(_value(value) for value in reading["values"]))
            for reading in document["readings"]
        ),
        missing=tuple(document["missing"]),
        also=tuple(document["also"]),
    )


def _effects(codes: Iterable[str]) -> tuple[Effect, ...]:
    return tuple(Effect(code) for code in codes)


def _said(value: Value) -> object:
    return {EXACT: str(value)} if isinstance(value, Decimal) else value


def _value(value: Any) -> Value:
    if isinstance(value, Mapping):
        return Decimal(value[EXACT])
    known: Value = value
    return known
