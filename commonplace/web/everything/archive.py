"""The words and the files of one person as one ZIP, written while it is sent: a tray's worth is held in memory."""

import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from io import RawIOBase
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum

from commonplace.files.models import StoredFile
from commonplace.lib.file_names import apart, folded
from commonplace.people.mine import MINE
from commonplace.people.models import Person
from commonplace.web.everything.words import words_of

PIECE = 64 * 1024  # bytes
AT_ONCE = 200


@dataclass(frozen=True)
class Bundle:
    """How many files someone takes along, and how large they are together, in bytes."""

    files: int
    size: int


class _Tray(RawIOBase):
    """Where the archive is written to, and taken from piece by piece; it cannot be wound back."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def take(self) -> bytes:
        """What was written since the last time."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def bundle_of(person: Person) -> Bundle:
    """What the archive will hold beside the words; one query."""
    # Summed over contents: one file under two names is sent twice, and so counted twice.
    said = _files(person).aggregate(files=Count("pk"), size=Sum("size"))
    return Bundle(files=said["files"], size=said["size"] or 0)


def require_files(person: Person) -> None:
    """Fetch a byte of the first file that the archive would hold; one query. Raises what the storage raises.

    The archive itself is not begun for that: one that nobody reads on would hold its cursor until it is collected,
    which may be in the middle of another statement of the same connection, and would wait there for itself.
    """
    if (first := _files(person).order_by("sha256", "pk").first()) is not None:
        with suppress(FileNotFoundError), first.content.open("rb") as content:
            content.read(1)


def archive_of(person: Person, *, now: datetime) -> Iterator[bytes]:
    """Yield a ZIP: every file once, then `everything.json`, which names each file by the digest in its path."""
    tray = _Tray()
    with zipfile.ZipFile(tray, "w") as archive:
        folder, seen = "", set[str]()
        # By digest, so that no more names are held than one folder has.
        for stored in _files(person).order_by("sha256", "pk").iterator(chunk_size=AT_ONCE):
            if folder != (folder := stored.sha256[:12]):
                seen.clear()
            name = apart(stored.name, seen)
            seen.add(folded(name))
            yield from _file(archive, tray, stored, _entry(f"files/{folder}/{name}", now))
        words = _entry("everything.json", now)
        words.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(words, "w", force_zip64=True) as entry:
            for said in words_of(person, now=now):
                entry.write(said.encode())
                if piece := tray.take():
                    yield piece
        yield tray.take()
    yield tray.take()


def _file(archive: zipfile.ZipFile, tray: _Tray, stored: StoredFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """One file, as it is: pictures and documents are compressed already. A file lost from storage is left out."""
    try:
        content = stored.content.open("rb")
    except FileNotFoundError:
        return
    with content, archive.open(entry, "w", force_zip64=True) as written:
        while piece := content.read(PIECE):
            written.write(piece)
            yield tray.take()
    yield tray.take()


def _entry(path: str, now: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, date_time=now.timetuple()[:6])
    entry.external_attr = 0o600 << 16
    return entry


def _files(person: Person) -> QuerySet[StoredFile]:
    """What someone gave to the house: with their posts, withdrawn ones too, and their photo; the same bytes under the
    same name once, however often they gave them.
    """
    given = Q(pk=person.photo_id or 0)
    for mine in MINE:
        if mine.files:
            given |= Q(pk__in=mine.rows_of(person).values(mine.files))
    theirs = StoredFile.objects.filter(given)
    return StoredFile.objects.filter(pk__in=theirs.values("sha256", "name").annotate(first=Min("pk")).values("first"))
