"""What a letter's headers are once a mail server has them: whole, of one kind, and nobody else's doing."""

import email
from collections.abc import Iterator
from datetime import UTC, datetime
from email import policy
from email.headerregistry import AddressHeader

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonplace.letters.actions import LetterRefused, Sender, post, send_due
from commonplace.letters.envelope import as_mail, bounce_address, letter_behind
from commonplace.letters.models import Letter
from commonplace.letters.tests.mail_server import MailServer

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
STOP = f"https://commons.example/letters/stop/{'a' * 120}"
HEADERS = {
    "List-Unsubscribe": f"<{STOP}>, <mailto:leave+{'b' * 50}@mail.commons.example?subject=stop>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    "References": " ".join(f"<post.{n}@{'host' * 20}.example>" for n in range(30)),
    "In-Reply-To": f"<{'x' * 150}@elsewhere.example>",
    "Reply-To": f"reply+{'c' * 50}@mail.commons.example",
    "List-Id": "<table.stick.mail.commons.example>",
    "Archived-At": f"<https://commons.example/{'d' * 90}>",
}
HOSTILE = [
    "Rosa\u2028 Oliveira",
    'Zoë "Co", <b@x.example>',
    "Łódź, Żółć; and: co",
    "x" * 190 + ", é",
    "Rosa é " * 20 + ",;:@[]<>",
    "=?utf-8?q?a=0D=0ABcc:_all@example.org?=",
    "=?utf-8?b?AAAA?= \\",
    "שלום, עולם",
    '"',
    "(comment) <",
]

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]


@pytest.fixture
def server(settings) -> Iterator[MailServer]:
    settings.DEFAULT_FROM_EMAIL = "Commons <house@commons.example>"
    settings.BASE_URL = "https://commons.example"
    with MailServer() as here:
        settings.MAILERS = here.mailers
        yield here


def a_letter(**changes: object) -> Letter:
    fields = {"to": "ines@example.org", "kind": "told", "subject": "Hello", "text": "Words", "at": NOON}
    return post(**{**fields, **changes})


def raw(letter: Letter) -> bytes:
    return as_mail(letter).message(policy=policy.SMTP).as_bytes()


def test_a_long_link_or_id_stands_in_its_header_as_it_is(server: MailServer):
    """No mail program stops letters by a link that is written as an encoded word."""
    long_id = f"<{'y' * 150}@elsewhere.example>"
    letter = a_letter(headers=HEADERS, message_id=long_id)
    assert send_due(now=NOON) == (1, 0, 0)
    [got] = server.letters
    assert {name: " ".join(got[name].split()) for name in HEADERS} == HEADERS
    assert " ".join(got["Message-ID"].split()) == letter.message_id == long_id
    head = raw(letter).partition(b"\r\n\r\n")[0]
    assert b"=?" not in head
    assert max(map(len, head.split(b"\r\n"))) < 200


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_one_sender_and_nothing_more(server: MailServer, name: str):
    name = name.replace("\u2028", "")
    a_letter(sender=Sender(name, "stick.table@mail.commons.example"), subject=name)
    assert send_due(now=NOON) == (1, 0, 0)
    got = email.message_from_bytes(server.letters[0].as_bytes(), policy=policy.default)
    assert [one.addr_spec for one in got["From"].addresses] == ["stick.table@mail.commons.example"]
    # Without blanks: Python's reader of long names puts some between their pieces.
    assert "".join(got["From"].addresses[0].display_name.split()) == "".join(name.split())
    assert "".join(str(got["Subject"]).split()) == "".join(name.split())
    assert (got["Bcc"], server.recipients) == (None, ["ines@example.org"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.text(alphabet="aé ,;:@<>[]()\"'\\=?_.qb0DAłשל", min_size=1, max_size=120))
def test_no_name_makes_another_header_or_another_sender(name: str):
    letter = Letter(
        to="a@example.org",
        subject=name,
        text="x",
        sender_name=name,
        sender_address="s@x.example",
        message_id="<1@x>",
        dated_at=NOON,
    )
    got = email.message_from_bytes(raw(letter), policy=policy.default)
    assert sorted(got.keys()) == sorted(
        ["Subject", "From", "To", "Message-ID", "Date", "Content-Type", "Content-Transfer-Encoding", "MIME-Version"]
    )
    assert isinstance(got["From"], AddressHeader)
    assert [one.addr_spec for one in got["From"].addresses] == ["s@x.example"]


@pytest.mark.parametrize(
    "changes",
    [
        {"sender": Sender("Rosa\r\nBcc: all@example.org")},
        {"sender": Sender("Rosa\u2028Bcc")},
        {"sender": Sender("x" * 201)},
        {"sender": Sender("Rosa", "all@example.org, some@example.org")},
        {"sender": Sender("Rosa", "all@example.org>\nBcc: x@example.org")},
        {"message_id": "<a@b>\r\nBcc: all@example.org"},
        {"message_id": "a@b"},
        {"message_id": "<a@b> <c@d>"},
        {"message_id": "<ż@b>"},
        {"headers": {"From": "all@example.org"}},
        {"headers": {"Sender": "all@example.org"}},
        {"headers": {"Return-Path": "all@example.org"}},
        {"headers": {"Message-ID": "<a@b>"}},
        {"headers": {"List-Id": "Łódź <a.b>"}},
        {"headers": {"References": "<a@b>\r\n <c@d>"}},
        {"headers": {"References": "x" * 1000}},
        {"headers": {"References": "a " * 20_000}},
        {"headers": {"References": " "}},
    ],
)
def test_nothing_is_smuggled_in_by_what_a_caller_gives(changes: dict):
    with pytest.raises(LetterRefused):
        a_letter(**changes)


def test_from_is_the_house_until_a_sender_is_named(server: MailServer):
    a_letter()
    a_letter(sender=Sender("Rosa Oliveira"))
    a_letter(sender=Sender("", "stick.table@mail.commons.example"))
    send_due(now=NOON)
    assert [one["From"] for one in server.letters] == [
        "Commons <house@commons.example>",
        "Rosa Oliveira <house@commons.example>",
        "stick.table@mail.commons.example",
    ]


def test_where_mail_comes_in_each_letter_comes_back_to_an_address_of_its_own(server: MailServer, settings):
    settings.MAIL_IN, settings.MAIL_DOMAIN = True, "mail.commons.example"
    first, second = a_letter(), a_letter(to="hal@example.org")
    send_due(now=NOON)
    assert server.senders == [bounce_address(first), bounce_address(second)]
    assert letter_behind(bounce_address(first).upper()) == first
    assert [one["From"] for one in server.letters] == ["Commons <house@commons.example>"] * 2
    name, _, host = bounce_address(first).partition("@")
    assert (len(name) <= 64, host) == (True, "mail.commons.example")


def test_an_address_to_which_letters_come_back_cannot_be_made_up(settings):
    settings.MAIL_IN = True
    first, second = a_letter(), a_letter()
    name, _, host = bounce_address(first).partition("@")
    signed = name.partition("-")[2]
    for other in (
        "",
        "bounce",
        f"bounce+{second.pk}-{signed}@{host}",
        f"{name}x@{host}",
        f"bounce+{'9' * 30}-{signed}",
    ):
        assert letter_behind(other) is None
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 9
    assert letter_behind(f"{name}@{host}") == first


def test_where_no_mail_comes_in_letters_come_back_to_the_house(server: MailServer):
    letter = a_letter(sender=Sender("Rosa"))
    send_due(now=NOON)
    assert (server.senders, bounce_address(letter)) == (["house@commons.example"], "")


def test_a_letter_that_went_forgets_who_wrote_it(server: MailServer):
    letter = a_letter(sender=Sender("Rosa Oliveira"))
    send_due(now=NOON)
    letter.refresh_from_db()
    assert (letter.sender_name, letter.text) == ("", "")
