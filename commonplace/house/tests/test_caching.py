"""A cache in Redis makes pages quicker; without it, or with a false one, they are the same pages."""

import pickle
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.cache import caches
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from commonplace.communities.models import Community, Space
from commonplace.house import checks
from commonplace.house.caching import Shared, sealed, unsealed
from commonplace.house.tests.redis_server import RedisServer, needs_redis
from commonplace.lib.pausing import BETWEEN_WORDS, SECONDS
from commonplace.people.models import Person

PAGES = ("/c/stick/about", "/c/stick/join", "/search?q=leak", "/communities", "/account/login/")


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    # Not tmp_path: the path of a socket may have 107 bytes.
    with tempfile.TemporaryDirectory() as folder:
        server = RedisServer(folder)
        try:
            yield server
        finally:
            server.end()


def use(settings, url: str) -> None:
    backend = {"BACKEND": "commonplace.house.caching.Shared", "LOCATION": url}
    shared = {name: {**backend, "KEY_PREFIX": name} for name in ("house", "pages")}
    settings.CACHES = {**configured.CACHES, **shared}


@pytest.fixture
def shared(redis: RedisServer, settings) -> Iterator[RedisServer]:
    use(settings, redis.url)
    yield redis
    for name in ("house", "pages"):
        caches[name]._redis.connection_pool.disconnect()


@pytest.fixture
def open_stick(stick: Community, window: Space, hal: Person) -> Community:
    Community.objects.filter(pk=stick.pk).update(visibility="public")
    return stick


def look_around() -> list[int]:
    visitor = Client()
    return [visitor.get(address).status_code for address in PAGES]


@needs_redis
def test_pages_are_kept_for_guests_of_every_process(
    shared: RedisServer, open_stick: Community, django_assert_num_queries
) -> None:
    first = Client().get("/c/stick/about")
    assert len(shared.client.keys("pages:*")) == 1
    caches.close_all()
    with django_assert_num_queries(1):
        second = Client().get("/c/stick/about")
    assert (second.content, second["ETag"]) == (first.content, first["ETag"])


@needs_redis
@pytest.mark.parametrize("blow", [signal.SIGSTOP, signal.SIGKILL])
def test_pages_answer_when_redis_goes_away(
    shared: RedisServer, open_stick: Community, caplog: pytest.LogCaptureFixture, blow: signal.Signals
) -> None:
    assert look_around() == [200] * len(PAGES)
    shared.say(blow)
    for name in ("house", "pages"):
        # A connection that was open when it happened, and one that is opened after it.
        begun = time.monotonic()
        assert caches[name].get("anything", "without") == "without"
        caches[name]._redis.connection_pool.disconnect()
        caches[name]._pause._until = 0.0
        caches[name].set("anything", 1)
        assert caches[name].add("another", 1) is False
        assert time.monotonic() - begun < 2
    begun = time.monotonic()
    assert look_around() + look_around() == [200] * len(PAGES) * 2
    assert time.monotonic() - begun < 10
    words = [one.getMessage() for one in caplog.records if "Redis" in one.getMessage()]
    assert len(words) == 2, "one for each cache"
    assert all(one.startswith("Redis at REDIS_URL is away") for one in words)


@needs_redis
def test_it_is_used_again_once_it_is_back(shared: RedisServer) -> None:
    cache = caches["house"]
    cache.set("word", "leak")
    shared.say(signal.SIGSTOP)
    assert cache.get("word") is None
    shared.say(signal.SIGCONT)
    assert cache.get("word") is None, "left alone for a moment"
    later = time.monotonic() + SECONDS + 1
    cache._pause.clock = lambda: later
    assert cache.get("word") == "leak"


@needs_redis
def test_what_others_wrote_is_not_believed(shared: RedisServer, open_stick: Community) -> None:
    honest = Client().get("/c/stick/about").content
    for address in ("/c/stick/", "/search?q=leak"):
        Client().get(address)
    keys = sorted(shared.client.keys("*"))
    assert len(keys) == 3
    good = {key: shared.client.get(key) for key in keys}
    poisons = [
        b"",
        b"\x00",
        b"b",
        b"j{",
        pickle.dumps(Bomb()),
        b"x" * 500,
        good[keys[0]][:-1],
        good[keys[0]] + b"x",
        *good.values(),
    ]
    for poison in poisons:
        for key in keys:
            if poison != good[key]:
                shared.client.set(key, poison)
        assert Client().get("/c/stick/about").content == honest
        assert Client().get("/search?q=leak").status_code == 200
    shared.client.delete(*keys)
    shared.client.lpush(keys[0], "of another type")
    assert Client().get("/c/stick/about").content == honest


class Bomb:
    """What a pickle of another's making may do."""

    def __reduce__(self) -> tuple[object, ...]:
        return (pytest.fail, ("a pickle was read",))


@needs_redis
def test_it_keeps_the_promises_of_a_cache(shared: RedisServer) -> None:
    cache = caches["house"]
    assert (cache.add("a", [1, "é"]), cache.add("a", 2), cache.get("a")) == (True, False, [1, "é"])
    assert (cache.touch("a", 100), cache.touch("none"), "a" in cache) == (True, False, True)
    assert (cache.delete("a"), cache.delete("a"), cache.get("a", 7)) == (True, False, 7)
    cache.set("short", b"\x00\xff", 2)
    assert cache.get("short") == b"\x00\xff"
    (key,) = shared.client.scan_iter("*short*")
    assert 0 < shared.client.pttl(key) <= 2000
    shared.client.pexpire(key, 0)
    assert cache.get("short") is None
    cache.set("mine", 1, None)
    shared.client.set("of another program", "stays")
    cache.clear()
    assert shared.client.keys() == [b"of another program"]


@pytest.mark.django_db
def test_doctor_says_that_redis_is_away(settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    use(settings, f"unix://{tmp_path}/nothing")
    found = [one for one in checks.examine(now=timezone.now()) if "Redis" in one.words]
    assert [one.is_wrong for one in found] == [True]
    assert "\n" not in found[0].words


@needs_redis
@pytest.mark.django_db
def test_doctor_is_content_with_redis(shared: RedisServer, settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    found = [one for one in checks.examine(now=timezone.now()) if "Redis" in one.words]
    assert [(one.words, one.is_wrong) for one in found] == [("Redis answers.", False)]


def test_warnings_come_at_most_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    cache, at = Shared("unix:///nothing/here", {}), [0.0]
    cache._pause.clock = lambda: at[0]
    for _ in range(25):
        assert cache.get("a") is None
        at[0] += SECONDS + 0.1
    assert len(caplog.records) == 1 + int(25 * (SECONDS + 0.1) // BETWEEN_WORDS)


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(name=st.text(), value=st.binary() | json_like)
def test_a_seal_opens_for_its_own_name_only(name: str, value: object) -> None:
    whole = sealed(name, value)
    assert unsealed(name, whole, "nothing") == value
    assert unsealed(f"{name}x", whole, "nothing") == "nothing"


@given(kept=st.binary())
def test_nothing_else_opens(kept: bytes) -> None:
    assert unsealed("name", kept, "nothing") == "nothing"


def test_what_is_not_json_is_refused_when_it_is_written() -> None:
    with pytest.raises(TypeError):
        sealed("name", object())
