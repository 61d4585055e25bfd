"""Reading a push: one operation that is no JSON must not take the others with it."""

import re
from collections.abc import Iterator

import msgspec

from everyrep.logbook.wire import Push

TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{},]', re.DOTALL)
OPS = b'"ops"'


class Unreadable(ValueError):
    """A push that is no JSON object of the right form."""


def read_push(body: bytes) -> Push:
    """The push with its operations unread; raises Unreadable with what is wrong."""
    try:
        return _read(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as fault:
        raise Unreadable(str(fault)) from fault


def _read(body: bytes) -> Push:
    try:
        return msgspec.json.decode(body, type=Push)
    except msgspec.ValidationError:
        raise
    except (msgspec.DecodeError, RecursionError):
        frame, ops = _taken_apart(body)
        push = msgspec.json.decode(frame, type=Push)
        return msgspec.structs.replace(push, ops=[msgspec.Raw(op) for op in ops])


def _taken_apart(body: bytes) -> tuple[bytes, list[bytes]]:
    """The push with an empty list of operations, and the text of each; by its brackets alone."""
    cuts = list(_cuts(body))
    if len(cuts) < 2:
        return body, []
    ops = [body[left + 1 : right].strip() for left, right in zip(cuts, cuts[1:], strict=False)]
    return body[: cuts[0] + 1] + body[cuts[-1] :], [op for op in ops if op]


def _cuts(body: bytes) -> Iterator[int]:
    """Where the list of operations opens, is divided, and closes."""
    depth, name, inside = 0, b"", False
    for token in TOKENS.finditer(body):
        match token[0]:
            case b"[" | b"{":
                depth += 1
                if depth == 2 and name == OPS and token[0] == b"[":
                    inside = True
                    yield token.start()
            case b"]" | b"}":
                depth -= 1
                if depth == 1 and inside:
                    yield token.start()
                    return
            case b",":
                if depth == 2 and inside:
                    yield token.start()
            case text:
                name = text if depth == 1 else name
