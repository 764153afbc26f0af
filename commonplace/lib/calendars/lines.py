"""The lines of a calendar file: unfolded, told apart, and put into the records they stand in, within bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

MOST_BYTES: Final = 5 * 1024 * 1024
MOST_RECORDS: Final = 20_000
DEEPEST: Final = 4  # an alarm in an event in a calendar, and one more
LONGEST_LINE: Final = 1 << 17  # characters, unfolded

_NAME = re.compile(r"[A-Za-z0-9-]{1,60}")
_PARAMETER = re.compile(r";\s*([A-Za-z0-9-]{1,60})\s*=")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class NoCalendar(ValueError):
    """These bytes are no calendar that is read here; the words say why."""


@dataclass(frozen=True)
class Line:
    """One property: its name in capitals, its parameters, its value as it stands there, and the line it began on."""

    name: str
    value: str
    parameters: dict[str, str]
    number: int

    @property
    def text(self) -> str:
        """The value of a text, without its escapes."""
        return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value)


@dataclass
class Record:
    """What stands between a BEGIN and its END. `trouble` is what could not be read in it, and on which line."""

    kind: str
    number: int
    lines: list[Line] = field(default_factory=list)
    within: list[Record] = field(default_factory=list)
    trouble: tuple[int, str] | None = None

    def line(self, name: str) -> Line | None:
        """The first line of a name."""
        return next((one for one in self.lines if one.name == name), None)

    def all(self, name: str) -> list[Line]:
        """Every line of a name."""
        return [one for one in self.lines if one.name == name]


def calendars_in(data: bytes) -> list[Record]:
    """The calendars that a file holds; raises NoCalendar."""
    if len(data) > MOST_BYTES:
        raise NoCalendar(f"It is larger than {MOST_BYTES // 1024 // 1024} MB.")
    found: list[Record] = []
    open_records: list[Record] = []
    count = 0
    for number, text in _unfolded(data):
        name, value = _keyword(text)
        if name == "BEGIN":
            count += 1
            if count > MOST_RECORDS:
                raise NoCalendar(f"It holds more than {MOST_RECORDS} records.")
            record = Record(value, number)
            if len(open_records) >= DEEPEST:
                raise NoCalendar(f"Line {number}: records stand within records too deep.")
            (open_records[-1].within if open_records else found).append(record)
            open_records.append(record)
        elif name == "END":
            _close(open_records, value, number)
        elif open_records:
            _take(open_records[-1], number, text)
    for record in open_records:
        record.trouble = record.trouble or (record.number, "It ends in the middle.")
    calendars = [one for one in found if one.kind == "VCALENDAR"]
    if not calendars:
        raise NoCalendar("It holds no calendar.")
    return calendars


def _close(open_records: list[Record], kind: str, number: int) -> None:
    """End the record of this kind, and with it whatever within it nobody ended."""
    if all(one.kind != kind for one in open_records):
        return
    while (ended := open_records.pop()).kind != kind:
        ended.trouble = ended.trouble or (number, "It ends in the middle.")


def _keyword(text: str) -> tuple[str, str]:
    name, _colon, value = text.partition(":")
    return name.strip().upper(), value.strip().upper()


def _take(record: Record, number: int, text: str) -> None:
    try:
        record.lines.append(_line(text, number))
    except ValueError as problem:
        record.trouble = record.trouble or (number, str(problem))


def _line(text: str, number: int) -> Line:
    name = _NAME.match(text)
    if name is None or len(text) > LONGEST_LINE:
        raise ValueError("A line cannot be read.")
    parameters, place = {}, name.end()
    while found := _PARAMETER.match(text, place):
        place = _end_of_value(text, found.end())
        parameters[found[1].upper()] = text[found.end() : place].strip().strip('"')
    if text[place : place + 1] != ":":
        raise ValueError("A line cannot be read.")
    return Line(name[0].upper(), text[place + 1 :], parameters, number)


def _end_of_value(text: str, begin: int) -> int:
    """Where the value of a parameter ends: at the next sign that parts a line and stands in no quotes."""
    is_quoted = False
    for place in range(begin, len(text)):
        if text[place] == '"':
            is_quoted = not is_quoted
        elif text[place] in ";:" and not is_quoted:
            return place
    return len(text)


def _unfolded(data: bytes) -> Iterator[tuple[int, str]]:
    """Each line with its number. A fold may part a sign in two, so bytes are joined before they are read."""
    held, begun = bytearray(), 0
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        if line[:1] in (b" ", b"\t") and held:
            held += line[1:]
            continue
        if held:
            yield begun, held.decode("utf-8", "replace").replace("\x00", "")
        held, begun = bytearray(line), number
    if held:
        yield begun, held.decode("utf-8", "replace").replace("\x00", "")
