"""Broken letters: none stops the others, and none loses a byte."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.communities.models import Space
from commonplace.conversations.models import Post
from commonplace.lib.mail.mailbox import RawMessage, read_mailboxes
from commonplace.mail.actions.receiving import receive
from commonplace.mail.addresses import space_address
from commonplace.mail.models import Arrival
from commonplace.mail.reading import identity_of, read_arrival
from commonplace.mail.tests.post import letter, send
from commonplace.people.models import Person

DEEP = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(60))
BROKEN = {
    "empty": b"",
    "blank": b"\n\n\n",
    "zeros": b"\0" * 5000,
    "no header": b"Only words, and nothing above them.\n",
    "half a header": b"From: hal@exam",
    "no boundary": b"From: hal@example.org\nContent-Type: multipart/mixed\n\nWords.\n",
    "boundary never seen": b"From: hal@example.org\nContent-Type: multipart/mixed; boundary=x\n\nWords.\n",
    "boundary never closed": b"From: hal@example.org\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nWords.",
    "unknown charset": b"From: hal@example.org\nContent-Type: text/plain; charset=klingon\n\n\xff\xfeWords.\n",
    "wrong charset": b"From: hal@example.org\nContent-Type: text/plain; charset=utf-8\n\nFa\xe7ade\n",
    "broken base64": b"From: hal@example.org\nContent-Transfer-Encoding: base64\n\n!!!not base64===\n",
    "broken encoded word": b"From: hal@example.org\nSubject: =?utf-8?b?!!!?= =?x?q?=FF?=\n\nWords.\n",
    "no line ends": b"From: hal@example.org\r\rWords.\r",
    "very deep": b"From: hal@example.org\n" + DEEP,
    "a long line": b"From: hal@example.org\n\n" + b"x" * 300_000,
    "a long header": b"From: hal@example.org\nSubject: " + b"y" * 300_000 + b"\n\nWords.\n",
    "ids without end": b"From: hal@example.org\nReferences: " + b"<x@y> " * 20_000 + b"\n\nWords.\n",
    "html without end": b"From: hal@example.org\nContent-Type: text/html\n\n" + b"<div><b><a href=x>" * 20_000,
    "surrogates": b"From: hal@example.org\nContent-Type: text/plain; charset=utf-16\n\n" + b"\x00\xd8\x00\xd8",
    "a zero in words": b"From: hal@example.org\nSubject: A\0B\nMessage-ID: <\0@a>\n\nWo\0rds.\n",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_letter_is_kept_and_settled(settings, name: str, table: Space, hal: Person):
    settings.MAIL_DOMAIN = "commons.example"
    raw = BROKEN[name]
    (arrival,) = send(raw, space_address(table))
    assert bytes(arrival.raw) == raw
    assert arrival.settled_at is not None
    assert arrival.last_error == ""
    if b"Words" in raw and b"hal@example.org\n" in raw:
        assert Post.objects.get().author == hal


@given(
    raw=st.binary(max_size=400), head=st.sampled_from([b"", b"From: hal@example.org\n", b"Content-Type: text/html\n"])
)
def test_nothing_that_anybody_sends_is_too_strange_to_read(raw: bytes, head: bytes):
    read_arrival(head + raw, mail_from="x@y", may_only_quote=True)
    assert identity_of(head + raw) == identity_of((head + raw).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))


def test_all_letters_of_the_edge_cases_come_in(settings, table: Space, hal: Person):
    """Where COMMONPLACE_ARCHIVES names the folder of archives: each is told apart, settled, and kept to the byte."""
    folder = os.environ.get("COMMONPLACE_ARCHIVES", "")
    if not folder:
        pytest.skip("COMMONPLACE_ARCHIVES names no folder of real archives")
    settings.MAIL_DOMAIN = "commons.example"
    to = space_address(table)
    raws = [one.data for one in read_mailboxes([Path(folder) / "mbox/edge-cases"]) if isinstance(one, RawMessage)]
    assert len(raws) > 100
    kept = {}
    for raw in raws:
        (one,) = receive(raw=raw, recipients=[to], mail_from="x@y.example")
        kept.setdefault(one.pk, raw)
    assert {one.pk: bytes(one.raw) for one in Arrival.objects.all()} == kept
    send(letter("hal@example.org", to, "And one of ours."), to)
    assert Arrival.objects.waiting().count() == 0
    assert Arrival.objects.exclude(last_error="").count() == 0
    assert Post.objects.get().source == "And one of ours."
