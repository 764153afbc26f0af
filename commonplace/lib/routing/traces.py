"""What people did in one community, kept so that a new post is learnt at once and a question asked in milliseconds.

Of each person there are a few sums that fade by half in so many days, or in so many questions of the community. A sum
is brought up to date when it is added to, so that a post costs the same however many came before; where a post comes
late it is added as it would stand today, and the order does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

DAY: Final = 86_400.0
EVER: Final = 1e9
ANSWERS: Final = (3.0, 10.0, 20.0, 45.0, 180.0, EVER)  # days in which an answer counts half
POSTS: Final = (3.0, 20.0, 45.0, 180.0)
TURNS: Final = (5.0, 20.0, 60.0)  # questions in which an answer counts half: calm places and lively ones alike
THANKS: Final = 180.0
TOPIC: Final = 45.0
NEW: Final = 30.0  # days in which somebody is new
BEHIND: Final = 2  # hours: between these somebody would see a question
AHEAD: Final = 7
LONGEST: Final = 900.0  # days; whatever is longer ago is as long ago
_A, _P, _T = len(ANSWERS), len(POSTS), len(TURNS)
_HALVES: Final = np.array([*ANSWERS, *POSTS, THANKS])
_TURNS: Final = np.array(TURNS)

CLUES: Final = (
    *(f"answers, {half:g} days" if half < EVER else "answers, ever" for half in ANSWERS),
    *(f"posts, {half:g} days" for half in POSTS),
    *(f"answers, {half:g} questions" for half in TURNS),
    "last seen", "last answer", "never answered", "new", "hour", "thanked", "settled",
    "topic", "topic lately", "words", "near",
)  # fmt: skip

type Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Heard:
    """One post: whose, when, in which conversation, filed under what, and whether it opens or answers that."""

    person: Hashable
    at: datetime
    thread: Hashable
    topics: tuple[Hashable, ...] = ()
    opens: bool = False
    answers: bool = False


@dataclass(frozen=True, slots=True)
class Weighed:
    """People in no order, and for each a row of clues as CLUES names them."""

    people: list[Hashable]
    clues: Floats


class Traces:
    """The community so far. `hear` and `credit` add to it; `weigh` asks."""

    def __init__(self) -> None:
        self._number: dict[Hashable, int] = {}
        self.people: list[Hashable] = []
        self._sums: Floats = np.zeros((16, len(_HALVES)))
        self._sums_at: Floats = np.zeros(16)
        self._turns: Floats = np.zeros((16, _T))
        self._turns_at: Floats = np.zeros(16)
        self._settled: Floats = np.zeros(16)
        self._seen: Floats = np.full((16, 3), -EVER)  # the last post, the last answer, and less than nothing: the first
        self._hours: Floats = np.zeros((16, 24))
        self._asked = 0
        self._openers: dict[Hashable, tuple[int, tuple[Hashable, ...]]] = {}
        self.answerers: dict[Hashable, list[Hashable]] = {}
        self._of_topic: dict[Hashable, dict[int, tuple[float, float, float]]] = defaultdict(dict)

    def hear(self, post: Heard) -> None:
        """Learn from one post."""
        one, now = self._of(post.person), post.at.timestamp() / DAY
        self._seen[one, 0] = max(self._seen[one, 0], now)
        self._seen[one, 2] = max(self._seen[one, 2], -now)
        self._hours[one, post.at.hour] += 1
        self._add(one, now, slice(_A, _A + _P))
        if post.opens:
            self._openers[post.thread] = one, post.topics
            self._asked += 1
            return
        opener, topics = self._openers.get(post.thread, (one, ()))
        if opener == one or not post.answers:
            return
        self._seen[one, 1] = max(self._seen[one, 1], now)
        self._add(one, now, slice(0, _A))
        for topic in topics:
            times, lately, at = self._of_topic[topic].get(one, (0.0, 0.0, now))
            self._of_topic[topic][one] = times + 1, lately * _faded(at, now, TOPIC) + 1, now
        others = self.answerers.setdefault(post.thread, [])
        if post.person not in others:
            others.append(post.person)
            self._turns[one] *= 0.5 ** ((self._asked - self._turns_at[one]) / _TURNS)
            self._turns[one] += 1
            self._turns_at[one] = self._asked

    def credit(self, person: Hashable, at: datetime, *, settles: bool = False) -> None:
        """Somebody was thanked for a post, or an answer of theirs settled a question."""
        one = self._of(person)
        if settles:
            self._settled[one] += 1
        else:
            self._add(one, at.timestamp() / DAY, slice(_A + _P, None))

    def weigh(
        self,
        at: datetime,
        *,
        topics: Iterable[Hashable] = (),
        words: Mapping[Hashable, float] | None = None,
        near: Mapping[Hashable, float] | None = None,
    ) -> Weighed:
        """Everyone heard so far, before a question at this moment under these topics.

        `words` says how much each person wrote of what is asked, `near` how like it each earlier conversation is: both
        on a scale of their own, of which the largest is taken for one.
        """
        size, now = len(self.people), at.timestamp() / DAY
        sums = self._sums[:size] * 0.5 ** (np.maximum(now - self._sums_at[:size], 0)[:, None] / _HALVES)
        turns = self._turns[:size] * 0.5 ** ((self._asked - self._turns_at[:size])[:, None] / _TURNS)
        seen = self._seen[:size]
        times, lately = np.zeros(size), np.zeros(size)
        for topic in topics:
            for one, (often, recent, then) in self._of_topic.get(topic, {}).items():
                times[one] += often
                lately[one] += recent * _faded(then, now, TOPIC)
        beside = [(at.hour + hour) % 24 for hour in range(-BEHIND, AHEAD + 1)]
        hours = self._hours[:size]
        share = (hours[:, beside].sum(axis=1) + 1) / (hours.sum(axis=1) + 24 / len(beside))
        written = np.array([(words or {}).get(person, 0.0) for person in self.people])
        alike = np.zeros(size)
        for thread, likeness in (near or {}).items():
            for person in self.answerers.get(thread, ()):
                alike[self._number[person]] += likeness
        since = np.clip(now - seen[:, :2], 0, LONGEST)
        clues = np.column_stack(
            [
                np.log1p(sums[:, :_A]),
                np.log1p(sums[:, _A : _A + _P]),
                np.log1p(turns),
                np.log(0.02 + since[:, 0]),
                np.log1p(since[:, 1]),
                seen[:, 1] == -EVER,
                now + seen[:, 2] < NEW,
                np.log(share),
                np.log1p(sums[:, -1]),
                np.log1p(self._settled[:size]),
                np.log1p(times),
                np.log1p(lately),
                _of_the_largest(written),
                _of_the_largest(alike),
            ]
        )
        return Weighed(list(self.people), clues)

    def _of(self, person: Hashable) -> int:
        one = self._number.get(person)
        if one is None:
            one = self._number[person] = len(self.people)
            self.people.append(person)
            if one == len(self._seen):
                for name in ("_sums", "_sums_at", "_turns", "_turns_at", "_settled", "_hours"):
                    held = getattr(self, name)
                    setattr(self, name, np.concatenate([held, np.zeros_like(held)]))
                self._seen = np.concatenate([self._seen, np.full_like(self._seen, -EVER)])
        return one

    def _add(self, one: int, now: float, which: slice) -> None:
        behind = now - self._sums_at[one]
        if behind >= 0:
            self._sums[one] *= 0.5 ** (behind / _HALVES)
            self._sums_at[one], behind = now, 0.0
        self._sums[one, which] += 0.5 ** (-behind / _HALVES[which])


def _faded(then: float, now: float, half: float) -> float:
    return float(0.5 ** (max(now - then, 0) / half))


def _of_the_largest(values: Floats) -> Floats:
    largest = values.max(initial=0)
    return values / largest if largest > 0 else values


__all__ = ["CLUES", "Heard", "Traces", "Weighed"]
