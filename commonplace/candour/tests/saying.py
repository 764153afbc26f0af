"""What a browser sends that says something candidly."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

type Tokens = list[tuple[bytes, bytes]]

SAY = "/c/stick/candour/say"


def written(some: bytes) -> str:
    return b64encode(some).decode()


@dataclass
class Speaker:
    """Somebody with a key for one conversation."""

    secret: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))

    @property
    def public(self) -> bytes:
        return self.secret.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    def sign(self, said: bytes) -> bytes:
        one, other = decode_dss_signature(self.secret.sign(said, ECDSA(SHA256())))
        return one.to_bytes(32) + other.to_bytes(32)

    def request(self, token: tuple[bytes, bytes], **words: object) -> dict[str, str]:
        """What is posted."""
        asked = {**words, "prepared": written(token[0]), "token": written(token[1])}
        said = json.dumps(asked, ensure_ascii=False).encode()
        return {"said": written(said), "public": written(self.public), "signature": written(self.sign(said))}

    def takes_back(self, post: int) -> dict[str, str]:
        """What is posted to have a post taken back."""
        return self.does(takes_back=post)

    def does(self, **what: object) -> dict[str, str]:
        """What is posted of a deed that needs no token."""
        said = json.dumps(what).encode()
        return {"said": written(said), "public": written(self.public), "signature": written(self.sign(said))}


OPENING = {
    "space": "table",
    "kind": "problem",
    "title": "A number that went the right way",
    "text": "We reported it as a success, and nobody looked.",
}
