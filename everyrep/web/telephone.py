"""Telephone numbers on pages."""

DIALLED = frozenset("+0123456789*#")


def dialled(phone: str) -> str:
    """A telephone number as a tel: address takes it."""
    return "".join(sign for sign in phone if sign in DIALLED)


def unbroken(phone: str) -> str:
    """A telephone number that stays on one line, so that it can be read at once."""
    return phone.replace(" ", "\u00a0").replace("-", "\u2011")
