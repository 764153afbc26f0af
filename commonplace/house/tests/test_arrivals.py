"""`bin/commonplace arrivals`, `addresses` and `mail`: what came in, where one writes to, and who listens."""

from __future__ import annotations

import argparse
import json
import signal
import smtplib
import socket
import threading
import time
from datetime import timedelta
from types import ModuleType

import pytest
from django.utils import timezone

from commonplace.communities.models import Community, Space
from commonplace.house.checks.arrivals import arrivals as checked
from commonplace.house.cli import addresses, arrivals, mail
from commonplace.house.cli.looks import NO_REASON
from commonplace.mail.addresses import reply_address, space_address
from commonplace.mail.models import Arrival, Outcome
from commonplace.mail.tests.conftest import asked
from commonplace.mail.tests.imap_server import Mailbox
from commonplace.mail.tests.post import letter, send
from commonplace.people.models import Person

__all__ = ["asked"]


@pytest.fixture(autouse=True)
def of_this_house(settings):
    settings.MAIL_DOMAIN, settings.MAIL_IN = "commons.example", True
    settings.MAIL_AUTHSERV_ID = "mx.commons.example"
    settings.BASE_URL = "https://commons.example"


def run(command: ModuleType, *words: str) -> int:
    parser = argparse.ArgumentParser()
    command.arguments(parser)
    return command.run(parser.parse_args(words))


@pytest.fixture
def came(asked, tomasz: Person) -> list[Arrival]:
    """One that is a post, one of a stranger, one that could not be acted on, and one that waits."""
    to, now = reply_address(tomasz, asked), timezone.now()
    for n, sender in enumerate(("tomasz", "nobody", "tomasz", "tomasz")):
        send(letter(f"{sender}@example.org", to, f"QK74MZ {n}", message_id=f"<{n}@a>"), to, now=now)
    rows = list(Arrival.objects.order_by("pk"))
    Arrival.objects.filter(pk=rows[2].pk).update(outcome=Outcome.FAILED, last_error="OSError: full", post=None)
    Arrival.objects.filter(pk=rows[3].pk).update(outcome="", settled_at=None, post=None)
    return list(Arrival.objects.order_by("pk"))


def test_it_says_what_came_in_and_what_became_of_it_and_no_words(came: list[Arrival], capsys):
    assert run(arrivals) == 0
    said = capsys.readouterr().out
    assert "QK74MZ" not in said
    for part in (
        "nobody@example.org",
        "went on with a conversation",
        "OSError: full",
        "waits for",
        "given to somebody",
    ):
        assert part in said, part
    assert run(arrivals, "--json") == 0
    told = {one["id"]: one["outcome"] for one in json.loads(capsys.readouterr().out)}
    assert [told[one.pk] for one in came] == ["replied", "not_theirs", "failed", "waiting"]


def test_one_is_acted_on_again_and_shown_as_it_came(came: list[Arrival], capsysbinary):
    posted, _stranger, failed, _waiting = came
    assert run(arrivals, "--again", str(failed.pk)) == 0
    assert Arrival.objects.get(pk=failed.pk).settled_at is None
    assert run(arrivals, "--again", str(posted.pk), "4711") == 1
    assert Arrival.objects.get(pk=posted.pk).outcome == Outcome.REPLIED
    capsysbinary.readouterr()
    assert run(arrivals, "--show", str(posted.pk)) == NO_REASON
    assert capsysbinary.readouterr().out == b""
    assert run(arrivals, "--show", str(posted.pk), "--why", "It came apart") == 0
    assert capsysbinary.readouterr().out == bytes(posted.raw)
    assert run(arrivals, "--show", "4711") == 1


def test_the_doctor_says_what_waits_and_what_went_wrong(came: list[Arrival], settings):
    now = timezone.now() + timedelta(minutes=20)
    said = [finding.words for finding in checked(now) if finding.is_wrong]
    assert [line.partition(" letters came in and ")[2].split(",")[0] for line in said] == [
        "could not be acted on. Say: bin/commonplace arrivals",
        "wait",
    ]
    Arrival.objects.all().delete()
    assert [finding.words for finding in checked(now)] == ["Letters that came in were acted on, 0 in the last day."]
    settings.MAIL_AUTHSERV_ID = ""
    assert [finding.is_note for finding in checked(now)] == [True, False]
    settings.MAIL_DOMAIN, settings.BASE_URL = "localhost", "https://commons.example"
    assert [finding.is_wrong for finding in checked(now)] == [True, False, False]
    settings.MAIL_IN = False
    assert list(checked(now)) == []


def test_each_space_has_an_address_and_a_rule(stick: Community, table: Space, circle: Space, window: Space, capsys):
    assert run(addresses, "--community", "stick", "--json") == 0
    told = {one["space"]: one for one in json.loads(capsys.readouterr().out)}
    assert sorted(told) == ["circle", "table", "window"]
    for space in (table, circle, window):
        assert told[space.slug]["address"] == space_address(space)
    assert {slug: one["rule"] for slug, one in told.items()} == {
        "circle": "seat", "table": "standing", "window": "standing",
    }  # fmt: skip
    assert told["table"]["list_id"] == "table.stick.commons.example"
    assert run(addresses, "--community", "stick") == 0
    assert "stick.circle@commons.example  Circle" in capsys.readouterr().out
    assert run(addresses, "--community", "nowhere") == 1


def test_the_rule_told_is_the_rule_asked(stick, table, circle, window, hal, rosa, stranger, capsys):
    run(addresses, "--community", "stick", "--json")
    rules = {one["space"]: one["rule"] for one in json.loads(capsys.readouterr().out)}
    writes = {"standing": {hal.pk, rosa.pk}, "seat": {rosa.pk}}
    for space in (table, circle, window):
        may = {one.pk for one in (hal, rosa, stranger) if Space.objects.writable_by(one).filter(pk=space.pk).exists()}
        assert may == writes[rules[space.slug]], space


@pytest.mark.parametrize("words", [["--lmtp", "8024"], ["--smtp", "host:x"], ["--lmtp", ":1"], ["--lmtp", "h:99999"]])
def test_where_to_listen_is_said_as_host_and_port(words: list[str]):
    with pytest.raises(SystemExit):
        run(mail, *words)


def test_it_listens_until_it_is_told_to_end(transactional_db, socket_enabled, monkeypatch, capsys, settings):
    settings.MAIL_IN = False
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        taken.listen()
        assert run(mail, "--lmtp", f"127.0.0.1:{port}") == 1
    assert "Nobody can listen there" in capsys.readouterr().err
    assert run(mail) == 2
    heard = []

    def call() -> None:
        for _try in range(100):
            try:
                with smtplib.SMTP("127.0.0.1", port, timeout=5) as server:
                    heard.append(server.noop()[0])
                break
            except OSError:
                time.sleep(0.05)
        signal.raise_signal(signal.SIGTERM)

    before = signal.getsignal(signal.SIGTERM)
    caller = threading.Thread(target=call)
    caller.start()
    try:
        assert run(mail, "--smtp", f"127.0.0.1:{port}") == 0
    finally:
        signal.signal(signal.SIGTERM, before)
        caller.join()
    assert heard == [250]
    said = capsys.readouterr().err
    assert f"Letters to commons.example are taken by SMTP at 127.0.0.1:{port}." in said
    assert "MAIL_IN is off" in said


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_mailbox_is_looked_into_at_once(settings, capsys, db):
    settings.IMAP_URL = ""
    assert run(mail, "--imap") == 2
    settings.IMAP_URL = "imap://u:p@127.0.0.1:1/INBOX"
    assert run(mail, "--imap") == 1
    assert "The mailbox cannot be read" in capsys.readouterr().err
    with Mailbox() as box:
        settings.IMAP_URL = box.url
        box.put(b"From: a@example.org\nTo: b@example.org\nSubject: x\n\nWords.\n")
        assert run(mail, "--imap") == 0
    assert "1 letters were taken in." in capsys.readouterr().out
