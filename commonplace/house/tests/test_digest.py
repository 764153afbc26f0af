"""`bin/commonplace digest` prints one person's letter, and keeps and sends nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commonplace.conversations.actions.opening import open_conversation
from commonplace.digests.models import Issue
from commonplace.house.cli import main
from commonplace.house.cli.looks import NO_REASON
from commonplace.letters.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(hal, rosa, table) -> str:
    at = timezone.now() - timedelta(days=2)
    return open_conversation(by=rosa, space=table, kind="question", title="Which clamp?", text="?", at=at).title


def test_a_letter_is_printed_and_nothing_is_kept(asked, capsys) -> None:
    words = ["digest", "--community", "stick", "--to", "hal@example.org", "--on", str(timezone.now().date())]
    assert main(words) == NO_REASON
    assert capsys.readouterr().out == ""
    words += ["--why", "They miss a letter"]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert said.startswith("To: hal@example.org\nSubject: The Listening Stick, ")
    assert asked in said
    assert main([*words, "--html"]) == 0
    assert capsys.readouterr().out.strip().startswith("<!doctype html>")
    assert (Issue.objects.count(), Letter.objects.count()) == (0, 0)


def test_where_nothing_happened_it_says_so(asked, capsys) -> None:
    long_ago = str(timezone.now().date() - timedelta(days=90))
    assert main(["digest", "--community", "stick", "--to", "hal@example.org", "--on", long_ago, "--why", "Asked"]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "nothing to tell" in told.err


@pytest.mark.parametrize("who", ["nobody@example.org", "stranger@example.org"])
def test_only_of_members(asked, stranger, capsys, who: str) -> None:
    assert main(["digest", "--community", "stick", "--to", who]) == 1
    assert main(["digest", "--community", "nowhere", "--to", "hal@example.org"]) == 1
    assert capsys.readouterr().out == ""
