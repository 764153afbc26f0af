"""A signed record held against Open Badges 3.0 as we read its data model: every field that must be there, no other.

The tables below are ours, from the specification (https://www.imsglobal.org/spec/ob/v3p0/, its data model and
its section on proofs as JSON Web Tokens), RFC 7515, 7517 and 7638. 0049 says what a program of others has confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import jwt
import pytest
from django.test import Client
from django.utils import timezone
from jwt.utils import base64url_decode, base64url_encode

from commonplace.conversations.models import Post
from commonplace.people.models import Person
from commonplace.record.actions import signing
from commonplace.record.actions.choosing import take
from commonplace.record.kinds import offered_to
from commonplace.record.models import Signed

pytestmark = pytest.mark.django_db
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
URI = re.compile(r"(https?://|urn:uuid:)\S+")
CLAIMS = {"iss", "jti", "sub", "nbf", "exp"}
# The names that an identity may have, as the specification lists them.
IDENTITIES = set(
    "name sourcedId systemId productId userName accountId emailAddress nationalIdentityNumber isbn issn lisSourcedId"
    " oneRosterSourcedId sisSourcedId ltiContextId ltiDeploymentId ltiToolId ltiPlatformId ltiUserId identifier".split()
)


@dataclass(frozen=True)
class Class:
    """A class of the data model, as far as we use it: what it must have, and what it may."""

    must: frozenset[str]
    may: frozenset[str] = frozenset()


def of(must: str, may: str = "") -> Class:
    return Class(frozenset(must.split()), frozenset(may.split()))


CLASSES = {
    "OpenBadgeCredential": of(
        "@context id type name issuer validFrom credentialSubject",
        "description image awardedDate validUntil evidence credentialStatus credentialSchema refreshService termsOfUse",
    ),
    "Profile": of("id type", "name url phone description image email"),
    "AchievementSubject": of("type achievement", "id identifier narrative role term source"),
    "IdentityObject": of("type hashed identityHash identityType", "salt"),
    "Achievement": of("id type name description criteria", "achievementType image tag creator inLanguage version"),
    "Criteria": of("narrative", "id"),
    "Evidence": of("type", "id name narrative description genre audience"),
    "Status": of("id type"),
}


@pytest.fixture
def signed(client: Client, answer: Post, hal: Person) -> tuple[str, dict[str, Any]]:
    """A token with a last day, and what it says, verified as a stranger does: by the key at the address it names."""
    key = next(one.key for one in offered_to(hal, code="settled").items)
    line = take(by=hal, key=key, words="I knew the hill.")
    until = timezone.localdate() + timedelta(days=30)
    token = signing.sign_record(by=hal, lines=[line.pk], ends_on=until)[1]
    public = client.get(jwt.get_unverified_header(token)["kid"]).json()
    return token, jwt.decode(token, jwt.PyJWK(public).key, algorithms=["RS256"])


def is_a(name: str, said: Mapping[str, Any], *, beside: frozenset[str] = frozenset()) -> None:
    known = CLASSES[name]
    assert known.must <= set(said), (name, known.must - set(said))
    assert set(said) - beside <= known.must | known.may, (name, set(said) - beside - known.must - known.may)
    for field in known.must | (known.may & set(said)):
        assert said[field] not in ("", [], {}, None), (name, field)


def test_each_part_has_what_its_class_must_have_and_nothing_else(signed: tuple[str, dict[str, Any]]) -> None:
    _token, said = signed
    is_a("OpenBadgeCredential", said, beside=frozenset(CLAIMS))
    is_a("Profile", said["issuer"])
    is_a("AchievementSubject", said["credentialSubject"])
    is_a("Achievement", said["credentialSubject"]["achievement"])
    is_a("Criteria", said["credentialSubject"]["achievement"]["criteria"])
    is_a("Status", said["credentialStatus"])
    for one in said["evidence"]:
        is_a("Evidence", one)
    for one in said["credentialSubject"]["identifier"]:
        is_a("IdentityObject", one)
        assert one["identityType"] in IDENTITIES
        assert one["hashed"] is False
    assert {"VerifiableCredential", "OpenBadgeCredential"} == set(said["type"])
    types = [said["issuer"], said["credentialSubject"], said["credentialSubject"]["achievement"], *said["evidence"]]
    assert [one["type"] for one in types] == [["Profile"], ["AchievementSubject"], ["Achievement"], ["Evidence"]]
    # The two contexts come first and in this order; others may follow.
    assert said["@context"][:2] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]
    ids = [said, said["issuer"], said["credentialSubject"], said["credentialSubject"]["achievement"]]
    assert all(URI.fullmatch(one["id"]) for one in [*ids, said["credentialStatus"]])


def test_the_proof_repeats_what_the_credential_says(signed: tuple[str, dict[str, Any]]) -> None:
    token, said = signed
    assert re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+", token)
    header = jwt.get_unverified_header(token)
    # No other header is allowed, and one of `kid` and `jwk` has to be there.
    assert set(header) <= {"alg", "kid", "jwk", "typ"}
    assert (header["alg"], header["typ"]) == ("RS256", "JWT")
    assert URI.fullmatch(header["kid"])
    assert said["iss"] == said["issuer"]["id"]
    assert said["jti"] == said["id"]
    assert said["sub"] == said["credentialSubject"]["id"]
    for claim, field in (("nbf", "validFrom"), ("exp", "validUntil")):
        assert MOMENT.fullmatch(said[field])
        assert datetime.fromtimestamp(said[claim], UTC) == datetime.fromisoformat(said[field])


def test_the_key_is_a_public_one_named_by_its_thumbprint(client: Client, signed: tuple[str, dict[str, Any]]) -> None:
    kid = jwt.get_unverified_header(signed[0])["kid"]
    public = client.get(kid).json()
    assert (public["kty"], public["alg"], public["use"], public["kid"]) == ("RSA", "RS256", "sig", kid)
    # Nothing of a private key: RFC 7518, 6.3.2.
    assert not {"d", "p", "q", "dp", "dq", "qi", "oth"} & set(public)
    modulus = base64url_decode(public["n"])
    assert len(modulus) * 8 >= 2048
    assert modulus[0] != 0
    said = f'{{"e":"{public["e"]}","kty":"RSA","n":"{public["n"]}"}}'
    assert kid.rpartition("/")[2] == base64url_encode(sha256(said.encode()).digest()).decode()
    listed = client.get("/record/keys").json()
    assert set(listed) == {"keys"}
    assert public in listed["keys"]


def test_the_issuer_stands_at_its_address(client: Client, signed: tuple[str, dict[str, Any]]) -> None:
    issuer = signed[1]["issuer"]
    found = client.get(issuer["id"]).json()
    assert {name: found[name] for name in issuer} == issuer
    assert found.keys() - issuer.keys() == {"@context"}


def test_the_list_of_what_was_revoked(client: Client, signed: tuple[str, dict[str, Any]], hal: Person) -> None:
    status, uid = signed[1]["credentialStatus"], signed[1]["id"]
    assert status["type"] == "1EdTechRevocationList"
    found = client.get(status["id"]).json()
    assert found == {"id": status["id"], "issuer": signed[1]["iss"], "revokedCredentials": []}
    signing.take_back(by=hal, signed=Signed.objects.get())
    found = client.get(status["id"]).json()
    assert found["revokedCredentials"] == [{"id": uid, "revoked": True}]
