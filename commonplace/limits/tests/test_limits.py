"""The brake on trying: shared by processes, turned over by nobody, and under hashes that soon nobody can make again."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from commonplace.limits.limit import LOOK, Limit, sender
from commonplace.limits.memory import DAY, SECOND, Memory, memory_at
from commonplace.limits.store import File, Store, Table, Unkept

ROOT = Path(__file__).resolve().parents[3]


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.at = 20_000.5 * 24 * 3600  # noon of some day

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


# Marked, not asked for in the fixture: a database is made only for tests that say beforehand that they want one.
TABLE = [pytest.param("table", marks=pytest.mark.django_db)] if connection.vendor == "postgresql" else []


@pytest.fixture(params=["file", *TABLE])
def remembering(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock, monkeypatch) -> Iterator[Memory]:
    """The house counts in this memory, in a file and, with PostgreSQL, in its table."""
    store: Store = File(str(tmp_path / "limits.sqlite3")) if request.param == "file" else Table()
    made = Memory(store, clock=clock)
    for room in ("limit", "kept"):
        monkeypatch.setattr(f"commonplace.limits.{room}.memory", lambda: made)
    return made


def test_so_many_at_once_then_one_by_one(remembering: Memory, clock: Clock) -> None:
    limit = Limit("knocks", 3, 60)
    assert [limit.take("amara") for _ in range(5)] == [0, 0, 0, 20, 20]
    assert (limit.wait("amara"), limit.take("leila")) == (20, 0)
    clock.at += 19
    assert limit.take("amara") == 1
    clock.at += 1
    assert [limit.take("amara") for _ in range(2)] == [0, 20]
    clock.at += 60
    assert limit.wait("amara") == 0
    assert [limit.take("amara") for _ in range(4)] == [0, 0, 0, 20]


def test_what_is_taken_ahead_is_given_out_and_no_more(remembering: Memory, clock: Clock) -> None:
    limit = Limit("reads", 10, 60, ahead=4)
    assert [limit.take("amara") for _ in range(11)] == [0] * 10 + [6]
    clock.at += 60
    assert limit.take("amara") == 0
    # Another process finds what the first has not taken.
    remembering.ahead.clear()
    assert [limit.take("amara") for _ in range(7)] == [0] * 6 + [6]


def test_looking_counts_nothing(remembering: Memory) -> None:
    limit = Limit("knocks", 1, 60)
    assert [limit.wait("amara") for _ in range(3)] == [0, 0, 0]
    assert limit.take("amara") == 0
    assert limit.wait("amara") == 60


def test_none_is_without_end(remembering: Memory) -> None:
    assert {Limit("knocks", 0, 60).take("amara") for _ in range(50)} == {0}


@given(gaps=st.lists(st.integers(min_value=0, max_value=30), min_size=1, max_size=60), most=st.integers(1, 9))
def test_no_stretch_lets_more_through_than_twice_its_share(gaps: list[int], most: int) -> None:
    clock = Clock()
    made = Memory(File(":memory:"), clock=clock)
    taken = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("commonplace.limits.limit.memory", lambda: made)
        for gap in gaps:
            clock.at += gap
            wait = Limit("knocks", most, 60).take("one")
            assert wait <= 60
            if not wait:
                taken.append(clock.at)
    assert all(sum(since <= at < since + 60 for at in taken) <= 2 * most for since in taken)


def test_three_thousand_strangers_make_nobody_forgotten(remembering: Memory) -> None:
    limit = Limit("guesses", 2, 60)
    assert [limit.take("192.0.2.1") for _ in range(3)] == [0, 0, 30]
    kept = caches["default"]
    kept.set("a history", [1.5, 2.5], 60)
    for number in range(3000):
        limit.take(f"made up {number}")
    assert (limit.take("192.0.2.1"), kept.get("a history")) == (30, [1.5, 2.5])


def test_what_is_over_is_deleted(remembering: Memory, clock: Clock) -> None:
    limit = Limit("knocks", 2, 60)
    for number in range(100):
        limit.take(str(number))
    assert remembering.ask("SELECT count(*) FROM limits_row WHERE key <> %s", "nobody") == [(101,)]
    clock.at += 61
    limit.take("one more")
    assert remembering.ask("SELECT count(*) FROM limits_row WHERE key <> %s", "nobody") == [(2,)]


def test_no_address_is_in_the_file_and_no_key_outlives_the_day_after_its_own(
    tmp_path: Path, clock: Clock, monkeypatch
) -> None:
    path = tmp_path / "limits.sqlite3"
    made = Memory(File(str(path)), clock=clock)
    monkeypatch.setattr("commonplace.limits.limit.memory", lambda: made)
    monkeypatch.setattr("commonplace.limits.kept.memory", lambda: made)

    def written() -> bytes:
        return b"".join(one.read_bytes() for one in sorted(tmp_path.iterdir()))

    def key_of(day: int) -> str:
        found = made._store.run("SELECT value FROM limits_row WHERE key = %s", day.to_bytes(8, "big"))
        return found[0][0] if found else ""

    who = "address 198.51.100.77"
    limit = Limit("knocks", 2, 60)
    assert [limit.take(who) for _ in range(3)] == [0, 0, 30]
    caches["default"].add(f"allauth:rl:{who}:rosa@example.org", [1.5], 300)
    day = made.now() // DAY
    first, hashed = key_of(day), made._hash(made._store, who)
    assert hashed == made._hash(made._store, who)
    assert first.encode() in written()
    for trace in (b"198.51", bytes([198, 51, 100, 77]), b"rosa", b"example.org", b"knocks"):
        assert trace not in written()
    clock.at += 24 * 3600
    made.forget()
    assert made._hash(made._store, who) != hashed
    assert (key_of(day), len(key_of(day + 1))) == (first, 64)
    assert key_of(day + 1) != first
    assert hashed not in written()
    clock.at += 24 * 3600
    made.forget()
    assert key_of(day) == ""
    assert first.encode() not in written()
    assert hashed not in written()
    assert path.stat().st_mode & 0o077 == 0


def test_a_count_goes_on_over_midnight(remembering: Memory, clock: Clock) -> None:
    limit = Limit("knocks", 2, 3600)
    clock.at = 20_001 * 24 * 3600 - 2
    assert [limit.take("amara") for _ in range(3)] == [0, 0, 1800]
    clock.at += 2
    assert (limit.wait("amara"), limit.take("amara"), limit.take("leila")) == (1798, 1798, 0)
    # A process that has just begun finds it too.
    assert Memory(remembering._store, clock=clock).ask(LOOK, "knocks/2/3600:amara") != []
    clock.at += 1798
    assert [limit.take("amara") for _ in range(2)] == [0, 1800]


def test_what_allauth_keeps_goes_on_over_midnight_and_stays_deleted(remembering: Memory, clock: Clock) -> None:
    kept = caches["default"]
    clock.at = 20_001 * 24 * 3600 - 60
    kept.set("a history", [1.5], 300)
    kept.add("a code that was used", True, 300)
    kept.set("failures", [2.5], 300)
    clock.at += 120
    assert (kept.get("a history"), kept.add("a code that was used", True, 300)) == ([1.5], False)
    assert (kept.delete("failures"), kept.get("failures")) == (True, None)
    clock.at += 241
    assert kept.get("a history") is None


COUNTING = """
import django
django.setup()
from commonplace.limits.limit import Limit
print(sum(Limit("knocks", 50, 3600).take("one") == 0 for _ in range(40)))
"""


def test_processes_share_a_count(tmp_path: Path) -> None:
    house = {"DJANGO_SETTINGS_MODULE": "commonplace.house.settings", "COMMONPLACE_DATA": str(tmp_path)}
    words = [sys.executable, "-c", COUNTING]
    with ExitStack() as stack:
        processes = [
            stack.enter_context(subprocess.Popen(words, cwd=ROOT, env=house, stdout=subprocess.PIPE, text=True))
            for _ in range(3)
        ]
        told = [one.communicate(timeout=120)[0] for one in processes]
    assert sum(map(int, told)) == 50


def test_whoever_forges_where_they_come_from_is_one_for_all_processes_behind_a_web_server(
    tmp_path: Path, clock: Clock, monkeypatch, settings
) -> None:
    """The web server writes the last address; whatever stands before it was sent along."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    processes = [Memory(File(str(tmp_path / "limits.sqlite3")), clock=clock) for _ in range(2)]
    limit = Limit("knocks", 4, 60)

    def knock(number: int, last: str = "203.0.113.9") -> int:
        monkeypatch.setattr("commonplace.limits.limit.memory", lambda: processes[number % 2])
        said = {"x-forwarded-for": f"198.51.100.{number}, 2001:db8:{number}::1, {last}"}
        return limit.take(sender(RequestFactory().get("/", headers=said)))

    assert [knock(number) > 0 for number in range(6)] == [False] * 4 + [True] * 2
    assert [knock(number, last="203.0.113.10") for number in range(4)] == [0] * 4


def test_a_ruined_file_is_begun_anew_by_all(tmp_path: Path, clock: Clock, monkeypatch) -> None:
    path = tmp_path / "limits.sqlite3"
    path.write_bytes(b"nothing that SQLite wrote" * 500)
    stores = [File(str(path)) for _ in range(2)]
    for store in stores:
        for _ in range(2):
            try:
                store.run("SELECT 1 FROM limits_row")
            except Unkept:
                continue
    stores[0].run("INSERT INTO limits_row (key, until) VALUES (%s, 5)", b"one")
    assert stores[1].run("SELECT until FROM limits_row") == [(5,)]


def test_without_the_file_each_process_counts_for_itself(tmp_path: Path, clock: Clock, monkeypatch, caplog) -> None:
    made = Memory(File(str(tmp_path / "no such folder" / "limits.sqlite3")), clock=clock)
    monkeypatch.setattr("commonplace.limits.limit.memory", lambda: made)
    limit = Limit("knocks", 2, 60)
    assert [limit.take("amara") for _ in range(3)] == [0, 0, 30]
    assert [one.levelname for one in caplog.records] == ["WARNING"]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("192.0.2.1", "192.0.2.1", True), ("192.0.2.1", "192.0.2.2", False), ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", True), ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
    ],
)  # fmt: skip
def test_a_network_counts_as_one(rf: RequestFactory, one: str, other: str, is_same: bool) -> None:
    assert (sender(rf.get("/", REMOTE_ADDR=one)) == sender(rf.get("/", REMOTE_ADDR=other))) == is_same


def test_the_cache_of_allauth_keeps_its_promises(remembering: Memory, clock: Clock) -> None:
    kept = caches["default"]
    assert (kept.add("a", "y", 30), kept.add("a", "z", 30), kept.get("a")) == (True, False, "y")
    clock.at += 30
    assert (kept.get("a", "gone"), kept.add("a", "z", 30), kept.get("a")) == ("gone", True, "z")
    kept.set("a", [1, {"b": None}], 10)
    assert (kept.get("a"), kept.touch("a", 100), kept.touch("b")) == ([1, {"b": None}], True, False)
    clock.at += 50
    assert (kept.get("a"), kept.delete("a"), kept.delete("a"), kept.get("a")) == ([1, {"b": None}], True, False, None)
    kept.set("for ever", 1, None)
    clock.at += 25 * 3600
    assert kept.get("for ever") is None


def test_house_counts_beside_its_database(tmp_path: Path) -> None:
    words = "from django.conf import settings as s; print(s.LIMITS_FILE, s.CACHES['default']['BACKEND'])"

    def told(url: str) -> list[str]:
        house = {"DJANGO_SETTINGS_MODULE": "commonplace.house.settings", "COMMONPLACE_DATA": str(tmp_path)}
        house["DATABASE_URL"] = url
        said = subprocess.run([sys.executable, "-c", words], cwd=ROOT, env=house, text=True, stdout=subprocess.PIPE)
        return said.stdout.split()

    backend = "commonplace.limits.kept.Kept"
    assert told(f"sqlite:///{tmp_path}/x.sqlite3") == [f"{tmp_path}/limits.sqlite3", backend]
    assert told("postgresql://nobody@localhost/nothing") == [backend]


def test_one_memory_for_each_place() -> None:
    assert memory_at(":memory:") is memory_at(":memory:")
    assert memory_at(":memory:").now() // SECOND > 1_700_000_000


def test_what_is_taken_ahead_fills_no_memory(remembering: Memory, monkeypatch) -> None:
    monkeypatch.setattr("commonplace.limits.limit.MOST_AHEAD", 3)
    limit = Limit("reads", 10, 60, ahead=4)
    assert [limit.take(f"stranger {n}") for n in range(10)] == [0] * 10
    assert len(remembering.ahead) <= 3
    # What was forgotten was taken: nobody gets more than their share by it.
    assert [limit.take("stranger 0") for _ in range(7)] == [0] * 6 + [6]
