"""The heads of WhatsApp's lines: a moment as the phone writes it, and which of its numbers is the day.

Android writes `03.04.24, 15:04 - Rosa: …`, iOS `[03.04.24, 15:04:09] Rosa: …`, both in the order, the digits and the
half days of the phone's language. Which number is the day no line tells, so the whole file does: by dates that would
be none, by lines that would go back in time, and, where both orders are possible, by the shorter time that it would
all have taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple

# What stands around names and moments where words run from right to left, and what is a blank there.
UNSEEN: Final = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
_BLANK: Final = re.compile("[\u00a0\u2000-\u200a\u202f\u3000\t]")


class _Figures(dict[int, str | int]):
    """A plain figure for a figure of any language; looked up when it is met, for there are a million signs."""

    def __missing__(self, code: int) -> str | int:
        sign = chr(code)
        self[code] = str(unicodedata.decimal(sign)) if sign.isdecimal() else code
        return self[code]


_FIGURES: Final = _Figures()
_HEAD = re.compile(
    r"(?P<opens>\[)?(?P<a>\d{1,4})(?P<sign>[./\-]) ?(?P<b>\d{1,2})[./\-] ?(?P<c>\d{2,4})\.?"
    r"(?P<gap>[^\d\[\]\n]{1,10}?)(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?"
    r"(?P<half> ?[^\d\s\[\]:\-–—][^\d\[\]:\-–—\n]{0,9}?)?(?(opens)\] ?| ?[\-–—] )(?P<rest>.*)$",
    re.DOTALL,
)
_BEGINS_A_HEAD = re.compile(r"\[?\d{1,4}[./\-]")
_LATER: Final = {"pm", "pnm", "م", "مساء", "بظ", "下午", "오후", "午後", "μμ", "popołudniu", "du", "nm", "ip"}
_EARLIER: Final = {"am", "ص", "صباحا", "قظ", "上午", "오전", "午前", "πμ", "rano", "de", "vm", "ap"}
_FIRST, _LAST = datetime(2009, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)  # WhatsApp is no older
ORDERS: Final = ("dmy", "mdy", "ymd")


class Head(NamedTuple):
    """A line's three numbers of a date in their order, its minute of the day and second, and what follows."""

    numbers: tuple[int, int, int]
    minute: int
    second: int
    sign: str
    has_halves: bool
    rest: str


def head_of(line: str) -> Head | None:
    """The head of a line, and None where the line goes on with what the one before it says."""
    # What follows the head keeps its own figures and blanks.
    bare = _BLANK.sub(" ", UNSEEN.sub("", line[:80]).translate(_FIGURES)) if line else ""
    if not bare or not (bare[0].isdigit() or bare[0] == "[") or (found := _HEAD.match(bare)) is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"])
    words = {_bare(found["half"]), *map(_bare, (found["gap"] or "").split()), _bare(found["gap"])}
    is_later, is_earlier = bool(words & _LATER), bool(words & _EARLIER)
    if found["half"] and not (is_later or is_earlier) and _bare(found["half"]) not in ("h", "uhr", "시"):
        return None
    if hour > 23 or minute > 59:
        return None
    hour = hour % 12 + 12 if is_later and hour <= 12 else 0 if is_earlier and hour == 12 else hour
    numbers = (int(found["a"]), int(found["b"]), int(found["c"]))
    rest = _after(line, len(bare) - len(found["rest"]))
    return Head(
        numbers, hour * 60 + minute, int(found["second"] or 0) % 60, found["sign"], is_later or is_earlier, rest
    )


def _after(line: str, shown: int) -> str:
    """What follows so many signs of a line that are seen."""
    at = 0
    while shown and at < len(line):
        shown -= UNSEEN.match(line[at]) is None
        at += 1
    return line[at:]


def _bare(word: str | None) -> str:
    kept = unicodedata.normalize("NFKD", (word or "").replace(".", "").replace(",", "").replace("،", ""))
    return "".join(sign for sign in kept if not unicodedata.combining(sign)).replace(" ", "").lower()


def may_begin_a_head(line: str) -> bool:
    """Whether a line could be the beginning of one whose head was cut."""
    return len(line) < 30 and _BEGINS_A_HEAD.match(UNSEEN.sub("", line).translate(_FIGURES)) is not None


def moment_of(head: Head, order: str) -> datetime | None:
    """When a line was written, by a clock that is taken for UTC; None where that is no date that can be."""
    numbers = dict(zip(order, head.numbers, strict=True))
    year = numbers["y"] + 2000 if numbers["y"] < 100 else numbers["y"]
    try:
        at = datetime(year, numbers["m"], numbers["d"], *divmod(head.minute, 60), head.second, tzinfo=UTC)
    except ValueError:
        return None
    return at if _FIRST <= at < _LAST else None


def may_be_two_dates(head: Head) -> bool:
    """Whether a line's date is one with its day first and another with its month first."""
    day, month = moment_of(head, "dmy"), moment_of(head, "mdy")
    return day is not None and month is not None and day != month


def as_written(head: Head) -> str:
    """A line's date in figures, as it stands."""
    return head.sign.join(f"{number:02}" for number in head.numbers)


@dataclass(slots=True)
class _Reading:
    """How the lines look in one order: dates that are none, steps back in time, and from when to when."""

    wrong: int = 0
    back: int = 0
    first: datetime | None = None
    last: datetime | None = None

    def see(self, at: datetime | None) -> None:
        if at is None:
            self.wrong += 1
            return
        # Phones without a net send late, and clocks go back in autumn.
        self.back += self.last is not None and (self.last - at).total_seconds() > 86_400
        self.first, self.last = self.first or at, at

    @property
    def seconds(self) -> float:
        return (self.last - self.first).total_seconds() if self.first and self.last else 0.0


class Order(NamedTuple):
    """The order of the numbers in a file's dates, and whether another would have done as well."""

    order: str
    is_doubtful: bool


def order_of(heads: Iterable[Head]) -> Order:
    """In which order a file's dates have their day, month and year."""
    readings = {order: _Reading() for order in ORDERS}
    first: Head | None = None
    told = False
    for head in heads:
        first = first or head
        told = told or head.numbers[0] != head.numbers[1]
        for order, reading in readings.items():
            reading.see(moment_of(head, order))
    # Months come first where slashes and halves of the day are written, days nearly everywhere else.
    usual: Sequence[str] = ORDERS
    if first and first.numbers[0] > 99:
        usual = ("ymd", "dmy", "mdy")
    elif first and first.sign == "/" and first.has_halves:
        usual = ("mdy", "dmy", "ymd")
    ranked = sorted(usual, key=lambda order: (readings[order].wrong, readings[order].back))
    best, other = readings[ranked[0]], readings[ranked[1]]
    is_even = told and (best.wrong, best.back) == (other.wrong, other.back) and "ymd" not in ranked[:1]
    if is_even and other.seconds >= 0 and other.seconds * 4 < best.seconds:
        ranked[0] = ranked[1]
    return Order(ranked[0], is_even)


class Entry(NamedTuple):
    """A head and all that follows until the next one; without a head it is what stood before the first."""

    number: int  # of its first line
    head: Head | None
    text: str
    is_cut: bool = False  # a head that breaks off at the end of the file


def entries(lines: Iterable[str], largest: int, *, is_whole: bool) -> Iterator[Entry]:
    """The lines of a file put together, of each entry as many signs as are wanted and some.

    `is_whole` says that the file ends in the end of a line.
    """
    held: list[str] = []
    head: Head | None = None
    begun, size, number, line = 1, 0, 0, ""
    found: Head | None = None
    for number, line in enumerate(lines, start=1):
        found = head_of(line)
        if found is None:
            if size < largest and (held or line.strip()):
                held.append(line)
                size += len(line) + 1
            continue
        if head is not None or held:
            yield Entry(begun, head, "\n".join(held))
        head, held, begun, size = found, [found.rest], number, len(found.rest)
    is_cut = found is None and not is_whole and may_begin_a_head(line)
    if is_cut and held:
        held.pop()
    if head is not None or held:
        yield Entry(begun, head, "\n".join(held))
    if is_cut:
        yield Entry(number, None, "", is_cut=True)


__all__ = [
    "UNSEEN",
    "Entry",
    "Head",
    "Order",
    "as_written",
    "entries",
    "head_of",
    "may_be_two_dates",
    "moment_of",
    "order_of",
]
