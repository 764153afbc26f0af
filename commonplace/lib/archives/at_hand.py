"""Whatever is given, laid out as files and folders for a reader: what is packed is unpacked, within bounds.

A zip or tar that would write outside of its folder is refused whole; so is one of more entries or bytes than any
archive has. Nothing is believed of what a packed file says of its size.
"""

from __future__ import annotations

import shutil
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import IO, Final, cast

from commonplace.lib.archives.stream import Enclosure, Unsafe
from commonplace.lib.text import within_bytes
from commonplace.lib.unpacking import MOST_OF_ARCHIVE, Budget, Gunzipped, TooMuch

ENTRIES: Final = 200_000  # a large workspace of many years has some hundred channels with a file a day
DEEPEST: Final = 12  # folders one in another
_PIECE: Final = 1 << 16
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_GZIP: Final = b"\x1f\x8b"
_RECORD: Final = b"PK\x01\x02"
_PACKINGS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def at_hand(paths: Sequence[Path], folder: Path) -> list[Path]:
    """The paths, each packed one unpacked into a folder of its own under `folder`. Raises Unsafe, FileNotFoundError."""
    budget: Budget | None = None
    found: list[Path] = []
    for number, path in enumerate(paths):
        form = "" if path.is_dir() else _form_of(path)
        if not form:
            found.append(path)
            continue
        if budget is None:
            packed = sum(one.stat().st_size for one in paths if one.is_file())
            budget = Budget.for_packed(packed, most=MOST_OF_ARCHIVE, entries=ENTRIES)
        into = folder / f"{number:04d}"
        into.mkdir(parents=True)
        try:
            (_unzip if form == "zip" else _untar)(path, into, budget)
        except TooMuch as error:
            raise Unsafe(f"{path.name} unpacks to more than an archive may") from error
        except (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise Unsafe(f"{path.name} is damaged or locked: {type(error).__name__}") from error
        found.append(into)
    return found


def lying_at(root: Path, path: str, name: str, content_type: str = "") -> Enclosure:
    """A file of a message that lies at `path` in the folder of its archive; else its name alone."""
    lies = root / path
    if not path or not lies.is_file() or not lies.resolve().is_relative_to(root.resolve()):
        return Enclosure(name, content_type)
    return Enclosure(name, content_type, lambda: lies.open("rb"))


def _form_of(path: Path) -> str:
    """How a file is packed; "" for one that is not, or that a reader unpacks as it reads."""
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith(_ZIP):
        return "zip"
    if head.startswith(_GZIP):
        try:
            with Gunzipped(path) as unpacked:
                head = unpacked.read(512)
        except (OSError, EOFError, zlib.error, TooMuch):
            return ""
        return "tar" if head[257:262] == b"ustar" else ""
    with path.open("rb") as file:
        return "tar" if file.read(512)[257:262] == b"ustar" else ""


def _unzip(path: Path, into: Path, budget: Budget) -> None:
    # Before they are read: each costs memory and time, whatever number the zip tells.
    if _count(path, _RECORD, budget.entries) > budget.entries:
        raise TooMuch
    with zipfile.ZipFile(path) as packed:
        for entry in packed.infolist():
            budget.spend(entries=1)
            if entry.is_dir() or _is_left(entry.filename):
                continue
            if stat.S_ISLNK(entry.external_attr >> 16):
                raise Unsafe(f"{path.name} holds a link to elsewhere")
            where = _inside(path, into, entry.filename)
            if entry.compress_type not in _PACKINGS:
                raise Unsafe(f"{path.name} is packed in a way that is not read here")
            with packed.open(entry) as stream:
                _write(stream, where, budget)


def _untar(path: Path, into: Path, budget: Budget) -> None:
    with (
        Gunzipped(path) if _is_gzipped(path) else path.open("rb") as stream,
        tarfile.open(fileobj=cast(IO[bytes], _Spending(stream, budget)), mode="r|") as packed,
    ):
        for entry in packed:
            budget.spend(entries=1)
            if entry.isdir() or _is_left(entry.name):
                continue
            if not entry.isfile():
                raise Unsafe(f"{path.name} holds a link or a device")
            where = _inside(path, into, entry.name)
            inside = packed.extractfile(entry)
            if inside is not None:
                with inside, where.open("wb") as here:
                    shutil.copyfileobj(inside, here, _PIECE)
            packed.members = []  # type: ignore[attr-defined]  # else it remembers each of them


def _is_gzipped(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == _GZIP


class _Spending:
    """A stream whose every byte is spent from the budget, also those that are skipped."""

    def __init__(self, stream: IO[bytes] | Gunzipped, budget: Budget) -> None:
        self._stream, self._budget = stream, budget

    def read(self, size: int) -> bytes:
        found = self._stream.read(size)
        self._budget.spend(size=len(found))
        return found


def _inside(path: Path, into: Path, name: str) -> Path:
    """Where an entry goes, its folder made. Raises Unsafe where that is outside."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or any(part in ("/", "..") or (":" in part[:2] and part[1:2] == ":") for part in parts):
        raise Unsafe(f"{path.name} holds a name that leads outside")
    if len(parts) > DEEPEST:
        raise Unsafe(f"{path.name} holds folders that are nested too deeply")
    safe = [within_bytes(part.replace("\0", ""), 200, at_end=True) or "_" for part in parts]
    where = into.joinpath(*safe)
    try:
        where.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise Unsafe(f"{path.name} calls a file and a folder alike") from error
    if where.is_dir():
        raise Unsafe(f"{path.name} calls a file and a folder alike")
    return where


def _is_left(name: str) -> bool:
    """Whether it is what programs leave behind: hidden, or a Mac's."""
    return any(part.startswith("._") or part in ("__MACOSX", ".DS_Store") for part in PurePosixPath(name).parts)


def _write(stream: IO[bytes], where: Path, budget: Budget) -> None:
    with where.open("wb") as here:
        while piece := stream.read(_PIECE):
            budget.spend(size=len(piece))
            here.write(piece)


def _count(path: Path, mark: bytes, most: int) -> int:
    number, held = 0, b""
    for piece in _pieces(path):
        held = held[-(len(mark) - 1) :] + piece
        number += held.count(mark)
        if number > most:
            break
    return number


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            yield piece


__all__ = ["at_hand", "lying_at"]
