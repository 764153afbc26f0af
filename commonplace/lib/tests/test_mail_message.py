"""Letters read: senders, moments, charsets, parts; and nothing ever raised."""

import base64
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonplace.lib.mail.mailbox import RawMessage, Unreadable
from commonplace.lib.mail.message import MailMessage, read, read_all
from commonplace.lib.mail.senders import Sender, sender_of
from commonplace.lib.mail.subjects import bare_subject, is_reply, list_prefix, shown_subject
from commonplace.lib.mail.words import decoded, header_text

LATEST = datetime(2026, 1, 1, tzinfo=UTC)
HEAD = (
    b"From ann at example.org  Mon Jan  6 10:00:00 2003\nFrom: ann at example.org (Ann Reed)\n"
    b"Subject: Reeds\nDate: Mon, 6 Jan 2003 11:00:00 +0100\nMessage-ID: <1@example.org>\n"
)


def letter(data: bytes, name: str = "a.mbox") -> MailMessage:
    message = read(RawMessage(Path(name), 0, data, len(data)), latest=LATEST)
    assert isinstance(message, MailMessage)
    return message


def test_plain_letter() -> None:
    message = letter(HEAD + b"In-Reply-To: <0@example.org>\nReferences: <a@b>\n <0@example.org>\n\nWords.\n")
    assert message.message_id == "1@example.org"
    assert message.in_reply_to == "0@example.org"
    assert message.references == ("a@b", "0@example.org")
    assert message.sender == Sender("Ann Reed", "ann@example.org")
    assert message.sent_at == datetime(2003, 1, 6, 10, 0, tzinfo=UTC)
    assert not message.date_doubtful
    assert message.text == "Words."


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        ("Ann.Reed at Example.org (Ann Reed)", Sender("Ann Reed", "ann.reed@example.org")),
        ("ann@example.org (Reed, Ann)", Sender("Reed, Ann", "ann@example.org")),
        ('"Ann Reed" <ann at example.org>', Sender("Ann Reed", "ann@example.org")),
        ("ann at example.org (ann at example.org)", Sender("", "ann@example.org")),
        ("ann@example.... (Ann)", Sender("Ann", "ann@example…")),
        ("ann@example.org", Sender("", "ann@example.org")),
        ('Ann "Bee" Reed <ann@example.org>', Sender('Ann "Bee" Reed', "ann@example.org")),
        ("Ann Reed via Reeds <reeds@lists.example.org>", Sender("Ann Reed", "reeds@lists.example.org", via="Reeds")),
        ("reeds at lists.example.org (Ann Reed via Reeds)", Sender("Ann Reed", "reeds@lists.example.org", via="Reeds")),
        ("Ann Reed über Reeds <reeds@lists.example.org>", Sender("Ann Reed", "reeds@lists.example.org", via="Reeds")),
        ("", Sender("", "")),
        # Without brackets.
        ("Ann Reed ann@example.org", Sender("Ann Reed", "ann@example.org")),
        ("Ann Reed ann.r at example.org", Sender("Ann Reed", "ann.r@example.org")),
        ("Ann Reed (Mill) ann@example.org", Sender("Ann Reed (Mill)", "ann@example.org")),
        ("Ann Reed (ann@example.org)", Sender("Ann Reed", "ann@example.org")),
        # With a bracket too few, or with what a mail program puts before an address.
        ("Ann Reed <ann@example.org", Sender("Ann Reed", "ann@example.org")),
        ("Ann Reed ann@example.org>", Sender("Ann Reed", "ann@example.org")),
        ("Ann Reed [mailto:ann@example.org]", Sender("Ann Reed", "ann@example.org")),
        ("Ann Reed <>", Sender("Ann Reed", "")),
        ("Ann Reed <Ann Reed>", Sender("Ann Reed", "")),
        ("Ann Reed <ann AT mill DOT example>", Sender("Ann Reed", "ann@mill.example")),
        ("ann at mill dot example (Ann Reed)", Sender("Ann Reed", "ann@mill.example")),
        # Brackets and backslashes within a name.
        ('"Ann <b>Reed</b>" <ann@example.org>', Sender("Ann <b>Reed</b>", "ann@example.org")),
        ("Ann <of the mill> Reed <ann@example.org>", Sender("Ann <of the mill> Reed", "ann@example.org")),
        (r'"Ann \"Bee\" [of the \(Mill\)]" <ann@example.org>', Sender('Ann "Bee" [of the (Mill)]', "ann@example.org")),
        (r"ann at example.org (Ann \(Mill\) Reed)", Sender("Ann (Mill) Reed", "ann@example.org")),
        ("ann at example.org (Ann (Mill) Reed)", Sender("Ann (Mill) Reed", "ann@example.org")),
        ("ann at example.org (Ann (Mill", Sender("Ann (Mill)", "ann@example.org")),
        ("ann at example.org (Ann))", Sender("Ann", "ann@example.org")),
        (r"MILL\ann <ann@example.org>", Sender(r"MILL\ann", "ann@example.org")),
        ("ann at example.org (Ann Reed <ann@example.org>)", Sender("Ann Reed", "ann@example.org")),
        ('"ann at example.org (Ann Reed" <u1@list.invalid>', Sender("Ann Reed", "u1@list.invalid")),
        # Addresses that somebody hid are no names.
        ("ann.r at mill <u1@list.invalid>", Sender("", "u1@list.invalid")),
        ("Ann.R at Mill.example <u1@list.invalid>", Sender("", "u1@list.invalid")),
        ('"ann (at) mill dot example" <u1@list.invalid>', Sender("", "u1@list.invalid")),
        ('"ann m@iii@g oii mill@example" <u1@list.invalid>', Sender("", "u1@list.invalid")),
        ("Meet at Work <ann@example.org>", Sender("Meet at Work", "ann@example.org")),
        ("Ann at the Mill <ann@example.org>", Sender("Ann at the Mill", "ann@example.org")),
        # Forwarded by a list's own hand.
        (
            "reeds at example.org on behalf of Ann Reed",
            Sender("Ann Reed", "reeds@example.org", via="reeds@example.org"),
        ),
        ("Reeds [mailto:reeds@example.org] On Behalf Of ann@example.net", Sender("", "ann@example.net")),
        # What nobody sees.
        ("A\u202enn R\u200beed <ann@example.org>", Sender("Ann Reed", "ann@example.org")),
        ("\u3164 <ann@example.org>", Sender("", "ann@example.org")),
        ("Rosa\u00a0 Z\u0307o\u0301łw <ann@example.org>", Sender("Rosa Żółw", "ann@example.org")),
    ],
)
def test_senders(text: str, sender: Sender) -> None:
    assert sender_of(text) == sender


def test_rewritten_sender_is_found_again_in_reply_to() -> None:
    found = sender_of("Ann Reed via Reeds <reeds@lists.example.org>", "Ann Reed <ann@example.org>")
    assert found == Sender("Ann Reed", "ann@example.org")


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (b"Mon, 6 Jan 1945 11:00:00 +0100", datetime(2003, 1, 6, 10, tzinfo=UTC)),
        (b"Mon, 6 Jan 2038 11:00:00 +0100", datetime(2003, 1, 6, 10, tzinfo=UTC)),
        (b"yesterday", datetime(2003, 1, 6, 10, tzinfo=UTC)),
        (b"Mon, 66 Jan 2003 11:00:00 +0100", datetime(2003, 1, 6, 10, tzinfo=UTC)),
    ],
)
def test_impossible_date_is_taken_from_the_from_line(date: bytes, expected: datetime) -> None:
    message = letter(HEAD.replace(b"Mon, 6 Jan 2003 11:00:00 +0100", date) + b"\nWords.\n")
    assert (message.sent_at, message.date_doubtful) == (expected, True)


def test_impossible_date_is_taken_from_received_then_neighbour_then_month() -> None:
    bare = b"From: ann@example.org\nDate: Mon, 1 Jan 1945 00:00:00 +0000\n"
    hop = b"Received: from a by b; Tue, 7 Jan 2003 12:00:00 +0000\n"
    assert letter(bare + hop + b"\nx").sent_at == datetime(2003, 1, 7, 12, tzinfo=UTC)
    assert letter(bare + b"\nx", "2003-March.txt").sent_at == datetime(2003, 3, 1, tzinfo=UTC)
    raws = [RawMessage(Path("a"), 0, HEAD + b"\nx", 0), RawMessage(Path("a"), 9, bare + b"\nx", 0)]
    first, second = read_all(raws, latest=LATEST)
    assert isinstance(first, MailMessage)
    assert isinstance(second, MailMessage)
    assert (second.sent_at, second.date_doubtful) == (first.sent_at, True)


@pytest.mark.parametrize(
    "date",
    [b"Mon Jan  6 10:00:00 2003", b"6 Jan 103 10:00 GMT", b"2003-01-06T11:00:00+01:00", b"6 Jan 03 05:00:00 EST"],
)
def test_dates_of_many_shapes(date: bytes) -> None:
    message = letter(b"From: a@example.org\nDate: " + date + b"\n\nx")
    assert (message.sent_at, message.date_doubtful) == (datetime(2003, 1, 6, 10, tzinfo=UTC), False)


def test_missing_id_is_derived_and_the_same_each_time() -> None:
    without = HEAD.replace(b"Message-ID: <1@example.org>\n", b"")
    one, two, other = letter(without + b"\nx\n"), letter(without + b"\nx\n\n"), letter(without + b"\ny\n")
    assert one.id_is_derived
    assert one.message_id == two.message_id
    assert one.message_id != other.message_id


def test_old_in_reply_to_names_an_address_which_is_no_id() -> None:
    old = b'In-Reply-To: Message from Ann Reed <ann@example.org> of "Mon, 06 Jan 2003" <7@example.org>\n'
    assert letter(HEAD + old + b"\nx").in_reply_to in ("", "7@example.org")
    assert letter(HEAD + b"In-Reply-To: Your letter of Monday\n\nx").in_reply_to == ""


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        ("Größe".encode(), "iso-8859-1", "Größe"),
        ("Größe".encode("latin-1"), "utf-8", "Größe"),
        ("“Größe”".encode("cp1252"), "us-ascii", "“Größe”"),
        ("żółw".encode("iso-8859-2"), "iso-8859-2", "żółw"),
        ("привет".encode("koi8-r"), "koi8-r", "привет"),
        (b"\x81\xff", "x-unknown", "\x81ÿ"),
        (b"a\x00b", "unicode_escape", "ab"),
    ],
)
def test_charsets_that_lie(data: bytes, charset: str, text: str) -> None:
    assert decoded(data, charset) == text


def test_encoded_words_are_joined_before_they_are_decoded() -> None:
    assert header_text(b"=?utf-8?q?Gr=C3?=\n =?utf-8?q?=B6=C3=9Fe?= of =?iso-8859-1?b?9nM=?=") == "Größe of ös"
    assert header_text(b"=?utf-8?b?%%%?= and =?nonsense?q?a=zz?=")


def test_multipart_prefers_plain_and_keeps_files() -> None:
    body = (
        b'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n'
        b'Content-Type: multipart/alternative; boundary="c"\n\n'
        b"--c\nContent-Type: text/plain; charset=utf-8\n\nPlain.\n--c\nContent-Type: text/html\n\n<p>Rich.\n--c--\n"
        b'--b\nContent-Type: image/png; name="../../a\x07.png"\nContent-Transfer-Encoding: base64\n\n'
        + base64.b64encode(b"\x89PNG")
        + b"\n--b--\n"
    )
    message = letter(HEAD + body)
    assert message.text == "Plain."
    assert [(one.name, one.content_type, one.data, one.size) for one in message.attachments] == [
        ("a.png", "image/png", b"\x89PNG", 4)
    ]


def test_html_only_becomes_text() -> None:
    body = (
        b"Content-Type: text/html; charset=utf-8\n\n"
        b"<html><head><style>p{}</style></head><body><p>One<br>two &amp; <a href='https://example.org/x'>three</a></p><blockquote>Said</blockquote><script>alert(1)</script><ul><li>a<li>b</ul>"
    )
    assert letter(HEAD + body).text == "One\ntwo & three <https://example.org/x>\n\n> Said\n\n- a\n- b"


@pytest.mark.parametrize("unit", ["<a ", "<!--", "<![", "<", "</", "&#", "<script>", "<blockquote>", '<a href="'])
def test_hostile_markup_takes_no_time_without_end(unit: str) -> None:
    began = perf_counter()
    letter(HEAD + b"Content-Type: text/html\n\n" + unit.encode() * 20_000)
    assert perf_counter() - began < 5


def test_parts_left_in_an_old_archive_without_their_header() -> None:
    body = (
        b"\nThis is a multi-part message in MIME format.\n--------------0123\n"
        b"Content-Type: text/plain; charset=us-ascii\n\nHello.\n--------------0123\n"
        b'Content-Type: text/x-patch; name="a.patch"\n\n+a\n--------------0123--\n'
    )
    message = letter(HEAD + body)
    assert message.text == "Hello."
    assert [one.name for one in message.attachments] == ["a.patch"]


def test_quoted_printable_left_on_is_taken_off_but_not_from_programs() -> None:
    assert (
        letter(HEAD + b"\nGr=C3=B6=C3=9Fe is a very long=\n line that goes on=\n and on.\n").text
        == "Größe is a very long line that goes on and on."
    )
    assert letter(HEAD + b"\nx =\n1\ny=\n2\nz=3 # =zz\n").text.startswith("x =\n1")


def test_null_bytes_are_gone() -> None:
    message = letter(HEAD.replace(b"Reeds", b"Re\x00eds") + b"\nWo\x00rds\n")
    assert "\x00" not in message.subject + message.text


def test_no_mail_at_all_is_unreadable() -> None:
    assert isinstance(read(RawMessage(Path("a"), 3, b"Just words.\n", 12)), Unreadable)


def test_deep_nesting_is_survived() -> None:
    deep = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(3000))
    read(RawMessage(Path("a"), 0, HEAD + deep, 0), latest=LATEST)


WHOLE = (
    HEAD + b'Content-Type: multipart/mixed; boundary="b"\nReceived: x; Mon, 6 Jan 2003 11:00:00 +0100\n'
    b"References: <a@b> <c@d>\n\n--b\nContent-Type: text/plain; charset=utf-8\n"
    b"Content-Transfer-Encoding: quoted-printable\n\nGr=C3=B6\n--b\nContent-Type: text/html\n"
    b"Content-Disposition: attachment; filename*=utf-8''%41\n\n<p>x\n--b\n"
    b"Content-Type: message/rfc822\n\nSubject: y\n\nz\n--b--\n"
)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=600))
def test_random_bytes_never_raise(data: bytes) -> None:
    read(RawMessage(Path("a"), 0, data, len(data)), latest=LATEST)
    read(RawMessage(Path("a"), 0, HEAD + data, len(data)), latest=LATEST)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 20), st.binary(max_size=12)), max_size=8))
def test_mutated_letters_never_raise_and_hold_only_clean_text(changes: list[tuple[int, int, bytes]]) -> None:
    data = WHOLE
    for at, length, new in changes:
        data = data[:at] + new + data[at + length :]
    message = read(RawMessage(Path("a"), 0, data, len(data)), latest=LATEST)
    if isinstance(message, MailMessage):
        told = message.text + message.subject + message.sender.name + message.message_id
        assert "\x00" not in told
        told.encode()
        assert message.message_id
        assert message.sent_at.tzinfo == UTC


def test_subjects() -> None:
    for marked in (
        "Re: Reeds",
        "AW: Reeds",
        "[Band] Re: reeds",
        "SV: Re: [Band] Reeds",
        "Re[2]: Reeds",
        "Odp: RES: Antw: Reeds",
        "RE : Reeds",
        "回复： Reeds",
    ):
        assert bare_subject(marked) == "reeds"
        assert is_reply(marked)
    assert not is_reply("Fwd: Reeds")
    assert not is_reply("Reeds: a question")
    assert shown_subject("Re: [Band] [ANN] Reeds", "Band") == "[ANN] Reeds"
    assert list_prefix("Re: [Band] Reeds") == "Band"
    assert bare_subject("New (was: Old)") == "new"
    assert bare_subject("Re:") == ""


def test_endless_text_is_shown_in_part_and_kept_whole() -> None:
    message = letter(HEAD + b"\n" + b"Words and words.\n" * 100_000)
    assert len(message.text) == 1_000_000
    assert [(one.name, one.size) for one in message.attachments] == [("whole-letter.txt", 1_699_999)]
