"""What is sent to a browser's maker to have a device say that something waits: signed by the house, and without words.

The house signs with a key made from its own secret (VAPID, RFC 8292), so that there is no other to keep, and a copy of
the house that was restored is the same house to every device. What is sent is the one word WAITS, for that device alone
to read (RFC 8291).
"""

from __future__ import annotations

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from datetime import datetime, timedelta
from email.utils import parseaddr
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

import http_ece
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from py_vapid import Vapid02

from commonplace.lib.outward import Answer, NotOutward, check, post

WAITS: Final = b"waits"
# For how long the maker keeps it for a device that is away (seconds), and one replaces the other meanwhile.
_KEPT_FOR: Final = 24 * 3600
_TOPIC: Final = "waits"
_VALID_FOR: Final = timedelta(hours=12)
_CURVE: Final = ec.SECP256R1()
_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_POINT, _SECRET = 65, 16  # bytes
LONGEST: Final = 1_000


def is_on() -> bool:
    """Whether the operator lets the house ask browsers' makers."""
    return bool(settings.WEB_PUSH)


def public_key() -> str:
    """The key by which devices know the house, as browsers take it."""
    point = (
        _private(settings.SECRET_KEY)
        .public_key()
        .public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    )
    return urlsafe_b64encode(point).rstrip(b"=").decode()


@lru_cache(maxsize=2)
def _private(secret: str) -> ec.EllipticCurvePrivateKey:
    # Wider than the curve's order by 128 bits, so that every key is as likely as any other (FIPS 186-5, A.2.1).
    made = HKDF(hashes.SHA256(), 48, salt=None, info=b"commonplace.attention.push").derive(secret.encode())
    return ec.derive_private_key(int.from_bytes(made) % (_ORDER - 1) + 1, _CURVE)


def may_be_asked(endpoint: str) -> bool:
    """Whether an address is one that the house would ask at all; where its name leads is looked at each time."""
    try:
        check(endpoint, is_inside_too=settings.WEB_PUSH_INSIDE)
    except NotOutward:
        return False
    return len(endpoint) <= LONGEST


def are_keys(p256dh: str, auth: str) -> bool:
    """Whether these are the keys of a device: a point on the curve, and sixteen bytes."""
    try:
        point, secret = _bytes(p256dh), _bytes(auth)
        ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point)
    except (ValueError, Error, UnsupportedAlgorithm):
        return False
    return len(point) == _POINT and len(secret) == _SECRET


def send(*, endpoint: str, p256dh: str, auth: str, now: datetime) -> Answer:
    """Have a device say that something waits. Raises NotOutward, and OSError or HTTPException where nobody answers."""
    body = http_ece.encrypt(
        WAITS,
        salt=os.urandom(16),
        private_key=ec.generate_private_key(_CURVE),
        dh=_bytes(p256dh),
        auth_secret=_bytes(auth),
        version="aes128gcm",
    )
    headers = {
        **_signed(endpoint, now),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(_KEPT_FOR),
        "Topic": _TOPIC,
        "Urgency": "normal",
    }
    return post(endpoint, body, headers, is_inside_too=settings.WEB_PUSH_INSIDE)


def _signed(endpoint: str, now: datetime) -> dict[str, str]:
    parts = urlsplit(endpoint)
    who = settings.BASE_URL if settings.BASE_URL.startswith("https://") else ""
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "sub": who or f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}",
        "exp": int((now + _VALID_FOR).timestamp()),
    }
    vapid = Vapid02()
    vapid.private_key = _private(settings.SECRET_KEY)
    signed: dict[str, str] = vapid.sign(claims)
    return signed


def _bytes(said: str) -> bytes:
    plain = said.rstrip("=")
    return urlsafe_b64decode(plain + "=" * (-len(plain) % 4))
