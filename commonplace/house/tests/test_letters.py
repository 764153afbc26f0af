"""`bin/commonplace letters`: what waits, what failed and why, without a word of what the letters say."""

import argparse
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from commonplace.house.cli import letters
from commonplace.letters import outages, pauses
from commonplace.letters.actions import post, send_due
from commonplace.letters.models import Letter, Pause

pytestmark = pytest.mark.django_db


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    letters.arguments(parser)
    return letters.run(parser.parse_args(words))


@pytest.fixture
def outbox() -> list[Letter]:
    """One that waits, one that fails, one that was given up, and one that was sent."""
    now = timezone.now()
    made = [
        post(
            to=f"{name}@example.org", kind="account", subject="QK74MZ is your code", text="QK74MZ", html="<b>QK74MZ</b>"
        )
        for name in ("ines", "hal", "rosa", "sven")
    ]
    failing, given_up, sent = (Letter.objects.filter(pk=one.pk) for one in made[1:])
    failing.update(attempts=1, failing_since=now, fault="later", last_error="451 4.7.1 Greylisted")
    given_up.update(attempts=9, failing_since=now, given_up_at=now, fault="ours", last_error="554 5.7.1 Relay denied")
    sent.update(sent_at=now)
    return made


def test_it_says_what_waits_and_why_and_no_words(outbox: list[Letter], capsys) -> None:
    outages.rest("421 Closing", now=timezone.now())
    assert run() == 0
    said = capsys.readouterr().out
    assert "QK74MZ" not in said
    for part in (
        "taken no letter since",
        "421 Closing",
        "ines@example.org",
        "waits for",
        "1 try, next",
        "451 4.7.1 Greylisted",
        "after 9 tries",
        "554 5.7.1 Relay denied",
    ):
        assert part in said
    assert "sven" not in said


def test_a_program_reads_the_same(outbox: list[Letter], capsys) -> None:
    assert run("--json") == 0
    out = capsys.readouterr().out
    told = json.loads(out)
    assert "QK74MZ" not in out
    assert told["outage"] is None
    assert [(one["to"], one["state"], one["fault"]) for one in told["letters"]] == [
        ("ines@example.org", "waiting", ""),
        ("hal@example.org", "failing", "later"),
        ("rosa@example.org", "given up", "ours"),
    ]


def test_nothing_waits(capsys) -> None:
    assert run() == 0
    assert capsys.readouterr().out == "No letter waits, and none was given up.\n"


def test_again(outbox: list[Letter], capsys) -> None:
    waits, failing, given_up, sent = (one.pk for one in outbox)
    assert run("--again", str(given_up)) == 0
    assert Letter.objects.get(pk=given_up).given_up_at is None
    assert run("--again", str(sent), str(failing)) == 1
    said = capsys.readouterr()
    assert (f"To be sent now: {failing}." in said.out, f"Left alone: {sent}." in said.err) == (True, True)
    assert run("--again", "all") == 0
    assert capsys.readouterr().out == f"To be sent now: {waits}, {failing}, {given_up}.\n"
    with pytest.raises(SystemExit):
        run("--again", "some")


def test_give_up(outbox: list[Letter], capsys) -> None:
    waits, _, _, sent = (one.pk for one in outbox)
    assert run("--give-up", str(waits), str(sent)) == 1
    assert (Letter.objects.get(pk=waits).fault, Letter.objects.get(pk=sent).given_up_at) == (Letter.ON_PURPOSE, None)
    with pytest.raises(SystemExit):
        run("--give-up", str(waits), "--again", "all")


def test_a_list_has_an_end(db: None, capsys, monkeypatch) -> None:
    monkeypatch.setattr(letters, "SHOWN", 2)
    for _ in range(3):
        post(to="ines@example.org", kind="hello", subject="x", text="x", at=timezone.now() + timedelta(hours=1))
    run()
    assert capsys.readouterr().out.endswith("And 1 more; --json lists all.\n")


def test_it_says_where_no_letter_goes_and_resumes(outbox: list[Letter], capsys) -> None:
    now = timezone.now()
    pauses.note_bounce(address="hal@example.org", is_hard=True, words="550 5.1.1 Unknown", now=now)
    pauses.pause_delivery(address="rosa@example.org", why=Pause.Why.COMPLAINT, now=now)
    send_due(now=now)
    capsys.readouterr()
    assert run() == 0
    said = capsys.readouterr().out
    for part in ("goes to 2 addresses:", "nobody is there", "550 5.1.1 Unknown", "called one spam"):
        assert part in said
    assert run("--json") == 0
    assert [one["address"] for one in json.loads(capsys.readouterr().out)["paused"]] == [
        "hal@example.org",
        "rosa@example.org",
    ]
    assert run("--resume", "HAL@example.org", "sven@example.org") == 1
    out = capsys.readouterr()
    assert ("Written to again: hal@example.org." in out.out, "sven@example.org" in out.err) == (True, True)
    assert list(Pause.objects.values_list("address", flat=True)) == ["rosa@example.org"]


def test_what_was_taken_back_is_listed_as_not_sent_and_stays_so(db: None, capsys) -> None:
    letter = post(to="ines@example.org", kind="post", subject="x", text="x")
    Letter.objects.filter(pk=letter.pk).update(given_up_at=timezone.now(), fault=Letter.TAKEN_BACK)
    run()
    assert ", taken back" in capsys.readouterr().out
    assert run("--again", str(letter.pk)) == 1
