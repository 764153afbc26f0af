"""What it costs to show what changed in a text, and how much of it is marked beside how much was changed.

Made-up texts with sentences, paragraphs, quotes and lists, as long as a note, a post and the longest that is read.
Words are changed here and there, everywhere, paragraphs moved and rewritten; the last lines are texts that nobody
writes but somebody may send. Processor time, the least of the rounds.

    python bench/differences.py [--rounds 5]
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from bench.language import Language
from commonplace.lib.differences import differences
from commonplace.lib.markdown import MAX_SOURCE

LENGTHS = {"200": 200, "1,500": 1_500, "6,000": 6_000, "60,000": MAX_SOURCE - 2_000}
type Pair = tuple[str, str, int | None]


class Author:
    """Writes texts, and writes them again a little differently."""

    def __init__(self) -> None:
        self.dice = Random(7)  # nosec B311
        self.language = Language(np.random.default_rng(7), sentences=4_000)

    def text(self, length: int) -> str:
        """Paragraphs of a few sentences, some of them quotes or lists."""
        paragraphs: list[str] = []
        while sum(map(len, paragraphs)) < length:
            said = [sentence for sentence, _ in self.dice.choices(self.language.sentences, k=self.dice.randint(1, 6))]
            shape = self.dice.random()
            paragraphs.append(
                "\n".join(f"> {one}" for one in said)
                if shape < 0.1
                else "\n".join(f"- {one.rstrip('.')}" for one in said)
                if shape < 0.2
                else " ".join(said)
            )
        return "\n\n".join(paragraphs)[:length]

    def words_changed(self, text: str, share: float) -> Pair:
        """Other words, fewer and more, in so many places."""
        words, changed = text.split(" "), 0
        for place in self.dice.sample(range(len(words)), max(1, int(len(words) * share))):
            before, turn = words[place], self.dice.random()
            more = " ".join(self.dice.choices(self.language.words[:400], k=self.dice.randint(1, 5)))
            words[place] = more if turn < 0.4 else "" if turn < 0.6 else f"{before} {more}"
            changed += (len(before) if turn < 0.6 else 0) + (0 if 0.4 <= turn < 0.6 else len(more))
        return text, " ".join(words), changed

    def paragraphs_changed(self, text: str) -> Pair:
        """One moved, one rewritten, one that is new."""
        paragraphs = text.split("\n\n")
        moved = paragraphs.pop(self.dice.randrange(len(paragraphs)))
        paragraphs.insert(self.dice.randint(0, len(paragraphs)), moved)
        at, new, rewritten = self.dice.randrange(len(paragraphs)), self.text(300), self.text(300)
        changed = 2 * len(moved) + len(paragraphs[at]) + len(rewritten) + len(new)
        paragraphs[at] = rewritten
        paragraphs.insert(self.dice.randint(0, len(paragraphs)), new)
        return text, "\n\n".join(paragraphs), changed

    def renamed(self, text: str) -> Pair:
        """One common word replaced by another, everywhere."""
        old = self.language.words[3]
        return text, text.replace(f" {old} ", " commonplace "), text.count(f" {old} ") * (len(old) + 11)

    def pairs(self) -> Iterator[tuple[str, Pair]]:
        """Every line of the table: its name, both texts, and how many characters were really changed."""
        for name, length in LENGTHS.items():
            text = self.text(length)
            yield f"{name}, a word in 50", self.words_changed(text, 0.02)
            yield f"{name}, a word in 5", self.words_changed(text, 0.2)
            yield f"{name}, paragraphs", self.paragraphs_changed(text)
            yield f"{name}, a word renamed", self.renamed(text)
            yield f"{name}, one long line", self.words_changed(text.replace("\n", " "), 0.02)
            yield f"{name}, other line breaks", (text, text.replace(" ", "\n"), text.count(" ") * 2)
        text, other = self.text(MAX_SOURCE), self.text(MAX_SOURCE)
        yield "nothing alike", (text, other, None)
        yield "nothing alike, one line", (text.replace("\n", " "), other.replace("\n", " "), None)
        unending = text.replace(".", "").replace("\n", " ")
        yield "no full stop", self.words_changed(unending[:-3_000], 0.02)
        yield "the same line, often", ("a\n" * (MAX_SOURCE // 2), "b\na\n" * (MAX_SOURCE // 4), None)
        yield "the same words, often", ("a b " * (MAX_SOURCE // 4), "b b a " * (MAX_SOURCE // 6), None)
        three = "".join(self.dice.choices(["a ", "b ", "c "], k=MAX_SOURCE // 2))
        yield "three words", (three, "".join(self.dice.choices(["a ", "b ", "c "], k=MAX_SOURCE // 2)), None)
        numbers = [str(number) for number in range(11_000)]
        yield "numbers, backwards", (" ".join(numbers), " ".join(numbers[::-1]), None)
        yield "numbers, crossed", (" ".join(numbers), " ".join(str(number ^ 1) for number in range(11_000)), None)
        yield "short lines, alike", ("\n".join(["a b a c " * 12] * 600), "\n".join(["b a c a " * 12] * 600), None)
        yield "no spaces", ("x" * MAX_SOURCE, "y" * MAX_SOURCE, None)
        yield "one sign", ("." * MAX_SOURCE, ".," * (MAX_SOURCE // 2), None)


def seconds(work: Callable[[], object]) -> float:
    """Of processor time."""
    began = process_time()
    work()
    return process_time() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    print(f"{'':28}{'changed':>10}{'ms':>9}{'marked':>9}{'pieces':>8}")
    for name, (old, new, changed) in Author().pairs():
        pieces = [piece for piece in differences(old, new) if piece.kind != "same"]
        took = min(seconds(lambda old=old, new=new: differences(old, new)) for _ in range(rounds))  # type: ignore[misc]
        marked = sum(len(piece.text) for piece in pieces)
        print(f"{name:28}{'' if changed is None else changed:>10}{took * 1000:>9.1f}{marked:>9}{len(pieces):>8}")


if __name__ == "__main__":
    main()
