"""A process beside this one, which is asked and answers over two pipes, and outlives nobody."""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Any, Self


class OtherProcess:
    """Runs a module of ours until this is closed, or its pipe is."""

    def __init__(self, module: str) -> None:
        root = str(Path(__file__).resolve().parents[2])
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])},
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._orders = Connection(os.dup(self._process.stdin.fileno()), readable=False)
        self._answers = Connection(os.dup(self._process.stdout.fileno()), writable=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def send(self, what: object) -> None:
        """Ask for something; where it has died, `receive` finds out."""
        with suppress(OSError):
            self._orders.send(what)

    def receive(self) -> Any:
        """The next answer; None where it has died."""
        with suppress(EOFError, OSError, pickle.UnpicklingError):
            return self._answers.recv()  # our own process wrote it
        return None

    def close(self) -> None:
        """End it."""
        self._orders.close()
        self._answers.close()
        self._process.kill()
        self._process.communicate()


class Answers:
    """Where such a process answers. An answer is longer than a pipe, so a thread waits until it is read, and what is
    asked next is worked on meanwhile; how many wait is bound by how many are asked for at once.
    """

    def __init__(self, given: Connection) -> None:
        self._given = given
        self._waiting: SimpleQueue[object] = SimpleQueue()
        Thread(target=self._go_on, daemon=True).start()

    def send(self, what: object) -> None:
        """Give this once what was given before is read."""
        self._waiting.put(what)

    def _go_on(self) -> None:
        try:
            while True:
                self._given.send(self._waiting.get())
        finally:
            # Nobody reads any more, or an answer cannot be told: whoever asked sees the pipe end, and does without.
            os._exit(1)


@contextmanager
def whoever_asks() -> Iterator[tuple[Connection, Answers]]:
    """In such a process: what is asked and where to answer, until whoever started it closes the pipe."""
    asked = Connection(os.dup(sys.stdin.fileno()), writable=False)
    given = Answers(Connection(os.dup(sys.stdout.fileno()), readable=False))
    # What is loaded by now stays; looking it over again and again for rubbish would cost time.
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
        yield asked, given
