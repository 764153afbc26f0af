"""A mail provider calls the house: only with its passphrase, and what it says goes where all letters and reports go."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.conversations.models import Conversation, Post
from commonplace.letters.actions import post
from commonplace.letters.models import Bounce, Letter, Pause
from commonplace.letters.pauses import paused
from commonplace.mail.actions.acting import act_on_due
from commonplace.mail.addresses import reply_address, space_address
from commonplace.mail.models import Arrival, Outcome
from commonplace.mail.tests.post import letter
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db
SECRET = "commons:a-passphrase-for-tests"
LETTERS, REPORTS = "/mail/provider/letters", "/mail/provider/reports"


@pytest.fixture(autouse=True)
def of_this_house(settings):
    settings.MAIL_DOMAIN, settings.MAIL_IN = "commons.example", True
    settings.MAIL_PROVIDER_URL = f"postmark://{SECRET}@"


def shown(secret: str = SECRET) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"}


def call(client: Client, path: str, said: Any, **more: Any) -> int:
    return client.post(path, json.dumps(said), "application/json", headers=shown(), **more).status_code


def from_postmark(raw: bytes, to: str, **more: Any) -> dict[str, Any]:
    """What Postmark says of a letter, with its words as they came."""
    headers = [{"Name": "Return-Path", "Value": "<tomasz@example.org>"}]
    return {"FromFull": {}, "OriginalRecipient": to, "Headers": headers, "RawEmail": raw.decode("utf-8")} | more


def bounced(kind: str = "HardBounce", details: str = "smtp;550 5.1.1 No such user", **more: Any) -> dict[str, Any]:
    return {"RecordType": "Bounce", "Type": kind, "Email": "gone@example.org", "Details": details, "ID": 1} | more


@pytest.fixture
def written() -> Letter:
    """A letter that went to somebody."""
    one = post(to="gone@example.org", kind="notice", subject="Hello", text="Hello.")
    Letter.objects.filter(pk=one.pk).update(sent_at=timezone.now())
    return one


@pytest.mark.parametrize("sign", ["\0", "\ud800"])
def test_signs_that_no_database_keeps_are_no_error(client: Client, written: Letter, sign: str) -> None:
    details = f"smtp;550 5.1.1 No such user{sign}"
    assert call(client, REPORTS, bounced(details=details)) == 200
    assert paused(["gone@example.org"])
    raw = letter("tomasz@example.org", "x@commons.example", "Hello")
    headers = [{"Name": "Return-Path", "Value": f"<to{sign}masz@example.org>"}]
    assert call(client, LETTERS, from_postmark(raw, f"no{sign}body@commons.example", Headers=headers)) == 200
    assert call(client, REPORTS, bounced(Email=f"go{sign}ne@example.org")) == 200


@pytest.mark.parametrize("length", ["many", "-1", "1e9", "\xb2"])
def test_a_length_that_is_none_is_no_error(client: Client, length: str) -> None:
    assert call(client, LETTERS, {}, CONTENT_LENGTH=length) in (200, 400, 413)


def test_nobody_elses_words_are_read(client: Client, settings) -> None:
    settings.MAIL_MAX_BYTES = 10
    said = json.dumps({"RawEmail": "x" * 1000})
    assert client.post(LETTERS, said, "application/json", headers=shown("someone:else")).status_code == 400


def test_a_letter_comes_in(client: Client, asked: Conversation, tomasz: Person) -> None:
    to = reply_address(tomasz, asked)
    raw = letter("tomasz@example.org", to, "Found it: a hairline crack.")
    for _time in range(2):
        assert call(client, LETTERS, from_postmark(raw, to)) == 200
    act_on_due(now=timezone.now())
    [came] = Arrival.objects.all()
    assert (came.outcome, came.recipient, came.mail_from) == (Outcome.REPLIED, to, "tomasz@example.org")
    assert bytes(came.raw) == raw
    assert Post.objects.get(author=tomasz).source == "Found it: a hairline crack."


def test_a_letter_that_the_provider_took_apart_comes_in_too(client: Client, table, tomasz: Person) -> None:
    to = space_address(table)
    said = {
        "FromFull": {"Email": "tomasz@example.org", "Name": "Tomasz"}, "ToFull": [{"Email": to, "Name": ""}],
        "CcFull": [], "BccFull": [], "Subject": "Łódź leaks", "TextBody": "Zażółć gęślą jaźń.", "Attachments": [],
        "Headers": [{"Name": "Message-ID", "Value": "<a@b.example>"}], "MessageID": "x",
        "Date": "Mon, 2 Nov 2026 10:00:00 +0000",
    }  # fmt: skip
    assert call(client, LETTERS, said) == 200
    act_on_due(now=timezone.now())
    assert Arrival.objects.get().outcome == Outcome.OPENED
    began = Conversation.objects.get()
    assert (began.title, began.posts.get().source) == ("Łódź leaks", "Zażółć gęślą jaźń.")


@pytest.mark.parametrize("secret", ["", "commons:wrong", "commons", "other:a-passphrase-for-tests", "x" * 10_000])
@pytest.mark.parametrize("path", [LETTERS, REPORTS])
def test_nobody_else_calls(client: Client, written, asked, tomasz, secret: str, path: str) -> None:
    to = reply_address(tomasz, asked)
    said = from_postmark(letter("tomasz@example.org", to, "Me."), to) if path == LETTERS else bounced()
    answer = client.post(path, json.dumps(said), "application/json", headers=shown(secret) if secret else {})
    assert (answer.status_code, Arrival.objects.count(), Pause.objects.count()) == (400, 0, 0)


@pytest.mark.parametrize("path", [LETTERS, REPORTS])
def test_nothing_is_there_until_it_is_set(client: Client, settings, path: str) -> None:
    settings.MAIL_PROVIDER_URL = ""
    assert call(client, path, bounced()) == 404
    assert client.head(path).status_code == 404
    assert client.get(path).status_code == 405


@pytest.mark.parametrize("said", ["", "{", "[]", "null", "7", '{"FromFull": 3}', '{"FromFull": {}, "Headers": "x"}'])
def test_what_cannot_be_read_is_refused(client: Client, said: str, caplog) -> None:
    answer = client.post(LETTERS, said, "application/json", headers=shown())
    assert (answer.status_code, Arrival.objects.count()) == (400, 0)


def test_a_letter_of_several_megabytes_comes_in(client: Client, settings, asked, tomasz: Person) -> None:
    to = reply_address(tomasz, asked)
    raw = letter("tomasz@example.org", to, "Look.", files=[("a.csv", "text/csv", b"1,2,3,4,5,6,7\n" * 300_000)])
    assert len(raw) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert call(client, LETTERS, from_postmark(raw, to)) == 200
    assert bytes(Arrival.objects.get().raw) == raw
    settings.MAIL_MAX_BYTES = 1_000_000
    assert call(client, LETTERS, from_postmark(raw, to)) == 413


@pytest.mark.parametrize(
    ("said", "is_paused", "bounces"),
    [
        (bounced(), True, [True]),
        (bounced("SoftBounce", "smtp;452 4.2.2 Mailbox full"), False, [False]),
        (bounced("SoftBounce", ""), False, [False]),
        (bounced("Blocked", ""), False, []),
        (bounced("HardBounce", "smtp;550 5.7.1 You are on a block list"), False, []),
        (bounced("BadEmailAddress", ""), True, [True]),
        (bounced("Transient", ""), False, []),
        ({"RecordType": "SpamComplaint", "Type": "SpamComplaint", "Email": "gone@example.org"}, True, []),
        ({"RecordType": "Delivery", "Recipient": "gone@example.org"}, False, []),
        ({"RecordType": "Open", "Recipient": "gone@example.org"}, False, []),
    ],
)
def test_a_report_is_acted_on(client: Client, written: Letter, said: Mapping[str, Any], is_paused, bounces) -> None:
    for _time in range(2):  # a provider says it again where it did not hear that it was heard
        assert call(client, REPORTS, said) == 200
    assert bool(paused(["gone@example.org"])) == is_paused
    assert list(Bounce.objects.values_list("is_hard", flat=True)) == bounces


def test_a_report_about_whom_nobody_wrote_to_is_nothing(client: Client) -> None:
    assert call(client, REPORTS, bounced()) == 200
    assert (Pause.objects.count(), Bounce.objects.count()) == (0, 0)


def test_mailgun_signs_what_it_says(client: Client, settings, table, tomasz: Person) -> None:
    settings.MAIL_PROVIDER_URL = f"mailgun://{SECRET}@?key=signs-with-this"
    to, now, token = space_address(table), str(int(timezone.now().timestamp())), "t" * 50
    signature = hmac.new(b"signs-with-this", f"{now}{token}".encode(), hashlib.sha256).hexdigest()
    said = {
        "recipient": to, "sender": "tomasz@example.org", "timestamp": now, "token": token, "signature": signature,
        "body-mime": letter("tomasz@example.org", to, "Words.").decode(),
    }  # fmt: skip
    assert client.post(LETTERS, said | {"signature": "0" * 64}, headers=shown()).status_code == 400
    assert client.post(LETTERS, said).status_code == 400
    assert client.post(LETTERS, said, headers=shown()).status_code == 200
    act_on_due(now=timezone.now())
    assert Arrival.objects.get().outcome == Outcome.OPENED


def test_sparkpost_and_mailjet_say_it_in_their_own_way(client: Client, settings, table, tomasz: Person) -> None:
    to = space_address(table)
    raw = letter("tomasz@example.org", to, "Words.").decode()
    settings.MAIL_PROVIDER_URL = f"sparkpost://{SECRET}@"
    content = {"email_rfc822": raw, "email_rfc822_is_base64": False}
    relayed = {"protocol": "smtp", "msg_from": "tomasz@example.org", "rcpt_to": to, "content": content}
    assert call(client, LETTERS, [{"msys": {"relay_message": relayed}}]) == 200
    settings.MAIL_PROVIDER_URL = f"mailjet://{SECRET}@"
    parts = {"Headers": {"Content-Type": "text/plain; charset=utf-8"}, "ContentRef": "Text-part"}
    said = {
        "Sender": "tomasz@example.org", "Recipient": to, "Text-part": "Others.",
        "Headers": {"From": "tomasz@example.org", "To": to, "Subject": "Two", "Message-ID": "<two@a.example>"},
        "Parts": [parts],
    }  # fmt: skip
    assert call(client, LETTERS, said) == 200
    act_on_due(now=timezone.now())
    assert list(Arrival.objects.values_list("outcome", flat=True).order_by("pk")) == [Outcome.OPENED] * 2
