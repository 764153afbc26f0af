"""Words that read from the right, in blocks of their own and within sentences that read from the left."""

import re
from collections.abc import Iterable

from markdown_it.token import Token

# Hebrew, Arabic, Syriac, Thaana, N'Ko and what is written as they are.
FROM_THE_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
# What holds blocks has one direction for all of them, or a quote's rule and a list's marks would stand on both sides.
_HOLDERS = frozenset({"blockquote", "ul", "ol"})
_BLOCKS = frozenset({*("p", "h1", "h2", "h3", "h4", "h5", "h6"), *_HOLDERS})
# What a sieve lets through for it, by element.
DIRECTIONS = {element: {"dir": {"auto"}} for element in (_BLOCKS | {"summary"}) - {"h1", "h2"}}


def give_directions(tokens: Iterable[Token]) -> None:
    """Have each outermost block read in the direction of what stands in it first."""
    within = 0
    for token in tokens:
        if token.nesting > 0 and token.tag in _BLOCKS and not within:
            token.attrs["dir"] = "auto"
        if token.tag in _HOLDERS:
            within += token.nesting


def isolated(text: str) -> str:
    """The text so that it turns nothing round it about (U+2068, U+2069), where it may read from the right.

    What people type holds no such signs, see `lib/invisible.py`.
    """
    return f"\u2068{text}\u2069" if FROM_THE_RIGHT.search(text) else text
