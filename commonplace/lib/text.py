"""Words without their dress: tidied, taken out of HTML, and cut to a line."""

import html
import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

from commonplace.lib.invisible import MARKS, Rare, unseen_taken_out

_A_MARK = Rare(MARKS)
_PILED = re.compile(f"[{MARKS}]{{30}}(?=[{MARKS}])")
_APART = "\u034f"  # COMBINING GRAPHEME JOINER, which nobody sees


def tidy(text: str) -> str:
    """The same words, composed (NFC), without what nobody sees and what deceives; lines end in LF.

    See `lib/invisible.py` for what goes and what stays.
    """
    return normalized(unseen_taken_out(text.replace("\r\n", "\n").replace("\r", "\n")))


def one_line(text: str) -> str:
    """The same words, tidied, on one line without white space around it; empty where nothing can be seen."""
    return " ".join(tidy(text).split())


def normalized(text: str, form: Literal["NFC", "NFKC", "NFKD"] = "NFC") -> str:
    """The text in a normal form of Unicode, in a time that grows with its length.

    Marks on one letter are sorted by insertion, which takes minutes for a million of them. As UAX #15 advises for
    streams, every thirty are kept apart from the next; no script needs so many.
    """
    if text.isascii():
        return text
    # Looking for one mark is many times faster than for thirty, and most texts have none.
    return unicodedata.normalize(form, _PILED.sub(rf"\g<0>{_APART}", text) if _A_MARK.are_in(text) else text)


_NO_LETTERS = re.compile(r"[\W\d_]+")
_NO_LETTERS_OF_ASCII = {code: None for code in range(128) if not chr(code).isalpha()}


def letters_alone(text: str) -> str:
    """The letters of a text and nothing else, not even marks on them."""
    return text.translate(_NO_LETTERS_OF_ASCII) if text.isascii() else _NO_LETTERS.sub("", text)


def within_bytes(text: str, most: int, *, at_end: bool = False) -> str:
    """As much of the beginning of a text, or of its end, as takes at most so many bytes in UTF-8, which is what file
    systems count. Halves of surrogate pairs are left out.
    """
    data = text.encode("utf-8", "ignore")
    return (data[-most:] if at_end else data[:most]).decode("utf-8", "ignore")


def has_any(text: str, words: Iterable[str]) -> bool:
    """Whether one of these stands in a text: without a generator, for what is asked of each paragraph of an archive."""
    for word in words:  # noqa: SIM110
        if word in text:
            return True
    return False


_LINE_ENDS = re.compile(r"</(?:p|li|summary|h[1-6]|blockquote|pre|tr|div|dd|dt)>|<[bh]r\s{0,9}/?>", re.IGNORECASE)
_SMALL = re.compile(r"<su(?:b>([0-9+\-−=()]{1,40})</sub|p>([0-9+\-−=()]{1,40})</sup)>")
_BELOW = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_ABOVE = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_CELL_ENDS = re.compile(r"</t[dh]>\s{0,9}", re.IGNORECASE)
_PICTURE = re.compile(r'<img ((?:[^<>"]|"[^"]*")*+)>', re.IGNORECASE)
_ALT = re.compile(r'(?:^| )alt="([^"]*)"')
_FORMULA = re.compile(r'<math [^<>]*?alttext="([^"]*)"[^<>]*>(?:(?!</math>).)*+</math>', re.DOTALL)
_TAGS = re.compile(r'<[a-z/!](?:[^<>"]|"[^"]*")*+>', re.IGNORECASE)


def plain(markup: str) -> str:
    """The words of HTML made here (not of others' HTML), a line for each block: for search and excerpts."""
    # A pattern rather than a parser: nh3 needs minutes for 300,000 nested elements, and what we made is well formed.
    lined = _LINE_ENDS.sub("\n", markup)
    if "</t" in lined or "</T" in lined:
        lined = _CELL_ENDS.sub(" ", lined)
    if "<su" in lined:
        # 10<sup>-3</sup> is not 10-3.
        lined = _SMALL.sub(lambda one: (one[1] or "").translate(_BELOW) + (one[2] or "").translate(_ABOVE), lined)
    if "<img " in lined:
        lined = _PICTURE.sub(_shown, lined)
    if "<math " in lined:
        lined = _FORMULA.sub(r"\1", lined)
    words = _TAGS.sub("", lined)
    # The signs that every escaping writes, without a call for each.
    for written, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'")):
        words = words.replace(written, sign)
    lines = (" ".join(line.split()) for line in tidy(html.unescape(words)).split("\n"))
    return "\n".join(line for line in lines if line)


def _shown(found: re.Match[str]) -> str:
    """What a picture shows, in words, as those hear it who cannot see it."""
    said = _ALT.search(found[1])
    return f" {said[1]} " if said else ""


def excerpt(text: str, length: int = 200) -> str:
    """The beginning of a text on one line, at most `length` characters, cut between words."""
    line = " ".join(text[: length * 4].split())
    if len(line) <= length and len(text) <= length * 4:
        return line
    cut = line[: length - 1]
    head, space, _ = cut.rpartition(" ")
    # Scripts without spaces, and one very long word, are cut where they stand.
    return (head if space and len(head) > length // 2 else cut).rstrip(" ,;:.–—-") + "…"


def unlinked(html: str, address: str) -> str:
    """Safe HTML whose links to one address are gone; what they said stays."""
    return re.sub(rf'<a [^>]*href="{re.escape(address)}"[^>]*>(.*?)</a>', r"\1", html, flags=re.DOTALL)
