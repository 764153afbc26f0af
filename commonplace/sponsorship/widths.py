"""How wide text is in either of our two families, as it was measured: the wider of both, and never narrower."""

from __future__ import annotations

from functools import cache
from typing import Final
from unicodedata import category, east_asian_width, normalize

SPACE: Final = 0.2
# Letters by the hundredths of an em that they take at most; an accent adds nothing.
MEASURED: Final = {
    20: " ",
    30: "'ıł",
    35: "!,.:;ijl·’",
    40: '"ft|°',
    45: "1()*/I[\\]{}",
    50: "_`rsz§«»đ",
    55: "27-ac“”",
    60: "34568+<=>?J^eovxy~ø–",
    65: "9$EFLSZbdgkpqußþŁ",
    70: "0BPYhn€",
    75: "#ACRTVXĐ",
    80: "DGKOQUØ",
    85: "%&HNw",
    90: "@æ",
    95: "Æœ…",
    100: "Mm—",
    110: "WŒ",
}
EMS: Final = {letter: wide / 100 for wide, letters in MEASURED.items() for letter in letters}
# What our families have no letters for is set in others, of which nothing is known: most are no wider than this.
OTHER, WIDEST = 0.95, 1.15


@cache
def ems(letter: str) -> float:
    """How much of an em a letter takes at most."""
    if category(letter) in ("Mn", "Cf", "Cc"):
        return 0.0
    known = EMS.get(letter) or EMS.get(normalize("NFD", letter)[0])
    return known or (WIDEST if east_asian_width(letter) in "WF" or ord(letter) > 0xFFFF else OTHER)


def lines_of(text: str, width: float) -> int:
    """How many lines of so many ems a text takes at most, at least one; a word longer than a line is broken."""
    lines = 0
    for line in text.splitlines() or [""]:
        lines, used = lines + 1, 0.0
        for word in line.split():
            wide = sum(map(ems, word))
            if used and used + SPACE + wide > width:
                lines, used = lines + 1, 0.0
            used += wide + (SPACE if used else 0)
            if used > width:
                # Each line of a broken word may end a letter early.
                room = width - WIDEST
                lines += int(used // room)
                used %= room
    return lines
