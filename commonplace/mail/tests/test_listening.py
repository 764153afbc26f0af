"""A mail server hands letters over, by LMTP and by SMTP, on a real wire."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import DatabaseError
from django.utils import timezone

from commonplace.conversations.models import Conversation
from commonplace.mail import listening
from commonplace.mail.actions.acting import act_on_due
from commonplace.mail.addresses import reply_address, space_address
from commonplace.mail.listening import Listener
from commonplace.mail.models import Arrival, Outcome
from commonplace.mail.tests.post import letter
from tests import races

HERE = ("127.0.0.1", 0)


@pytest.fixture
def wire(settings, transactional_db, tmp_path: Path, socket_enabled) -> Listener:
    """A listener beside a database that its threads find."""
    settings.MAIL_DOMAIN, settings.MAIL_IN = "commons.example", True
    settings.MAIL_MAX_BYTES = 200_000
    return Listener(lmtp=HERE, smtp=HERE)


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[None]:
    ends = []
    yield lambda: ends.append(races.share(tmp_path / "shared.sqlite3"))
    for end in ends:
        end()


def rows(ask) -> object:
    """Asked in another thread, which finds the database that the listener wrote to."""
    return races.in_threads([ask], ())[0]


def test_a_letter_is_a_row_before_it_is_said_to_be_here(wire, shared, asked: Conversation, tomasz, table):
    to, space = reply_address(tomasz, asked), space_address(table)
    shared()
    with wire as here, closing(smtplib.LMTP("127.0.0.1", here.ports["lmtp"])) as server:
        server.ehlo_or_helo_if_needed()
        assert int(server.esmtp_features["size"]) == 200_000
        raw = letter("tomasz@example.org", to, ".\n..leading dots\n" + "long " * 2000).replace(b"\n", b"\r\n")
        server.mail("tomasz@example.org")
        codes = [server.rcpt(one)[0] for one in (to, space, "nobody@commons.example")]
        assert codes == [250, 250, 550]
        # Of each address that was taken it is said on its own whether it was kept.
        assert [server.data(raw)[0], server.getreply()[0]] == [250, 250]
        # And again, as a server does that did not hear our answer.
        assert server.sendmail("tomasz@example.org", [to], raw) == {}
    found = rows(lambda: sorted(Arrival.objects.values_list("recipient", "mail_from", "outcome")))
    assert found == [(to, "tomasz@example.org", ""), (space, "tomasz@example.org", "")]
    kept = rows(lambda: bytes(Arrival.objects.first().raw))
    assert kept == raw

    assert rows(lambda: act_on_due(now=timezone.now())) == 2
    outcomes = rows(lambda: sorted(Arrival.objects.values_list("outcome", flat=True)))
    assert outcomes == [Outcome.REPLIED, Outcome.TWICE]


def test_smtp_takes_the_same(wire, shared, asked: Conversation, tomasz):
    to = reply_address(tomasz, asked)
    shared()
    with wire as here, smtplib.SMTP("127.0.0.1", here.ports["smtp"]) as server:
        server.sendmail("tomasz@example.org", [to], letter("tomasz@example.org", to, "By SMTP."))
        server.sendmail("", [to], letter("tomasz@example.org", to, "From nobody.", message_id="<2@a>"))
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            server.sendmail("x@y.example", ["stick.nowhere@commons.example"], b"x")
    assert rows(lambda: sorted(Arrival.objects.values_list("mail_from", flat=True))) == ["", "tomasz@example.org"]


@pytest.mark.parametrize("kind", ["lmtp", "smtp"])
def test_a_letter_of_50_megabytes_is_refused_and_the_next_is_taken(wire, shared, kind, asked: Conversation, tomasz):
    to = reply_address(tomasz, asked)
    shared()
    speaks = smtplib.LMTP if kind == "lmtp" else smtplib.SMTP
    with wire as here, closing(speaks("127.0.0.1", here.ports[kind])) as server:
        large = letter("tomasz@example.org", to, "x" * 300_000)
        server.ehlo_or_helo_if_needed()
        with pytest.raises(smtplib.SMTPSenderRefused) as refused:
            server.sendmail("tomasz@example.org", [to], large)
        assert refused.value.smtp_code == 552
        # A server that does not say beforehand how large it is.
        server.rset()
        server.mail("tomasz@example.org")
        server.rcpt(to)
        assert server.data(large)[0] == 552
        assert server.sendmail("tomasz@example.org", [to], letter("tomasz@example.org", to, "Small.")) == {}
    assert rows(Arrival.objects.count) == 1


def test_what_cannot_be_kept_is_brought_again(monkeypatch, caplog, wire, shared, asked: Conversation, tomasz):
    to = reply_address(tomasz, asked)
    shared()
    monkeypatch.setattr(listening, "receive", lambda **words: (_ for _ in ()).throw(DatabaseError("away")))
    with wire as here, closing(smtplib.LMTP("127.0.0.1", here.ports["lmtp"])) as server:
        with pytest.raises(smtplib.SMTPDataError) as refused:
            server.sendmail("tomasz@example.org", [to], letter("tomasz@example.org", to, "Me."))
        assert refused.value.smtp_code == 451
    monkeypatch.setattr(listening, "is_address_here", lambda address: (_ for _ in ()).throw(DatabaseError("away")))
    with wire as here, closing(smtplib.LMTP("127.0.0.1", here.ports["lmtp"])) as server:
        with pytest.raises(smtplib.SMTPRecipientsRefused) as nobody:
            server.sendmail("tomasz@example.org", [to], letter("tomasz@example.org", to, "Me."))
        assert nobody.value.recipients[to][0] == 451


def test_whoever_hangs_up_in_the_middle_leaves_nothing(wire, shared, asked: Conversation, tomasz):
    to = reply_address(tomasz, asked)
    shared()
    with wire as here:
        server = smtplib.SMTP("127.0.0.1", here.ports["smtp"])
        server.ehlo()
        server.mail("tomasz@example.org")
        server.rcpt(to)
        server.putcmd("data")
        server.getreply()
        server.send(b"From: tomasz@example.org\r\n\r\nHalf a")
        server.close()
        with smtplib.SMTP("127.0.0.1", here.ports["smtp"]) as other:
            other.sendmail("tomasz@example.org", [to], letter("tomasz@example.org", to, "Whole."))
    assert rows(Arrival.objects.count) == 1


def test_a_port_that_is_taken_is_said(wire):
    with wire as here, pytest.raises(OSError, match="in use"), Listener(lmtp=("127.0.0.1", here.ports["smtp"])):
        pass
