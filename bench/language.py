"""A made-up language: words as common as Zipf says."""

import numpy as np

from commonplace.search.words import stems

SYLLABLES = (
    "ba be bo da de di do fa fe fo ga ge ko la le lo ma me mi mo na ne no pa pe ra re ro sa se so ta te to va".split()
)


class Language:
    """Made-up words that are as common as Zipf says, put into sentences; each with its stems."""

    def __init__(self, dice: np.random.Generator, words: int = 12_000, sentences: int = 20_000) -> None:
        spoken = list(
            dict.fromkeys("".join(dice.choice(SYLLABLES, size=dice.integers(2, 5))) for _ in range(words * 2))
        )
        self.words = spoken[:words]
        odds = 1 / (np.arange(len(self.words)) + 2.7)
        lengths = dice.integers(6, 15, size=sentences)
        drawn = dice.choice(len(self.words), size=int(lengths.sum()), p=odds / odds.sum())
        self.sentences, start = [], 0
        for length in lengths:
            text = " ".join(self.words[at] for at in drawn[start : start + length])
            self.sentences.append((f"{text.capitalize()}.", stems(text, "en")))
            start += length
