"""What a steward hands in: files of letters, zips of them, a folder; looked into once, and laid out for the reader.

Looking and laying out go through the same pieces in the same order, so that a piece is known by its number. All that is
unpacked on the way is spent from one budget, so however it is nested it unpacks to no more than one archive may.
"""

from __future__ import annotations

import shutil
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from commonplace.lib.mail.mailbox import CHUNK, begins_as_archive
from commonplace.lib.mail.mailbox import is_packed as is_packed_by_name
from commonplace.lib.text import within_bytes
from commonplace.lib.unpacking import MOST_OF_ARCHIVE, Budget, Gunzipped, TooMuch

HEAD = 4096  # bytes that tell what a file is
LONGEST_NAME = 140  # bytes of a file name; some encrypted disks take no more
LONGEST_TOLD = 250
GZIP = b"\x1f\x8b"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_RECORD = b"PK\x01\x02"  # how a zip's record of an entry begins
# Other packings unpack without a bound.
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
_DAMAGE_BEFORE = (*_DAMAGE, OSError)  # while only the zip is read: later it may be the disk

# Why a piece is passed over: codes, worded by `reasons.passed_over`.
NO_LETTERS = "no-letters"
HIDDEN = "hidden"
LOCKED = "locked"
DAMAGED = "damaged"
STRANGE_PACKING = "strange-packing"
ZIP_IN_ZIP = "zip-in-zip"
TOO_LARGE = "unpacks-too-large"


@dataclass(frozen=True, slots=True)
class Piece:
    """One file that was handed in, alone or inside a zip: its name, its bytes unpacked, and why it is passed over."""

    name: str
    size: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """A file as it arrived: its name, its bytes from the beginning, and how many there are."""

    name: str
    stream: IO[bytes]
    size: int


def budget_for(packed: int) -> Budget:
    """What so many bytes, handed in at once, may unpack to altogether."""
    return Budget.for_packed(packed, most=MOST_OF_ARCHIVE)


def look_into(given: Iterable[Given], budget: Budget) -> list[Piece]:
    """Every piece of what is handed in, from its first bytes and what zips say of themselves. Raises TooMuch."""
    pieces = []
    for one in given:
        for piece, _stream in _pieces(one, budget):
            if not piece.why:
                budget.spend(size=piece.size)
            pieces.append(piece)
    return pieces


def lay_out(
    given: Iterable[Given], folder: Path, budget: Budget, *, without: Collection[int] = (), is_known: bool = False
) -> tuple[list[Path], dict[int, str]]:
    """Write the pieces that are read into a folder; their files, and by their numbers those that turn out unreadable.

    `without` are the numbers of pieces that are passed over; where it `is_known` how far each unpacks, that is not
    measured again.
    """
    files: list[Path] = []
    found: dict[int, str] = {}
    number = 0
    for one in given:
        for piece, stream in _pieces(one, budget):
            if stream is not None and not piece.why and number not in without:
                path = _free_path(folder, piece.name)
                try:
                    _write(stream, path, budget)
                    if _is_packed(path) and not is_known:
                        _measure(path, budget)
                    files.append(_named_as_packed(path))
                except TooMuch:
                    found[number] = TOO_LARGE
                    budget.size = max(budget.size, 0)
                except _DAMAGE:
                    found[number] = DAMAGED
                if number in found:
                    path.unlink()
            number += 1
    return files, found


def pack(given: Iterable[Given], into: IO[bytes]) -> None:
    """Put what came at once into one parcel, as it is."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as parcel:
        for number, one in enumerate(given):
            one.stream.seek(0)
            with parcel.open(f"{number}/{name_here(one.name)}", "w", force_zip64=True) as inside:
                shutil.copyfileobj(one.stream, inside, CHUNK)


def unpack(stored: IO[bytes], folder: Path) -> Iterator[Given]:
    """What a parcel holds, each given out once."""
    with zipfile.ZipFile(stored) as parcel:
        for entry in parcel.infolist():
            path = folder / "given"
            with parcel.open(entry) as inside, path.open("wb") as here:
                shutil.copyfileobj(inside, here, CHUNK)
            with path.open("rb") as stream:
                yield Given(entry.filename.partition("/")[2], stream, entry.file_size)
            path.unlink()


def is_zip(head: bytes) -> bool:
    """Whether a file is packed with others, by its first bytes."""
    return head.startswith(ZIP)


def name_here(name: str) -> str:
    """A name that any file system takes; its end tells the month, and whether it is packed."""
    short = within_bytes(name.replace("/", "_").replace("\0", ""), LONGEST_NAME, at_end=True)
    return short if short.strip(". ") else "archive"


def _pieces(given: Given, budget: Budget) -> Iterator[tuple[Piece, IO[bytes] | None]]:
    given.stream.seek(0)
    head = given.stream.read(HEAD)
    if is_zip(head):
        try:
            yield from _inside(given, budget)
        except _DAMAGE_BEFORE:
            yield Piece(_told(given.name), given.size, DAMAGED), None
        return
    budget.spend(entries=1)
    given.stream.seek(0)
    yield Piece(_told(given.name), given.size, _why_not(given.name, head)), given.stream


def _inside(given: Given, budget: Budget) -> Iterator[tuple[Piece, IO[bytes] | None]]:
    # Before they are read: each costs memory and time, whatever number the zip tells.
    if _count(given.stream, _RECORD) > budget.entries:
        raise TooMuch
    with zipfile.ZipFile(given.stream) as archive:
        for entry in archive.infolist():
            budget.spend(entries=1)
            if entry.is_dir():
                continue
            name = _told(f"{given.name}: {entry.filename}")
            why = _why_shut(entry)
            if why:
                yield Piece(name, entry.file_size, why), None
                continue
            try:
                with archive.open(entry) as stream:
                    head = stream.read(HEAD)
                stream = archive.open(entry)
            except _DAMAGE_BEFORE:
                yield Piece(name, entry.file_size, DAMAGED), None
                continue
            with stream:
                why = ZIP_IN_ZIP if is_zip(head) else _why_not(entry.filename, head)
                yield Piece(name, entry.file_size, why), stream


def _why_shut(entry: zipfile.ZipInfo) -> str:
    if entry.flag_bits & 1:
        return LOCKED
    if entry.compress_type not in _PACKINGS:
        return STRANGE_PACKING
    return HIDDEN if _is_hidden(entry.filename) else ""


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts)


def _why_not(name: str, head: bytes) -> str:
    """Why a file of these first bytes is not read as letters; nothing where it is."""
    if _is_hidden(name):
        return HIDDEN
    if head.startswith(GZIP):
        try:
            head = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, HEAD)
        except zlib.error:
            return DAMAGED
    return "" if begins_as_archive(head) else NO_LETTERS


def _write(stream: IO[bytes], path: Path, budget: Budget) -> None:
    with path.open("wb") as here:
        while piece := stream.read(CHUNK):
            budget.spend(size=len(piece))
            here.write(piece)


def _is_packed(path: Path) -> bool:
    with path.open("rb") as here:
        return here.read(2) == GZIP


def _named_as_packed(path: Path) -> Path:
    """The reader goes by the name."""
    is_packed = _is_packed(path)
    if is_packed == is_packed_by_name(path):
        return path
    return path.rename(path.with_name(path.name + (".gz" if is_packed else ".mbox")))


def _measure(path: Path, budget: Budget) -> None:
    """Spend what a packed file unpacks to; where it breaks off, or is a bomb by itself, the reader says so."""
    with Gunzipped(path) as packed:
        while True:
            try:
                piece = packed.read(CHUNK)
            except (OSError, EOFError, zlib.error, TooMuch):
                return
            if not piece:
                return
            budget.spend(size=len(piece))


def _free_path(folder: Path, name: str) -> Path:
    """Where a file of this name goes: beside the others, but for one of the same name, so that months keep order."""
    short = name_here(PurePosixPath(name.rpartition(": ")[2]).name)
    for number in range(10_000):
        within = folder / f"{number:04d}"
        within.mkdir(exist_ok=True)
        if not any((within / (short + end)).exists() for end in ("", ".gz", ".mbox")):
            return within / short
    raise TooMuch


def _told(name: str) -> str:
    return name[-LONGEST_TOLD:]


def _count(stream: IO[bytes], mark: bytes) -> int:
    stream.seek(0)
    number, held = 0, b""
    while piece := stream.read(CHUNK):
        held = held[-(len(mark) - 1) :] + piece
        number += held.count(mark)
    stream.seek(0)
    return number
