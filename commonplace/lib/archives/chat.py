"""Flat chat becomes conversations: for each line, which earlier one it answers, or that it opens something new.

Each line chooses among the last lines of its place, the last ones of those whom it calls or who called its author, and
opening a conversation. What speaks for a choice are plain clues, added up by weights: names called, pauses as the
place is used to them, who spoke with whom a moment ago, a question and what is none, rare words in both. So Elsner &
Charniak, *Disentangling Chat* (Computational Linguistics 36, 2010), tell lines apart, whose clues most of these are;
that each line has one antecedent is after Kummerfeld et al., *A Large-Scale Corpus for Conversation Disentanglement*
(ACL 2019).

The weights are those of a logistic choice, fitted by `bench/chat.py` to its human judgements of ten hours of one busy
channel, and to the same conversations spread over days and without their names, as calmer places have them. No clue
knows a word of that channel, nor of any language but how people greet. How well it does is in docs/readings.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import exp, log, log1p
from typing import Final, NamedTuple

from commonplace.lib.folding import folded

WINDOW: Final = 40  # lines that a line may answer without a name in it
PEOPLE: Final = 1_000  # who is remembered, with their last line and the last one that called them
REMEMBERED: Final = 20_000  # lines whose conversation is known, for links that the place itself keeps
SOON: Final = 5.0  # seconds; whatever is sooner is as soon
LOOKED_AT: Final = 2_000  # signs of one line
WEIGHTS: Final[Mapping[str, float]] = {
    "far": -0.94,
    "pause": -0.39,
    "called": 2.93,
    "another called": -2.84,
    "another named": -0.78,
    "calls me": 1.41,
    "calls me since": 1.0,
    "names me": 1.54,
    "calls another": -1.77,
    "asks": 0.38,
    "since mine": 1.34,
    "partner": 0.56,
    "short": -0.86,
    "greets back": 1.71,
    "opens": -3.84,
    "opens after a pause": 0.2,
    "opens, long away": 0.88,
    "opens, calling": -2.29,
    "opens, asking": 0.81,
    "opens, greeting": 2.82,
    "opens, long": 0.28,
    "words": 1.28,
    "own last": 1.41,
    "own, same person": 1.49,
    "own, another person": -1.54,
}
_HEAD = re.compile(r"\s*@?([^\s@][^\s]{0,60}?)[:,;>]+(?:\s|$)")
_NAME = re.compile(r"[^\s,:;!?@()]+")
_WORD = re.compile(r"[^\W_]{2,}(?:['’-][^\W_]+)*")
_GREETING = re.compile(
    r"\W*(?:hi|hello|hey|hallo|hola|ol[aá]|salut|bonjour|ciao|cześć|czesc|witam|moin|servus|привет|مرحبا|السلام|"
    r"good (?:morning|evening|afternoon)|guten|buen[oa]s|bom dia|boa)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile("[?؟？]")
_TO = re.compile(r"https?://\S*")


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody said in one place, in order of time; `author` and `mentions` are keys of people."""

    key: str
    author: str | None
    at: datetime
    text: str
    answers: str = ""
    mentions: tuple[str, ...] = ()


class Found(NamedTuple):
    """The line that opens this line's conversation, which may be itself, and the one it answers, if any."""

    key: str
    opens: str
    answers: str


@dataclass(slots=True)
class _Said:
    """A line as it is weighed: whom it calls at its head or by the place's own sign, and whom it names within."""

    number: int
    line: Line
    at: float
    calls: set[str]
    names: set[str]
    words: frozenset[str]
    asks: bool
    greets: bool


@dataclass(slots=True)
class _Heard:
    """Of one person: their last line, and the last that called them."""

    last: _Said | None = None
    calling: _Said | None = None


class Choice(NamedTuple):
    """An earlier line that a line may answer, or itself, and what speaks for it."""

    key: str
    clues: Mapping[str, float]


@dataclass(slots=True)
class _Place:
    """What is remembered of a place while its lines go by."""

    names: Mapping[str, str]
    lines: list[_Said] = field(default_factory=list)
    people: dict[str, _Heard] = field(default_factory=dict)
    called: dict[str, str | None] = field(default_factory=dict)  # a name, folded: whose it is, None for more than one
    words: Counter[str] = field(default_factory=Counter)
    weighed: int = 0  # lines whose words are counted
    count: int = 0
    pace: float = 60.0  # seconds between lines as of late, their geometric mean: a night is one long pause among many

    def choices(self, line: Line) -> list[Choice]:
        """All that a line may do, and what speaks for it; the line is remembered."""
        said = self._heard(line)
        own = self.people.get(line.author or "", _Heard())
        gap = max(0.0, said.at - self.lines[-1].at) if self.lines else 0.0
        earlier = {one.number: one for one in self.lines}
        for key in said.calls | said.names | (own.last.calls if own.last else set()):
            if (last := self.people.get(key, _Heard()).last) is not None:
                earlier[last.number] = last
        if own.calling is not None:
            earlier[own.calling.number] = own.calling
        found = [Choice(one.line.key, self._answering(said, one, own)) for one in reversed(earlier.values())]
        found.append(Choice(line.key, self._opening(said, own, gap)))
        self._remember(said, gap)
        return found

    def _heard(self, line: Line) -> _Said:
        text = _TO.sub(" ", line.text[:LOOKED_AT])
        calls, names = {key for key in line.mentions if key != line.author}, set[str]()
        if (head := _HEAD.match(text)) and (who := self.called.get(head[1].casefold())) and who != line.author:
            calls.add(who)
            text = text[head.end() :]
        for word in _NAME.findall(text):
            if len(word) > 3 and (who := self.called.get(word.rstrip(".").casefold())) and who != line.author:
                names.add(who)
        words = frozenset(word.casefold() for word in _WORD.findall(text))
        asks, greets = bool(_QUESTION.search(text)), bool(_GREETING.match(text))
        return _Said(self.count, line, line.at.timestamp(), calls, names - calls, words, asks, greets)

    def _answering(self, said: _Said, one: _Said, own: _Heard) -> dict[str, float]:
        """What speaks for answering an earlier line."""
        clues = {"far": log(said.number - one.number), "pause": log1p(max(0.0, said.at - one.at) / self.pace)}
        if shared := self._shared(said.words & one.words):
            clues["words"] = shared
        if said.line.author is not None and one.line.author == said.line.author:
            clues["own last"] = one is own.last
            clues["own, same person"] = bool(said.calls & one.calls)
            clues["own, another person"] = bool(said.calls) and not said.calls & one.calls
            return clues
        me, them = said.line.author or "", one.line.author or ""
        calls_me = bool(me) and me in one.calls
        clues["called"] = them in said.calls or them in said.names
        clues["another called"] = bool(said.calls) and them not in said.calls
        clues["another named"] = bool(said.names) and not said.calls and them not in said.names
        clues["calls me"] = calls_me
        clues["calls me since"] = calls_me and (own.last is None or one.number > own.last.number)
        clues["names me"] = me in one.names
        clues["calls another"] = bool(one.calls) and not calls_me
        clues["asks"] = one.asks and not said.asks
        clues["since mine"] = own.last is not None and one.number > own.last.number
        clues["partner"] = own.last is not None and not said.calls and them in own.last.calls | own.last.names
        clues["short"] = len(one.words) < 3
        clues["greets back"] = one.greets and said.greets
        return clues

    def _opening(self, said: _Said, own: _Heard, gap: float) -> dict[str, float]:
        """What speaks for opening a conversation."""
        return {
            "opens": 1,
            "opens after a pause": log1p(gap / self.pace),
            "opens, long away": log1p(min(100, said.number - own.last.number if own.last else max(20, said.number))),
            "opens, calling": bool(said.calls),
            "opens, asking": said.asks,
            "opens, greeting": said.greets,
            "opens, long": log1p(min(50, len(said.words))),
        }

    def _shared(self, words: frozenset[str]) -> float:
        """How telling words are that two lines share: those of fewer than one line in fifty, at most 3 in all."""
        most = max(3.0, self.weighed / 50)
        return min(3.0, sum(log(self.weighed / self.words[word]) for word in words if self.words[word] < most) / 4)

    def _remember(self, said: _Said, gap: float) -> None:
        if self.count:
            rate = max(0.03, 1 / (self.count + 1))
            self.pace = exp(log(self.pace) + rate * (log(max(SOON, gap)) - log(self.pace)))
        self.count += 1
        self.lines.append(said)
        del self.lines[:-WINDOW]
        if said.line.author is not None:
            self._person(said.line.author).last = said
        for key in said.calls:
            self._person(key).calling = said
        self.words.update(said.words)
        self.weighed += 1
        if self.weighed >= REMEMBERED:
            self.weighed //= 2
            self.words = Counter({word: count // 2 for word, count in self.words.items() if count > 1})

    def _person(self, key: str) -> _Heard:
        """Somebody, remembered as the last who was heard of."""
        if (heard := self.people.pop(key, None)) is None:
            heard = _Heard()
            for called in self._called(key):
                self.called[called] = key if self.called.get(called, key) == key else None
        self.people[key] = heard
        if len(self.people) > PEOPLE:
            self._forget(next(iter(self.people)))
        return heard

    def _forget(self, key: str) -> None:
        del self.people[key]
        for called in self._called(key):
            if self.called.get(called) in (key, None):
                self.called.pop(called, None)

    def _called(self, key: str) -> set[str]:
        """What one may write to call somebody: the name or its first part, with accents or without."""
        name = self.names.get(key, key).casefold()
        first = name.partition(" ")[0]
        return {name, first, folded(first)} - {""}


def considered(lines: Iterable[Line], names: Mapping[str, str] | None = None) -> Iterator[tuple[Line, list[Choice]]]:
    """Each line with all that it may do: what weights are fitted on."""
    place = _Place(names or {})
    for line in lines:
        yield line, place.choices(line)


def converse(
    lines: Iterable[Line], names: Mapping[str, str] | None = None, weights: Mapping[str, float] = WEIGHTS
) -> Iterator[Found]:
    """Tells of each line of one place, as it comes, which conversation it belongs to and which line it answers.

    `names` are what people are called by their keys, where these are not what one would write. A link that the place
    itself kept is taken as it stands; one to a line that is not there, or further back than `REMEMBERED`, is none.
    """
    opened: dict[str, str] = {}
    for line, choices in considered(lines, names):
        answers = line.answers
        if answers not in opened:
            best = max(choices, key=lambda choice: sum(weights[clue] * is_so for clue, is_so in choice.clues.items()))
            answers = best.key
        if answers == line.key or answers not in opened:
            opened[line.key], answers = line.key, ""
        else:
            opened[line.key] = opened[answers]
        yield Found(line.key, opened[line.key], answers)
        if len(opened) > REMEMBERED:
            del opened[next(iter(opened))]


__all__ = ["WEIGHTS", "Choice", "Found", "Line", "considered", "converse"]
