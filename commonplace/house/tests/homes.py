"""Installations that a test makes: a data folder and a database of either kind, used by processes of their own.

Those that a test does not begin empty are copies of one that was made.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

from commonplace.house.tests.begun import Begun, Forked

ROOT = Path(__file__).resolve().parents[3]
OURS = ("SECRET_KEY", "SECRET_KEY_FILE", "DATABASE_URL", "DATABASE_URL_FILE", "FILES_BACKEND", "FILES_URL")


class Home:
    """One installation; its database is empty, or a copy of `like`'s."""

    def __init__(self, folder: Path, kind: str, like: "Home | None" = None) -> None:
        self.folder, self.kind, self.data = folder, kind, folder / "data"
        self._begun: Begun | None = None
        self.data.mkdir(parents=True)
        self.sqlite, self.name = self.data / "commonplace.sqlite3", ""
        self.environment = {name: value for name, value in os.environ.items() if name not in OURS}
        self.environment |= {"COMMONPLACE_DATA": str(self.data), "PYTHONPATH": str(ROOT)}
        if kind == "postgresql":
            self.name = f"home_{os.getpid()}_{abs(hash(folder))}"
            with cluster() as asked:
                asked.execute(f'CREATE DATABASE "{self.name}"' + (f' TEMPLATE "{like.name}"' if like else ""))
            self.environment["DATABASE_URL"] = _url(self.name)
        elif like:
            shutil.copy(like.sqlite, self.sqlite)

    def go(self) -> None:
        self.begin_anew()
        if self.name:
            with cluster() as asked:
                asked.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def start(self, *words: str, module: str = "commonplace.house") -> Forked:
        """A process that has read the settings already; see `begun.py`."""
        if self._begun is None:
            self._begun = Begun(self.environment)
        return self._begun.start(module, words)

    def tries(self, *words: str, module: str = "commonplace.house") -> "subprocess.CompletedProcess[str]":
        process = self.start(*words, module=module)
        out, err = process.communicate()
        if words[0] == "restore":
            self.begin_anew()
        return subprocess.CompletedProcess(words, process.returncode, out, err)

    def tries_from_the_start(self, *words: str, **more: Any) -> "subprocess.CompletedProcess[str]":
        """In a process that Python starts itself, with `more` of how."""
        asked = [sys.executable, "-P", "-m", "commonplace.house", *words]
        return subprocess.run(
            asked, env=self.environment, capture_output=True, text=True, check=False, timeout=180, **more
        )

    def begin_anew(self) -> None:
        """The next process reads the settings, and the key, anew."""
        if self._begun is not None:
            self._begun.end()
            self._begun = None

    def run(self, *words: str, module: str = "commonplace.house") -> str:
        done = self.tries(*words, module=module)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def lives(self, *words: str) -> str:
        return self.run(*words, module="commonplace.house.tests.living")

    def told(self) -> dict[str, Any]:
        """Every row and the digest of every file."""
        rows: dict[str, Any] = json.loads(self.lives("told"))
        return rows

    def backup(self, *words: str) -> Path:
        return Path(self.run("backup", *words))


def cluster() -> "psycopg.Connection[Any]":
    return psycopg.connect(**at("postgres"), autocommit=True)


def at(name: str) -> dict[str, Any]:
    """Where psycopg finds a database of the cluster that the suite uses."""
    given = connection.get_connection_params()
    return {key: given[key] for key in ("user", "password", "host", "port") if given.get(key)} | {"dbname": name}


def _url(name: str) -> str:
    given = at(name)
    return f"postgresql://{given.get('user', '')}@/{name}?host={given.get('host', '')}&port={given.get('port', 5432)}"


Builder = Callable[..., Home]


def kinds() -> list[str]:
    """Those between which one can move: SQLite is everywhere; PostgreSQL where the suite runs on it."""
    return ["sqlite", "postgresql"] if os.environ.get("DATABASE_URL", "").startswith("postgres") else ["sqlite"]


def ours() -> str:
    """The kind on which the suite runs."""
    return kinds()[-1]


def build(folder: Path, migrated: Callable[[str], Home]) -> Iterator[Builder]:
    """Makes homes in `folder`, and lets them go in the end."""
    made: list[Home] = []

    def home(kind: str = "sqlite", *, empty: bool = False) -> Home:
        made.append(Home(folder / f"home{len(made)}", kind, None if empty else migrated(kind)))
        return made[-1]

    yield home
    for one in made:
        one.go()


def migrate(folder: Path) -> Iterator[Callable[[str], Home]]:
    """Makes one migrated home of each kind when it is first asked for."""
    made: dict[str, Home] = {}

    def migrated(kind: str) -> Home:
        if kind not in made:
            one = made[kind] = Home(folder / kind, kind)
            one.run("migrate")
            one.begin_anew()
        return made[kind]

    yield migrated
    for one in made.values():
        one.go()
