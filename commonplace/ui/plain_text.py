"""What may stand in text that people write: everything people read, nothing that only fools or breaks machines."""

import unicodedata

from commonplace.lib.text import normalized

NULL = "\0"
# Marks that turn the direction of everything after them, and can make a name or a link read as another one.
TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
UNKEPT = frozenset(("Cc", "Cs"))
UNSEEN = frozenset(("Cc", "Cf", "Zs", "Zl", "Zp", "Mn"))


class HasNull(ValueError):
    """The text holds a null byte: no keyboard makes one, and no database keeps it."""


def plain(text: str, *, multiline: bool = False) -> str:
    """Return the text composed (NFC), without direction turns and control characters; raise HasNull for null bytes.

    Joiners and direction marks that scripts need stay. Lines survive only where ``multiline``; text in which
    nothing can be seen becomes "".
    """
    if NULL in text:
        raise HasNull
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    if not multiline:
        text = text.replace("\n", " ")
    kept = "".join(letter for letter in text if letter in "\n\t" or _may_stay(letter))
    composed = normalized(kept)
    return composed if any(unicodedata.category(letter) not in UNSEEN for letter in composed) else ""


def _may_stay(letter: str) -> bool:
    point = ord(letter)
    is_character = point & 0xFFFE != 0xFFFE and not 0xFDD0 <= point <= 0xFDEF
    return is_character and letter not in TURNS and unicodedata.category(letter) not in UNKEPT
