"""The clock of a house whose weeks pass in minutes: the program asks it; files are stamped by the real one."""

import time
from bisect import bisect_left
from datetime import UTC, datetime, timedelta, tzinfo

from django.utils import timezone

from commonplace.limits.memory import memory

REAL = time.time


class Clock:
    """What time it is in the house; remembers which real moment was which, for the times of files."""

    def __init__(self, begins: datetime) -> None:
        self.now = begins
        self._real: list[float] = [REAL()]
        self._told: list[datetime] = [begins]

    def move_to(self, moment: datetime) -> None:
        self.now = max(self.now, moment)
        self._real.append(REAL())
        self._told.append(self.now)

    def wait(self, seconds: float) -> None:
        self.move_to(self.now + timedelta(seconds=seconds))

    def told(self, real: float) -> datetime:
        """What time it was in the house at a real moment."""
        return self._told[min(bisect_left(self._real, real), len(self._told) - 1)]

    def rule(self) -> None:
        """From now on the house asks this clock."""
        clock = self

        class Moved(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:
                return clock.now.astimezone(tz) if tz else clock.now.astimezone(UTC).replace(tzinfo=None)

        # Where the house asks; columns hold on to `timezone.now`, so it is that function's own clock that is moved.
        timezone.datetime = Moved  # type: ignore[attr-defined]
        time.time = lambda: clock.now.timestamp()
        # It took the function by its name before.
        memory()._clock = time.time
