"""Signatures on what the signer does not see: RSABSSA-SHA384-PSS-Randomized of RFC 9474.

Whoever asks prepares a message, blinds it, and unblinds what the signer made of it (`finalize`); the result is an
ordinary RSA-PSS signature that anyone verifies. What the signer saw is a number drawn evenly, whatever the message,
so no computing power finds which of its answers a signature came from: that rests on no key staying secret. What
does rest on it is that nobody else can sign. A key of this kind signs blindly and does nothing else (6.2).

`cryptography` offers no RSA without padding, so signing is our own. Python's arithmetic takes longer for some numbers
than for others: the base is blinded by a number drawn anew each time, so that the time it takes tells nothing of the
key. By the remainders of p and q a single wrong bit would give the factors away, so no answer leaves unverified (7.1).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from hashlib import sha256, sha384

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

EXPONENT = 65537
BITS = 2048
PREFIX = (
    32  # bytes drawn before a message, so that a key made for the purpose learns nothing of one that can be guessed
)
SALT = HASH = 48  # bytes
ZEROS = bytes(8)


class UnfitMessage(ValueError):
    """What is to be signed is not a number of the key's length and below its modulus."""


class UnfitKey(ValueError):
    """A key that is too short, or of another exponent than 65537."""


class UnfitSignature(ValueError):
    """What came back, unblinded, is no signature of this message by this key."""


class SigningFailed(ArithmeticError):
    """What was computed does not verify: the machine erred, and the answer may hold the key's factors."""


@dataclass(frozen=True, slots=True)
class Blinded:
    """A blinded message for the signer, and what undoes the blinding, which nobody else may have."""

    message: bytes
    inverse: bytes


def make_key() -> rsa.RSAPrivateKey:
    """A new key, for blind signing alone."""
    return rsa.generate_private_key(public_exponent=EXPONENT, key_size=BITS)


def written(key: rsa.RSAPublicKey) -> bytes:
    """A public key as browsers read it (SubjectPublicKeyInfo, DER)."""
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def fingerprint(key: bytes) -> str:
    """By what people and browsers tell a written key from others: 64 hexadecimal digits."""
    return sha256(key).hexdigest()


def read(key: bytes) -> rsa.RSAPublicKey:
    """A written key; raises UnfitKey."""
    try:
        found = serialization.load_der_public_key(key)
    except ValueError as problem:
        raise UnfitKey("not a key") from problem
    if not isinstance(found, rsa.RSAPublicKey):
        raise UnfitKey("not RSA")
    _size(found)
    return found


def prepare(message: bytes) -> bytes:
    """The message as it is signed, behind a prefix drawn anew."""
    return secrets.token_bytes(PREFIX) + message


def blind(key: rsa.RSAPublicKey, prepared: bytes) -> Blinded:
    """Blind a prepared message for the signer; raises UnfitKey."""
    _size(key)
    return blind_with(key, prepared, salt=secrets.token_bytes(SALT), by=_drawn(key.public_numbers().n))


def blind_with(key: rsa.RSAPublicKey, prepared: bytes, *, salt: bytes, by: int) -> Blinded:
    """Blind with a salt and a factor that were drawn already; for test vectors, and never twice with the same."""
    numbers, size = key.public_numbers(), _size(key)
    encoded = int.from_bytes(_encoded(prepared, numbers.n.bit_length() - 1, salt))
    blinded = encoded * pow(by, numbers.e, numbers.n) % numbers.n
    return Blinded(blinded.to_bytes(size), pow(by, -1, numbers.n).to_bytes(size))


def blind_sign(key: rsa.RSAPrivateKey, blinded: bytes) -> bytes:
    """Sign what is not seen; raises UnfitMessage, UnfitKey, and SigningFailed where nothing may leave."""
    size = _size(key.public_key())
    secret = key.private_numbers()
    n, e = secret.public_numbers.n, secret.public_numbers.e
    message = int.from_bytes(blinded)
    if len(blinded) != size or message >= n:
        raise UnfitMessage(len(blinded))
    factor = _drawn(n)
    base = message * pow(factor, e, n) % n
    by_p = pow(base % secret.p, secret.dmp1, secret.p)
    by_q = pow(base % secret.q, secret.dmq1, secret.q)
    root = by_q + ((by_p - by_q) * secret.iqmp % secret.p) * secret.q
    signed = root * pow(factor, -1, n) % n
    if pow(signed, e, n) != message:
        raise SigningFailed
    return signed.to_bytes(size)


def finalize(key: rsa.RSAPublicKey, prepared: bytes, signed: bytes, inverse: bytes) -> bytes:
    """The signature of a prepared message, from what the signer answered; raises UnfitSignature and UnfitKey."""
    size = _size(key)
    if len(signed) != size or len(inverse) != size:
        raise UnfitSignature(len(signed))
    n = key.public_numbers().n
    signature = (int.from_bytes(signed) * int.from_bytes(inverse) % n).to_bytes(size)
    if not verify(key, prepared, signature):
        raise UnfitSignature(size)
    return signature


def verify(key: rsa.RSAPublicKey, prepared: bytes, signature: bytes) -> bool:
    """Whether this is a signature of the prepared message by this key; raises UnfitKey."""
    if len(signature) != _size(key):
        return False
    try:
        key.verify(signature, prepared, padding.PSS(padding.MGF1(hashes.SHA384()), SALT), hashes.SHA384())
    except InvalidSignature:
        return False
    return True


def _size(key: rsa.RSAPublicKey) -> int:
    """The bytes of a signature by this key."""
    if key.key_size < BITS or key.public_numbers().e != EXPONENT:
        raise UnfitKey(key.key_size)
    return (key.key_size + 7) // 8


def _drawn(n: int) -> int:
    """A number between 1 and n, evenly; that it shares a factor with n is as likely as guessing the key."""
    return 1 + secrets.randbelow(n - 1)


def _encoded(message: bytes, bits: int, salt: bytes) -> bytes:
    """EMSA-PSS-ENCODE of RFC 8017, 9.1.1, with SHA-384 and its MGF1."""
    length = (bits + 7) // 8
    digest = sha384(ZEROS + sha384(message).digest() + salt).digest()
    padded = bytes(length - len(salt) - HASH - 2) + b"\1" + salt
    mask = _mask(digest, len(padded))
    masked = bytearray(one ^ other for one, other in zip(padded, mask, strict=True))
    masked[0] &= 0xFF >> (8 * length - bits)
    return bytes(masked) + digest + b"\xbc"


def _mask(seed: bytes, length: int) -> bytes:
    """MGF1 of RFC 8017, B.2.1."""
    rounds = range(-(-length // HASH))
    return b"".join(sha384(seed + counter.to_bytes(4)).digest() for counter in rounds)[:length]
