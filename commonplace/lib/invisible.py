"""What nobody sees in a text: taken out, but where a script or a picture sign is made with it.

Overrides, embeddings and isolates let a line read differently from what it says (CVE-2021-42574). Fillers, joiners,
tags and the like make a name that looks empty, or two that look the same and are not, and words that search never
finds. What stays, stays for a reason: joiners in Persian and Indic words and between picture signs, marks of direction
in text that runs from right to left, selectors after the sign whose shape they select.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final


def _range(first: int, last: int) -> range:
    return range(first, last + 1)


_CONTROLS = [*_range(0x00, 0x08), *_range(0x0E, 0x1F), *_range(0x7F, 0x9F)]
_DIRECTIONS = [*_range(0x202A, 0x202E), *_range(0x2066, 0x2069)]
# Soft hyphens among them: the pages set their own, and a word with them in it is found by nobody.
_NEVER = [
    0x00AD, 0x17B4, 0x17B5, *_range(0x2060, 0x2065), *_range(0x206A, 0x206F), 0xFEFF, *_range(0xFFF0, 0xFFFC),
    0x1D159, *_range(0x1BCA0, 0x1BCA3), *_range(0x1D173, 0x1D17A), *_range(0xFDD0, 0xFDEF),
    *(plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)),
]  # fmt: skip
# They take the room of a letter, so what stands on either side of one is two words.
_BLANK = [0x3164, 0xFFA0]
_NEW_LINE = [0x0B, 0x0C, 0x2028, 0x2029]
_ALWAYS: Final[dict[int, int | None]] = {
    **dict.fromkeys([*_CONTROLS, *_DIRECTIONS, *_NEVER]),
    **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD),
    **dict.fromkeys(_BLANK, 0x20),
    **dict.fromkeys(_NEW_LINE, 0x0A),
}


_ASCII: Final = bytes(range(128))


def _beyond(data: bytes) -> str:
    """The signs beyond ASCII of a text in UTF-8, in order: most have few, and taking out bytes is many times faster
    than looking at each sign.
    """
    return data.translate(None, _ASCII).decode("utf-8", "surrogatepass")


class Rare:
    """Signs of which most texts have none: whether one has."""

    # A set of re looks up signs of the first plane in a table and walks along all others, for each sign of a text:
    # with both in one set it takes ten to fifty times as long.
    _BEYOND = re.compile("[\U00010000-\U0010ffff]+")

    def __init__(self, signs: Iterable[str]) -> None:
        signs = sorted(signs)
        self._plain = bytes(ord(one) for one in signs if one.isascii())
        self._first, self._others = (
            re.compile(f"[{re.escape(''.join(some))}]" if some else "(?!)")
            for some in (
                [one for one in signs if "\x7f" < one < "\U00010000"],
                [one for one in signs if one >= "\U00010000"],
            )
        )

    def are_in(self, text: str) -> bool:
        """Whether a text has any of these."""
        data = text.encode("utf-8", "surrogatepass")
        if self._plain and len(data.translate(None, self._plain)) != len(data):
            return True
        if text.isascii():
            return False
        beyond = _beyond(data)
        return bool(self._first.search(beyond) or self._others.search("".join(self._BEYOND.findall(beyond))))


_GONE = Rare(map(chr, _ALWAYS))

_MARKS_OF_DIRECTION = re.compile("[\u200e\u200f\u061c]")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_BRAILLE_BLANK, _BRAILLE = "\u2800", re.compile("[\u2801-\u28ff]")

# What has a use somewhere, so that where it stands decides.
_PLACED = "\u034f\u115f\u1160\u180b-\u180f\u200b-\u200d\ufe00-\ufe0f\U000e0000-\U000e0fff"
_ANY_PLACED = re.compile(f"[{_PLACED}]")
_PICTURE = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u27bf\u2934\u2935\u2b00-\u2bff\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001faff]"
)
_TONE = "[\U0001f3fb-\U0001f3ff]"
_JOINING = (
    "[\u0600-\u061b\u061d-\u0dff\u0f00-\u109f\u1780-\u17b3\u17b6-\u17ff\u1807\u180a\u1810-\u18af\u1900-\u1cff"
    "\ua800-\ua8ff\ua930-\uabff\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff\U00016100-\U0001613f"
    "\U0001e900-\U0001e95f]"
)
# Scripts that write words without a space between them.
_UNSPACED = "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17b3\u17b6-\u17ff\u1950-\u19df\u1a20-\u1aaf\ua9e0-\uaa7f]"
_IDEOGRAPH = "[\u2e80-\u2fff\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]"
_VARIED = "[\u0030\u1000-\u109f\u2010-\u22ff\u2a00-\u2aff\u3000-\u303f\ua840-\ua87f\uff00-\uff60\U00010ac0-\U00010aff]"


# Signs that pile up on the one before them, and a few that are made of such.
MARKS: Final = (
    "".join(chr(code) for code in range(0x300, 0x20000) if unicodedata.combining(chr(code)))
    + "\u0f73\u0f75\u0f81\uff9e\uff9f"
)
_PICTURED = rf"{_PICTURE}[\ufe0e\ufe0f]?{_TONE}?"
_WELL_PLACED = (
    rf"{_PICTURED}(?:\u200d{_PICTURED})+",
    r"\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,8}\U000e007f",  # flags of countries within countries
    rf"{_PICTURE}[\ufe0e\ufe0f]",
    r"[0-9#*]\ufe0f(?=\u20e3)",
    rf"{_IDEOGRAPH}[\ufe00-\ufe02\U000e0100-\U000e01ef]",
    rf"{_VARIED}[\ufe00-\ufe0f]",
    r"[\u1807\u180a\u1820-\u18aa][\u180b-\u180f]",
    rf"{_UNSPACED}\u200b(?={_UNSPACED})",
    rf"{_JOINING}[\u200c\u200d]",
    rf"\u034f(?=[{MARKS}])",
    r"[\u1100-\u115e]\u1160|\u115f(?=[\u1161-\u11a7])",
)
_WELL = re.compile(f"({'|'.join(_WELL_PLACED)})|[{_PLACED}]")


def unseen_taken_out(text: str) -> str:
    """The text without control characters, overrides of direction, lone surrogates and what nobody sees."""
    # Most texts have nothing of it, and looking is many times faster than translating.
    if _GONE.are_in(text):
        text = text.translate(_ALWAYS)
    if text.isascii():
        return text
    beyond = _beyond(text.encode())  # halves of pairs are gone
    if _BRAILLE_BLANK in beyond and not _BRAILLE.search(beyond):
        text = text.replace(_BRAILLE_BLANK, " ")
    if _MARKS_OF_DIRECTION.search(beyond) and not _RIGHT_TO_LEFT.search(beyond):
        text = _MARKS_OF_DIRECTION.sub("", text)
    if _ANY_PLACED.search(beyond):
        text = _WELL.sub(lambda found: found[1] or "", text)
    return text
