"""Ranking, the same on both databases: how often the words stand there, where, and in how long a text.

A small BM25 (Robertson & Zaragoza 2009) without the rarity of words: every hit has every word, so rarity could only
re-weigh them. A word in the title counts four times. Of two equal hits the later comes first.
"""

from __future__ import annotations

from collections.abc import Sequence

K = 1.2
B = 0.6
USUAL_LENGTH = 120
TITLE = 4.0


def score(terms: Sequence[Sequence[str]], title_words: str, body_words: str, *, is_prefix: bool = False) -> float:
    """How well one text answers the terms; 0 where none stands in it."""
    title, body = f" {title_words} ", f" {body_words} "
    length = 1 - B + B * (body_words.count(" ") + 1) / USUAL_LENGTH
    total = 0.0
    for at, term in enumerate(terms):
        end = "" if is_prefix and at == len(terms) - 1 else " "
        often = sum(TITLE * title.count(f" {stem}{end}") + body.count(f" {stem}{end}") for stem in term)
        total += often * (K + 1) / (often + K * length)
    return total
