"""A cache that processes share in Redis, and that nobody has to believe: what it does not give is made again.

Values are JSON or bytes, never pickles, each sealed with the secret of the house and under its own key, so what
somebody else wrote into Redis is not found. Where Redis is away or hangs, all is a miss, and it is left alone for
some seconds.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import blake2b
from hmac import compare_digest
from typing import Any

from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from redis import ConnectionPool, Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from commonplace.lib.pausing import Pause

PATIENCE = 0.25  # seconds; what is kept here is made anew in less
SEAL = 16  # bytes
BYTES, JSON = b"b", b"j"


class Shared(BaseCache):
    """Django's cache over Redis; no answer is an answer, and never an error."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        pool = ConnectionPool.from_url(
            location,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 0),
            health_check_interval=0,
        )
        self._redis = Redis(connection_pool=pool)
        self._pause = Pause("Redis at REDIS_URL is away, and pages are slower for it")

    def problem(self) -> str:
        """What is wrong with Redis, in its own words; nothing when it answers."""
        try:
            self._redis.ping()
        except (RedisError, OSError) as problem:
            return " ".join(str(problem).split()) or type(problem).__name__
        return ""

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        name = self._name(key, version)
        found = self._ask(lambda: self._redis.get(name), None)
        return unsealed(name, found, default) if isinstance(found, bytes) else default

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        name = self._name(key, version)
        self._ask(lambda: self._redis.set(name, sealed(name, value), px=self._milliseconds(timeout)), None)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        name = self._name(key, version)
        whole = sealed(name, value)
        return bool(self._ask(lambda: self._redis.set(name, whole, px=self._milliseconds(timeout), nx=True), None))

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        name = self._name(key, version)
        return bool(self._ask(lambda: self._redis.pexpire(name, self._milliseconds(timeout)), 0))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(self._ask(lambda: self._redis.delete(self._name(key, version)), 0))

    def clear(self) -> None:
        """Drop what this cache holds; what others keep in the same Redis stays."""

        def drop() -> None:
            for name in self._redis.scan_iter(match=f"{self.key_prefix}:*", count=1000):
                self._redis.delete(name)

        self._ask(drop, None)

    def _name(self, key: Any, version: int | None) -> str:
        return str(self.make_key(key, version))

    def _milliseconds(self, timeout: Any) -> int:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        # Nothing stays for ever, and nothing needs to: it can all be made again.
        return max(1, int(float(24 * 3600 if seconds is None else seconds) * 1000))

    def _ask[Answer](self, ask: Callable[[], Answer], without: Answer) -> Answer:
        if self._pause.is_on:
            return without
        try:
            return ask()
        except (RedisError, OSError) as problem:
            self._pause.begin(problem)
            return without


def sealed(name: str, value: Any) -> bytes:
    """A value as it stands in Redis; raises TypeError for what is neither bytes nor JSON."""
    body = BYTES + value if isinstance(value, bytes) else JSON + json.dumps(value).encode()
    return _seal(name, body) + body


def unsealed(name: str, kept: bytes, default: Any) -> Any:
    """What was sealed under this name, or `default` where anybody else wrote it."""
    seal, body = kept[:SEAL], kept[SEAL:]
    if not compare_digest(seal, _seal(name, body)):
        return default
    return body[1:] if body[:1] == BYTES else json.loads(body[1:])


def _seal(name: str, body: bytes) -> bytes:
    # The length says where the name ends, so that no name and body can pass for others.
    key = blake2b(settings.SECRET_KEY.encode(), person=b"shared cache").digest()
    said = name.encode("utf-8", "replace")
    return blake2b(len(said).to_bytes(4, "big") + said + body, key=key, digest_size=SEAL).digest()
