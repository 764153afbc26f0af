"""Letters read and set for print, ahead of whoever keeps them: by a second process where there is a second core.

The process knows nothing of Django or the database; it is told where letters lie and gives back their words. It ends
when the pipe to it closes, so it outlives nobody. Where it fails, the letters are set here.
"""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Protocol, Self

from commonplace.transfer.archive import Changed, Shelf
from commonplace.transfer.prefetch import Spool
from commonplace.transfer.words import Set, packed, set_letter, unpacked

LARGE = 1 << 20  # bytes of an archive for which a second process is worth its start


class Place(NamedTuple):
    """Where a letter lies, and which one it must be."""

    file: int
    offset: int
    size: int
    digest: str


class Press(Protocol):
    """Sets letters in the order in which it is asked."""

    def ask(self, places: Sequence[Place]) -> None: ...

    def take(self) -> list[Set]: ...

    def close(self) -> None: ...


class Here:
    """A press in this process: sets letters when they are taken. Raises Changed."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._asked: deque[Sequence[Place]] = deque()

    def ask(self, places: Sequence[Place]) -> None:
        self._asked.append(places)

    def take(self) -> list[Set]:
        return [set_letter(self._shelf.letter(*place)) for place in self._asked.popleft()]

    def close(self) -> None:
        pass


class Beside:
    """A press in a process of its own, ahead of whoever takes from it; `is_eager` where all of the archive is likely
    to be asked for, so that it begins at once. Raises Changed.
    """

    def __init__(self, shelf: Shelf, *, is_eager: bool = False) -> None:
        self._here = Here(shelf)
        self._asked: deque[Sequence[Place]] = deque()
        root = str(Path(__file__).resolve().parents[2])
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "commonplace.transfer.render_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])},
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._orders = Connection(os.dup(self._process.stdin.fileno()), readable=False)
        self._letters = Connection(os.dup(self._process.stdout.fileno()), writable=False)
        self._send(([str(path) for path in shelf.files], is_eager))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, places: Sequence[Place]) -> None:
        self._asked.append(places)
        self._send([tuple(place) for place in places])

    def take(self) -> list[Set]:
        places = self._asked.popleft()
        try:
            answer = self._letters.recv()  # our own process wrote it
        except (EOFError, OSError, pickle.UnpicklingError):
            self._here.ask(places)
            return self._here.take()
        if isinstance(answer, str):
            raise Changed(answer)
        return [unpacked(one) for one in answer]

    def close(self) -> None:
        self._orders.close()
        self._letters.close()
        self._process.kill()
        self._process.communicate()

    def _send(self, what: object) -> None:
        with suppress(OSError):  # it has died; `take` finds out
            self._orders.send(what)


def press_for(shelf: Shelf, size: int, *, is_eager: bool = False) -> Press:
    """The press that suits an archive of so many bytes on this machine."""
    if size >= LARGE and (os.cpu_count() or 1) > 1:
        return Beside(shelf, is_eager=is_eager)
    return Here(shelf)


def main() -> None:
    """Set letters for whoever started this, until they close the pipe."""
    asked = Connection(os.dup(sys.stdin.fileno()), writable=False)
    given = Connection(os.dup(sys.stdout.fileno()), readable=False)
    # What is loaded by now stays; looking it over again and again for rubbish would cost time.
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
        paths, is_eager = asked.recv()  # our own process wrote it
        files = [Path(path) for path in paths]
        with Shelf(files) as shelf, Spool(files) as spool:
            while True:
                while is_eager and not asked.poll() and spool.go_on():
                    pass
                places = [Place(*place) for place in asked.recv()]
                try:
                    given.send([spool.take(*place) or packed(set_letter(shelf.letter(*place))) for place in places])
                except Changed as error:
                    given.send(str(error))


if __name__ == "__main__":
    # Under its own name, so that what it gives back is known to whoever takes it.
    from commonplace.transfer import render_worker

    render_worker.main()
