"""A record under a secret address, and one that is signed: what verifies, what does not, and what is said then."""

import json
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from jwt.utils import base64url_decode, base64url_encode

from commonplace.conversations.models import Post
from commonplace.house.checks import records
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Person
from commonplace.record import credential
from commonplace.record.actions import sharing, signing
from commonplace.record.actions.choosing import take, take_out
from commonplace.record.kinds import offered_to
from commonplace.record.models import Handed, Line, Signed, SigningKey

pytestmark = pytest.mark.django_db
WORDS = "I knew the hill."
HOLDS = "This house signed these words, and they hold."


@pytest.fixture
def line(answer: Post, hal: Person) -> Line:
    key = next(one.key for one in offered_to(hal, code="settled").items)
    return take(by=hal, key=key, words=WORDS)


@pytest.fixture
def token(line: Line, hal: Person) -> str:
    return signing.sign_record(by=hal, lines=[line.pk], note="The board")[1]


def verify(client: Client, token: str) -> tuple[int, str]:
    answer = client.post("/record/verify", {"text": token})
    return answer.status_code, answer.text


def with_part(token: str, number: int, part: bytes) -> str:
    parts = token.split(".")
    parts[number] = base64url_encode(part).decode()
    return ".".join(parts)


def test_whoever_has_the_address_reads_the_chosen_lines_until_it_is_revoked(
    client: Client, line: Line, hal: Person, leila: Person
) -> None:
    today = timezone.localdate()
    handed, secret = sharing.hand(by=hal, lines=[line.pk], ends_on=today, note="The board")
    page = client.get(f"/record/of/{secret}")
    assert WORDS in page.text
    assert hal.name in page.text
    # A stranger learns neither where it was nor what it was called; whoever may see it can open it.
    for kept in ("The board", "Which valve first?", "Where it stands"):
        assert kept not in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page.headers["X-Robots-Tag"]
    client.force_login(leila)
    assert "Where it stands" in client.get(f"/record/of/{secret}").text
    assert client.post(f"/me/record/secret-addresses/{handed.pk}/revoke").status_code == 404
    sharing.revoke(by=hal, handed=handed)
    assert client.get(f"/record/of/{secret}").status_code == 404


def test_an_address_whose_day_is_over_or_that_nobody_made_opens_nothing(
    client: Client, line: Line, hal: Person
) -> None:
    _handed, secret = sharing.hand(by=hal, lines=[line.pk], ends_on=timezone.localdate() - timedelta(days=1))
    assert client.get(f"/record/of/{secret}").status_code == 404
    assert client.get("/record/of/x").status_code == 404
    sharing.let_go(now=timezone.now())
    assert not Handed.objects.exists()


def test_nobody_hands_on_what_is_another_s(line: Line, leila: Person) -> None:
    with pytest.raises(sharing.NothingChosen):
        sharing.hand(by=leila, lines=[line.pk], ends_on=timezone.localdate())
    with pytest.raises(signing.NothingChosen):
        signing.sign_record(by=leila, lines=[line.pk])


def test_the_form_makes_an_address_or_a_file(client: Client, line: Line, hal: Person) -> None:
    client.force_login(hal)
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    for wrong in ({"lines": [line.pk], "ends_on": "2000-01-01"}, {"ends_on": day}, {"lines": ["7777"], "ends_on": day}):
        answer = client.post("/me/record/hand", {**wrong, "address": "address"})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
    made = client.post("/me/record/hand", {"lines": [line.pk], "ends_on": day, "address": "address"})
    assert "/record/of/" in made.text
    file = client.post("/me/record/hand", {"lines": [line.pk], "ends_on": day, "file": "file"})
    assert file.headers["Content-Type"] == "application/jwt"
    client.logout()
    assert verify(client, file.text)[0] == 200
    assert HOLDS in verify(client, file.text)[1]


def test_it_has_the_shape_of_an_open_badge(client: Client, token: str, line: Line, hal: Person) -> None:
    header = jwt.get_unverified_header(token)
    assert set(header) == {"alg", "typ", "kid"}
    assert (header["alg"], header["typ"]) == ("RS256", "JWT")
    public = client.get(header["kid"]).json()
    assert {"kty", "n", "e"} < set(public)
    assert "d" not in public
    assert public in client.get("/record/keys").json()["keys"]
    key = jwt.PyJWK({**public, "kid": "k"})
    said = jwt.decode(token, key.key, algorithms=["RS256"])
    assert said["@context"][:2] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]
    assert said["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert said["iss"] == said["issuer"]["id"] == client.get("/record/house").json()["id"]
    assert said["jti"] == said["id"] == f"urn:uuid:{Signed.objects.get().uid}"
    assert said["sub"] == said["credentialSubject"]["id"]
    assert said["validFrom"] == datetime.fromtimestamp(said["nbf"], tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert {"id", "type", "name", "description", "criteria"} == set(said["credentialSubject"]["achievement"])
    (evidence,) = said["evidence"]
    assert evidence["narrative"] == WORDS
    # No stranger may open it, so that no address goes along.
    assert "id" not in evidence
    assert hal.name in json.dumps(said, ensure_ascii=False)
    assert "Which valve first?" not in json.dumps(said)


def test_anybody_verifies_it_and_learns_when_it_holds_no_more(
    client: Client, token: str, hal: Person, leila: Person
) -> None:
    status, page = verify(client, f"\n {token[:40]}\n{token[40:]} ")
    assert status == 200
    assert HOLDS in page
    assert WORDS in page
    signed = Signed.objects.get()
    list_of_one = f"/record/status/{signed.uid}"
    assert client.get(list_of_one).json()["revokedCredentials"] == []
    client.force_login(leila)
    assert client.post(f"/me/record/signed/{signed.pk}/take-back").status_code == 404
    client.force_login(hal)
    client.post(f"/me/record/signed/{signed.pk}/take-back")
    client.logout()
    page = verify(client, token)[1]
    assert "Its person took it back since" in page
    assert WORDS not in page
    assert client.get(list_of_one).json()["revokedCredentials"][0]["revoked"] is True
    signing.let_hold(by=hal, signed=signed)
    assert HOLDS in verify(client, token)[1]
    Signed.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert "Its last day is over" in verify(client, token)[1]


def test_of_whoever_was_erased_it_is_said_that_nothing_is_kept(client: Client, token: str, hal: Person) -> None:
    uid = Signed.objects.get().uid
    erase(person=hal, withdraw=False)
    page = verify(client, token)[1]
    assert "It is not kept here any more" in page
    for gone in (WORDS, hal.name):
        assert gone not in page
    assert client.get(f"/record/status/{uid}").json()["revokedCredentials"][0]["revoked"] is True


def test_an_altered_word_another_key_and_none_are_refused(client: Client, token: str) -> None:
    payload = json.loads(base64url_decode(token.split(".")[1]))
    payload["evidence"][0]["narrative"] = "I built the dam."
    status, page = verify(client, with_part(token, 1, json.dumps(payload).encode()))
    assert status == 422
    assert "did not sign these words" in page
    assert "I built the dam." not in page.split("</textarea>")[-1]
    header = jwt.get_unverified_header(token)
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    for kid, said in (
        (header["kid"], "did not sign these words"),
        (credential.address_of_key("nobody"), "did not sign these words"),
        ("https://elsewhere.example/keys/1", "elsewhere.example"),
    ):
        made_up = jwt.encode(payload, other, algorithm="RS256", headers={"kid": kid})
        status, page = verify(client, made_up)
        assert status == 422
        assert said in page
    for bare in ({"alg": "none"}, {"alg": "HS256"}, {"alg": "RS256"}, {"alg": ["RS256"]}, {}):
        status, page = verify(client, with_part(token, 0, json.dumps({**header, "kid": 7, **bare}).encode()))
        assert status == 422
        assert 'role="alert"' in page
    # The public key as a secret of another algorithm, an old trick.
    public = SigningKey.objects.get().public["n"]
    tricked = jwt.encode(payload, public, algorithm="HS256", headers={"kid": header["kid"]})
    assert "Trust nothing it says" in verify(client, tricked)[1]


@pytest.mark.parametrize(
    "text",
    ["", "x", "a.b.c", '{"a": 1}', "..", "é.é.é", "e30.e30.e30", "\x00.a.b", "W10.W10.W10", "[" * 5000, "a." * 3000],
)
def test_what_is_no_record_is_refused_with_what_was_sent(client: Client, text: str) -> None:
    status, page = verify(client, text)
    assert status == 422
    assert 'role="alert"' in page


def test_what_is_huge_is_refused(client: Client) -> None:
    assert verify(client, "x" * (credential.LONGEST + 1))[0] == 422
    huge = SimpleUploadedFile("record.jwt", b"x" * (credential.LONGEST + 1))
    assert client.post("/record/verify", {"file": huge}).status_code == 422
    torn = SimpleUploadedFile("record.jwt", b"\xff\xfe.\x00.\x01")
    assert client.post("/record/verify", {"file": torn}).status_code == 422


def test_a_file_is_verified_as_words_are(client: Client, token: str) -> None:
    assert HOLDS in client.post("/record/verify", {"file": SimpleUploadedFile("record.jwt", token.encode())}).text


def test_each_year_another_key_signs_and_the_old_one_verifies(
    client: Client, token: str, line: Line, hal: Person
) -> None:
    now = timezone.now()
    assert not signing.rotate(now=now)
    assert signing.rotate(now=now + timedelta(days=366))
    assert SigningKey.objects.count() == 2
    assert SigningKey.objects.get(signs=False).private == ""
    assert HOLDS in verify(client, token)[1]
    _signed, newer = signing.sign_record(by=hal, lines=[line.pk])
    assert jwt.get_unverified_header(newer)["kid"] != jwt.get_unverified_header(token)["kid"]
    assert HOLDS in verify(client, newer)[1]
    assert len(client.get("/record/keys").json()["keys"]) == 2


def test_the_doctor_says_whether_the_key_signs(token: str) -> None:
    now = timezone.now()
    assert [one.is_wrong or one.is_note for one in records.keys(now)] == [False]
    assert [one.is_note for one in records.keys(now + timedelta(days=400))] == [True]
    for torn in ("", "x", credential.make_pair().private):
        SigningKey.objects.update(private=torn)
        assert [one.is_wrong for one in records.keys(now)] == [True]
    Signed.objects.all().delete()
    SigningKey.objects.all().delete()
    assert list(records.keys(now)) == []


def test_what_is_taken_out_is_read_under_no_address(client: Client, line: Line, hal: Person) -> None:
    _handed, secret = sharing.hand(by=hal, lines=[line.pk], ends_on=timezone.localdate())
    take_out(by=hal, line=line)
    assert WORDS not in client.get(f"/record/of/{secret}").text
