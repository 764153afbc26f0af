"""A record as a credential of Open Badges 3.0, whose proof is a JSON Web Token (VC-JWT, RS256), and reading one again.

The shape follows the specification of 1EdTech (https://www.imsglobal.org/spec/ob/v3p0/), its section on proofs as JSON
Web Tokens in particular: the payload is the credential itself with `iss`, `jti`, `nbf`, `sub` and `exp` beside it, and
`kid` is an address at which the public key stands. No network is asked when one is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID, uuid5

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from jwt.algorithms import RSAAlgorithm
from jwt.utils import base64url_encode

from commonplace.record.models import Signed
from commonplace.record.queries.lines import Told
from commonplace.ui.addresses import address

ALGORITHM: Final = "RS256"
BITS: Final = 3072
LONGEST: Final = 200_000  # characters: far more than the longest record
CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
)


class NotSigned(ValueError):
    """It is no signed record at all."""


class NotTrusted(ValueError):
    """It is signed in a way in which this house signs nothing."""


class OtherHouse(ValueError):
    """Another house signed it, or says so; the argument is where its key would stand."""


class Altered(ValueError):
    """It names a key of this house, which did not sign these words."""


@dataclass(frozen=True)
class KeyPair:
    """A new key pair: its name, its public part as a JSON Web Key, and what signs, as PEM."""

    name: str
    public: dict[str, Any]
    private: str


@dataclass(frozen=True)
class Read:
    """What a signed record says that this house signed."""

    uid: UUID
    name: str
    lines: Sequence[tuple[str, str, str]]
    said_on: str


def make_pair() -> KeyPair:
    """A key pair, named by the thumbprint of its public part (RFC 7638)."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    public = RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    public = {name: public[name] for name in ("e", "kty", "n")}
    said = "{" + ",".join(f'"{name}":"{public[name]}"' for name in ("e", "kty", "n")) + "}"
    name = base64url_encode(sha256(said.encode()).digest()).decode()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return KeyPair(name, public, private)


def signs(private: str, public: dict[str, Any]) -> bool:
    """Whether what signs can be read, and the public part verifies what it signs."""
    try:
        said = jwt.encode({"said": "so"}, private, algorithm=ALGORITHM)
        jwt.decode(said, RSAAlgorithm.from_jwk(public), algorithms=[ALGORITHM])  # type: ignore[arg-type]
    except (jwt.PyJWTError, ValueError, TypeError):
        return False
    return True


def address_of_key(name: str) -> str:
    """Where anybody finds the public part of a key of this house."""
    return f"{settings.BASE_URL}{address('record_keys')}/{name}"


def _issuer() -> dict[str, Any]:
    return {
        "id": f"{settings.BASE_URL}{address('record_issuer')}",
        "type": ["Profile"],
        "name": settings.HOUSE_NAME,
        "url": settings.BASE_URL,
    }


def issuer() -> dict[str, Any]:
    """Who signs, as a profile of its own."""
    return {"@context": list(CONTEXTS[:2]), **_issuer()}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _evidence(one: Told, urls: dict[int, str]) -> dict[str, Any]:
    when = date_format(one.on, pgettext("a month by itself", "F Y"))
    said: dict[str, Any] = {
        "type": ["Evidence"],
        "name": one.heading,
        "narrative": one.words,
        "description": f"{when}, {one.place}" if one.place else when,
        "genre": one.line.kind,
    }
    # Where anybody may look, the address goes along; else it would tell strangers of what is not for them.
    return {"id": f"{settings.BASE_URL}{urls[one.line.pk]}", **said} if urls.get(one.line.pk) else said


def credential(signed: Signed, name: str, lines: Sequence[Told], *, urls: dict[int, str]) -> dict[str, Any]:
    """The credential about a record, in the reader's language; `urls` are those that anybody may open, by line."""
    subject = f"urn:uuid:{uuid5(signed.uid, 'subject')}"
    said: dict[str, Any] = {
        "@context": list(CONTEXTS),
        "id": f"urn:uuid:{signed.uid}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": _("A record of taking part"),
        "issuer": _issuer(),
        "validFrom": _moment(signed.made_at),
        "credentialSubject": {
            "id": subject,
            "type": ["AchievementSubject"],
            "identifier": [
                {"type": "IdentityObject", "hashed": False, "identityHash": name, "identityType": "name"},
            ],
            "achievement": {
                "id": f"{settings.BASE_URL}{address('record_issuer')}#record",
                "type": ["Achievement"],
                "name": _("A record of taking part"),
                "description": _("What somebody did in communities of practice, chosen and told by themselves."),
                "criteria": {
                    "narrative": _(
                        "Each line was chosen by the person, in their own words. The house says that a deed in its"
                        " ledger, or a row of its own, stood behind it on the day it was signed. It grades nothing."
                    )
                },
            },
        },
        "evidence": [_evidence(one, urls) for one in lines],
        "credentialStatus": {
            "id": f"{settings.BASE_URL}{address('record_status', str(signed.uid))}",
            "type": "1EdTechRevocationList",
        },
    }
    if signed.ends_on is not None:
        said["validUntil"] = _moment(_end(signed))
    return said


def _end(signed: Signed) -> datetime:
    assert signed.ends_on is not None  # asked for where there is one
    return datetime.combine(signed.ends_on + timedelta(days=1), time.min, tzinfo=UTC)


def sign(said: dict[str, Any], signed: Signed, *, private: str) -> str:
    """The credential as a token that others can verify."""
    claims: dict[str, Any] = {
        **said,
        "iss": said["issuer"]["id"],
        "jti": said["id"],
        "sub": said["credentialSubject"]["id"],
        "nbf": int(signed.made_at.timestamp()),
    }
    if signed.ends_on is not None:
        claims["exp"] = int(_end(signed).timestamp())
    return jwt.encode(claims, private, algorithm=ALGORITHM, headers={"kid": address_of_key(signed.key.name)})


def key_named_in(token: str) -> str:
    """The name of the key of this house that a token says signed it. Raises NotSigned, NotTrusted, OtherHouse."""
    if len(token) > LONGEST or token.count(".") != 2:
        raise NotSigned
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.InvalidTokenError, ValueError, RecursionError):
        raise NotSigned from None
    if header.get("alg") != ALGORITHM:
        raise NotTrusted(str(header.get("alg"))[:20])
    kid, ours = header.get("kid"), address_of_key("")
    if not isinstance(kid, str):
        raise NotTrusted("kid")
    if not kid.startswith(ours):
        raise OtherHouse(kid)
    return kid.removeprefix(ours)


def read(token: str, public: dict[str, Any]) -> Read:
    """What the token says, where this key signed it. Raises Altered, and NotSigned where it says no record."""
    try:
        key = RSAAlgorithm.from_jwk(public)
        options = {"verify_exp": False, "verify_nbf": False, "verify_aud": False, "verify_iat": False}
        said = jwt.decode(token, key, algorithms=[ALGORITHM], options=options)  # type: ignore[arg-type]
    except (jwt.InvalidTokenError, ValueError, RecursionError):
        raise Altered from None
    try:
        lines = [(one["name"], one["narrative"], one["description"]) for one in said["evidence"]]
        name = said["credentialSubject"]["identifier"][0]["identityHash"]
        return Read(UUID(said["jti"]), name, lines, said["validFrom"][:10])
    except (KeyError, TypeError, ValueError, IndexError):
        raise NotSigned from None
