"""The installation's own key pair for notifications (RFC 8292): made at first use, in the data folder.

EVERYREP_VAPID_KEY holds the private key (PEM) where several machines serve one installation.
"""

import base64
import os
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

FILE = "vapid-key"


def private_key() -> EllipticCurvePrivateKey:
    """The key that signs what is sent; browsers are bound to it, so it never changes."""
    return _loaded(settings.VAPID_KEY, Path(settings.DATA_DIR))


def public_key() -> str:
    """What a browser subscribes with: the uncompressed point, base64url without padding."""
    point = private_key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


@cache
def _loaded(given: str, folder: Path) -> EllipticCurvePrivateKey:
    path = folder / FILE
    if not given and not path.exists():
        _make(path)
    key = load_pem_private_key(given.encode() if given else path.read_bytes(), password=None)
    if not isinstance(key, EllipticCurvePrivateKey):
        raise TypeError(f"{path} holds no elliptic curve key")
    return key


def _make(path: Path) -> None:
    """Written aside and put in place in one step: a second process finds all of it or none."""
    key = generate_private_key(SECP256R1())
    fresh = path.with_name(f"{FILE}.{secrets.token_hex(4)}")
    fresh.touch(mode=0o600)
    fresh.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()
