"""The corpus that every client merges alike: tests/core/merge_traces.json, made by tools/merge_traces.py."""

import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from everyrep.core.sync import Evidence, Operation, OperationKind, merge

TRACES = json.loads((Path(__file__).parent / "merge_traces.json").read_text("utf-8"))["traces"]


def operations(trace: dict[str, Any]) -> list[Operation]:
    return [
        Operation(
            op_id=sent["op_id"],
            entry_id=sent["entry_id"],
            kind=OperationKind(sent["kind"]),
            base_rev=sent["base_rev"],
            local_date=date.fromisoformat(sent["local_date"]),
            evidence=Evidence(sent["evidence"]),
            body=sent["body"],
        )
        for sent in trace["operations"]
    ]


def merged(delivered: list[Operation]) -> dict[str, dict[str, Any]]:
    return {
        entry_id: {
            "top": entry.top.op_id,
            "retracted": entry.retracted,
            "conflict": entry.conflict,
            "revision": entry.top.base_rev + 1,
        }
        for entry_id, entry in merge(delivered).items()
    }


@pytest.mark.parametrize("trace", TRACES, ids=[trace["name"] for trace in TRACES])
def test_a_trace_makes_its_entries_in_any_order_and_however_often(trace: dict[str, Any]) -> None:
    delivered = operations(trace)
    shuffled = random.Random(trace["name"]).sample(delivered * 2, len(delivered) * 2)
    assert merged(delivered) == merged(delivered[::-1]) == merged(shuffled) == trace["entries"]


def test_the_corpus_holds_what_makes_merging_hard() -> None:
    entries = [entry for trace in TRACES for entry in trace["entries"].values()]
    assert sum(entry["conflict"] for entry in entries) > 50
    assert sum(entry["retracted"] for entry in entries) > 50
    assert sum(entry["retracted"] and entry["conflict"] for entry in entries) > 5
    assert any(entry["revision"] > 5 for entry in entries)
    assert sum(repeated(trace) for trace in TRACES) > 100
    assert sum(gapped(trace) for trace in TRACES) > 20


def repeated(trace: dict[str, Any]) -> bool:
    ids = [sent["op_id"] for sent in trace["operations"]]
    return len(set(ids)) < len(ids)


def gapped(trace: dict[str, Any]) -> bool:
    """An entry was corrected and the correction arrived without what it was made on."""
    seen = {(sent["entry_id"], sent["base_rev"]) for sent in trace["operations"]}
    return any(base_rev and (entry_id, base_rev - 1) not in seen for entry_id, base_rev in seen)
