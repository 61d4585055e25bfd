"""The secret of a patient link: 130 random bits, written so that a person can type it from paper."""

import hashlib
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O or U
LENGTH = 26  # x 5 bits = 130 bits
LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_token() -> str:
    """A fresh secret, in groups of five so that it can be read aloud."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(letters[start : start + 5] for start in range(0, LENGTH, 5))


def token_hash(token: str) -> str:
    """The only form that is stored; typing slips (case, spaces, O for 0) are forgiven before hashing."""
    typed = "".join(token.upper().split()).replace("-", "").translate(LOOK_ALIKES)
    return hashlib.sha256(typed.encode()).hexdigest()
