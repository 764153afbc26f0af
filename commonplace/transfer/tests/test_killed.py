"""A run that is really killed, at several moments, and run again ends in the rows of one that was not."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from commonplace.transfer.tests.made_up import write_archive

ROOT = Path(__file__).resolve().parents[3]
MOMENTS = ["at once", "planning", "planned", "a little kept", "half kept", "all kept"]


class House:
    """An installation of its own: an empty, migrated database and its data folder, made anew for each try."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.number = 0
        self.is_sqlite = connection.vendor == "sqlite"
        self.url = ""
        self.template = folder / "template.sqlite3"
        self.renew("template")
        self.run("migrate")

    def renew(self, name: str = "") -> None:
        self.number += 1
        self.data = self.folder / f"data{self.number}"
        self.data.mkdir()
        if self.is_sqlite:
            path = self.template if name else self.data / "house.sqlite3"
            if not name:
                shutil.copy(self.template, path)
            self.url = f"sqlite:///{path}"
            return
        target = f"killed_{os.getpid()}_{name or self.number}"
        source = f' TEMPLATE "killed_{os.getpid()}_template"' if not name else ""
        with Cluster() as cursor:
            cursor.execute(f'CREATE DATABASE "{target}"{source}')
        self.name = target
        self.url = _url(target)

    def forget(self) -> None:
        if not self.is_sqlite:
            with Cluster() as cursor:
                for number in ["template", *range(2, self.number + 1)]:
                    cursor.execute(f'DROP DATABASE IF EXISTS "killed_{os.getpid()}_{number}" WITH (FORCE)')

    def environment(self) -> dict[str, str]:
        return {**os.environ, "DATABASE_URL": self.url, "COMMONPLACE_DATA": str(self.data), "PYTHONPATH": str(ROOT)}

    def start(self, *words: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "commonplace.house", *words],
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *words: str) -> str:
        process = self.start(*words)
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err.decode()
        return out.decode()

    def begin_back(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "commonplace.transfer.tests.back"],
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def told(self) -> Any:
        printed = subprocess.run(
            [sys.executable, "-P", "-m", "commonplace.transfer.tests.told", "wells"],
            env=self.environment(),
            capture_output=True,
            timeout=60,
            check=True,
        )
        return json.loads(printed.stdout)

    def ask(self, question: str) -> int:
        """One number from the database, beside whoever writes there; 0 while there is none."""
        if self.is_sqlite:
            with sqlite3.connect(f"file:{self.url.removeprefix('sqlite:///')}?mode=ro", uri=True, timeout=5) as reader:
                found = reader.execute(question).fetchone()
            reader.close()
            return int(found[0] or 0) if found else 0
        with psycopg.connect(**_parameters(self.name)) as reader:
            found = reader.execute(question).fetchone()
            return int(found[0] or 0) if found else 0


def _parameters(name: str) -> dict[str, Any]:
    given = connection.get_connection_params()
    return {key: given[key] for key in ("user", "password", "host", "port") if given.get(key)} | {"dbname": name}


def _url(name: str) -> str:
    given = _parameters(name)
    return f"postgresql://{given.get('user', '')}@/{name}?host={given.get('host', '')}&port={given.get('port', 5432)}"


class Cluster:
    def __enter__(self) -> Any:
        self.connection = psycopg.connect(**_parameters("postgres"), autocommit=True)
        return self.connection.cursor()

    def __exit__(self, *_: object) -> None:
        self.connection.close()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("house"))
    yield made
    made.forget()


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
            time.sleep(0.4)
        else:
            while process.poll() is None and not _reached(house, moment):
                time.sleep(0.001)
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


def _files(house: House) -> int:
    return sum(1 for path in (house.data / "files").rglob("*") if path.is_file())


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
            time.sleep(0.001)
        struck += process.poll() is None
        process.kill()
        process.communicate()
    process = house.begin_back()
    _out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err.decode()
    assert struck >= len(moments) - 1
    left = house.told()
    assert (left.pop("people_count"), left.pop("memberships"), left.pop("deeds")) == (1, [], [])
    assert not any(left.values()), left
    for table in ("conversations_post", "conversations_conversation", "search_searchentry", "files_storedfile"):
        assert house.ask(f"SELECT count(*) FROM {table}") == 0
    assert _files(house) <= 2  # those of one step that was killed between its rows and its bytes


def test_a_process_that_begins_afresh_once_all_is_decided_says_and_leaves_the_same(
    house: House, tmp_path: Path
) -> None:
    folder = write_archive(tmp_path / "wells")
    words = ("import", "mbox", str(folder), "--community", "wells", "--json")
    said, left = [], []
    for more in ((), ("--fresh-from", "0")):
        house.renew()
        one = json.loads(house.run(*words, *more))
        assert one.pop("seconds") >= 0
        said.append(one)
        left.append(house.told())
    assert said[0] == said[1]
    assert left[0] == left[1]
