"""The paragraphs of a post or a line that can be kept, one by one: their author's words, without those of others quoted
in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from commonplace.conversations.models import Post
from commonplace.lib.markdown_pictures import without_signs
from commonplace.lib.text import plain
from commonplace.runs.actions.harvesting import plain as as_markdown
from commonplace.runs.models import Captured

LINE = "l"
_QUOTES = re.compile(r"(</?blockquote\b[^>]*>)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_QUOTED = re.compile(r"\s*(?:(?:[-*+]|\d+[.)])\s+)*>")


class Block(NamedTuple):
    """One paragraph: its words, and a `key` that another wording does not have."""

    key: str
    words: str


def key_of(source: Post | Captured) -> str:
    """By which a form names it: a post by its number, a line by a letter and its number."""
    return str(source.pk) if isinstance(source, Post) else f"{LINE}{source.pk}"


def blocks_of(source: Post | Captured, *, picture: str) -> Sequence[Block]:
    """The paragraphs of a post or a line in their order, each once; where a picture stood it says `picture`."""
    if isinstance(source, Captured):
        paragraphs = [as_markdown(line) for line in source.words.splitlines()]
    elif source.form == Post.Form.MARKDOWN:
        paragraphs = list(_paragraphs(without_signs(source.source, picture)))
    else:
        paragraphs = [line.strip() for line in plain(_unquoted(source.html)).split("\n")]
    once = dict.fromkeys(words for words in paragraphs if words.strip())
    return [Block(f"{key_of(source)}-{sha256(words.encode()).hexdigest()[:12]}", words) for words in once]


def _paragraphs(source: str) -> Iterator[str]:
    """Parts of Markdown between blank lines, a fenced part whole, each up to where it quotes."""
    lines: list[str] = []
    fence = ""
    for line in (*source.split("\n"), ""):
        found = _FENCE.match(line)
        ends = bool(fence and found and found[1].startswith(fence) and not line.strip(" `~"))
        if lines and not fence and (found or not line.strip()):
            yield _own(lines)
            lines = []
        if fence or line.strip():
            lines.append(line)
        if ends:
            yield _own(lines)
            lines, fence = [], ""
        elif found and not fence:
            fence = found[1]
    if lines:
        yield _own(lines)


def _own(lines: Sequence[str]) -> str:
    """Up to the first line that quotes; what follows it within a paragraph is read as part of the quote."""
    if _FENCE.match(lines[0]):
        return "\n".join(lines).rstrip()
    quoted = next((place for place, line in enumerate(lines) if _QUOTED.match(line)), len(lines))
    return "\n".join(lines[:quoted]).rstrip()


def _unquoted(html: str) -> str:
    """Our own HTML without what it quotes."""
    kept, depth = [], 0
    for piece in _QUOTES.split(html):
        if piece.startswith("<blockquote"):
            depth += 1
        elif piece.startswith("</blockquote"):
            depth -= 1
        elif depth <= 0:
            kept.append(piece)
    return "".join(kept)
