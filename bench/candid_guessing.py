"""Guessers: each gives, for a candid post, a score to whomever it can; who has the highest is whom it names.

A guesser for each table and column, so that what is kept tomorrow is tried as well. Nobody is told which of them would
make sense.
"""

import random
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import pairwise
from math import comb

from bench.candid_taking import JOURNAL, ORDERS, Candid, Row, Taken, day, moments

type Scores = dict[int, float]
type Guess = Callable[[Candid], Scores]
BY_DAY = ": that day"
SPAN = 3 * 86_400  # seconds on either side in which a moment is near
FEW = 1000  # numbers that count; those drawn by chance lie further apart


def guessers(taken: Taken) -> Iterator[tuple[str, Guess]]:
    """All of them, with their names."""
    for table, rows in taken.persons.items():
        if not rows:
            continue
        for column in _columns(rows):
            told = sorted((at, who) for row, whose in rows for at in moments(row.get(column)) for who in whose)
            if told:
                yield f"{table}.{column}: before", _nearest(told, after=False)
                yield f"{table}.{column}: after", _nearest(told, after=True)
            days = {(day(row.get(column)), who) for row, whose in rows for who in whose} - {("", 0)}
            if any(one for one, _ in days):
                yield f"{table}.{column}{BY_DAY}", _that_day(days)
        for order in ORDERS:
            if placed := _placed(taken, table, order):
                yield f"{table}: by {order}", placed
        if gaps := _beside_gaps(taken, rows):
            yield f"{table}: beside a number that is missing", _nearest(gaps, after=False)
        if "xmin" in rows[0][0]:
            marks = sorted((row["xmin"], who) for row, whose in rows for who in whose)
            yield f"{table}: xmin before", _by_mark(marks, after=False)
            yield f"{table}: xmin after", _by_mark(marks, after=True)
        yield f"{table}: has a row of it", _rows_of_it(rows, 1)
        yield f"{table}: has none of it", _rows_of_it(rows, -1)
        yield f"{table}: says the same", _says(rows)
    draws, spent = taken.tables["candour_draw"], taken.tables["candour_spenttoken"]
    for order in ("id", "rowid", "ctid", "xmin"):
        if draws and order in draws[0]:
            yield f"spent as it was drawn, by {order}", _as_drawn(draws, spent, order)
    yield "numbers drawn near each other", _near_numbers(draws)
    signs = [post.sign.encode() for post in taken.posts]
    for name, blob in taken.blobs.items():
        if name != JOURNAL and any(sign in blob for sign in signs):
            yield f"bytes of {name}", in_bytes(blob, taken)


def _columns(rows: list[tuple[Row, frozenset[int]]]) -> list[str]:
    return sorted({column for row, _ in rows[:1] for column in row})


def _nearest(told: list[tuple[float, int]], *, after: bool) -> Guess:
    """Who has a moment nearest to the post, before or after it."""

    def guess(post: Candid) -> Scores:
        scores: Scores = {}
        if after:
            near = told[bisect_right(told, (post.at, 1 << 62)) : bisect_left(told, (post.at + SPAN, 0))]
        else:
            near = told[bisect_left(told, (post.at - SPAN, 0)) : bisect_right(told, (post.at, 1 << 62))]
        for at, who in near:
            scores[who] = max(scores.get(who, -SPAN), -abs(at - post.at))
        return scores

    return guess


def _that_day(days: set[tuple[str, int]]) -> Guess:
    def guess(post: Candid) -> Scores:
        when = datetime.fromtimestamp(post.at - 1, UTC).date().isoformat()
        return {who: 1.0 for one, who in days if one == when}

    return guess


def _placed(taken: Taken, table: str, order: str) -> Guess | None:
    """Who has a row just before the place that a post has among them by its moment, in the order of their numbers."""
    rows = taken.tables[table]
    if not rows or not isinstance(rows[0].get(order), int):
        return None
    whose = {id(row): who for row, who in taken.persons[table]}
    lie = sorted((row for row in rows if row.get(order) is not None), key=lambda row: row[order])
    # The latest moment that had come by each place, as far as rows tell one.
    by_then, latest = [], 0.0
    for row in lie:
        latest = max(latest, taken.latest(row))
        by_then.append(latest)

    def guess(post: Candid) -> Scores:
        place = bisect_left(by_then, post.at)
        scores: Scores = {}
        for back in range(place - 1, max(-1, place - 200), -1):
            for who in whose.get(id(lie[back]), ()):
                scores.setdefault(who, back - place)
        return scores

    return guess


def _beside_gaps(taken: Taken, rows: list[tuple[Row, frozenset[int]]]) -> list[tuple[float, int]]:
    """When, and who has the row on either side of a number that nobody has: a draft, or what was taken back."""
    lie = sorted(
        ((row["id"], taken.latest(row), who) for row, who in rows if isinstance(row.get("id"), int)), key=_first
    )
    return sorted(
        (max(one[1], next_[1]), who)
        for one, next_ in pairwise(lie)
        if 1 < next_[0] - one[0] < FEW
        for who in one[2] | next_[2]
    )


def _first(one: tuple[int, float, frozenset[int]]) -> int:
    return one[0]


def _by_mark(marks: list[tuple[int, int]], *, after: bool) -> Guess:
    def guess(post: Candid) -> Scores:
        scores: Scores = {}
        for mark, who in marks:
            if (mark > post.xmin) if after else (mark <= post.xmin):
                scores[who] = max(scores.get(who, float("-inf")), -abs(mark - post.xmin))
        return scores

    return guess


def _rows_of_it(rows: list[tuple[Row, frozenset[int]]], worth: int) -> Guess:
    """Who has a row that points at the post or its conversation, or, of the others, who has none."""
    of_posts: dict[int, set[int]] = defaultdict(set)
    of_talks: dict[int, set[int]] = defaultdict(set)
    for row, whose in rows:
        for column in ("post_id", "part_id"):
            if isinstance(row.get(column), int):
                of_posts[row[column]] |= whose
        for column in ("conversation_id", "what_id", "object_id"):
            if isinstance(row.get(column), int) and "alias" not in row:
                of_talks[row[column]] |= whose
        if "alias" in row and "number" in row:
            of_posts[row["id"]] |= whose

    def guess(post: Candid) -> Scores:
        exact, around = of_posts.get(post.pk, set()), of_talks.get(post.conversation, set())
        return {who: float(worth) * (1 + (who in exact)) for who in exact | around}

    return guess


def _says(rows: list[tuple[Row, frozenset[int]]]) -> Guess:
    """Who has a row in which something of the post stands."""
    said = [(" ".join(str(one) for one in row.values()), whose) for row, whose in rows]

    def guess(post: Candid) -> Scores:
        return {who: 1.0 for words, whose in said if any(needle in words for needle in post.needles) for who in whose}

    return guess


def _as_drawn(draws: list[Row], spent: list[Row], order: str) -> Guess:
    """Who drew at that place of the row at which the token was spent among the spent."""
    drew = sorted((row[order], row["person_id"]) for row in draws)
    places = {row["id"]: n for n, row in enumerate(sorted(spent, key=lambda row: row[order]))}

    def guess(post: Candid) -> Scores:
        share = places[post.spent] / len(places)
        return {who: -abs(n / len(drew) - share) for n, (_, who) in enumerate(drew)}

    return guess


def _near_numbers(draws: list[Row]) -> Guess:
    def guess(post: Candid) -> Scores:
        scores: Scores = {}
        for row in draws:
            near = -min(abs(row["id"] - number) for number in post.numbers)
            scores[row["person_id"]] = max(near, scores.get(row["person_id"], near))
        return scores

    return guess


def in_bytes(blob: bytes, taken: Taken) -> Guess:
    """Who stands nearest in a file to something of the post: in a page, in the log, in what was free."""
    places: list[tuple[int, int]] = []
    for table, column in (
        ("django_session", "session_key"),
        ("candour_draw", "asked"),
        ("account_emailaddress", "email"),
    ):
        for row, whose in taken.persons[table]:
            for who in whose:
                places += [(at, who) for at in _all(blob, str(row[column]).encode())]
    places.sort()

    def guess(post: Candid) -> Scores:
        scores: Scores = {}
        for needle in post.needles:
            for at in _all(blob, needle.encode()):
                near = bisect_left(places, (at, 0))
                for place, who in places[max(0, near - 20) : near + 20]:
                    scores[who] = max(scores.get(who, float("-inf")), -abs(place - at))
        return scores

    return guess


def _all(blob: bytes, needle: bytes) -> Iterator[int]:
    at = blob.find(needle)
    while needle and at >= 0:
        yield at
        at = blob.find(needle, at + 1)


def ranking(scores: Scores, post: Candid, name: str) -> list[int]:
    """Who drew, the likeliest first; those of one score in an order by chance, those with a worse than none last."""
    dice = random.Random(f"{name} {post.sign}")  # nosec B311  # the same each time
    return sorted(post.drawers, key=lambda who: (-scores.get(who, _missing(scores)), dice.random()))


def _missing(scores: Scores) -> float:
    """What whoever is not named has: less than all, but where to be named counts against one."""
    return 0.0 if scores and max(scores.values()) < 0 and min(scores.values()) in (-1.0, -2.0) else float("-inf")


def at_least(hits: int, tries: int, chance: float) -> float:
    """How likely so many hits or more are by chance."""
    return sum(comb(tries, n) * chance**n * (1 - chance) ** (tries - n) for n in range(hits, tries + 1))


def between(hits: int, tries: int, doubt: float) -> tuple[float, float]:
    """Clopper and Pearson's interval for the share of hits, which misses the true one in `doubt` of cases."""

    def solved(is_low: Callable[[float], bool]) -> float:
        low, high = 0.0, 1.0
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if is_low(middle) else (low, middle)
        return low

    least = solved(lambda share: at_least(hits, tries, share) < doubt / 2) if hits else 0.0
    most = solved(lambda share: 1 - at_least(hits + 1, tries, share) > doubt / 2) if hits < tries else 1.0
    return least, most
