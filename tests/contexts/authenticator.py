"""A security key made of software: it makes passkeys and shows them, as a browser would hand them on."""

import hashlib
import json
import secrets
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url

from everyrep.people.passkeys import Challenge, Site

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Authenticator:
    """One key. `count` goes up with each use, as a key's counter does; 0 for one that does not count."""

    def __init__(self, site: Site, *, counts: bool = True, verifies: bool = True) -> None:
        self.site, self.counts, self.verifies, self.count = site, counts, verifies, 0
        self.id, self._key = secrets.token_bytes(16), ec.generate_private_key(ec.SECP256R1())

    def makes(self, challenge: Challenge) -> str:
        """The answer to a challenge to add a passkey."""
        data = self._data(ATTESTED) + bytes(16) + len(self.id).to_bytes(2, "big") + self.id + self._public()
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", challenge.challenge)
        return self._answer({"attestationObject": attestation, "clientDataJSON": client})

    def signs(self, challenge: Challenge, *, used: int = 1) -> str:
        """The answer to a challenge to sign in; `used` is how often the key was used since."""
        self.count += used if self.counts else 0
        data, client = self._data(0), self._client("webauthn.get", challenge.challenge)
        signature = self._key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer({"authenticatorData": data, "clientDataJSON": client, "signature": signature})

    def _data(self, flags: int) -> bytes:
        flags |= PRESENT | (VERIFIED if self.verifies else 0)
        return (
            hashlib.sha256(self.site.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")
        )

    def _public(self) -> bytes:
        numbers = self._key.public_key().public_numbers()
        return cbor2.dumps(
            {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        )

    def _client(self, what: str, challenge: str) -> bytes:
        return json.dumps({"type": what, "challenge": challenge, "origin": self.site.origin}).encode()

    def _answer(self, response: dict[str, bytes]) -> str:
        name = bytes_to_base64url(self.id)
        encoded: dict[str, Any] = {key: bytes_to_base64url(value) for key, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": encoded})
