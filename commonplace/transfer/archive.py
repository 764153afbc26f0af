"""The files of an archive: told apart by their bytes, read through once, then letter by letter where each lies."""

import tempfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from hashlib import blake2b, file_digest, sha256
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast

from commonplace.lib.mail.mailbox import (
    CHUNK,
    LARGEST,
    RawMessage,
    Unreadable,
    is_packed,
    open_archive,
    read_at,
    read_mailbox,
    sorted_out,
)
from commonplace.lib.mail.message import MailMessage, opened, read
from commonplace.lib.unpacking import TooMuch

OPEN_AT_ONCE = 32


class NoSuchArchive(ValueError):
    """A path leads to no file, or a folder holds no archive."""


class Changed(ValueError):
    """The files are no longer what they were when they were first read."""


def digest_of(text: str) -> str:
    """What stands for a message id: short, and telling nothing about it."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def other_digest_of(message: MailMessage) -> str:
    """What stands for a letter whose id another letter has as well: the id, who wrote it and what it says."""
    sender = message.sender.name.casefold() or message.sender.address
    return digest_of("\x1f".join((message.message_id, sender, message.gist)))


def digests_of(message: MailMessage) -> set[str]:
    """All that a letter may be known under: its id, that with its words, and what it was called without an id once."""
    former = {digest_of(message.former_id)} if message.former_id else set()
    return {digest_of(message.message_id), other_digest_of(message)} | former


class Archive:
    """The files under some paths, in order."""

    def __init__(self, paths: Iterable[Path]) -> None:
        """Raises NoSuchArchive."""
        paths = list(paths)
        for path in paths:
            if not path.exists():
                raise NoSuchArchive(str(path))
        self.files, self.passed_over = sorted_out(paths)
        if not self.files:
            raise NoSuchArchive(", ".join(str(path) for path in paths))
        self.size = sum(file.stat().st_size for file in self.files)

    @property
    def name(self) -> str:
        """What to call it: its file, or the folder or the first of its files."""
        first = self.files[0].name
        return first if len(self.files) == 1 else f"{first} … {self.files[-1].name}"

    def fingerprint(self) -> str:
        """A digest of all its bytes, in order."""
        whole = sha256()
        for file in self.files:
            try:
                with file.open("rb") as stream:
                    whole.update(file_digest(stream, "sha256").digest())
            except OSError:
                whole.update(b"unreadable")
        return whole.hexdigest()

    def read_through(self) -> Iterator[tuple[int, RawMessage | Unreadable]]:
        """Every raw letter with the number of its file; those of a digest one by one."""
        for number, file in enumerate(self.files):
            for raw in read_mailbox(file):
                if isinstance(raw, Unreadable):
                    yield number, raw
                else:
                    yield from ((number, one) for one in opened(raw))


class Shelf:
    """An archive open for reading single letters; packed files are unpacked to a temporary place once."""

    def __init__(self, files: Sequence[Path]) -> None:
        self.files = files
        self._open: dict[int, BinaryIO] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for stream in self._open.values():
            stream.close()

    def letter(self, file: int, offset: int, size: int, digest: str) -> MailMessage:
        """The letter that lies there; raises Changed where it is no longer that one."""
        if not 0 <= file < len(self.files):
            raise Changed
        try:
            raw = read_at(self._stream(file), self.files[file], offset, size)
        except (OSError, EOFError) as error:
            raise Changed(str(self.files[file])) from error
        for one in opened(raw):
            message = read(one)
            if not isinstance(message, Unreadable) and digest in digests_of(message):
                return message
        raise Changed(str(self.files[file]))

    def _stream(self, number: int) -> BinaryIO:
        stream = self._open.get(number)
        if stream is None:
            if len(self._open) >= OPEN_AT_ONCE:
                # Letters come in order of time, so the file opened first is done with, most often.
                self._open.pop(next(iter(self._open))).close()
            stream = self._open[number] = _opened(self.files[number])
        return stream


def _opened(path: Path) -> BinaryIO:
    if not is_packed(path):
        return path.open("rb")
    unpacked = tempfile.TemporaryFile()  # noqa: SIM115  # closed with the shelf
    # What was whole was read; where it breaks off, or unpacks to too much, is reported as unreadable.
    with open_archive(path) as packed, suppress(OSError, EOFError, zlib.error, TooMuch):
        while piece := packed.read(CHUNK):
            unpacked.write(piece)
    return cast(BinaryIO, unpacked)


__all__ = ["LARGEST", "Archive", "Changed", "NoSuchArchive", "Shelf", "digest_of", "other_digest_of"]
