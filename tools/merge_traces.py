"""Write tests/core/merge_traces.json: sets of operations as they arrive, with the entries they make.

    python tools/merge_traces.py

One corpus for every client: Python and TypeScript merge the same traces. Two devices create, amend and
retract on what each has seen, and exchange it now and then; so there are corrections on one revision from
both sides. What arrives is out of order, partly twice, and now and then has a gap.
"""

import json
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from everyrep.core.sync import EntryState, Evidence, Operation, OperationKind, merge

KEPT = Path(__file__).parents[1] / "tests" / "core" / "merge_traces.json"
TRACES = 300
MOST_STEPS = 14
FIRST_DAY = date(2026, 3, 2)
EVIDENCE = (Evidence.GUIDED, Evidence.TICKED, Evidence.RECALLED)


class Device:
    """One phone: the operations it has seen, its own and the other's."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.seen: list[Operation] = []

    def step(self) -> Operation:
        """Says something new, corrects an entry it knows, or takes one back."""
        entries = merge(self.seen)
        kind = self.chance.choice(tuple(OperationKind)) if entries else OperationKind.CREATE
        if kind is OperationKind.CREATE:
            made = self._operation(kind, _id(self.chance), 0)
        else:
            entry = entries[self.chance.choice(sorted(entries))]
            made = self._operation(kind, entry.entry_id, entry.top.base_rev + 1)
        self.seen.append(made)
        return made

    def _operation(self, kind: OperationKind, entry_id: str, base_rev: int) -> Operation:
        said = {"type": "exercise", "pain": self.chance.randrange(11)}
        return Operation(
            op_id=_id(self.chance),
            entry_id=entry_id,
            kind=kind,
            base_rev=base_rev,
            local_date=FIRST_DAY + timedelta(days=self.chance.randrange(14)),
            evidence=self.chance.choice(EVIDENCE),
            body={} if kind is OperationKind.RETRACT else said,
        )


def corpus() -> dict[str, Any]:
    """Every trace, the same on every machine."""
    return {"traces": [_written(f"trace {number}", arrived(number)) for number in range(TRACES)]}


def arrived(number: int) -> list[Operation]:
    """What two devices said in one trace, as a third place gets it."""
    chance = random.Random(number)  # noqa: S311 - the same traces on every machine
    devices = Device(chance), Device(chance)
    said = []
    for _ in range(chance.randrange(MOST_STEPS + 1)):
        said.append(chance.choice(devices).step())
        if chance.random() < 0.25:
            _exchange(*devices)
    if said and chance.random() < 0.3:
        said.remove(chance.choice(said))  # a gap: still on its way
    twice = [operation for operation in said if chance.random() < 0.3]
    return chance.sample(said + twice, len(said) + len(twice))


def _exchange(one: Device, other: Device) -> None:
    both = {operation.op_id: operation for operation in one.seen + other.seen}
    one.seen, other.seen = list(both.values()), list(both.values())


def _id(chance: random.Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))


def _written(name: str, operations: list[Operation]) -> dict[str, Any]:
    entries = {entry_id: _state(entry) for entry_id, entry in merge(operations).items()}
    return {"name": name, "operations": [_operation(one) for one in operations], "entries": entries}


def _operation(operation: Operation) -> dict[str, Any]:
    return {
        "op_id": operation.op_id,
        "entry_id": operation.entry_id,
        "kind": operation.kind.value,
        "base_rev": operation.base_rev,
        "local_date": operation.local_date.isoformat(),
        "evidence": operation.evidence.value,
        "body": operation.body,
    }


def _state(entry: EntryState) -> dict[str, Any]:
    return {
        "top": entry.top.op_id,
        "retracted": entry.retracted,
        "conflict": entry.conflict,
        "revision": entry.top.base_rev + 1,
    }


def _lines() -> Iterator[str]:
    traces = [json.dumps(trace, separators=(",", ":")) for trace in corpus()["traces"]]
    yield '{"traces":['
    yield ",\n".join(traces)
    yield "]}"


def written() -> str:
    """The corpus as the file holds it, one trace a line."""
    return "\n".join(_lines()) + "\n"


def main() -> int:
    KEPT.write_text(written(), encoding="utf-8")
    print(KEPT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
