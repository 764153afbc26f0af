"""The heads of WhatsApp's lines: a moment as the phone writes it, and what follows until the next.

Android writes `03.04.24, 15:04 - Rosa: …`, iOS `[03.04.24, 15:04:09] Rosa: …`, both in the order, the digits and the
half days of the phone's language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
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


__all__ = ["UNSEEN", "Entry", "Head", "entries", "head_of"]
