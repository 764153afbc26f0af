"""The signs of chat programs (`*bold*`, `_slanted_`, `~struck~`) as the house's Markdown; every other sign is a sign.

Slack calls it mrkdwn and has tokens in angle brackets too, which its reader puts in words; WhatsApp's is the same
without them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from commonplace.lib.archives.escaping import escaped, hidden, lines_kept

# Signs that nobody types stand for what is made already while the rest is put so that it stays as it is.
_FIRST: Final = 0xE000
_LAST: Final = 0xF8FF
_OWN = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")
_MOST: Final = _LAST - _FIRST - 8
_BLOCKS: Final = (chr(_FIRST), chr(_FIRST + 1))  # a quote's line, and a list's
_FENCE = re.compile(r"```(?:\n)?(.*?)(?:\n)?```", re.DOTALL)
_CODE = re.compile(r"(?<![`\w])`([^`\n]+)`(?![`\w])")
_EDGE: Final = r"(?<![^\s({\[\"'“„«>_*~\uE000-\uF8FF-])"
_END: Final = r"(?![^\W_])"
_MARKS: Final = (
    (re.compile(rf"{_EDGE}\*(?=\S)([^*\n]+?)(?<=\S)\*{_END}"), "**"),
    (re.compile(rf"{_EDGE}_(?=\S)([^_\n]+?)(?<=\S)_{_END}"), "*"),
    (re.compile(rf"{_EDGE}~(?=\S)([^~\n]+?)(?<=\S)~{_END}"), "~~"),
)
_BULLET = re.compile(r"^([ \t]*)[•◦▪‣]\s+", re.MULTILINE)
_QUOTED = re.compile(r"^>(?!>)\s?", re.MULTILINE)


class Kept:
    """Pieces of Markdown that are ready, each behind a sign of its own."""

    def __init__(self) -> None:
        self.pieces: list[str] = ["> ", "- ", "**", "*", "~~"]

    def sign(self, piece: str) -> str:
        """The sign that stands for a piece."""
        if piece in self.pieces[:5]:
            return chr(_FIRST + self.pieces.index(piece))
        if len(self.pieces) >= _MOST:
            return piece
        self.pieces.append(piece)
        return chr(_FIRST + len(self.pieces) - 1)

    def put_back(self, text: str) -> str:
        """The text with the pieces in the places of their signs."""
        # One may hold another: a word set in bold that is a link.
        for _depth in range(6):
            if not _OWN.search(text):
                break
            text = _OWN.sub(lambda one: self._piece(ord(one[0]) - _FIRST), text)
        return _OWN.sub("", text)

    def _piece(self, number: int) -> str:
        return self.pieces[number] if number < len(self.pieces) else ""


def as_markdown(
    text: str,
    *,
    tokens: Sequence[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]] = (),
    plain: Callable[[str], str] = str,
) -> str:
    """Words with a chat program's signs as Markdown.

    `tokens` are patterns of what is no words, such as a mention, and the Markdown of each; `plain` is applied to words
    and to code (Slack writes `&lt;` for `<`). Addresses and telephone numbers in words are made unseen.
    """
    kept = Kept()
    text = bare(text)
    text = _FENCE.sub(lambda one: f"\n{kept.sign(fenced(hidden(plain(one[1]))))}\n", text)
    text = _CODE.sub(lambda one: kept.sign(coded(hidden(plain(one[1])))), text)
    for pattern, put in tokens:
        text = pattern.sub(lambda one, put=put: kept.sign(put(one)), text)  # type: ignore[misc]
    text = hidden(plain(text))
    for pattern, mark in _MARKS:
        text = pattern.sub(lambda one, mark=mark: f"{kept.sign(mark)}{one[1]}{kept.sign(mark)}", text)  # type: ignore[misc]
    text = _BULLET.sub(lambda one: f"{one[1][:8].replace(chr(9), '  ')}{kept.sign('- ')}", text)
    return settled(_QUOTED.sub(lambda _one: kept.sign("> "), text), kept)


def settled(text: str, kept: Kept) -> str:
    """Words among which signs stand for Markdown that is ready, as Markdown."""
    blocks = re.split(r"\n\s*\n", _apart(text.strip("\n")))
    said = (lines_kept(escaped(block)).strip("\n") for block in blocks)
    return kept.put_back("\n\n".join(block for block in said if block)).strip()


def bare(text: str) -> str:
    """The text without signs that would be taken for what is ready."""
    return _OWN.sub("", text)


def _apart(text: str) -> str:
    """Quotes and lists with an empty line between them and other lines, which would else go on with them."""
    found: list[str] = []
    before = ""
    for line in text.split("\n"):
        begins = line.lstrip(" ")[:1]
        kind = begins if begins in _BLOCKS else ""
        found += ["", line] if before != kind and found and found[-1] else [line]
        before = kind
    return "\n".join(found)


def fenced(code: str, language: str = "") -> str:
    """Lines of code."""
    longest = max((len(run) for run in re.findall(r"`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    return f"\n{fence}{language}\n{code}\n{fence}\n"


def coded(code: str) -> str:
    """Code within a line."""
    # Code of blanks alone would be no code.
    sign = "``" if "`" in code else "`"
    return f"{sign}{code}{sign}" if code.strip() else code


__all__ = ["Kept", "as_markdown", "bare", "coded", "fenced", "settled"]
