"""Names as they are looked up: alike however one types their letters, accents, apostrophes and brackets."""

import unicodedata
from functools import lru_cache
from typing import Final

from commonplace.lib.text import normalized, tidy

LONGEST: Final = 160
# Letters that have no accent to take off, and are still written without it where a keyboard lacks them.
_ALONE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ħ": "h"})
APOSTROPHES: Final = "'’‘‛ʼʻʹ′`´＇"  # as people type them
_STRAIGHT = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))


@lru_cache(maxsize=10_000)
def folded(name: str) -> str:
    """A name in small letters without accents and apostrophes, its words between single blanks; at most 160 characters.

    Empty where a name has neither letter nor figure.
    """
    if name.isascii():
        bare = name.lower().replace("'", "").replace("`", "")
    else:
        small = normalized(tidy(name), "NFKD").casefold().translate(_ALONE)
        bare = "".join(
            sign
            for sign in normalized(small, "NFKD").casefold()
            if sign not in APOSTROPHES and not unicodedata.combining(sign)
        )
    return normalized(" ".join("".join(map(_told, bare)).split()))[:LONGEST].rstrip()


def _told(sign: str) -> str:
    """A letter, figure or vowel sign as it is; what nobody sees as nothing, and the rest as a blank."""
    category = unicodedata.category(sign)
    return sign if sign.isalnum() or category[0] == "M" else "" if category == "Cf" else " "


def same_letters(name: str, other: str) -> bool:
    """Whether two names that fold alike are also written with the same letters and accents."""
    return _spelt(name) == _spelt(other)


def _spelt(name: str) -> str:
    return " ".join(normalized(tidy(name)).casefold().translate(_STRAIGHT).split())
