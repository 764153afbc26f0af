"""Archives on disk as a stream of raw messages: mbox, mboxrd, pipermail's monthly texts and LISTSERV's logs, plain or
gzipped.
"""

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from errno import errorcode
from pathlib import Path
from typing import BinaryIO

from commonplace.lib.mail.reasons import BROKEN_OFF, UNPACKS_TOO_LARGE
from commonplace.lib.unpacking import Gunzipped, TooMuch

CHUNK = 1 << 20
LARGEST = 12 << 20  # bytes kept of one message; what lies beyond is counted and passed over
LONGEST_LINE = 1 << 12  # a From_ line and the header line below it are looked for within this many bytes

MONTHS = "January February March April May June July August September October November December".split()
SUFFIXES = (".txt", ".mbox", ".mbx", ".eml", ".txt.gz", ".mbox.gz", ".mbx.gz", ".eml.gz")

_DAY = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_CLOCK = rb"\d{1,2}:\d\d(?::\d\d)?"
_DATED = re.compile(
    rb"From .*?(?:%(d)s,? +%(m)s +\d{1,2} +%(c)s(?: +[A-Z][A-Z0-9+-]*| +[+-]\d{4}){0,4} +\d{2,4}"
    rb"|(?:%(d)s, +)?\d{1,2} +%(m)s +\d{2,4} +%(c)s)" % {b"d": _DAY, b"m": _MONTH, b"c": _CLOCK}
)
_UNDATED = re.compile(rb"From \S+(?: at \S+)?\s*(?:\d.*)?$")
_HEADER = re.compile(rb"[!-9;-~]+[ \t]*:(?:[ \t]|\r?\n|$)")
_WELL_KNOWN = re.compile(
    rb"(?:From|Date|Subject|To|Message-ID|Return-Path|Received|Delivered-To|MIME-Version|X-[A-Za-z-]+"
    rb"|Content-Type|Reply-To|Sender)[ \t]*:",
    re.IGNORECASE,
)
# LISTSERV writes a rule above each letter of its logs.
_LOG_RULE = re.compile(
    rb"={60,80}[ \t]*\r?\n(?=(?:Date|Received|Return-Path|X-[A-Za-z-]+|Reply-To|Sender|From|Comments)[ \t]*:)",
    re.IGNORECASE,
)
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_MONTHLY = re.compile(rf"(\d{{4}})-({'|'.join(MONTHS)})$", re.IGNORECASE)
_QUARTERLY = re.compile(r"(\d{4})q([1-4])$", re.IGNORECASE)
_DAILY = re.compile(r"(?:Week-of-Mon-)?(\d{4})(\d\d)(\d\d)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RawMessage:
    """One message as it stands in its file: where it begins, its bytes (From_ line included), its true size in
    bytes.
    """

    path: Path
    offset: int
    data: bytes
    size: int
    is_cut: bool = False  # whether the message was larger than the reader keeps
    is_cover: bool = False  # whether it is what a digest says beside the letters in it


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What could not be read as a message: the file, where in it, and why (one of `reasons`)."""

    path: Path
    offset: int
    reason: str


def files_of(paths: Iterable[Path]) -> list[Path]:
    """Every archive file under the paths, each once: as given for files, in order of time, then name, within a
    folder.
    """
    return sorted_out(paths)[0]


def sorted_out(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """The archive files as `files_of` gives them, and what lies beside them in folders and holds no letters."""
    found: dict[Path, Path] = {}
    passed_over: dict[Path, Path] = {}
    for path in paths:
        if not path.is_dir():
            found.setdefault(path.resolve(), path)
            continue
        for file in in_order(_files_in(path)):
            (found if _is_archive(file) else passed_over).setdefault(file.resolve(), file)
    return list(found.values()), [file for one, file in passed_over.items() if one not in found]


def in_order(files: Iterable[Path]) -> list[Path]:
    """Files of letters in order of the months that they are named after, then by name, folder by folder."""
    return sorted(files, key=_order)


def read_mailboxes(paths: Iterable[Path], *, largest: int = LARGEST) -> Iterator[RawMessage | Unreadable]:
    """Every message of every file, one at a time; memory holds one message and one chunk, whatever the size of the
    file.
    """
    for path in files_of(paths):
        yield from read_mailbox(path, largest=largest)


def read_mailbox(path: Path, *, largest: int = LARGEST) -> Iterator[RawMessage | Unreadable]:
    """Every message of one file, in its order; a file that breaks off yields what was whole and one `Unreadable`."""
    offset = 0
    try:
        with open_archive(path) as stream:
            for offset, data, size in _split(stream, largest):
                yield RawMessage(path, offset, _unquoted(data), size, is_cut=size > len(data))
    except TooMuch:
        yield Unreadable(path, offset, UNPACKS_TOO_LARGE)
    except (OSError, EOFError, zlib.error) as error:
        number = error.errno if isinstance(error, OSError) else None
        yield Unreadable(path, offset, f"{BROKEN_OFF} {errorcode.get(number or 0, type(error).__name__)}")


def read_at(stream: BinaryIO, path: Path, offset: int, size: int, *, largest: int = LARGEST) -> RawMessage:
    """The message that `read_mailbox` found at an offset, read again from a stream of the (unpacked) file."""
    stream.seek(offset)
    return RawMessage(path, offset, _unquoted(stream.read(min(size, largest))), size, is_cut=size > largest)


def month_of(path: Path) -> datetime | None:
    """The first moment of the month, quarter or day that a pipermail file is named after."""
    stem = _stem(path)
    try:
        if named := _MONTHLY.search(stem):
            return datetime(int(named[1]), MONTHS.index(named[2].capitalize()) + 1, 1, tzinfo=UTC)
        if named := _QUARTERLY.search(stem):
            return datetime(int(named[1]), 3 * int(named[2]) - 2, 1, tzinfo=UTC)
        if named := _DAILY.search(stem):
            return datetime(int(named[1]), int(named[2]), int(named[3]), tzinfo=UTC)
    except ValueError:
        return None
    return None


def is_from_line(line: bytes, following: bytes, *, after_blank: bool) -> bool:
    """Whether a line opens a message; every other that begins so is words of the message before.

    Sloppy archives neither quote a body's own 'From ...' nor leave a blank line before the next message, so: a
    line with a date counts when a header line follows (or nothing but blank, after a blank); a line of
    one word without a date counts only between a blank line and a header line that every mail has.
    """
    if not line.startswith(b"From "):
        return False
    if _DATED.match(line):
        return bool(_HEADER.match(following)) or (after_blank and not following.strip())
    return after_blank and bool(_UNDATED.match(line) and _WELL_KNOWN.match(following))


def _stem(path: Path) -> str:
    name = path.name
    for suffix in (".gz", *SUFFIXES[:4]):
        if name.lower().endswith(suffix):
            name = name[: -len(suffix)]
    return name


def _order(path: Path) -> tuple[object, ...]:
    moment = month_of(path)
    digits = re.split(r"(\d+)", path.name)
    natural = tuple((part.zfill(20) if part.isdigit() else part) for part in digits)
    return (str(path.parent), moment is None, moment or datetime.max.replace(tzinfo=UTC), natural)


def _files_in(folder: Path) -> Iterator[Path]:
    """Every file of a folder, and of those in it, that is not hidden."""
    for path in folder.rglob("*"):
        if not path.name.startswith(".") and path.is_file():
            yield path


def _is_archive(path: Path) -> bool:
    """Whether a file is named as archives are, or begins as one does; a LICENSE beside the archive does not."""
    if path.name.lower().endswith(SUFFIXES):
        return True
    try:
        with open_archive(path) as stream:
            begins = stream.read(LONGEST_LINE).lstrip()
    except (OSError, EOFError, zlib.error, TooMuch):
        # Named as what is packed, it is read, so that whoever brings it hears where it breaks off.
        return is_packed(path) and month_of(path) is not None
    return begins_as_archive(begins)


def begins_as_archive(head: bytes) -> bool:
    """Whether a file of letters begins so."""
    begins = head.lstrip()
    return begins.startswith(b"From ") or bool(_LOG_RULE.match(begins))


def open_archive(path: Path) -> BinaryIO | Gunzipped:
    """A file of letters to be read through, unpacked on the way where its name says that it is packed."""
    return Gunzipped(path) if is_packed(path) else path.open("rb")


def is_packed(path: Path) -> bool:
    """Whether a file of letters is gzipped, by its name."""
    return path.name.lower().endswith(".gz")


def _split(stream: BinaryIO | Gunzipped, largest: int) -> Iterator[tuple[int, bytes, int]]:
    """Offset, kept bytes and true size of each message; `held` starts where the message does, or the unread rest of
    it.
    """
    held = b""
    next_start = _next_start
    start = 0  # offset in the file of the message under way
    kept = b""  # the beginning of a message that has outgrown `largest`
    passed = 0  # how much of that message has left `held`
    searched = 0
    ended = False
    while not ended:
        chunk = stream.read(CHUNK)
        ended = not chunk
        if not start and not held and _LOG_RULE.match(chunk.lstrip()):
            next_start = _next_rule
        held = held + chunk
        begin = 0
        while (at := next_start(held, max(searched, begin), ended=ended)) >= 0:
            # Any blank stretch before the first message is not one.
            if passed or held[begin:at].strip():
                yield start, kept or held[begin:at][:largest], passed + at - begin
            start += passed + at - begin
            begin, kept, passed, searched = at, b"", 0, at + 1
        held = held[begin:]
        searched = max(0, len(held) - LONGEST_LINE)
        if len(held) > largest + LONGEST_LINE:
            kept = kept or held[:largest]
            passed += searched
            held, searched = held[searched:], 1
    if passed or held.strip():
        yield start, kept or held[:largest], passed + len(held)


def _next_start(held: bytes, since: int, *, ended: bool) -> int:
    """Where the next message begins in `held` at or after `since`, or -1 where none does or more must be read to
    know.
    """
    at = since - 1
    while True:
        if at < 0 and held.startswith(b"From "):
            at, found = 0, 0
        else:
            found = held.find(b"\nFrom ", max(at, 0)) + 1
            if not found:
                return -1
        if not ended and len(held) - found < LONGEST_LINE:
            return -1
        line_end = held.find(b"\n", found, found + LONGEST_LINE)
        if line_end >= 0:
            after_blank = found == 0 or held[max(0, found - 3) : found].endswith((b"\n\n", b"\n\r\n")) or found == 1
            following = held[line_end + 1 : line_end + 201]
            following = following[: following.find(b"\n") + 1] or following
            if is_from_line(held[found:line_end], following, after_blank=after_blank):
                return found
        at = found


def _next_rule(held: bytes, since: int, *, ended: bool) -> int:
    """The same in a log of LISTSERV: where the next rule stands that a letter follows."""
    at = since - 1
    while True:
        found = 0 if at < 0 and held.startswith(b"=") else held.find(b"\n=====", max(at, 0)) + 1
        if not found and not (at < 0 and held.startswith(b"=")):
            return -1
        if not ended and len(held) - found < LONGEST_LINE:
            return -1
        if _LOG_RULE.match(held, found, found + LONGEST_LINE):
            return found
        at = max(found, 0)


def _unquoted(data: bytes) -> bytes:
    """The message with one '>' taken off its quoted From lines (mboxo and mboxrd), Unix line ends, and without the
    rule that a log of LISTSERV has above it.
    """
    if b"\r\n" in data:
        data = data.replace(b"\r\n", b"\n")
    if data.startswith(b"=") and (rule := _LOG_RULE.match(data)):
        data = data[rule.end() :]
    return _QUOTED_FROM.sub(rb"\1", data) if b">From " in data else data
