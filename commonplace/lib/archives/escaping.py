"""Words put so that the house's Markdown shows them as they stood: no sign in them means anything, an address stays a
link, and nobody is called.

Addresses of mail and telephone numbers are made unseen on the way, as everywhere in what moves in.
"""

from __future__ import annotations

import re

from commonplace.lib import maths
from commonplace.lib.links import bare_links
from commonplace.lib.mail.addresses import withheld
from commonplace.lib.names import holds_address
from commonplace.lib.text import one_line

UNSEEN = "…"
# By its sign of a country, the nought before that of a town, three groups of three, or the word before it; a date, a
# version, a price and a number of something have none of these. Digits alone are a number of anything.
_TELEPHONE = re.compile(
    r"(?<![\w+/=.-])(?:(?:\+[\s().-]{0,2}|00(?=[1-9]\d{0,2}[\s().-]))\d(?:[\s()./-]{0,3}\d){7,14}"
    r"|\(\d{2,5}\)[\s.-]?\d{2,4}(?:[\s.-]\d{2,4}){1,3}|\d{3}[.-]\d{3}[.-]\d{4}"
    r"|0[1-9](?:[ .-]\d\d){4}|0[1-9]\d{1,4}[ /-]\d{5,8}|0[1-9]\d{1,3}[ /-]\d{3,4}[ -]\d{3,5}"
    r"|(?<!\d[ -])\d{3}([ -])\d{3}\1\d{3}(?!\1\d|[.,:-]\d))(?![\w/])"
)
_AFTER_ITS_WORD = re.compile(
    r"(\b(?:tel|t[eé]l[eé]phone|telefone?|phone|mobile?|cell|handy|whatsapp|call me)\b[^\w\n]{0,4}(?:(?:at|on|is) )?)"
    r"\d(?:[ ./-]?\d){8,14}(?![\w/])",
    re.IGNORECASE,
)
_MAY_BE_CALLED = re.compile(r"[\d+](?:[\s().-]{1,2}\d|(?<=\+)\d)|\b0\d{2,5}/\d|\d{9}")  # seen far sooner
_SIGNS = re.compile(r"[\\`*\[~^$_<&!@]")
_MEANS_NOTHING = re.compile(
    r"(?<=[^\W_])_(?=[^\W_])|<(?![A-Za-z/!?]|$)|&(?!#?\w{0,32}(?:;|$))|!(?!\[|$)|@(?!\W?(?:[^\W_]|$))"
)
# What a community without formulas would show as something else is no formula that is worth it.
_READS_AS_MATHS = re.compile(r"^\$(?=.*(?:\\[A-Za-z]|[\^_={])|\$?\w\$)(?!.*\\[^A-Za-z])[^*\[<>~&|#]+$", re.DOTALL)
_PLAIN_ADDRESS = re.compile(r"https?://[\w./%#?=+,:;-]*(?<!_)", re.IGNORECASE)
_BEGINS_A_BLOCK = re.compile(
    r"(?P<sign>#{1,6}(?=\s|$)|>|[+-](?=[\s:|+-]|$)|=(?==*\s*$)|:(?=[:\- |])|\|)|(?P<number>\d{1,9})(?=[.)](?:\s|$))",
)


def hidden(text: str) -> str:
    """The text without the addresses and telephone numbers in it."""
    text = withheld(text, UNSEEN) if "@" in text or " at " in text or "%40" in text or "＠" in text else text
    return without_numbers(text)


def without_numbers(text: str, unseen: str = UNSEEN) -> str:
    """The text without the telephone numbers in it that show themselves to be some."""
    if not _MAY_BE_CALLED.search(text):
        return text
    return _AFTER_ITS_WORD.sub(rf"\g<1>{unseen}", _TELEPHONE.sub(unseen, text))


def shown_name(name: object) -> str:
    """What somebody is called, on a line; nothing where that is an address or a number."""
    line = one_line(str(name or ""))[:200].strip()
    told = hidden(line)
    if told != line or holds_address(line) or not any(sign.isalpha() for sign in line):
        return one_line(told.replace(UNSEEN, "")) if told != line and not holds_address(told) else ""
    return line


def escaped(text: str, *, in_link: bool = False) -> str:
    """Words within a line of Markdown; their formulas and addresses of the web stay what they are."""
    if in_link:
        return _SIGNS.sub(_as_sign, text).replace("]", "\\]")
    pieces: list[str] = []
    begin = 0
    for start, end, said in _kept(text):
        pieces += (_SIGNS.sub(_as_sign, text[begin:start]), said)
        begin = end
    return "".join([*pieces, _SIGNS.sub(_as_sign, text[begin:])])


def _as_sign(found: re.Match[str]) -> str:
    sign = found[0]
    is_free = sign in "_<&!@" and _MEANS_NOTHING.match(found.string, found.start())
    return sign if is_free else f"\\{sign}"


def _kept(text: str) -> list[tuple[int, int, str]]:
    """What has its own signs: where it stands, and how it is written."""
    formulas = maths.formulas(text) if "$" in text else ()
    found = [(start, end, text[start:end]) for start, end in formulas if _READS_AS_MATHS.search(text[start:end])]
    for start, end in bare_links(text):
        address = text[start:end]
        if any(start < until and begin < end for begin, until, _ in found):
            continue
        if _PLAIN_ADDRESS.fullmatch(address):
            found.append((start, end, address))
        elif address.lower().startswith(("http://", "https://")):
            found.append((start, end, f"<{address}>"))
    return sorted(found)


def lines_kept(paragraph: str) -> str:
    """A paragraph none of whose lines begins a list, a heading, a quote, a rule, a table or a fold."""
    lines = (line.strip(" \t") for line in paragraph.split("\n"))
    return "\n".join(_BEGINS_A_BLOCK.sub(_as_words, line, count=1) if line[:1] in _FIRST else line for line in lines)


def _as_words(found: re.Match[str]) -> str:
    if found.start():
        return found[0]
    return f"{found['number']}\\" if found["number"] else f"\\{found[0]}"


_FIRST = frozenset("#>+-=:|0123456789")


def escaped_text(text: str) -> str:
    """Whole plain words as Markdown: a line is a line, an empty one parts two paragraphs."""
    blocks = (lines_kept(escaped(block)) for block in re.split(r"\n\s*\n", hidden(text).strip("\n")))
    return "\n\n".join(blocks)
