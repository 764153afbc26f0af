"""One process's listeners: open pages that wait in its event loop, and are told together when something changed.

A page that listens holds no thread and asks no database: some times a second one look is taken at the versions of all
that is listened to. Whoever is slow to read is told less often, and everything at once, so that nothing piles up.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from commonplace.live.topics import Listener

HEARTBEAT = b":\n\n"
EVERY = 0.25  # seconds between looks
BEAT = 15.0  # seconds after which a page hears that the line still stands
LASTS = 300.0  # seconds; then the page asks again, and is asked again who it is
MOST_EACH = 4  # lines of one listener to one topic in a process; the oldest gives way
AFTER_TROUBLE = 1.0

logger = logging.getLogger(__name__)

type Look = Callable[[Collection[str]], Mapping[str, int]]
type Tell = Callable[[str, int, Sequence[tuple[str, Hashable, int]]], list[bytes | None]]


@dataclass(frozen=True)
class Hearing:
    """What an answer says of a page that goes on to listen: to what, as whom, and what it knows already."""

    name: str
    listener: Listener
    past: int


@dataclass(eq=False)
class Line:
    """One open page; `turn` waits for what it is told next, and is None while it reads."""

    hearing: Hearing
    past: int
    turn: asyncio.Future[bytes | None] | None = field(default=None)

    @property
    def is_free(self) -> bool:
        """Whether it waits to be told something."""
        return self.turn is not None and not self.turn.done()

    def hand(self, said: bytes | None) -> None:
        """Tell it; None ends it."""
        if self.turn is not None and not self.turn.done():
            self.turn.set_result(said)


class Hub:
    """Those who listen in this process. `ask` runs `look` and `say` in a thread with a connection of its own."""

    def __init__(
        self,
        ask: Callable[[Callable[[], Any]], Awaitable[Any]],
        *,
        look: Look,
        say: Tell,
        every: float = EVERY,
        beat: float = BEAT,
        lasts: float = LASTS,
    ) -> None:
        self._ask, self._look, self._say = ask, look, say
        self._every, self._beat, self._lasts = every, beat, lasts
        self._lines: dict[str, list[Line]] = {}
        self._watch: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return sum(map(len, self._lines.values()))

    async def hear(self, hearing: Hearing) -> AsyncGenerator[bytes]:
        """What a page hears, piece by piece, until its time is over or it may hear nothing more."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self._lasts
        line = Line(hearing, hearing.past)
        self._sit(line)
        try:
            # At once, so that a server in between lets the page know that it is heard.
            yield b"retry: 1000\n\n"
            while (left := until - loop.time()) > 0:
                line.turn = loop.create_future()
                try:
                    async with asyncio.timeout(min(self._beat, left)):
                        said = await line.turn
                except TimeoutError:
                    yield HEARTBEAT
                    continue
                if said is None:
                    return
                yield said
        finally:
            self._rise(line)

    def _sit(self, line: Line) -> None:
        here = self._lines.setdefault(line.hearing.name, [])
        own = [one for one in here if one.hearing.listener.who == line.hearing.listener.who]
        if len(own) >= MOST_EACH:
            own[0].hand(None)
            here.remove(own[0])
        here.append(line)
        if self._watch is None or self._watch.done():
            self._watch = asyncio.get_running_loop().create_task(self._watching())

    def _rise(self, line: Line) -> None:
        here = self._lines.get(line.hearing.name, [])
        if line in here:
            here.remove(line)
        if not here:
            self._lines.pop(line.hearing.name, None)

    async def _watching(self) -> None:
        """Look and tell for as long as somebody listens."""
        while self._lines:
            wait = self._every
            try:
                await self._round()
            except Exception:
                # A database that is away for a moment: the pages stand, and are told afterwards.
                logger.exception("Nobody could be told what changed")
                wait = AFTER_TROUBLE
            await asyncio.sleep(wait)

    async def _round(self) -> None:
        versions: Mapping[str, int] = await self._ask(partial(self._look, list(self._lines)))
        for name, version in versions.items():
            # Not only what is higher: one that was let go and raised again begins anew.
            lines = [one for one in self._lines.get(name, ()) if one.is_free and one.past != version]
            if not lines:
                continue
            asking = [(one.hearing.listener.who, one.hearing.listener.sight, one.past) for one in lines]
            said: list[bytes | None] = await self._ask(partial(self._say, name, version, asking))
            for line, words in zip(lines, said, strict=True):
                line.past = version
                line.hand(words)
