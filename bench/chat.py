"""How well flat chat is told apart, by people's own judgements of which line answers which.

python bench/chat.py FOLDER              measures with the weights as they are, and each file with weights of the others
python bench/chat.py FOLDER --fit        prints the weights that fit all files
python bench/chat.py FOLDER --json

A folder holds pairs of files as Kummerfeld et al. (ACL 2019) publish them: `X.raw.txt`, lines of a channel, and
`X.annotation.txt`, pairs of their numbers. The gold is read so: the later line of a pair answers the earlier one; a
line that answers several is several links, of which ours, one a line, can find one; a line paired with itself opens
something, which is no link (with "and what opens" saying so counts as a link, as it does in the paper); what the
program says itself (`===`) is neither a line nor the end of a link. Judged are the lines that have a pair; those
before them are read along.
"""

import argparse
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from commonplace.lib.archives.chat import WEIGHTS, Line, considered, converse

_LINE = re.compile(r"\[(\d\d):(\d\d)\] (?:<([^>]+)>| \* ?(\S+)) ?(.*)")
_HEAD = re.compile(r"\s*@?(\S+?)[:,;>]+(?:\s+|$)")
START: Final = datetime(2000, 1, 1, tzinfo=UTC)
type Links = set[tuple[str, str]]
type Judged = tuple[list[Mapping[str, float]], list[bool]]
type Guess = Callable[[Sequence[Line]], Mapping[str, str]]


@dataclass(frozen=True)
class Hour:
    """Lines of a channel, and of those that were judged what they answer: several lines, or themselves."""

    name: str
    lines: list[Line]
    gold: dict[str, set[str]]

    def links(self, *, opens: bool) -> Links:
        return {(one, other) for one, found in self.gold.items() for other in found if opens or other != one}


def read(folder: Path) -> list[Hour]:
    """Every hour of a folder."""
    return [_read(path) for path in sorted(folder.glob("*.raw.txt"))]


def _read(path: Path) -> Hour:
    lines: list[Line] = []
    minutes = days = 0
    for number, text in enumerate(path.read_text("utf-8", errors="replace").split("\n")):
        if (said := _LINE.match(text)) is None:
            continue
        now = 60 * int(said[1]) + int(said[2])
        days += now < minutes - 600
        minutes = now
        lines.append(Line(str(number), said[3] or said[4], START + timedelta(days=days, minutes=now), said[5]))
    people = {line.key for line in lines}
    gold: dict[str, set[str]] = defaultdict(set)
    for pair in path.with_name(path.name.replace(".raw.", ".annotation.")).read_text().splitlines():
        first, second = sorted(map(int, pair.split()[:2]))
        if {str(first), str(second)} <= people:
            gold[str(second)].add(str(first))
    return Hour(path.name.partition(".")[0], lines, dict(gold))


def spread(hour: Hour, days: float, dice: random.Random, *, named: bool) -> Hour:
    """A third of the judged conversations, begun at any time of some days and slowed down up to a hundredfold each.

    So would a calmer place have had them, which the judged hours cannot tell of; without the names at their heads too.
    """
    lines: list[Line] = []
    gold: dict[str, set[str]] = {}
    for talk in _conversations(hour):
        if dice.randrange(3):
            continue
        begun, slower = START + timedelta(days=dice.random() * days), 100 ** dice.random()
        for place, line in enumerate(talk):
            at = begun + slower * (line.at - talk[0].at) + timedelta(milliseconds=place)
            text = line.text if named else _HEAD.sub("", line.text, count=1)
            lines.append(replace(line, at=at, text=text))
            gold[line.key] = {other for other in hour.gold[line.key] if other in hour.gold} or {line.key}
    return Hour(hour.name, sorted(lines, key=lambda line: line.at), gold)


def _conversations(hour: Hour) -> list[list[Line]]:
    """The judged lines of an hour, each with all that it is linked to."""
    opens: dict[str, str] = {}
    judged = [line for line in hour.lines if line.key in hour.gold]
    for line in judged:
        first, *others = sorted({opens[other] for other in hour.gold[line.key] if other in opens}) or [line.key]
        opens = {key: first if opened in others else opened for key, opened in opens.items()} | {line.key: first}
    talks: dict[str, list[Line]] = defaultdict(list)
    for line in judged:
        talks[opens[line.key]].append(line)
    return list(talks.values())


def calmer(hour: Hour) -> list[Hour]:
    """The same conversations as calmer places would have had them, eight times."""
    dice = random.Random(hour.name)  # nosec B311  # the same draw each time
    return [spread(hour, days / 10, dice, named=named) for days in (2, 8, 32, 128) for named in (True, False)]


def previous(lines: Sequence[Line]) -> dict[str, str]:
    """The baseline: each line answers the one before it."""
    return {line.key: before.key for before, line in pairwise(lines)}


def mentioned(lines: Sequence[Line]) -> dict[str, str]:
    """The baseline: each line answers the last line of the first whom it names, and none where it names nobody."""
    last: dict[str, str] = {}
    found: dict[str, str] = {}
    for line in lines:
        words = re.findall(r"[^\s,:;!?@]+", line.text.casefold())
        if named := [last[word] for word in words if word in last and word != (line.author or "").casefold()]:
            found[line.key] = named[0]
        last[(line.author or "").casefold()] = line.key
    return found


def either(lines: Sequence[Line]) -> dict[str, str]:
    """Both baselines in one, which nobody asked for: who is named, else the line before."""
    return previous(lines) | mentioned(lines)


def ours(weights: Mapping[str, float]) -> Guess:
    """What `converse` says with some weights."""
    return lambda lines: {one.key: one.answers for one in converse(lines, weights=weights) if one.answers}


def figures(pairs: Sequence[tuple[Links, Links]]) -> dict[str, float]:
    """Precision, recall and F1 of links said, beside those that are, over some hours."""
    right, said, true = (sum(len(one) for one in some) for some in zip(*((a & b, a, b) for a, b in pairs), strict=True))
    return {
        "precision": right / max(1, said),
        "recall": right / max(1, true),
        "f1": 2 * right / max(1, said + true),
        "links": true,
    }


def measured(hours: Sequence[Hour], guesses: Sequence[Guess], *, opens: bool = False) -> dict[str, float]:
    """The figures of some hours, each guessed in its way."""
    pairs = []
    for hour, guess in zip(hours, guesses, strict=True):
        found = guess(hour.lines)
        said = {(key, found.get(key, key)) for key in hour.gold}
        pairs.append(({link for link in said if opens or link[0] != link[1]}, hour.links(opens=opens)))
    return figures(pairs)


def judged(hour: Hour) -> list[Judged]:
    """What there is to learn of an hour, as it was and as a calmer place would have had it."""
    found: list[Judged] = []
    for one in (hour, *calmer(hour)):
        for line, choices in considered(one.lines):
            right = [choice.key in one.gold.get(line.key, ()) for choice in choices]
            if any(right):
                found.append(([choice.clues for choice in choices], right))
    return found


def fitted(chosen: Sequence[Judged], *, rounds: int = 250, pull: float = 2.0) -> dict[str, float]:
    """Weights under which the choices that people judged right are likeliest, drawn to nothing by `pull`."""
    clues = {clue: at for at, clue in enumerate(WEIGHTS)}
    most = max(len(right) for _, right in chosen)
    rows = np.zeros((len(chosen), most, len(clues)), dtype=np.float32)
    is_there, is_right = (np.zeros((len(chosen), most), dtype=bool) for _ in range(2))
    for at, (told, right) in enumerate(chosen):
        is_there[at, : len(right)], is_right[at, : len(right)] = True, right
        for one, said in enumerate(told):
            for clue, value in said.items():
                rows[at, one, clues[clue]] = value
    weights, pace, wide = (np.zeros(len(clues)) for _ in range(3))
    for turn in range(1, rounds + 1):  # Adam (Kingma & Ba 2015)
        odds = np.where(is_there, rows @ weights.astype(np.float32), -1e9)
        share = np.exp(odds - odds.max(axis=1, keepdims=True))
        share /= share.sum(axis=1, keepdims=True)
        wanted = np.where(is_right, share, 0)
        wanted /= wanted.sum(axis=1, keepdims=True) + 1e-12
        slope = np.tensordot(share - wanted, rows, axes=([0, 1], [0, 1])) + pull * weights
        pace, wide = 0.9 * pace + 0.1 * slope, 0.99 * wide + 0.01 * slope**2
        step = 0.1 if turn < 0.7 * rounds else 0.03
        weights -= step * (pace / (1 - 0.9**turn)) / (np.sqrt(wide / (1 - 0.99**turn)) + 1e-8)
    return {clue: round(float(weights[at]), 2) for clue, at in clues.items()}


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("folder", type=Path)
    ask.add_argument("--fit", action="store_true")
    ask.add_argument("--json", action="store_true")
    asked = ask.parse_args()
    hours = read(asked.folder)
    told = [judged(hour) for hour in hours]
    if asked.fit:
        print(json.dumps(fitted([one for some in told for one in some]), indent=4))
        return
    others = [[one for some in told if some is not own for one in some] for own in told]
    apart = [ours(fitted(some)) for some in others]
    one_for_all = ours(WEIGHTS)
    ways: dict[str, list[Guess]] = {
        "previous message": [previous] * len(hours),
        "last message by the person mentioned": [mentioned] * len(hours),
        "either": [either] * len(hours),
        "ours": [one_for_all] * len(hours),
        "ours, each file by the others": apart,
    }
    said: dict[str, dict[str, dict[str, float]]] = {}
    for group, opens in (("links", False), ("links and what opens", True)):
        said[group] = {name: measured(hours, guesses, opens=opens) for name, guesses in ways.items()}
    for days, named in ((4, True), (4, False), (60, True), (60, False)):
        dice = random.Random(11)  # nosec B311  # another draw than that of the fit
        calm = [spread(hour, days / 10, dice, named=named) for hour in hours]
        name = f"over {days} days, opening too{'' if named else ', no names'}"
        said[name] = {way: measured(calm, guesses, opens=True) for way, guesses in ways.items()}
    if asked.json:
        print(json.dumps(said))
        return
    for group, found in said.items():
        print(f"\n{group:40}{'precision':>10}{'recall':>8}{'F1':>7}")
        for name, one in found.items():
            print(f"{name:40}{one['precision']:>10.3f}{one['recall']:>8.3f}{one['f1']:>7.3f}")
    baselines = (said["links"][name]["f1"] for name in ("previous message", "last message by the person mentioned"))
    best = max(0.001, *baselines)
    print(f"\nours over the better baseline: {said['links']['ours']['f1'] / best:.2f}", end="; ")
    print(f"each file by the others: {said['links']['ours, each file by the others']['f1'] / best:.2f}")


if __name__ == "__main__":
    main()
