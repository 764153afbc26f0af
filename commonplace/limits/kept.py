"""The limiter's memory as a cache of Django's: what allauth counts and marks as used, where all processes see it."""

from __future__ import annotations

import json
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

from commonplace.limits.memory import SECOND, memory

LONGEST = 24 * 3600  # seconds; what was counted the day before yesterday is found by nobody
SET = """INSERT INTO limits_row (key, value, until) VALUES (%s, %s, %s) ON CONFLICT (key) DO UPDATE
SET value = excluded.value, until = excluded.until"""
ADD = f"{SET} WHERE limits_row.until <= %s RETURNING 1"


class Kept(BaseCache):
    """A cache that drops nothing before its time, however much is put into it; values are JSON."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        now = memory().now()
        return bool(memory().ask(ADD, self.make_key(key, version), json.dumps(value), self._until(timeout), now))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        sql = "SELECT value FROM limits_row WHERE key = %s AND until > %s"
        rows = memory().ask(sql, self.make_key(key, version), memory().now())
        return json.loads(rows[0][0]) if rows else default

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        memory().ask(SET, self.make_key(key, version), json.dumps(value), self._until(timeout))

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        kept = self.get(key, self, version)
        if kept is not self:
            self.set(key, kept, timeout, version)
        return kept is not self

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(memory().ask("DELETE FROM limits_row WHERE key = %s RETURNING 1", self.make_key(key, version)))

    def clear(self) -> None:
        memory().clear()

    def _until(self, timeout: Any) -> int:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        seconds = LONGEST if seconds is None else min(float(seconds), LONGEST)
        return memory().now() + int(seconds * SECOND)
