"""What may stand as a name where it reaches people who did not ask: a name, and neither an address nor a sentence."""

import re
import unicodedata
from typing import Final

WORDS: Final = 8
LENGTH: Final = 60
# A dot between two characters and two letters: neither initials ("J.R.R.") nor titles ("M.Sc") have it.
_ADDRESS = re.compile(r"@|://|\bwww\b|\b(?:https?|mailto)\b|[\w-]{2,}[.\u3002\uff61][^\W\d_]{2,}", re.IGNORECASE)
# What offers have and names do not, and a full stop after a word too long for a title ("Prof."). An "!" within a word
# is a letter in some languages.
_SENTENCE = re.compile(r"!(?!\w)|[?;:%$\u20ac\u00a3\n\u2026\uff01\uff1f]|\d{4}|\d[\d ()+/-]{5,}|[^\W\d_]{5,}\.\s+\w")


def holds_address(text: str) -> bool:
    """Whether a web or mail address stands in a text, or what a mail program would make a link of."""
    return bool(_ADDRESS.search(_bare(text)))


def reads_as_name(text: str) -> bool:
    """Whether a text can be what somebody is called: short, no address, no sentence."""
    bare = _bare(text)
    is_short = 0 < len(bare.strip()) <= LENGTH and len(bare.split()) <= WORDS
    return is_short and not _ADDRESS.search(bare) and not _SENTENCE.search(bare)


def _bare(text: str) -> str:
    # As it looks, whatever it is written with: wide letters and dots, and marks that nobody sees.
    shown = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in shown if unicodedata.category(letter) != "Cf")
