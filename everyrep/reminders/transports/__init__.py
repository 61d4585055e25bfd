"""The ways a message can go out, one module each."""

from enum import Enum


class Delivery(Enum):
    """What became of a message: taken by the provider, refused for now, or the address is no more."""

    ACCEPTED = "accepted"
    FAILED = "failed"
    GONE = "gone"
