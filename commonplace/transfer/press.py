"""Letters read and set for print, ahead of whoever keeps them: by a second process where there is a second core.

The process knows nothing of Django or the database; it is told where letters lie and gives back their words. It ends
when the pipe to it closes, so it outlives nobody. Where it fails, the letters are set here.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, NamedTuple, Protocol, Self, cast

from commonplace.lib.mail.addresses import withheld
from commonplace.lib.mail.message import MailMessage
from commonplace.lib.mail.quoting import Part, parts_of
from commonplace.lib.mail.rendering import render
from commonplace.lib.markdown import plain
from commonplace.search.words import stems
from commonplace.transfer.archive import Changed, Shelf

WITHHELD = "…@…"
LONGEST = 200_000  # characters of a letter that are kept: a thick book's chapter
LARGE = 1 << 20  # bytes of an archive for which a second process is worth its start
BODY_LIMIT = 100_000  # characters that search looks at
MARK = "\ue000"  # private to rendering


class Place(NamedTuple):
    """Where a letter lies, and which one it must be."""

    file: int
    offset: int
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Set:
    """A letter's words, as they are kept; no address of anybody is in them."""

    subject: str
    source: str
    html: str
    plain: str  # the words of the HTML, and their stems, for search
    stems: str
    is_empty: bool
    is_cut: bool  # longer than is kept
    has_files: bool


def set_text(subject: str, text: str, *, language: str, has_files: bool = False) -> Set:
    """The words of a letter as mail, its source without addresses."""
    text = text.replace("\0", "").replace(MARK, "")
    parts = parts_of(text[:LONGEST])
    html = render(parts)
    words = plain(html)
    return Set(
        subject=subject,
        source="".join(map(_withheld, parts)),
        html=html,
        plain=words,
        stems=stems(words[:BODY_LIMIT], language),
        is_empty=not text.strip(),
        is_cut=len(text) > LONGEST,
        has_files=has_files,
    )


def set_letter(message: MailMessage, language: str) -> Set:
    """The words of a letter that was read."""
    return set_text(message.subject, message.text, language=language, has_files=bool(message.attachments))


def _withheld(part: Part) -> str:
    if not part.attribution:
        return withheld(part.text, WITHHELD)
    return withheld(part.attribution, WITHHELD, is_attribution=True) + withheld(part.body, WITHHELD)


class Press(Protocol):
    """Sets letters in the order in which it is asked."""

    def ask(self, places: Sequence[Place]) -> None: ...

    def take(self) -> list[Set]: ...

    def close(self) -> None: ...


class Here:
    """A press in this process: sets letters when they are taken. Raises Changed."""

    def __init__(self, shelf: Shelf, language: str) -> None:
        self._shelf, self._language = shelf, language
        self._asked: deque[Sequence[Place]] = deque()

    def ask(self, places: Sequence[Place]) -> None:
        self._asked.append(places)

    def take(self) -> list[Set]:
        return [set_letter(self._shelf.letter(*place), self._language) for place in self._asked.popleft()]

    def close(self) -> None:
        pass


class Beside:
    """A press in a process of its own, ahead of whoever takes from it. Raises Changed."""

    def __init__(self, shelf: Shelf, language: str) -> None:
        self._here = Here(shelf, language)
        self._asked: deque[Sequence[Place]] = deque()
        root = str(Path(__file__).resolve().parents[2])
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "commonplace.transfer.press"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])},
        )
        self._send(([str(path) for path in shelf.files], language))

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
            answer = pickle.load(cast(BinaryIO, self._process.stdout))  # our own process wrote it
        except (EOFError, OSError, pickle.UnpicklingError):
            self._here.ask(places)
            return self._here.take()
        if isinstance(answer, str):
            raise Changed(answer)
        return cast(list[Set], answer)

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _send(self, what: object) -> None:
        try:
            pickle.dump(what, cast(BinaryIO, self._process.stdin))
            cast(BinaryIO, self._process.stdin).flush()
        except OSError:
            pass  # it has died; `take` finds out


def press_for(shelf: Shelf, size: int, language: str) -> Press:
    """The press that suits an archive of so many bytes on this machine."""
    press = Beside if size >= LARGE and (os.cpu_count() or 1) > 1 else Here
    return press(shelf, language)


def main() -> None:
    """Set letters for whoever started this, until they close the pipe."""
    asked, given = sys.stdin.buffer, sys.stdout.buffer
    try:
        paths, language = pickle.load(asked)
        with Shelf([Path(path) for path in paths]) as shelf:  # our own process wrote it
            here = Here(shelf, language)
            while True:
                here.ask([Place(*place) for place in pickle.load(asked)])
                try:
                    answer: list[Set] | str = here.take()
                except Changed as error:
                    answer = str(error)
                given.write(pickle.dumps(answer, protocol=5))
                given.flush()
    except (EOFError, BrokenPipeError, KeyboardInterrupt):
        return


if __name__ == "__main__":
    # Under its own name, so that what it gives back is known to whoever takes it.
    from commonplace.transfer import press

    press.main()
