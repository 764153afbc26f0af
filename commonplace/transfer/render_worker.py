"""Letters read and set for print, ahead of whoever keeps them: by a second process where there is a second core.

The process knows nothing of Django or the database; it is told where letters lie and gives back their words. It ends
when the pipe to it closes, so it outlives nobody. Where it fails, the letters are set here.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from commonplace.transfer.archive import Changed, Shelf
from commonplace.transfer.other_process import OtherProcess, whoever_asks
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


class Beside(OtherProcess):
    """A press in a process of its own, ahead of whoever takes from it; `is_eager` where all of the archive is likely
    to be asked for, so that it begins at once. Raises Changed.
    """

    def __init__(self, shelf: Shelf, *, is_eager: bool = False) -> None:
        super().__init__("commonplace.transfer.render_worker")
        self._here = Here(shelf)
        self._asked: deque[Sequence[Place]] = deque()
        self.send(([str(path) for path in shelf.files], is_eager))

    def ask(self, places: Sequence[Place]) -> None:
        self._asked.append(places)
        self.send([tuple(place) for place in places])

    def take(self) -> list[Set]:
        places = self._asked.popleft()
        answer = self.receive()
        if answer is None:
            self._here.ask(places)
            return self._here.take()
        if isinstance(answer, str):
            raise Changed(answer)
        return [unpacked(one) for one in answer]


def press_for(shelf: Shelf, size: int, *, is_eager: bool = False) -> Press:
    """The press that suits an archive of so many bytes on this machine."""
    if size >= LARGE and (os.cpu_count() or 1) > 1:
        return Beside(shelf, is_eager=is_eager)
    return Here(shelf)


def main() -> None:
    """Set letters for whoever started this, until they close the pipe."""
    with whoever_asks() as (asked, given):
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
