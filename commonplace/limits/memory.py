"""What the limiter remembers: rows under keyed hashes, whose key is made by chance each day and forgotten after it.

No address, no name and no token is written down, and yesterday's hashes can be made again by nobody.
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


class Memory:
    """One store, with a spare in the process for when it does not answer: the brake weakens, and is never gone."""

    def __init__(self, store: Store, *, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._spare = File(":memory:")
        self._pause = Pause("The limits are counted by each process for itself")
        self._clock = clock
        self._keys: dict[int, tuple[int, bytes]] = {}
        self._swept_at = 0
        # What this process has taken ahead: how many, and until when it may give them out, in microseconds.
        self.ahead: dict[str, tuple[int, int]] = {}

    def now(self) -> int:
        """The moment, in microseconds."""
        return int(self._clock() * SECOND)

    def ask(self, sql: str, who: str, *values: bytes | int | str) -> list[tuple[Any, ...]]:
        """Run a statement whose first parameter is the key of `who`."""
        self._sweep_now_and_then()
        return self._either(lambda store: store.run(sql, self._hash(store, who), *values))

    def forget(self) -> None:
        """Delete what says nothing any more, and the key of every day but this one."""
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

    def _hash(self, store: Store, who: str) -> bytes:
        return blake2b(who.encode("utf-8", "replace"), digest_size=HASH, key=self._key_of_today(store)).digest()

    def _key_of_today(self, store: Store) -> bytes:
        day = self.now() // DAY
        kept = self._keys.get(id(store))
        if kept is None or kept[0] != day:
            number, until = day.to_bytes(8, "big"), (day + 1) * DAY
            # Of two processes that make one at once the first wins, and both read the same.
            store.run(
                "INSERT INTO limits_row (key, value, until) VALUES (%s, %s, %s) ON CONFLICT (key) DO NOTHING",
                number,
                secrets.token_hex(32),
                until,
            )
            ((made,),) = store.run("SELECT value FROM limits_row WHERE key = %s", number)
            # The secret of the house too, so that whoever has only the file cannot try addresses against it.
            whole = blake2b(settings.SECRET_KEY.encode(), key=bytes.fromhex(made), digest_size=32).digest()
            kept = self._keys[id(store)] = day, whole
        return kept[1]


@cache
def memory_at(location: str) -> Memory:
    """The memory of this process at `location`: a path, `:memory:`, or nothing for the table in PostgreSQL."""
    return Memory(File(location) if location else Table())


def memory() -> Memory:
    """The memory that this house is set to."""
    return memory_at(settings.LIMITS_FILE)
