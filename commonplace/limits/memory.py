"""What the limiter remembers: rows under keyed hashes, whose key is made by chance each day and soon forgotten.

No address, no name and no token is written down. Yesterday's key is kept for one day, so that a count goes on over
midnight: whoever is asked for is moved under today's. Older hashes can be made again by nobody.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from typing import Any

from django.conf import settings

from commonplace.lib.pausing import Pause
from commonplace.limits.store import File, Store, Table, Unkept

SECOND = 1_000_000  # moments are whole microseconds
DAY = 24 * 3600 * SECOND
BETWEEN_SWEEPS = 60 * SECOND
# Keys of rows are hashes of 20 bytes; the key of the day is kept under the day, in 8.
HASH = 20
# Without it a count would begin afresh at midnight. One that was moved by another process meanwhile stays.
MOVE = """INSERT INTO limits_row (key, value, until) SELECT %s, value, until FROM limits_row WHERE key = %s
ON CONFLICT (key) DO NOTHING"""


class Memory:
    """One store, with a spare in the process for when it does not answer: the brake weakens, and is never gone."""

    def __init__(self, store: Store, *, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._spare = File(":memory:")
        self._pause = Pause("The limits are counted by each process for itself")
        self._clock = clock
        self._keys: dict[tuple[int, int], bytes | None] = {}
        self._swept_at = 0
        # What this process has taken ahead: how many, and until when it may give them out, in microseconds.
        self.ahead: dict[str, tuple[int, int]] = {}

    def now(self) -> int:
        """The moment, in microseconds."""
        return int(self._clock() * SECOND)

    def ask(self, sql: str, who: str, *values: bytes | int | str, lasts: int = DAY) -> list[tuple[Any, ...]]:
        """Run a statement whose first parameter is the key of `who`, of whom nothing is kept longer than it `lasts`."""
        self._sweep_now_and_then()

        def run(store: Store) -> list[tuple[Any, ...]]:
            now = self.now()
            key = self._hash(store, who)
            if now % DAY < lasts and (before := self._key_of(store, now // DAY - 1)) is not None:
                self._move(store, _hashed(who, before), key)
            return store.run(sql, key, *values)

        return self._either(run)

    def forget(self) -> None:
        """Delete what says nothing any more, and the key of every day but this one and the last."""
        now = self.now()
        today = (now // DAY).to_bytes(8, "big")

        def sweep(store: Store) -> list[tuple[Any, ...]]:
            if store.run("DELETE FROM limits_row WHERE until <= %s AND key <> %s RETURNING 1", now, today):
                store.wipe()
            return []

        self._swept_at = now
        self._either(sweep)

    def clear(self) -> None:
        """Forget all that was counted."""
        self.ahead.clear()
        self._either(lambda store: store.run("DELETE FROM limits_row WHERE length(key) = %s", HASH))

    def _sweep_now_and_then(self) -> None:
        if self.now() - self._swept_at > BETWEEN_SWEEPS:
            self.forget()

    def _either(self, ask: Callable[[Store], list[tuple[Any, ...]]]) -> list[tuple[Any, ...]]:
        if not self._pause.is_on:
            try:
                return ask(self._store)
            except Unkept as problem:
                self._pause.begin(problem)
        return ask(self._spare)

    def _move(self, store: Store, before: bytes, key: bytes) -> None:
        if store.run("SELECT 1 FROM limits_row WHERE key = %s", before):
            store.run(MOVE, key, before)
            store.run("DELETE FROM limits_row WHERE key = %s", before)

    def _hash(self, store: Store, who: str) -> bytes:
        day = self.now() // DAY
        key = self._key_of(store, day)
        if key is None:
            # Of two processes that make one at once the first wins, and both read the same.
            store.run(
                "INSERT INTO limits_row (key, value, until) VALUES (%s, %s, %s) ON CONFLICT (key) DO NOTHING",
                day.to_bytes(8, "big"),
                secrets.token_hex(32),
                (day + 2) * DAY,
            )
            self._keys = {one: found for one, found in self._keys.items() if found is not None and one[1] >= day - 1}
            key = self._key_of(store, day)
        if key is None:
            raise Unkept("The key of the day was deleted while it was made.")
        return _hashed(who, key)

    def _key_of(self, store: Store, day: int) -> bytes | None:
        """The key of a day, None where there is none."""
        if (id(store), day) not in self._keys:
            rows = store.run("SELECT value FROM limits_row WHERE key = %s", day.to_bytes(8, "big"))
            # The secret of the house too, so that whoever has only the file cannot try addresses against it.
            whole = [blake2b(settings.SECRET_KEY.encode(), key=bytes.fromhex(one), digest_size=32) for (one,) in rows]
            self._keys[id(store), day] = whole[0].digest() if whole else None
        return self._keys[id(store), day]


def _hashed(who: str, key: bytes) -> bytes:
    return blake2b(who.encode("utf-8", "replace"), digest_size=HASH, key=key).digest()


@cache
def memory_at(location: str) -> Memory:
    """The memory of this process at `location`: a path, `:memory:`, or nothing for the table in PostgreSQL."""
    return Memory(File(location) if location else Table())


def memory() -> Memory:
    """The memory that this house is set to."""
    return memory_at(settings.LIMITS_FILE)
