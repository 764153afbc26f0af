"""`bin/commonplace erase`: says what will happen, asks, and leaves no byte of somebody in database, index and files."""

import argparse
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from io import StringIO

import pytest

from commonplace.communities.models import Community
from commonplace.house.cli import erase
from commonplace.house.tests.homes import Builder, Home, ours
from commonplace.house.tests.leaving import ADDRESS, MARK, NAME, OLD
from commonplace.people.models import ArchiveAddress, Person


@pytest.fixture(autouse=True)
def nothing_is_waited_for(monkeypatch) -> None:
    """The suite is inside a transaction, in which no log is folded back."""
    monkeypatch.setattr(erase, "WIPED_WITHIN", timedelta(0))


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    erase.arguments(parser)
    return erase.run(parser.parse_args(words))


def traces(home: Home) -> Iterator[str]:
    """Where a word of theirs stands: in rows, and in the raw bytes of every file of the installation."""
    for name, rows in home.told().items():
        if MARK.lower() in json.dumps(rows).lower():
            yield name
    for path in sorted(home.data.rglob("*")):
        if path.is_file() and MARK.lower().encode() in path.read_bytes().lower():
            yield path.name


def lives_in(home: Home, *words: str) -> str:
    return home.run(*words, module="commonplace.house.tests.leaving")


def test_no_byte_is_left(home: Builder) -> None:
    house = home(ours())
    lives_in(house, "settle")
    before = set(traces(house))
    assert {"people.Person", "conversations.Draft", "search.SearchEntry", "transfer.Handle"} <= before
    # Another process has the database open, as the pages and the worker do.
    with closing(sqlite3.connect(house.sqlite)) if house.kind == "sqlite" else closing(StringIO()):
        house.run("erase", "--address", OLD, "--withdraw", "--yes")
    assert list(traces(house)) == []
    assert json.loads(lives_in(house, "counted")) == []
    assert house.tries("erase", "--address", ADDRESS, "--yes").returncode == 1


def test_words_that_stay_are_the_only_trace(home: Builder) -> None:
    house = home(ours())
    lives_in(house, "settle")
    house.run("erase", "--address", OLD, "--yes")
    told = house.told()
    left = {name for name, rows in told.items() if MARK.lower() in json.dumps(rows).lower()}
    words = {"conversations.Post", "conversations.Revision", "conversations.Conversation", "conversations.Outcome"}
    assert {name for name in left if "." in name and "/" not in name} == words | {"search.SearchEntry"}
    assert not [one for one in (NAME, ADDRESS, OLD, f"{MARK}craft") if one.lower() in json.dumps(told).lower()]
    for path in (path for path in house.data.rglob("*") if path.is_file()):
        raw = path.read_bytes().lower()
        assert not [one for one in ("zelda", "zorn", "craft", "draft") if MARK.lower() + one in str(raw)], path


def test_it_says_what_will_happen_and_asks(capsys, monkeypatch, hal: Person, stick: Community) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("yes\n"))
    assert run("--person", str(hal.pk)) == 1
    said = capsys.readouterr().err
    assert "Hal Brennan" in said
    assert "0 posts stay" in said
    assert Person.objects.filter(pk=hal.pk).exists()
    monkeypatch.setattr("sys.stdin", StringIO("erase\n"))
    assert run("--person", str(hal.pk)) == 0
    assert not Person.objects.filter(pk=hal.pk).exists()


def test_whoever_may_not_go_yet_stays(capsys, ines: Person, hal: Person, stick: Community) -> None:
    assert run("--person", str(ines.pk), "--yes") == 1
    assert "Nobody else tends stick" in capsys.readouterr().err
    assert Person.objects.filter(pk=ines.pk).exists()


def test_an_address_of_two_asks_which(capsys, hal: Person, unclaimed: Person) -> None:
    ArchiveAddress.objects.create(person=unclaimed, address="hal@example.org")
    assert run("--address", "hal@example.org", "--yes") == 1
    assert "more than one person" in capsys.readouterr().err
    assert run("--person", str(unclaimed.pk), "--yes") == 0
    assert run("--address", "hal@example.org", "--yes") == 0
    assert not Person.objects.filter(pk=hal.pk).exists()
