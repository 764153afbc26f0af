"""Where bare addresses of the web begin and end in a text, for posts and letters alike.

A sentence closes after an address in the signs of its script: a comma, a full stop, a quotation mark, a dash. Those
stand outside it, and so does a bracket that the address did not open. Every pattern is bounded, and an address is read
once from left to right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

MOST = 2000  # characters of one address
BRACKETS = {")": "(", "]": "[", "}": "{"}
# Ends that say something of the address itself, and others that a sentence adds.
_OF_ADDRESSES = frozenset("/#%&=+-@$")
# Signs that stand within words and titles, where a letter or a figure follows.
_WITHIN = frozenset("'’‘·‐‑‒–−・゠׳״־՚᾽§¶‰‧")
# Joiners that scripts need within words; what else nobody sees has no place in an address.
_JOINERS = "\u200c\u200d"


def _ends() -> str:
    """The signs at which an address is over, whatever follows: closing and opening marks of any script, what nobody
    sees, and places kept for private use.
    """
    signs = []
    for code in (*range(0xA0, 0x20000), *range(0xE0000, 0xE0200)):
        sign = chr(code)
        category = unicodedata.category(sign)
        is_mark = category[0] == "P" and category != "Pc"
        if (is_mark or category in ("Cf", "Co", "Zs")) and sign not in _WITHIN and sign not in _JOINERS:
            signs.append(code)
    runs: list[list[int]] = []
    for code in signs:
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" if first != last else chr(first) for first, last in runs)


_ADDRESS = re.compile(
    rf"(?<![A-Za-z0-9@/.])(?:(?:https?|ftp)://|www\.)[^\s<>\"`|\\^\x00-\x1f{_ends()}]{{1,{MOST}}}", re.IGNORECASE
)


def bare_links(text: str) -> Iterator[tuple[int, int]]:
    """From where to where addresses stand in a text, those with a scheme and those that begin with www."""
    # Looking for these is far quicker than the pattern, and hardly any words have them.
    if "://" not in text and "www." not in text.lower():
        return
    begin = 0
    while match := _ADDRESS.search(text, begin):
        begin = match.start() + max(1, len(address := closed(match[0])))
        if len(address) > len("https://"):
            yield match.start(), begin


def closed(address: str) -> str:
    """An address without the signs of the sentence after it, and without brackets that it did not open."""
    end = _balanced(address)
    while end and _is_of_the_sentence(address[end - 1]):
        end -= 1
    return address[:end]


def _balanced(address: str) -> int:
    """Where an address ends at the latest: before a bracket that it did not open, or a mark after which no word goes
    on.
    """
    opened: list[str] = []
    for place, sign in enumerate(address):
        if sign in _WITHIN and not address[place + 1 : place + 2].isalnum():
            return place
        if sign in "([{":
            opened.append(sign)
        elif sign in BRACKETS:
            if not opened or opened[-1] != BRACKETS[sign]:
                return place
            opened.pop()
    return len(address)


def _is_of_the_sentence(sign: str) -> bool:
    """Whether an address that ends with this sign ends before it."""
    if sign in _OF_ADDRESSES or sign in BRACKETS:
        return False  # a closing bracket that is still here was opened
    return sign in "*_~" or unicodedata.category(sign)[0] == "P"
