"""One way to write a body down, the same in every client: the vectors were written by JavaScript."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.core.problems import Invalid
from everyrep.core.sync import MAX_WHOLE, canonical_json, content_hash

VECTORS = json.loads((Path(__file__).parent / "canonical_vectors.json").read_text("utf-8"))

texts = st.text(st.characters(exclude_categories=["Cs"]))
bodies = st.recursive(
    st.none() | st.booleans() | st.integers(-MAX_WHOLE, MAX_WHOLE) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=10,
)


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_the_canonical_form_is_what_a_javascript_client_writes(vector: dict[str, Any]) -> None:
    assert canonical_json(vector["value"]).decode() == vector["canonical"]
    assert content_hash(vector["value"]) == vector["sha256"]


@given(bodies)
def test_writing_a_body_down_loses_nothing(body: object) -> None:
    assert json.loads(canonical_json(body)) == body


@given(st.dictionaries(texts, st.integers(0, 9), min_size=2))
def test_the_order_in_which_names_were_written_does_not_change_the_hash(body: dict[str, int]) -> None:
    assert content_hash(dict(reversed(body.items()))) == content_hash(body)


def test_the_hash_is_the_sha_256_of_the_canonical_form() -> None:
    assert content_hash({"b": 1, "a": 2}) == hashlib.sha256(b'{"a":2,"b":1}').hexdigest()


@pytest.mark.parametrize(
    "value",
    [1.5, 1.0, float("nan"), float("inf"), 2**53, -(2**53), b"bytes", {"reps": 2.5}, {1: "one"}, "\ud800"],
    ids=repr,
)
def test_what_languages_print_differently_is_refused(value: object) -> None:
    with pytest.raises(Invalid):
        canonical_json(value)


def test_half_a_character_in_a_name_is_refused() -> None:
    with pytest.raises(Invalid):
        canonical_json({"\udc00": 1, "a": 2})


def test_hostile_nesting_is_refused_rather_than_followed() -> None:
    nested: list[object] = []
    for _ in range(100_000):
        nested = [nested]
    with pytest.raises(Invalid, match="nested"):
        canonical_json(nested)
