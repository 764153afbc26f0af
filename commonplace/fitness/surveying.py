"""A survey that was made elsewhere, as rows of answers, read into what may be told of it; no row is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from commonplace.lib.spread import FEWEST, Middle, in_fives, middle_half

# Numbers of a scale lie in these; what is larger is a count or a code.
SMALLEST, LARGEST = -100, 100
LONGEST = 200  # characters of a question or an answer; what is longer is cut
MOST_SHARES = 40  # answers told of one question


class NoRows(ValueError):
    """It has headings and no row of answers, or not even these."""


@dataclass(frozen=True)
class Answered:
    """One question: between which numbers the middle half lies, or which answers five and more gave, in fives.

    Of a question that everyone answers in their own words nothing is told.
    """

    words: str
    middle: Middle | None
    people: int
    shares: Sequence[tuple[str, int]]

    @property
    def is_told(self) -> bool:
        """Whether anything is told of it."""
        return self.middle is not None or bool(self.shares)


@dataclass(frozen=True)
class Read:
    """All of it: of the `rows` read `answered` count; `silent` have no answer, `wide` more cells than headings."""

    rows: int
    answered: int
    silent: int
    wide: int
    questions: Sequence[Answered]


def read(rows: Iterable[Sequence[str]]) -> Read:
    """Read headings and the rows below them, cells trimmed; raises NoRows."""
    headings, *below = [list(row) for row in rows] or [[]]
    if not any(headings) or not below:
        raise NoRows
    fitting = [row for row in below if len(row) <= len(headings)]
    answered = [row for row in fitting if any(row)]
    columns = list(zip_longest(*answered, fillvalue=""))[: len(headings)] if answered else []
    columns += [()] * (len(headings) - len(columns))
    return Read(
        rows=len(below),
        answered=len(answered),
        silent=len(fitting) - len(answered),
        wide=len(below) - len(fitting),
        questions=[_answered(words, said) for words, said in zip(headings, columns, strict=True)],
    )


def _answered(words: str, column: Sequence[str]) -> Answered:
    said = [one[:LONGEST] for one in column if one]
    numbers = [int(one) for one in said if one.lstrip("-").isdecimal() and len(one) <= len(str(SMALLEST))]
    if said and len(numbers) == len(said) and all(SMALLEST <= one <= LARGEST for one in numbers):
        middle = middle_half(numbers)
        return Answered(words[:LONGEST], middle, in_fives(len(numbers)) if middle else 0, [])
    often = [(value, in_fives(n)) for value, n in Counter(said).items() if n >= FEWEST]
    often.sort(key=lambda pair: (-pair[1], pair[0]))
    return Answered(words[:LONGEST], None, 0, often[:MOST_SHARES])
