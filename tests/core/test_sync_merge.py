"""Entries are a pure function of the set of operations."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from everyrep.core.sync import EntryState, Evidence, Operation, OperationKind, merge

MONDAY = date(2026, 3, 2)
CREATE, AMEND, RETRACT = OperationKind.CREATE, OperationKind.AMEND, OperationKind.RETRACT


def op(op_id: str, kind: OperationKind, base_rev: int, entry_id: str = "e1") -> Operation:
    return Operation(
        op_id=op_id,
        entry_id=entry_id,
        kind=kind,
        base_rev=base_rev,
        local_date=MONDAY,
        evidence=Evidence.TICKED,
        body={"said": op_id},
    )


def merged(*operations: Operation) -> EntryState:
    (entry,) = merge(operations).values()
    return entry


def test_no_operations_make_no_entries() -> None:
    assert merge([]) == {}


def test_an_entry_shows_what_was_said_last() -> None:
    entry = merged(op("b", AMEND, 1), op("a", CREATE, 0))
    assert entry.top.op_id == "b"
    assert [operation.op_id for operation in entry.history] == ["a", "b"]
    assert not entry.conflict
    assert not entry.retracted


def test_a_retract_hides_an_entry_and_keeps_its_history() -> None:
    entry = merged(op("a", CREATE, 0), op("b", AMEND, 1), op("c", RETRACT, 2))
    assert entry.retracted
    assert [operation.op_id for operation in entry.history] == ["a", "b", "c"]


def test_an_entry_taken_back_can_be_said_again() -> None:
    entry = merged(op("a", CREATE, 0), op("b", RETRACT, 1), op("c", AMEND, 2))
    assert not entry.retracted
    assert entry.top.op_id == "c"


def test_an_amend_shows_before_its_create_has_arrived() -> None:
    entry = merged(op("b", AMEND, 1))
    assert entry.top.body == {"said": "b"}
    assert not entry.conflict


def test_two_amends_on_the_same_revision_are_both_kept() -> None:
    entry = merged(op("a", CREATE, 0), op("c", AMEND, 1), op("b", AMEND, 1))
    assert entry.conflict
    assert entry.top.op_id == "c"
    assert [operation.op_id for operation in entry.history] == ["a", "b", "c"]


def test_an_amend_is_not_destroyed_by_a_retract_that_had_not_seen_it() -> None:
    entry = merged(op("a", CREATE, 0), op("b", AMEND, 1), op("z", RETRACT, 1))
    assert entry.conflict
    assert not entry.retracted
    assert entry.top.op_id == "b"


def test_entries_do_not_touch_each_other() -> None:
    entries = merge([op("a", CREATE, 0, "e2"), op("b", CREATE, 0, "e1"), op("c", RETRACT, 1, "e2")])
    assert list(entries) == ["e1", "e2"]
    assert entries["e2"].retracted
    assert not entries["e1"].retracted


kinds = st.sampled_from(OperationKind)
drafts = st.tuples(kinds, st.integers(0, 3), st.sampled_from(["e1", "e2"]))
sets = st.lists(drafts, max_size=10).map(
    lambda found: [op(f"o{i}", kind, base, entry) for i, (kind, base, entry) in enumerate(found)]
)


@given(sets, st.data())
def test_order_and_repetition_of_deliveries_change_nothing(
    operations: list[Operation], data: st.DataObject
) -> None:
    again = data.draw(st.lists(st.sampled_from(operations))) if operations else []
    delivered = data.draw(st.permutations(operations + again))
    assert merge(delivered) == merge(operations)


@given(sets, st.data())
def test_two_devices_that_exchange_all_they_hold_agree(
    operations: list[Operation], data: st.DataObject
) -> None:
    has = data.draw(st.lists(st.sampled_from("abx"), min_size=len(operations), max_size=len(operations)))
    held = list(zip(operations, has, strict=True))
    first = [operation for operation, owner in held if owner in "ax"]
    second = [operation for operation, owner in held if owner in "bx"]
    assert merge(first + second) == merge(second + first) == merge(operations)


@given(sets, st.integers(0, 4))
def test_a_retract_never_removes_history(operations: list[Operation], base_rev: int) -> None:
    before = merge(operations)
    after = merge([*operations, op("retract", RETRACT, base_rev)])
    for entry_id, entry in before.items():
        kept = [operation for operation in after[entry_id].history if operation.op_id != "retract"]
        assert kept == list(entry.history)


@given(sets)
def test_every_operation_is_in_exactly_one_history(operations: list[Operation]) -> None:
    kept = [operation.op_id for entry in merge(operations).values() for operation in entry.history]
    assert sorted(kept) == sorted(operation.op_id for operation in operations)
