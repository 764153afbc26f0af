"""Letters that were set before anyone asked for them, in the order of their files, in a file that nobody else sees."""

from __future__ import annotations

import tempfile
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from commonplace.lib.mail.mailbox import Unreadable, read_mailbox
from commonplace.lib.mail.message import Said, opened, said_in
from commonplace.transfer.archive import digest_of
from commonplace.transfer.words import packed, set_letter

AT_ONCE = 20  # letters between two looks at whether anyone asks
ROOM = 128 << 20  # bytes, and then nothing more is set ahead
FILE = 1 << 44  # no offset is larger


class Spool:
    """Goes through an archive and keeps what it sets, a few numbers in memory for each letter."""

    def __init__(self, files: Sequence[Path], *, room: int = ROOM) -> None:
        self._files, self._room = files, room
        self._coming = self._read_through()
        self._kept = tempfile.TemporaryFile()  # noqa: SIM115  # closed with the spool
        self._keys = array("Q")  # file and offset of each letter, rising
        self._begins = array("Q", [0])
        self._has_begun = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._kept.close()

    def go_on(self) -> bool:
        """Set a few more letters; whether there may be others after them."""
        self._has_begun = True
        for _ in range(AT_ONCE):
            one = next(self._coming, None) if self._begins[-1] < self._room else None
            if one is None:
                return False
            key, message = one
            kept = digest_of(message.message_id).encode() + packed(set_letter(message))
            self._kept.seek(self._begins[-1])
            self._kept.write(kept)
            self._keys.append(key)
            self._begins.append(self._begins[-1] + len(kept))
        return True

    def take(self, file: int, offset: int, size: int, digest: str) -> bytes | None:
        """The letter that lies there, packed, where it was set or comes next; None where it was not."""
        key = file * FILE + offset
        while self._has_begun and (not self._keys or self._keys[-1] < key) and self.go_on():
            pass
        number = bisect_left(self._keys, key)
        # The letters of a digest lie at one place.
        while number < len(self._keys) and self._keys[number] == key:
            self._kept.seek(self._begins[number])
            kept = self._kept.read(self._begins[number + 1] - self._begins[number])
            if kept.startswith(digest.encode()):
                return kept.removeprefix(digest.encode())
            number += 1
            if number == len(self._keys):
                self.go_on()
        return None

    def _read_through(self) -> Iterator[tuple[int, Said]]:
        for number, file in enumerate(self._files):
            for raw in read_mailbox(file):
                if isinstance(raw, Unreadable):
                    continue
                for one in opened(raw):
                    if message := said_in(one):
                        yield number * FILE + raw.offset, message
