"""A house moves, whole, from either database into either: rehearsed with commands in processes of their own."""

import json
import resource
import signal
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from commonplace.house.tests.homes import Builder, Home, at, build, cluster, kinds, ours
from commonplace.house.tests.test_fresh import NARROWER, shape


@dataclass
class Settled:
    """A house that is lived in, what is in it, something it signed, and its archive."""

    home: Home
    told: dict[str, Any]
    token: str
    archive: Path


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory, migrated_home: Callable[[str], Home]) -> Iterator[Settled]:
    """On the database of the suite."""
    for maker in build(tmp_path_factory.mktemp("settled"), migrated_home):
        first = maker(ours())
        token = first.lives("settle")
        told = first.told()
        yield Settled(first, told, token, first.backup())


@pytest.mark.parametrize("kind", kinds())
def test_a_house_moves_with_everything(settled: Settled, home: Builder, kind: str) -> None:
    new = home(kind, empty=True)
    said = new.run("restore", str(settled.archive))
    assert said.startswith("2 people, 2 posts and 3 files")
    told = new.told()
    assert {name: rows for name, rows in told.items() if rows != settled.told[name]} == {}
    assert told.keys() == settled.told.keys()
    if kind != settled.home.kind:
        back = home(settled.home.kind, empty=True)
        back.run("restore", str(new.backup()))
        assert back.told() == settled.told
    assert (new.data / "secret-key").read_text() == (settled.home.data / "secret-key").read_text()
    does = json.loads(new.lives("lives_on", settled.token))
    drafts = [row["id"] for row in told["conversations.Draft"]]
    assert does == {
        "signs_in": True,
        "signed": {"person": told["people.Person"][0]["id"]},
        "found": 1,
        # The one that was dropped had the next id, which is never given again.
        "next_draft": drafts[-1] + 2,
        "sessions": 0,
        "vendor": kind,
    }
    if kind == "sqlite":
        assert stat.S_IMODE(new.sqlite.stat().st_mode) == 0o600


def test_an_archive_is_for_its_owner_alone(settled: Settled) -> None:
    assert stat.S_IMODE(settled.archive.stat().st_mode) == 0o600
    assert stat.S_IMODE(settled.archive.parent.stat().st_mode) == 0o700


def test_a_house_that_is_lived_in_is_replaced_only_when_asked(settled: Settled, home: Builder) -> None:
    other = home(settled.home.kind)
    other.lives("settle", "Somebody Else")
    key = (other.data / "secret-key").read_text()
    refused = other.tries("restore", str(settled.archive))
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert (other.data / "secret-key").read_text() == key
    assert [path.name for path in other.data.glob("*.before-*")] == []

    other.run("restore", "--replace", str(settled.archive))
    assert other.told() == settled.told
    (kept,) = other.data.glob("secret-key.before-*")
    assert kept.read_text() == key
    assert people_aside(other) == ["Rosa Quispe", "Somebody Else"]


def people_aside(replaced: Home) -> list[str]:
    """Who lived in the house that was set aside, as whoever wants it back would read it."""
    if replaced.kind == "sqlite":
        (aside,) = replaced.data.glob("commonplace.sqlite3.before-*")
        with closing(sqlite3.connect(aside)) as kept:
            return [name for (name,) in kept.execute("SELECT name FROM people_person ORDER BY name")]
    with psycopg.connect(**at(replaced.name)) as asked:
        schema = asked.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before%'").fetchone()
        assert schema
        return [name for (name,) in asked.execute(f'SELECT name FROM "{schema[0]}".people_person ORDER BY name')]


def test_checking_changes_nothing(settled: Settled, home: Builder) -> None:
    new = home(settled.home.kind, empty=True)
    assert new.run("restore", "--check", str(settled.archive)).startswith("2 people")
    assert is_as_found(new)


def is_as_found(one: Home) -> bool:
    """Whether there is nothing but what the settings put there: a key, and with SQLite a file without a byte."""
    sizes = {path.name: path.stat().st_size for path in one.data.iterdir()}
    return sizes.keys() <= {"secret-key", "commonplace.sqlite3"} and not sizes.get("commonplace.sqlite3")


def test_a_damaged_archive_touches_nothing(settled: Settled, home: Builder, tmp_path: Path) -> None:
    new, bytes_ = home(settled.home.kind, empty=True), settled.archive.read_bytes()
    (broken := tmp_path / "broken.zip").write_bytes(bytes_[: len(bytes_) - 200])
    refused = new.tries("restore", "--replace", str(broken))
    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 1
    assert is_as_found(new)


def test_a_killed_restore_leaves_the_old_house_and_can_be_repeated(settled: Settled, home: Builder) -> None:
    new = home(settled.home.kind)
    new.lives("settle", "Somebody Else")
    before = new.told()
    process = new.start("restore", "--replace", str(settled.archive))
    while process.poll() is None and not is_filling(new):
        time.sleep(0.02)
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert new.told() == before
    new.run("restore", "--replace", str(settled.archive))
    assert new.told() == settled.told
    assert [path.name for path in new.data.glob(".*")] == [".restoring"]


def is_filling(one: Home) -> bool:
    """Whether the new database is being made."""
    if one.kind == "sqlite":
        fresh = one.data / ".commonplace.sqlite3.restoring"
        return fresh.exists() and fresh.stat().st_size > 500_000
    with cluster() as asked:
        row = asked.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND query LIKE 'CREATE TABLE%%'", [one.name]
        ).fetchone()
    return bool(row and row[0])


def test_people_write_while_the_archive_is_taken(home: Builder, tmp_path: Path, settled: Settled) -> None:
    busy = home(settled.home.kind)
    busy.lives("settle")
    writers = [busy.start("write", module="commonplace.house.tests.living") for _ in range(2)]
    try:
        for writer in writers:
            writer.stdout.readline()
        archive = busy.backup(str(tmp_path / "shelf"))
        for writer in writers:
            assert writer.poll() is None
    finally:
        for writer in writers:
            writer.kill()
            writer.communicate()
    wrote = json.loads(busy.lives("agrees"))["posts"]
    new = home(ours(), empty=True)
    new.run("restore", str(archive))
    agrees = json.loads(new.lives("agrees"))
    assert agrees["agree"], agrees
    assert 4 <= agrees["posts"] < wrote
    assert agrees["files"] >= agrees["posts"]


def test_an_archive_from_before_an_update_takes_the_steps_since(settled: Settled, home: Builder) -> None:
    older = home(settled.home.kind)
    older.lives("settle")
    before = older.told()
    # Three steps: each costs as much as all rooms have models, both ways, and these add columns to rows and tables.
    older.run("migrate", "transfer", "0013", "--verbosity", "0", module="django")
    assert older.tries("migrate", "--check", "--verbosity", "0", module="django").returncode == 1
    archive = older.backup()
    new = home(ours(), empty=True)
    new.run("restore", str(archive))
    assert new.told() == before
    assert before["transfer.Import"]
    made, restored = shape(home(ours())), shape(new)
    for part, rows in made.items():
        assert sorted((row for row in rows ^ restored[part] if not row[0].startswith(NARROWER)), key=str) == [], part


def test_a_house_that_is_open_is_not_swapped_away(home: Builder, settled: Settled) -> None:
    if settled.home.kind != "sqlite":
        pytest.skip("PostgreSQL changes all tables at one stroke, for everybody.")
    other = home("sqlite")
    with closing(sqlite3.connect(other.sqlite)) as open_there:
        open_there.execute("SELECT count(*) FROM people_person").fetchone()
        refused = other.tries("restore", "--replace", str(settled.archive))
    assert refused.returncode == 1
    assert refused.stderr.strip() == "Another process has the database open. Stop `serve` and `worker` first."
    assert [path.name for path in other.data.glob("*.before-*")] == []


def test_a_full_disk_is_said_in_a_line_and_leaves_no_half_archive(settled: Settled, tmp_path: Path) -> None:
    refused = settled.home.tries_from_the_start("backup", str(tmp_path / "shelf"), preexec_fn=with_little_room)
    assert refused.returncode == 1
    assert refused.stderr == "No archive was kept: File too large.\n"
    assert list((tmp_path / "shelf").iterdir()) == []


def with_little_room() -> None:
    """No file of this process may grow past 100 kB, which fails as a full disk does."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
