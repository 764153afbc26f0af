"""A run that is really killed, at several moments, and run again ends in the rows of one that was not."""

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from commonplace.house.tests.begun import Forked
from commonplace.house.tests.homes import Builder, Home, at, build
from commonplace.lib.tests.test_calendars_read import calendar, event
from commonplace.transfer.tests.made_up import write_archive

MOMENTS = ["at once", "planning", "planned", "a little kept", "half kept", "all kept"]
# Seconds between two looks at what a process has done: many of its steps take longer.
A_LOOK = 0.003


class House:
    """An installation of its own: an empty, migrated database and its data folder, made anew for each try."""

    def __init__(self, make: Builder) -> None:
        self._make = make
        self._home = make(connection.vendor)

    def renew(self) -> None:
        self._home.begin_anew()
        self._home = self._make(connection.vendor)

    def start(self, *words: str) -> Forked:
        return self._home.start(*words)

    def run(self, *words: str) -> str:
        return self._home.run(*words)

    def run_from_the_start(self, *words: str) -> str:
        """In a process that can begin once more with the words by which Python was started."""
        ran = self._home.tries_from_the_start(*words)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def begin_back(self) -> Forked:
        return self._home.start(module="commonplace.transfer.tests.back")

    def told(self) -> Any:
        return json.loads(self._home.run("wells", module="commonplace.transfer.tests.told"))

    def ask(self, question: str) -> int:
        """One number from the database, beside whoever writes there; 0 while there is none."""
        if self._home.kind == "sqlite":
            with closing(sqlite3.connect(f"file:{self._home.sqlite}?mode=ro", uri=True, timeout=5)) as reader:
                found = reader.execute(question).fetchone()
        else:
            with psycopg.connect(**at(self._home.name)) as reader:
                found = reader.execute(question).fetchone()
        return int(found[0] or 0) if found else 0

    def files(self) -> int:
        return sum(1 for path in (self._home.data / "files").rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, migrated_home: Callable[[str], Home]) -> Iterator[House]:
    for make in build(tmp_path_factory.mktemp("house"), migrated_home):
        yield House(make)


def _reached(house: House, moment: str) -> bool:
    if moment == "planning":
        return house.ask("SELECT count(*) FROM transfer_letter") > 0
    if moment == "planned":
        return house.ask("SELECT count(*) FROM transfer_import WHERE planned_at IS NOT NULL") > 0
    position = house.ask("SELECT max(position) FROM transfer_import")
    if moment == "a little kept":
        return position >= 3
    letters = house.ask("SELECT max(letters) FROM transfer_import")
    return letters > 0 and position >= (letters // 2 if moment == "half kept" else letters)


def _kill_and_run_again(house: House, folder: Path, moments: list[str]) -> tuple[Any, int]:
    """What is there after a run killed at each of the moments in turn and run to its end, and how many kills struck."""
    house.renew()
    words = ("import", "mbox", str(folder), "--community", "wells", "--json", "--batch", "3")
    struck = 0
    for moment in moments:
        process = house.start(*words)
        if moment == "at once":
            time.sleep(0.1)
        else:
            while process.poll() is None and not _reached(house, moment):
                time.sleep(A_LOOK)
        struck += process.poll() is None
        process.kill()
        process.communicate()
    house.run(*words)
    return house.told(), struck


def _compare(house: House, folder: Path, tries: list[list[str]]) -> None:
    house.renew()
    house.run("import", "mbox", str(folder), "--community", "wells", "--json", "--batch", "50")
    whole = house.told()
    for moments in tries:
        found, struck = _kill_and_run_again(house, folder, moments)
        # The last letter may be kept an instant before the run ends by itself.
        assert struck >= len(moments) - moments.count("all kept")
        if found["imports"] != whole["imports"]:
            assert "all kept" in moments
        assert {name: rows for name, rows in found.items() if name != "imports"} == {
            name: rows for name, rows in whole.items() if name != "imports"
        }


def test_killed_and_run_again(house: House, tmp_path: Path) -> None:
    _compare(house, write_archive(tmp_path / "wells"), [["planning"], ["half kept"], MOMENTS])


def test_killed_and_run_again_on_a_real_archive(house: House, archives: Callable[[str], Path]) -> None:
    _compare(house, archives("mbox/twisted-reality"), [["planning", "half kept"], ["a little kept"]])


def test_taking_back_killed_and_gone_on_with(house: House, tmp_path: Path) -> None:
    folder = write_archive(tmp_path / "wells")
    house.renew()
    house.run("import", "mbox", str(folder), "--community", "wells", "--json")
    posts = "SELECT count(*) FROM conversations_post"
    moments = [
        "SELECT count(*) FROM transfer_import WHERE back_asked_at IS NOT NULL",
        "SELECT count(*) FROM transfer_import WHERE back_begun_at IS NOT NULL",
        f"SELECT ({posts}) < 100",
        f"SELECT ({posts}) < 30",
        f"SELECT ({posts}) = 0",
        "SELECT count(*) FROM transfer_import WHERE back_person > 0",
        "SELECT (SELECT count(*) FROM transfer_letter) < 100",
    ]
    struck = 0
    for moment in moments:
        process = house.begin_back()
        while process.poll() is None and not house.ask(moment):
            time.sleep(A_LOOK)
        struck += process.poll() is None
        process.kill()
        process.communicate()
    process = house.begin_back()
    _out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert struck >= len(moments) - 1
    left = house.told()
    assert (left.pop("people_count"), left.pop("memberships"), left.pop("deeds")) == (1, [], [])
    assert not any(left.values()), left
    for table in ("conversations_post", "conversations_conversation", "search_searchentry", "files_storedfile"):
        assert house.ask(f"SELECT count(*) FROM {table}") == 0
    assert house.files() <= 2  # those of one step that was killed between its rows and its bytes


def test_a_process_that_begins_afresh_once_all_is_decided_says_and_leaves_the_same(
    house: House, tmp_path: Path
) -> None:
    folder = write_archive(tmp_path / "wells")
    words = ("import", "mbox", str(folder), "--community", "wells", "--json")
    said, left = [], []
    for more in ((), ("--fresh-from", "0")):
        house.renew()
        one = json.loads(house.run_from_the_start(*words, *more))
        assert one.pop("seconds") >= 0
        said.append(one)
        left.append(house.told())
    assert said[0] == said[1]
    assert left[0] == left[1]


def test_calendars_killed_and_run_again(house: House, tmp_path: Path) -> None:
    events = [event("RRULE:FREQ=WEEKLY;COUNT=20", uid=f"e{number}") for number in range(60)]
    (tmp_path / "a.ics").write_bytes(calendar(*events))
    words = ("import", "ics", str(tmp_path / "a.ics"), "--community", "wells", "--json")
    struck, told = 0, "SELECT count(*) FROM gatherings_gathering"
    house.renew()
    for least in (20, 400):
        process = house.start(*words)
        while process.poll() is None and house.ask(told) < least:
            time.sleep(A_LOOK)
        struck += process.poll() is None
        process.kill()
        process.communicate()
        assert house.ask(told) == 20 * house.ask("SELECT count(*) FROM gatherings_series")
    last = json.loads(house.run(*words))
    assert struck == 2
    assert (last["read"], last["unreadable"], last["kept"] + last["already"]) == (60, 0, 60)
    assert last["already"] >= 20
    assert house.ask(told) == 1200
