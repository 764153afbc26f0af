"""How well guessers do, beside one who draws a name from those who drew."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mean

from bench.candid_guessing import BY_DAY, at_least, between, guessers, in_bytes, ranking
from bench.candid_life import Life
from bench.candid_taking import JOURNAL, Taken

SURE = 0.05  # how often the interval that is told misses what is true


@dataclass(frozen=True)
class Judged:
    """One guesser: whom it hit, of how many; `place` is where the asker stands among those who drew, 0 to 1."""

    name: str
    hits: int
    tries: int
    chance: float
    place: float

    @property
    def goes_by_days(self) -> bool:
        return self.name.endswith(BY_DAY)

    def likely(self) -> float:
        """How likely so many hits are by chance."""
        return at_least(self.hits, self.tries, self.chance)

    def is_better(self, tried: int, doubt: float) -> bool:
        """Whether it does better than chance, as one of so many that were tried.

        That days are kept is decided (docs/decisions/0041), and that they tell who was there: it is told, and no fault.
        """
        return not self.goes_by_days and self.likely() * tried < doubt


def judged(taken: Taken, truth: dict[str, int]) -> list[Judged]:
    """All guessers, the best in hindsight first."""
    posts = [one for one in taken.posts if truth[one.sign] in one.drawers]
    assert posts
    assert len(posts) == len(truth), "each who asked drew, and what each said is there"
    chance = max(1 / len(one.drawers) for one in posts)
    found = []
    for name, guess in guessers(taken):
        ranks = [ranking(guess(one), one, name).index(truth[one.sign]) for one in posts]
        places = [rank / (len(one.drawers) - 1) for rank, one in zip(ranks, posts, strict=True)]
        found.append(Judged(name, ranks.count(0), len(posts), chance, mean(places)))
    return sorted(found, key=lambda one: (one.goes_by_days, one.likely(), one.place))


def by_days(found: list[Judged]) -> Judged:
    """The best of those who go by days alone, by how near to the front the asker stands."""
    return min((one for one in found if one.goes_by_days), key=lambda one: one.place)


def told(one: Judged, tried: int) -> str:
    """In a line: hits, what chance would hit, and the interval, widened for how many were tried."""
    least, most = between(one.hits, one.tries, SURE / tried)
    return (
        f"{one.name}: {one.hits} of {one.tries} hit, {one.tries * one.chance:.2f} by chance; {least:.1%} to {most:.1%}"
        f" as the best of {tried}; the asker stands at {one.place:.0%}"
    )


def with_a_log(taken: Taken, life: Life) -> Iterator[str]:
    """What a proxy's log adds, whose addresses are known from who is signed in: with the candid paths, and without."""
    people, span = {one.address: one.person.pk for one in life.members}, 86_400 if life.later else 3600
    posts, truth = taken.posts, life.truth
    said = [(one.at.timestamp(), people[one.address]) for one in life.log if one.path.endswith("/candour/say")]
    seen = [(one.at.timestamp(), people[one.address]) for one in life.log if "/candour/" not in one.path]
    for what, lines in (("with candid paths", said), ("without candid paths", seen)):
        lines.sort()
        chances, crowds = [], []
        for post in posts:
            hour = lines[bisect_left(lines, (post.at - span, 0)) : bisect_left(lines, (post.at, 0))]
            there = {who for _, who in hour} & {*post.drawers}
            crowds.append(len(there))
            chances.append((truth[post.sign] in there) / len(there) if there else 0)
        yield (
            f"a proxy's log {what}: {sum(chances):.1f} of {len(posts)} hit, one of {mean(crowds):.1f} who were there in"
            f" the {'day' if life.later else 'hour'}"
        )


def with_a_journal(taken: Taken, truth: dict[str, int]) -> Iterator[str]:
    """What PostgreSQL's own log adds: who stands nearest in it to what of a post it still holds."""
    journal = taken.blobs.get(JOURNAL, b"")
    held = [one for one in taken.posts if any(needle.encode() in journal for needle in one.needles)]
    if not journal:
        return
    guess = in_bytes(journal, taken)
    hits = sum(ranking(guess(one), one, JOURNAL)[0] == truth[one.sign] for one in held)
    by_chance = sum(1 / len(one.drawers) for one in held)
    yield (
        f"PostgreSQL's write-ahead log, {len(journal) / 1e6:.0f} MB: {hits} hit of {len(held)} posts of which it holds"
        f" something, {by_chance:.2f} by chance"
    )
