"""Addresses made of names: readable, and of different names different ones."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final

from django.utils.text import slugify

from commonplace.lib.text import normalized

TOPIC: Final = 60
# Signs that make another word of a word, as one says them; other symbols are said by their names in Unicode.
_SAID = {"+": "plus", "#": "sharp", "&": "and", "@": "at", "%": "percent", "*": "star"}
# A point at the beginning of a word (".NET") is said; within one it always was left out.
_POINT = re.compile(r"(?<![\w.])\.(?=\w)")
# Symbols that are signs of writing more than words.
_SILENT = frozenset("`^~|<>=´¨¯¸⁄")
_APART = re.compile(r"[\s\-‐‑‒–—―]+")
# Latin letters that have no accent to take off.
_LATIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ħ": "h", "ŋ": "n"}
)


def topic_slug(name: str) -> str:
    """The address of a topic, by which two names are one word or two; "" where there is neither letter nor sign.

    Letters of every script stay as they are, accents too: łąka and laka are two words.
    """
    shown = "".join(sign for sign in unicodedata.normalize("NFKC", name) if unicodedata.category(sign) != "Cf")
    said = "".join(map(_said, _POINT.sub(" dot ", normalized(shown).lower())))
    slug = _APART.sub("-", said.strip()).strip("-_")
    if not any(map(str.isalnum, slug)):
        return ""
    if len(slug) <= TOPIC:
        return slug
    # Of two long names that begin alike, each keeps an address of its own.
    mark = hashlib.sha256(slug.encode()).hexdigest()[:8]
    return f"{slug[: TOPIC - 9].rstrip('-')}-{mark}"


def _said(sign: str) -> str:
    """A sign as it stands in an address of a topic."""
    category = unicodedata.category(sign)
    if category[0] in "LMN" or sign in "_-" or sign.isspace() or category == "Pd":
        return sign
    if sign in _SAID:
        return f" {_SAID[sign]} "
    if category[0] == "S" and sign not in _SILENT:
        return f" {re.sub(r'[^a-z0-9]+', '-', unicodedata.name(sign, '').lower())} "
    return ""


def ascii_slug(name: str, most: int) -> str:
    """A name as an address of plain letters and figures: Łąka is laka; "" where there is no Latin letter."""
    return slugify(name.lower().translate(_LATIN))[:most].rstrip("-")
