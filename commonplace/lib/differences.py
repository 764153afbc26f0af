"""What changed between two versions of a text, word by word, as a reader would say it.

Both texts are aligned on what is unique in each (Bram Cohen's patience difference), by line and then, where lines
differ, by word: unique lines and turns of phrase are what a reader recognises as the same. Python's difflib, whose time
grows with the square of a repeated word, sees short gaps only, and a budget bounds the rest.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, NamedTuple

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

Kind = Literal["same", "ins", "del"]

_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_SHORT = 40_000  # pairs of equal tokens that difflib may meet in one gap
_BUDGET = 3_000_000  # tokens and pairs looked at in all; what is left beyond it counts as rewritten


class Piece(NamedTuple):
    """A stretch of text that stayed, came or went."""

    kind: Kind
    text: str


class _Match(NamedTuple):
    old: int
    new: int
    size: int


@dataclass
class _Budget:
    left: int = _BUDGET


def differences(old: str, new: str) -> list[Piece]:
    """Pieces in reading order; `same` and `del` joined give the old text, `same` and `ins` the new one."""
    budget = _Budget()
    pieces: list[Piece] = []
    for kind, before, after in _gaps(_LINES.findall(old), _LINES.findall(new), budget, unique_only=True):
        if kind == "same" or not before or not after:
            pieces += _pieces(kind, before, after)
        else:
            for inner, gone, come in _gaps(_WORDS.findall(before), _WORDS.findall(after), budget):
                pieces += _pieces(inner, gone, come)
    return list(_tidied(pieces))


def as_html(pieces: Sequence[Piece]) -> SafeString:
    """The pieces as escaped HTML with `ins` and `del`; line breaks stay, so show it with `white-space: pre-wrap`."""
    return format_html_join("", "{}", ((_marked(piece),) for piece in pieces))


def _marked(piece: Piece) -> SafeString:
    match piece.kind:
        case "ins":
            return format_html("<ins>{}</ins>", piece.text)
        case "del":
            return format_html("<del>{}</del>", piece.text)
        case "same":
            return conditional_escape(piece.text)


def _pieces(kind: str, before: str, after: str) -> Iterator[Piece]:
    if kind == "same":
        yield Piece("same", before)
        return
    if before:
        yield Piece("del", before)
    if after:
        yield Piece("ins", after)


def _gaps(
    a: Sequence[str], b: Sequence[str], budget: _Budget, *, unique_only: bool = False
) -> Iterator[tuple[str, str, str]]:
    """Both sequences in step: ('same', text, text) where they agree, ('changed', old, new) where they do not."""
    i = j = 0
    for match in [*_aligned(a, b, budget, unique_only), _Match(len(a), len(b), 0)]:
        if match.old > i or match.new > j:
            yield "changed", "".join(a[i : match.old]), "".join(b[j : match.new])
        i, j = match.old + match.size, match.new + match.size
        if match.size:
            same = "".join(a[match.old : i])
            yield "same", same, same


def _aligned(a: Sequence[str], b: Sequence[str], budget: _Budget, unique_only: bool) -> list[_Match]:
    """Stretches that both sequences share, in order and never crossing; an empty line, say, is not `unique`."""
    found: list[_Match] = []
    open_ranges = [(0, len(a), 0, len(b))]
    while open_ranges:
        i, i_end, j, j_end = open_ranges.pop()
        start = _shared(a, b, i, j, min(i_end - i, j_end - j), step=1)
        if start:
            found.append(_Match(i, j, start))
            i, j = i + start, j + start
        end = _shared(a, b, i_end - 1, j_end - 1, min(i_end - i, j_end - j), step=-1)
        if end:
            i_end, j_end = i_end - end, j_end - end
            found.append(_Match(i_end, j_end, end))
        budget.left -= start + end + (i_end - i) + (j_end - j)
        if i == i_end or j == j_end or budget.left < 0:
            continue
        here_a, here_b = a[i:i_end], b[j:j_end]
        # Three words in a row are better witnesses than one, which may be unique by chance.
        anchors = _anchors(_runs(here_a), _runs(here_b)) or _anchors(here_a, here_b)
        if anchors:
            here_i, here_j = i, j
            for x, y in anchors:
                found.append(_Match(i + x, j + y, 1))
                open_ranges.append((here_i, i + x, here_j, j + y))
                here_i, here_j = i + x + 1, j + y + 1
            open_ranges.append((here_i, i_end, here_j, j_end))
        elif not unique_only and (cost := _cost(here_a, here_b)) <= min(_SHORT, budget.left):
            budget.left -= cost
            matcher = SequenceMatcher(None, here_a, here_b, autojunk=False)
            found += [_Match(i + x, j + y, size) for x, y, size in matcher.get_matching_blocks() if size]
    return sorted(found)


def _cost(a: Sequence[str], b: Sequence[str]) -> int:
    """How many pairs of equal tokens difflib would meet."""
    times = Counter(b)
    return sum(times[token] for token in a)


def _shared(a: Sequence[str], b: Sequence[str], i: int, j: int, most: int, *, step: int) -> int:
    count = 0
    while count < most and a[i + step * count] == b[j + step * count]:
        count += 1
    return count


def _runs(tokens: Sequence[str]) -> list[tuple[str, ...]]:
    """Each token with the four after it: three words and the spaces between."""
    return list(zip(tokens, tokens[1:], tokens[2:], tokens[3:], tokens[4:], strict=False))


def _anchors[T: (str, tuple[str, ...])](a: Sequence[T], b: Sequence[T]) -> list[tuple[int, int]]:
    """The longest run, in order in both, of tokens that stand exactly once in each."""
    times_a, times_b = Counter(a), Counter(b)
    where = {token: y for y, token in enumerate(b) if times_b[token] == 1 and times_a[token] == 1}
    pairs = [(x, where[token]) for x, token in enumerate(a) if token in where]
    # The longest increasing subsequence, by patience sorting.
    tops: list[int] = []
    piles: list[int] = []
    previous: list[int] = []
    for index, (_, y) in enumerate(pairs):
        pile = bisect_left(tops, y)
        tops[pile : pile + 1] = [y]
        piles[pile : pile + 1] = [index]
        previous.append(piles[pile - 1] if pile else -1)
    run: list[tuple[int, int]] = []
    index = piles[-1] if piles else -1
    while index >= 0:
        run.append(pairs[index])
        index = previous[index]
    return run[::-1]


def _tidied(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Neighbours joined, deletion before insertion; a lone space between two changes belongs to them."""
    split: list[Piece] = []
    for index, piece in enumerate(pieces):
        inside = 0 < index < len(pieces) - 1 and "same" not in (pieces[index - 1].kind, pieces[index + 1].kind)
        if piece.kind == "same" and inside and piece.text.isspace() and "\n" not in piece.text:
            split += [Piece("del", piece.text), Piece("ins", piece.text)]
        else:
            split.append(piece)
    for same, group in groupby(split, key=lambda piece: piece.kind == "same"):
        stretch = list(group)
        kinds: tuple[Kind, ...] = ("same",) if same else ("del", "ins")
        for kind in kinds:
            text = "".join(piece.text for piece in stretch if piece.kind == kind)
            if text:
                yield Piece(kind, text)
