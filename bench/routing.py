"""How often somebody who really answered is among the first five and ten people suggested, on real archives.

The last fifth of an archive's questions is asked about, each with all that happened before it and nothing since; a
question whose answerers were never seen before counts as missed. Beside our ranking stand the baselines: random, most
active overall, most active in the topic, recently active and recently answering (half-lives of 20 and 45 days), and
BM25 over people's past posts. `spread` is what the house shows: ours with the first five within each week's share.

    python bench/routing.py --stackexchange DIR | --discourse DIR | --mbox DIR | --zulip DIR [--json]

--origins 0.5 asks about the last half instead (the weights stay), --cross about each archive with weights fitted on the
others alone (with --told of some of them by name, the others being fitted on alone), --fit prints weights fitted on the
first four fifths of all, and --speed how long an answer takes among 1,000 people and 100,000 posts.
"""

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.routed import Archive, Question, Said, archive_of
from bench.routed_fit import QUESTIONS, Choice, fewer, fit
from commonplace.lib.routing.ranking import WEIGHTS
from commonplace.lib.routing.spread import FIVE, Week
from commonplace.lib.routing.traces import CLUES, Heard, Traces
from commonplace.lib.routing.words import Words
from commonplace.search.words import stems

KINDS = ("stackexchange", "discourse", "mbox", "zulip")
PART, TEN = 0.8, 10
EMPTY = -1  # a seat of the five for which nobody is free
WIDE = [CLUES.index(name) for name in ("posts, 180 days", "words", "posts, 3 days")]
METHODS = {
    "random": None,
    "most active": None,
    "topic": "topic",
    "active, 20 days": "posts, 20 days",
    "active, 45 days": "posts, 45 days",
    "answering, 20 days": "answers, 20 days",
    "answering, 45 days": "answers, 45 days",
    "bm25": None,
}
BASELINES = tuple(METHODS)


def questions_of(archive: Archive) -> Iterator[Question]:
    """Every question that somebody else answered, in the order of time."""
    traces, words, number = Traces(), Words(), Counter[Hashable]()
    credits = sorted(
        [(at, one.author, False) for one in archive.posts for at in one.thanked]
        + [(one.settled, one.author, True) for one in archive.posts if one.settled]
    )
    credited = 0
    for post in archive.posts:
        while credited < len(credits) and credits[credited][0] < post.at:
            at, author, settles = credits[credited]
            traces.credit(author, at, settles=settles)
            credited += 1
        said = words_in(post.text)
        answerers = archive.answerers.get(post.thread) if post.opens else None
        if answerers:
            yield _question(post, answerers, said, traces, words, number)
        traces.hear(Heard(post.author, post.at, post.thread, post.topics, post.opens, post.answers))
        words.hear(post.author, post.thread, said, opens=post.opens)
        number[post.author] += 1


def words_in(text: str) -> list[str]:
    """The stems of a text that tell something."""
    return [word for word in stems(text[:6_000], "en").split() if 2 < len(word) < 30 and not word.isdigit()]


def _question(
    post: Said,
    answerers: set[str],
    said: list[str],
    traces: Traces,
    words: Words,
    number: Mapping[Hashable, int],
) -> Question:
    weighed = traces.weigh(post.at, topics=post.topics, words=words.written(said), near=words.near(said))
    plain = words.people.scores(said)
    there = [place for place, person in enumerate(weighed.people) if person != post.author and number[person]]
    people = [weighed.people[place] for place in there]
    clues = weighed.clues[there]
    return Question(
        post.at,
        people,
        clues,
        np.array([number[person] for person in people]),
        np.array([plain.get(person, 0.0) for person in people]),
        np.array([person in answerers for person in people], bool),
        clues[:, CLUES.index("new")] > 0,
    )


def asked(questions: Sequence[Question], share: float) -> Sequence[Question]:
    """Those after this share of them."""
    return questions[int(len(questions) * share) :]


def orders(questions: Sequence[Question], method: str, weights: np.ndarray[Any, Any]) -> list[list[int]]:
    """For each question the places of people in the order in which a method suggests them."""
    found: list[list[int]] = []
    dice, week, monday = random.Random(7), Week(), (0, 0)  # nosec B311
    for one in questions:
        shuffled = dice.sample(range(len(one.people)), len(one.people))
        if method in ("ours", "spread"):
            scores = one.clues @ weights
        elif method == "most active":
            scores = one.posts
        elif method == "bm25":
            scores = one.plain
        else:
            scores = one.clues[:, CLUES.index(METHODS[method])] if METHODS[method] else np.zeros(len(shuffled))
        order = sorted(shuffled, key=lambda place, by=scores: -by[place])
        if method == "spread":
            if one.at.isocalendar()[:2] != monday:
                week, monday = Week(), one.at.isocalendar()[:2]
            new = {one.people[place] for place in np.flatnonzero(one.is_new)}
            places = {person: place for place, person in enumerate(one.people)}
            five = [
                places[person] for person in week.five([one.people[place] for place in order], is_new=new.__contains__)
            ]
            week.note([one.people[place] for place in five])
            seats = [*five, *[EMPTY] * (FIVE - len(five))]
            order = seats + [place for place in order if place not in five]
        found.append(order)
    return found


def hits(questions: Sequence[Question], ordered: Sequence[Sequence[int]], first: int) -> np.ndarray[Any, Any]:
    """Whether somebody who answered was among the first so many, for each question."""
    return np.array(
        [
            any(one.answered[who] for who in order[:first] if who != EMPTY)
            for one, order in zip(questions, ordered, strict=True)
        ]
    )


def row(name: str, method: str, questions: Sequence[Question], ordered: Sequence[Sequence[int]]) -> dict[str, Any]:
    """What is printed of one method on one archive."""
    reciprocal = [
        next((1 / place for place, who in enumerate(order, 1) if who != EMPTY and one.answered[who]), 0.0)
        for one, order in zip(questions, ordered, strict=True)
    ]
    weeks: dict[tuple[int, int], list[set[Hashable]]] = {}
    for one, order in zip(questions, ordered, strict=True):
        weeks.setdefault(one.at.isocalendar()[:2], []).append({one.people[who] for who in order[:FIVE] if who != EMPTY})
    shares = [
        max(Counter(who for five in fives for who in five).values(), default=0) / len(fives)
        for fives in weeks.values()
        if len(fives) > 1  # a week with one question has five people in all of it, whoever they are
    ]
    return {
        "archive": name,
        "method": method,
        "hit5": round(float(hits(questions, ordered, FIVE).mean()), 3),
        "hit10": round(float(hits(questions, ordered, TEN).mean()), 3),
        "mrr": round(float(np.mean(reciprocal)), 3),
        "topshare": round(max(shares, default=0.0), 3),
        "people": len(set().union(*(five for fives in weeks.values() for five in fives))),
        "questions": len(questions),
    }


def against(ours: np.ndarray[Any, Any], best: np.ndarray[Any, Any]) -> dict[str, float]:
    """Hit@10 of ours over that of the best baselines, and where 95 of 100 paired draws of questions lie."""
    dice = np.random.default_rng(11)
    drawn = dice.integers(0, len(ours), (2_000, len(ours)))
    ratios = ours[drawn].mean(axis=1) / np.maximum(best[drawn].mean(axis=1), 1e-9)
    low, high = np.quantile(ratios, [0.025, 0.975])
    return {
        "ratio": round(float(ours.mean() / best.mean()), 3),
        "low": round(float(low), 3),
        "high": round(float(high), 3),
    }


def choices(questions: Sequence[Question]) -> list[Choice]:
    """What weights are fitted on: the questions of the first four fifths that somebody seen before answered."""
    before = [one for one in questions[10 : int(len(questions) * PART)] if one.answered.any()]
    return [fewer(one.clues, one.answered, WIDE) for one in before[-QUESTIONS:]]


def compare(
    archives: Mapping[str, Sequence[Question]],
    share: float,
    weights_of: Callable[[str], np.ndarray[Any, Any]],
    print_row: Callable[[dict[str, Any]], None],
) -> None:
    """A row for each method on each archive, then ours beside the best baseline, of each and of all together."""
    ours: list[np.ndarray[Any, Any]] = []
    best: dict[str, list[np.ndarray[Any, Any]]] = {"": [], "and answering": []}
    for name, all_questions in archives.items():
        questions, hit = asked(all_questions, share), {}
        for method in (*BASELINES, "ours", "spread"):
            ordered = orders(questions, method, weights_of(name))
            hit[method] = hits(questions, ordered, TEN)
            print_row(row(name, method, questions, ordered))
        ours.append(hit["spread"])
        for which, found in best.items():
            among = [one for one in BASELINES if which or not one.startswith("answering")]
            top = max(among, key=lambda one: hit[one].mean())
            found.append(hit[top])
            print_row({"archive": name, "best baseline": top, **against(ours[-1], found[-1])})
    for which, found in best.items():
        label = f"all together {which}".strip()
        print_row(
            {"archive": label, "best baseline": "of each", **against(np.concatenate(ours), np.concatenate(found))}
        )


def speed(people: int, posts: int) -> dict[str, Any]:
    """Milliseconds to answer and to learn a post, among made-up posts whose words are as rare as in talk."""
    dice = random.Random(3)  # nosec B311
    vocabulary = [f"word{number}" for number in range(30_000)]
    rarity = [1 / (number + 3) for number in range(len(vocabulary))]
    traces, words, at, thread = Traces(), Words(), datetime(2020, 1, 1, tzinfo=UTC), 0
    said = dice.choices(vocabulary, rarity, k=2_000_000)
    begun = perf_counter()
    for number in range(posts):
        at += timedelta(minutes=20)
        opens = not number % 5
        thread = number if opens else thread
        who = min(int(dice.expovariate(8 / people)), people - 1) if number >= people else number
        traces.hear(Heard(who, at, thread, (number % 40,), opens, not opens))
        place = dice.randrange(len(said) - 60)
        words.hear(who, thread, said[place : place + 60], opens=opens)
    learnt = (perf_counter() - begun) * 1000 / posts
    times = []
    for number in range(50):
        question = said[number * 60 : number * 60 + 60]
        begun = perf_counter()
        traces.weigh(at, topics=(number % 40,), words=words.written(question), near=words.near(question))
        times.append((perf_counter() - begun) * 1000)
    return {
        "people": people,
        "posts": posts,
        "answer ms": round(sorted(times)[len(times) // 2], 1),
        "slowest ms": round(max(times), 1),
        "learning a post ms": round(learnt, 3),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for kind in KINDS:
        parser.add_argument(f"--{kind}", type=Path, action="append", default=[], metavar="DIR")
    parser.add_argument("--origins", type=float, default=PART, help="ask about what comes after this share")
    parser.add_argument("--cross", action="store_true")
    parser.add_argument("--told", nargs="+", metavar="NAME", help="of --cross: only what is told of these")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--people", type=int, default=1_000, help="of --speed")
    parser.add_argument("--posts", type=int, default=100_000, help="of --speed")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()

    def print_row(found: dict[str, Any]) -> None:
        print(json.dumps(found) if options.json else "  ".join(f"{k} {v}" for k, v in found.items()), flush=True)

    if options.speed:
        print_row(speed(options.people, options.posts))
    given = [(kind, path) for kind in KINDS for path in getattr(options, kind)]
    archives = {path.name: list(questions_of(archive_of(kind, path))) for kind, path in given}
    if options.fit:
        weights = fit([choices(one) for one in archives.values()])
        print(json.dumps({clue: round(float(one), 3) for clue, one in zip(CLUES, weights, strict=True)}, indent=4))
        return 0
    frozen = np.array([WEIGHTS[clue] for clue in CLUES])
    if options.cross:
        held = {name: fit([choices(one) for other, one in archives.items() if other != name]) for name in archives}
        told = {name: one for name, one in archives.items() if not options.told or name in options.told}
        compare(told, options.origins, held.__getitem__, print_row)
    elif archives:
        compare(archives, options.origins, lambda name: frozen, print_row)
    return 0


if __name__ == "__main__":
    sys.exit(main())
