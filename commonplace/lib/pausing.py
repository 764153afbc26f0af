"""Doing without something that does not answer, for a moment, and saying so now and then."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

SECONDS = 5.0
BETWEEN_WORDS = 60.0
logger = logging.getLogger(__name__)


class Pause:
    """Says whether a thing that failed is to be left alone: for five seconds, so that nobody waits for it each time.

    The log gets a warning at most once a minute.
    """

    def __init__(self, what: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.what = what
        self.clock = clock
        self._until = self._said_at = float("-inf")

    @property
    def is_on(self) -> bool:
        """Whether it failed a moment ago."""
        return self.clock() < self._until

    def begin(self, problem: BaseException) -> None:
        """It failed just now."""
        now = self.clock()
        self._until = now + SECONDS
        if now - self._said_at >= BETWEEN_WORDS:
            self._said_at = now
            logger.warning("%s: %s", self.what, problem)
