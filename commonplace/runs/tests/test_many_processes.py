"""Several servers of one house and a real Redis: a page at one hears what was pressed at another, with it or not."""

import json
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from commonplace.house.tests.homes import Home
from commonplace.house.tests.redis_server import RedisServer, needs_redis
from commonplace.runs.tests.served import Clinic, Line

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    # Not tmp_path: the path of a socket may have 107 bytes.
    with tempfile.TemporaryDirectory() as folder:
        server = RedisServer(folder)
        yield server
        server.end()


@pytest.fixture
def two(migrated_home, redis: RedisServer, tmp_path: Path) -> Iterator[tuple[Clinic, Clinic]]:
    """Two servers of two workers each, with one database and one Redis."""
    home = Home(tmp_path / "home", connection.vendor, like=migrated_home(connection.vendor))
    home.environment["REDIS_URL"] = redis.url
    facts = json.loads(home.run("a-clinic", module="commonplace.runs.tests.held").splitlines()[-1])
    servers = tuple(Clinic(home.environment, facts, tmp_path / f"log{n}") for n in (1, 2))
    yield servers
    for one in servers:
        one.end()
    home.go()


def hears(line: Line, words: str) -> bool:
    """Whether it is told them, sooner or later; what is told before does not matter."""
    while words not in json.dumps(line.event(), ensure_ascii=False):
        pass
    return True


def write(server: Clinic, words: str, mark: str) -> None:
    said = {"words": words, "kind": "note", "phase": "1", "idempotency_key": mark * 32}
    assert server.ask("rosa", f"{server.page}note", **said)[0] == 302


@needs_redis
def test_a_page_at_one_server_hears_a_step_at_another_and_redis_may_come_and_go(
    two: tuple[Clinic, Clinic], redis: RedisServer
) -> None:
    here, there = two
    lines = [one.listen("rosa", here.version) for one in two]
    assert there.ask("hal", f"{there.page}step", act="next", number="2")[0] == 302
    assert all(hears(line, "The case is told") for line in lines)
    hint = [key for key in redis.client.keys("*") if b"live:run-" in key]
    assert len(hint) == 1
    write(here, "A valve sang.", "1")
    assert all(hears(line, "A valve sang.") for line in lines)
    # What Redis keeps is a hint: without it the database is asked, somewhat later.
    redis.say(signal.SIGKILL)
    write(here, "It sang on.", "2")
    assert all(hears(line, "It sang on.") for line in lines)
    redis.begin()
    write(there, "And then it was quiet.", "3")
    assert all(hears(line, "And then it was quiet.") for line in lines)
    write(here, "Until six.", "4")
    assert all(hears(line, "Until six.") for line in lines)
