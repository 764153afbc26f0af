"""Signatures of an alias: ECDSA over P-256 with SHA-256, as browsers make them."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

HALF = 32  # bytes of each of the two numbers of a signature


def speaks(public: bytes, said: bytes, signature: bytes) -> bool:
    """Whether whoever holds the other half of `public` (SubjectPublicKeyInfo, DER) signed these bytes.

    WebCrypto writes a signature as two numbers, one behind the other (IEEE P1363).
    """
    if len(signature) != 2 * HALF:
        return False
    try:
        key = load_der_public_key(public)
        if not isinstance(key, EllipticCurvePublicKey) or not isinstance(key.curve, SECP256R1):
            return False
        both = (int.from_bytes(signature[:HALF]), int.from_bytes(signature[HALF:]))
        key.verify(encode_dss_signature(*both), said, ECDSA(SHA256()))
    except (ValueError, InvalidSignature):
        return False
    return True
