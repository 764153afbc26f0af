"""The file that a house travels in: a zip whose manifest names every part with its size and digest."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import IO, Any, Final

MANIFEST: Final = "manifest.json"
KEY: Final = "secret-key"
ROWS: Final = "rows/"
FILES: Final = "files/"
FORM: Final = "commonplace-house"
VERSION: Final = 1
MANIFEST_MOST: Final = 256 * 1024 * 1024  # bytes
PIECE: Final = 1024 * 1024  # bytes

# What names a part: no way up, no root, no drive, no second name for the same place.
_PART: Final = re.compile(
    r"(?:secret-key|rows/[a-z0-9_]+\.jsonl|files(?:/(?!\.{1,2}(?:/|\Z))[^/\\:\x00-\x1f\x7f]+)+)\Z"
)
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    TypeError,
    KeyError,
)


class Damaged(ValueError):
    """The file is no archive of a house, or no longer what was written; says what is wrong in one line."""


@dataclass(frozen=True)
class Part:
    """What the manifest says of a part; `rows` and `last_id` only where it is a table."""

    sha256: str
    bytes: int
    rows: int = 0
    last_id: int = 0


@dataclass
class Manifest:
    """What is in an archive. `migrations` are the steps its tables had taken, as pairs of app and name."""

    taken_at: str
    database: str
    migrations: list[tuple[str, str]]
    parts: dict[str, Part] = field(default_factory=dict)
    # Files that rows name and that were not there.
    missing: list[str] = field(default_factory=list)

    def table(self, name: str) -> Part | None:
        return self.parts.get(f"{ROWS}{name}.jsonl")

    def files(self) -> Iterator[str]:
        """The names of all files, as the storage knows them."""
        return (name.removeprefix(FILES) for name in self.parts if name.startswith(FILES))


class Measured:
    """Something to write to, that counts and digests what passes."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._digest, self.bytes = stream, hashlib.sha256(), 0
        self.rows = self.last_id = 0

    def write(self, data: bytes) -> None:
        self._stream.write(data)
        self._digest.update(data)
        self.bytes += len(data)

    def part(self) -> Part:
        return Part(self._digest.hexdigest(), self.bytes, self.rows, self.last_id)


class Writer:
    """An archive that is being written, part after part; the manifest comes last."""

    def __init__(self, stream: IO[bytes], manifest: Manifest) -> None:
        self._zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=5)
        self.manifest = manifest

    @contextmanager
    def part(self, name: str, *, is_packed: bool = True) -> Iterator[Measured]:
        """Where the bytes of a part are written; `is_packed` where packing makes them smaller."""
        with self._zip.open(_entry(name, is_packed=is_packed), "w", force_zip64=True) as stream:
            measured = Measured(stream)
            yield measured
        self.manifest.parts[name] = measured.part()

    def close(self) -> None:
        """Write the manifest and what ends a zip; without it nobody takes the file for whole."""
        told = json.dumps({"form": FORM, "version": VERSION, **asdict(self.manifest)}, ensure_ascii=False)
        self._zip.writestr(_entry(MANIFEST, is_packed=True), told)
        self._zip.close()

    def give_up(self) -> None:
        """Let go of a file that will never be whole; Python would try to end it when it throws the zip away."""
        self._zip.fp = None


class Archive:
    """An archive that is being read. Raises Damaged where it is not what its manifest says."""

    def __init__(self, stream: IO[bytes]) -> None:
        with _told_as_damage("It is not an archive of a house, or its end is missing."):
            self._zip = zipfile.ZipFile(stream)
            entries = [entry.filename for entry in self._zip.infolist()]
            told = self._told()
        if not isinstance(told, dict) or told.get("form") != FORM:
            raise Damaged("It is not an archive of a house.")
        if told.get("version") != VERSION:
            raise Damaged("It was written by a newer Commonplace. Update this one first.")
        with _told_as_damage("Its manifest cannot be read."):
            self.manifest = Manifest(
                taken_at=str(told["taken_at"]),
                database=str(told["database"]),
                migrations=[(str(app), str(name)) for app, name in told["migrations"]],
                parts={str(name): _part(**part) for name, part in told["parts"].items()},
                missing=[str(name) for name in told["missing"]],
            )
        if len(entries) != len(set(entries)) or {*entries} != {MANIFEST, *self.manifest.parts}:
            raise Damaged("It does not hold the parts that its manifest names.")
        for name in self.manifest.parts:
            if not _PART.match(name):
                raise Damaged(f"It has a part with a name that leads elsewhere: {name!r}.")

    def _told(self) -> object:
        if self._zip.getinfo(MANIFEST).file_size > MANIFEST_MOST:
            raise Damaged("Its manifest is too large.")
        return json.loads(self._zip.read(MANIFEST))

    def open(self, name: str) -> IO[bytes]:
        """A part to read from."""
        return self._zip.open(name)

    def verify(self, progress: Callable[[int], object] = lambda size: None) -> None:
        """Read every part and hold it against its size and digest."""
        for name, part in self.manifest.parts.items():
            digest, size = hashlib.sha256(), 0
            with _told_as_damage(f"Its part {name} is damaged."), self._zip.open(name) as stream:
                while size <= part.bytes and (piece := stream.read(PIECE)):
                    digest.update(piece)
                    size += len(piece)
                    progress(len(piece))
            if size != part.bytes or digest.hexdigest() != part.sha256:
                raise Damaged(f"Its part {name} is not what was written.")

    def key(self) -> str:
        """The secret key of the house."""
        with self.open(KEY) as stream:
            return stream.read().decode()


def _part(*, sha256: object, bytes: Any, rows: Any = 0, last_id: Any = 0) -> Part:
    return Part(str(sha256), int(bytes), int(rows), int(last_id))


def _entry(name: str, *, is_packed: bool) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = 0o600 << 16
    entry.compress_type = zipfile.ZIP_DEFLATED if is_packed else zipfile.ZIP_STORED
    return entry


@contextmanager
def _told_as_damage(words: str) -> Iterator[None]:
    try:
        yield
    except Damaged:
        raise
    except _BROKEN as problem:
        raise Damaged(words) from problem
