"""What may come out of a thing that unpacks, bounded once: whoever unpacks anything spends from one budget.

Work is counted in bytes and entries, never by the clock, so that the same file meets the same end on every machine.
"""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from gzip import BadGzipFile
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Final, Self

MIB: Final = 1 << 20
RATIO: Final = (
    120  # unpacked to packed, from ROOM on: a long empty sheet packs well, and so does a log full of one line
)
ROOM: Final = 20 * MIB  # bytes that anything may unpack to, however small it is
MOST: Final = 150 * MIB  # bytes that one file of somebody's may unpack to, with everything inside it
MOST_OF_ARCHIVE: Final = 2048 * MIB  # bytes of one packed file of letters
ENTRIES: Final = 4_000
DEPTH: Final = 1
STREAMS: Final = 100_000  # packed streams one after the other in one file of letters

_PIECE = 1 << 16  # bytes read at once
_GZIP = 16 + zlib.MAX_WBITS

# One thing is unpacked at a time in each process, so that many uploads at once take no more memory than one.
ONE_AT_A_TIME: Final = Lock()


class TooMuch(Exception):
    """A thing unpacks to more than it may."""


@dataclass(slots=True)
class Budget:
    """What is left for one thing and all that is packed inside it: bytes unpacked, entries looked at, levels."""

    size: int = MOST
    entries: int = ENTRIES
    depth: int = DEPTH

    @classmethod
    def for_packed(cls, packed: int, *, most: int = MOST, entries: int = ENTRIES, depth: int = DEPTH) -> Self:
        """The budget of something that takes so many bytes packed."""
        return cls(size=min(most, max(ROOM, packed * RATIO)), entries=entries, depth=depth)

    def spend(self, *, size: int = 0, entries: int = 0) -> None:
        """Take away what was unpacked, or is about to be; raises TooMuch where that is more than is left."""
        self.size -= size
        self.entries -= entries
        if self.size < 0 or self.entries < 0:
            raise TooMuch

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """One level further in; what is spent there stays spent. Raises TooMuch."""
        if self.depth < 1:
            raise TooMuch
        self.depth -= 1
        try:
            yield
        finally:
            self.depth += 1


class Gunzipped:
    """A gzipped file of letters, unpacked as it is read; ends with TooMuch where that is more than it may be.

    Raises EOFError where the file is cut, BadGzipFile or zlib.error where it is damaged, once what lies before that was
    given out. What follows the last stream and is none is passed over.
    """

    def __init__(self, path: Path) -> None:
        self._packed = path.open("rb")
        self._budget = Budget.for_packed(path.stat().st_size, most=MOST_OF_ARCHIVE, entries=STREAMS)
        self._stream: zlib._Decompress | None = None
        self._has_had_one = False
        self._waiting = b""
        self._trouble: Exception | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the packed file."""
        self._packed.close()

    def read(self, size: int) -> bytes:
        """So many bytes, fewer where the file ends or trouble begins, which the next call raises."""
        if self._trouble is not None:
            raise self._trouble
        pieces: list[bytes] = []
        wanted = size
        try:
            while wanted and (piece := self._step(wanted)):
                pieces.append(piece)
                wanted -= len(piece)
        except (OSError, EOFError, zlib.error, TooMuch) as error:
            if not pieces:
                raise
            self._trouble = error
        return b"".join(pieces)

    def _step(self, most: int) -> bytes:
        """The next bytes, at most so many; nothing at the end."""
        while True:
            packed = self._waiting or self._packed.read(_PIECE)
            if self._stream is None:
                # Zeros may follow a stream, to fill a block of tape.
                while self._has_had_one and packed and not (packed := packed.lstrip(b"\0")):
                    packed = self._packed.read(_PIECE)
                if not packed or (self._has_had_one and not packed.startswith(b"\x1f")):
                    return b""
                if not self._has_had_one and not packed.startswith(b"\x1f\x8b"):
                    raise BadGzipFile
                self._budget.spend(entries=1)
                self._stream, self._has_had_one = zlib.decompressobj(_GZIP), True
            unpacked = self._stream.decompress(packed, min(most, _PIECE, max(self._budget.size, 1)))
            self._waiting = self._stream.unconsumed_tail
            if self._stream.eof:
                self._waiting, self._stream = self._stream.unused_data, None
            elif not packed and not unpacked:
                raise EOFError("the packed file is cut")
            if unpacked:
                self._budget.spend(size=len(unpacked))
                return unpacked
