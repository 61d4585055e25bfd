"""Telephone numbers on pages."""

DIALLED = frozenset("+0123456789*#")


def dialled(phone: str) -> str:
    """A telephone number as a tel: address takes it."""
    return "".join(sign for sign in phone if sign in DIALLED)
