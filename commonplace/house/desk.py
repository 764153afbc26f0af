"""A thread of its own for what may not be done where requests are taken in."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any


class Desk:
    """A thread that does one thing after another; its connection to the database stays its own."""

    def __init__(self, name: str) -> None:
        self._waiting: queue.SimpleQueue[tuple[Callable[[], Any], asyncio.Future[Any]]] = queue.SimpleQueue()
        threading.Thread(target=self._work, name=name, daemon=True).start()

    async def ask[T](self, what: Callable[[], T]) -> T:
        """Do this when its turn comes; what it raises is raised here."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.put((what, done))
        return await done

    def _work(self) -> None:
        while True:
            what, done = self._waiting.get()
            if not done.cancelled():
                tell = self._done(what, done)
                with suppress(RuntimeError):  # the loop has ended: nobody waits any more
                    done.get_loop().call_soon_threadsafe(tell)
            del what, done

    @staticmethod
    def _done(what: Callable[[], Any], done: asyncio.Future[Any]) -> Callable[[], None]:
        try:
            tell = partial(done.set_result, what())
        except Exception as problem:  # noqa: BLE001  # it is raised where it is awaited
            tell = partial(done.set_exception, problem)
        return lambda: None if done.done() else tell()
