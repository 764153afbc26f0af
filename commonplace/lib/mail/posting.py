"""A letter's words as a post: what was written, in Markdown, without what mail programs and lists put around it.

Quotes that someone answers stay, as quotes; the last one, below which nothing was written, does not: it stands in the
conversation already. Whoever wants all of it has the letter as it came.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from commonplace.lib.mail.addresses import withheld
from commonplace.lib.mail.layout import flowing, is_laid_out
from commonplace.lib.mail.quoting import Kind, Part, parts_of

LONGEST_QUOTE = 12  # lines of a quote that is shown whole; of a longer one its end, which is what is answered
END_OF_QUOTE = 6
WITHHELD, LEFT_OUT = "…@…", "[…]"

_BETWEEN_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n(?:[^\S\n]*\n)*")
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)
_TICKS = re.compile(r"`{3,}")
# What Markdown would take for a heading, or for the line below one.
_HEADING = re.compile(r"^( {0,3})(#{1,6}(?:[ \t]|$)|=+[ \t]*$|-+[ \t]*$)")
# A line that begins with a year is no item of a list.
_YEAR = re.compile(r"^( {0,3}\d{3,9})([.)][ \t])")
_MARKS = re.compile(r"^(?: {0,3}> ?)+")


def words_of(text: str, *, is_markdown: bool = False, may_only_quote: bool = False) -> str:
    """The words of a letter's text as Markdown; empty where nothing was written.

    With `is_markdown` its paragraphs are Markdown already (see `webmail`); with `may_only_quote` a letter that only
    passes on another's words says those.
    """
    parts = [part for part in parts_of(text) if part.text.strip()]
    parts = [part for part in parts if part.kind not in (Kind.SIGNATURE, Kind.FOOTER)]
    if may_only_quote and all(part.kind is Kind.QUOTE for part in parts):
        return _joined(_quoted(part, whole=True) for part in parts)
    while parts and parts[-1].kind is Kind.QUOTE:
        parts.pop()
    return _joined(_said(part, is_markdown=is_markdown) for part in parts)


def _joined(pieces: object) -> str:
    return "\n\n".join(piece for piece in pieces if piece)  # type: ignore[attr-defined]


def _said(part: Part, *, is_markdown: bool) -> str:
    if part.kind is Kind.QUOTE:
        return _quoted(part)
    if part.kind is Kind.PATCH:
        return _fenced(part.text)
    if is_markdown or _FENCE.search(part.text):
        # Whoever fences writes Markdown.
        return part.text.strip("\n").rstrip()
    return "\n\n".join(_paragraphs(part.text))


def _paragraphs(text: str) -> Sequence[str]:
    found: list[str] = []
    laid_out: list[str] = []  # neighbours, which stay together
    for paragraph in [*_BETWEEN_PARAGRAPHS.split(text.strip("\n")), ""]:
        if paragraph.strip() and is_laid_out(paragraph):
            laid_out.append(paragraph)
            continue
        if laid_out:
            found.append(_fenced("\n\n".join(laid_out)))
            laid_out.clear()
        if paragraph.strip():
            found.append("\n".join(_as_typed(line) for line in flowing(paragraph).split("\n")))
    return found


def _as_typed(line: str) -> str:
    """A line that Markdown shows as it was typed, but for emphasis, links and lists, which look alike in both."""
    return _YEAR.sub(r"\1\\\2", _HEADING.sub(r"\1\\\2", line))


def _fenced(text: str) -> str:
    ticks = "`" * max(3, 1 + max(map(len, _TICKS.findall(text)), default=0))
    return f"{ticks}\n{text.strip(chr(10)).rstrip()}\n{ticks}"


def _quoted(part: Part, *, whole: bool = False) -> str:
    """A quote as Markdown's, with no address in it: whoever was quoted gave theirs to a few."""
    told = withheld(part.attribution.strip(), WITHHELD, is_attribution=True)
    body = withheld(part.body.strip("\n"), WITHHELD)
    lines = [_level(line, is_marked=part.body.lstrip().startswith(">")) for line in body.split("\n")]
    if len(lines) > LONGEST_QUOTE and not whole:
        lines = [f"> {LEFT_OUT}", ">", *lines[-END_OF_QUOTE:]]
    quote = "\n".join(lines)
    return f"{' '.join(told.split())}\n\n{quote}" if told else quote


def _level(line: str, *, is_marked: bool) -> str:
    """A line of a quote, with the marks that it has; where a program sets none, with one."""
    marks = _MARKS.match(line) if is_marked else None
    depth = marks[0].count(">") if marks else 1
    rest = line[marks.end() :] if marks else line
    return f"{'> ' * min(depth, 5)}{_as_typed(rest.strip())}".rstrip()
