"""What changed between two versions of a text, as a reader would say it: sentence by sentence, then word by word.

The comparing is Python's difflib. Its time grows with the square of what repeats, so it gets a number of steps; what is
left when they are used up counts as rewritten (docs/decisions/0016-differences-by-difflib.md).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import accumulate, groupby
from typing import Literal, NamedTuple

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

Kind = Literal["same", "ins", "del"]

# A sentence ends with its line too: a list has no full stops, and a long paragraph no line breaks.
_SENTENCES = re.compile(r"[^\n.!?…。]+(?:[.!?…。]+[^\S\n]*\n?|\n|\Z)|[.!?…。]+[^\S\n]*\n?|\n")
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
# A step is a word, or a pair of equal words, that difflib looks at.
MANY_STEPS = 100_000
MOST_STEPS = 2_000_000  # a quarter of a second


class Piece(NamedTuple):
    """A stretch of text that stayed, came or went."""

    kind: Kind
    text: str


@dataclass
class _Allowance:
    steps: int = MOST_STEPS


def differences(old: str, new: str) -> list[Piece]:
    """Pieces in reading order; `same` and `del` joined give the old text, `same` and `ins` the new one."""
    allowance = _Allowance()
    pieces: list[Piece] = []
    for before, after, is_same in _compared(_SENTENCES.findall(old), _SENTENCES.findall(new), allowance):
        if is_same:
            pieces.append(Piece("same", before))
        else:
            for gone, come, stayed in _compared(_WORDS.findall(before), _WORDS.findall(after), allowance):
                pieces += [Piece("same", gone)] if stayed else [Piece("del", gone), Piece("ins", come)]
    return list(_tidied([piece for piece in pieces if piece.text]))


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


class _Matcher(SequenceMatcher[str]):
    """difflib's, which finds nothing more once its steps are used up."""

    def __init__(self, old: Sequence[str], new: Sequence[str], allowance: _Allowance) -> None:
        super().__init__(None, old, new, autojunk=False)
        self.old, self.allowance = old, allowance
        self.steps = self._steps()
        if self.steps[-1] > MANY_STEPS:
            # In a long text the commonest words prove nothing: they stay with the words beside them.
            super().__init__(None, old, new, autojunk=True)
            self.steps = self._steps()

    def _steps(self) -> list[int]:
        """How many steps it takes to look through the old one, up to each of its words."""
        places: dict[str, list[int]] = self.b2j  # type: ignore[attr-defined]
        return list(accumulate((2 + len(places.get(word, ())) for word in self.old), initial=0))

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        end = len(self.old) if ahi is None else ahi
        self.allowance.steps -= 20 + self.steps[end] - self.steps[alo]
        if self.allowance.steps < 0:
            return Match(alo, blo, 0)
        return super().find_longest_match(alo, ahi, blo, bhi)


def _compared(old: Sequence[str], new: Sequence[str], allowance: _Allowance) -> Iterator[tuple[str, str, bool]]:
    """Both in step: what stood in the old one, what stands in the new one, and whether that is the same."""
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    here, there = old[start : len(old) - end], new[start : len(new) - end]
    yield (same := "".join(old[:start])), same, True
    for tag, i, i_end, j, j_end in _Matcher(here, there, allowance).get_opcodes():
        yield "".join(here[i:i_end]), "".join(there[j:j_end]), tag == "equal"
    yield (same := "".join(old[len(old) - end :])), same, True


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """How much both begin with."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))


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
