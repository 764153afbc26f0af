"""What may stand in text that people write: everything people read, nothing that only fools or breaks machines."""

import re
import unicodedata

from commonplace.lib.text import tidy

_HALVES = re.compile("[\ud800-\udfff]")  # of surrogate pairs: a sign in their place would stay in a name for good

NULL = "\0"
UNSEEN = frozenset(("Cc", "Cf", "Zs", "Zl", "Zp", "Mn"))


class HasNull(ValueError):
    """The text holds a null byte: no keyboard makes one, and no database keeps it."""


def plain(text: str, *, multiline: bool = False) -> str:
    """Return the text tidied (see `lib/text.py`); raise HasNull for null bytes.

    Lines survive only where ``multiline``; text in which nothing can be seen becomes "".
    """
    if NULL in text:
        raise HasNull
    text = tidy(_HALVES.sub("", text))
    if not multiline:
        text = text.replace("\n", " ")
    return text if any(unicodedata.category(letter) not in UNSEEN for letter in text) else ""
