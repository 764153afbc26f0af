"""What a closed round tells, as a page and a program are told it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonplace.fitness.instruments import STEPS, Circle, Item
from commonplace.fitness.looking_back import with_earlier
from commonplace.fitness.models import Comment, Round
from commonplace.fitness.talking import each_once, talks_of, to_talk
from commonplace.gatherings.models import Gathering
from commonplace.lib.direction import isolated
from commonplace.lib.spread import Middle, wants
from commonplace.people.models import Person

MODULE = "fitness"
SEES: Mapping[Circle, str | Promise] = {
    Circle.MEMBERS: gettext_lazy("members see it"),
    Circle.CORE: gettext_lazy("the core group sees it"),
    Circle.HOST: gettext_lazy("the host’s side sees it"),
    Circle.OUTSIDE: gettext_lazy("people who did not join see it"),
}
SEES_NOT: Mapping[Circle, str | Promise] = {
    Circle.MEMBERS: gettext_lazy("members do not"),
    Circle.CORE: gettext_lazy("the core group does not"),
    Circle.HOST: gettext_lazy("the host’s side does not"),
    Circle.OUTSIDE: gettext_lazy("people who did not join do not"),
}
SEES_MORE: Mapping[Circle, str | Promise] = {
    Circle.MEMBERS: gettext_lazy("members see more of it"),
    Circle.CORE: gettext_lazy("the core group sees more of it"),
    Circle.HOST: gettext_lazy("the host’s side sees more of it"),
    Circle.OUTSIDE: gettext_lazy("people who did not join see more of it"),
}
THAN: Mapping[Circle, str | Promise] = {
    Circle.MEMBERS: gettext_lazy("than members"),
    Circle.CORE: gettext_lazy("than the core group"),
    Circle.HOST: gettext_lazy("than the host’s side"),
    Circle.OUTSIDE: gettext_lazy("than people who did not join"),
}
# Twice the middle: what lies here or above is seen, what lies there or below is not.
SEEN, NOT_SEEN = 7, 5


def in_words(middle: Middle | None) -> str:
    """Between which steps the middle half lies; nothing where it is withheld."""
    if middle is None:
        return ""
    if middle.low == middle.high:
        return str(STEPS[middle.low])
    return _("%(low)s to %(high)s") % {"low": STEPS[middle.low], "high": STEPS[middle.high]}


def is_low(middle: Middle | None) -> bool:
    """Whether it is one to talk about: its middle is below “partly”."""
    return middle is not None and middle.twice <= NOT_SEEN


@dataclass(frozen=True)
class Reading:
    """One item as one circle sees it, and as it saw it in earlier rounds, by their numbers, the latest last."""

    circle: Circle
    middle: Middle | None
    people: int
    earlier: Sequence[tuple[int, Middle]] = ()

    @property
    def words(self) -> str:
        """The same in words."""
        return in_words(self.middle)

    @property
    def trend(self) -> int:
        """1 where it lies a whole step above the last round of the same, -1 where below, 0 where neither."""
        return wants(self.earlier[-1][1], self.middle) if self.earlier else 0

    @property
    def before(self) -> str:
        """What earlier rounds told, in words."""
        return "; ".join(_("round %(n)s: %(words)s") % {"n": n, "words": in_words(one)} for n, one in self.earlier)

    @property
    def now(self) -> str:
        """What this one tells, beside those."""
        return _("now: %(words)s") % {"words": self.words}


@dataclass(frozen=True)
class Row:
    """One item, as each circle that was asked sees it, with what was said about it."""

    item: Item
    readings: Sequence[Reading]
    comments: Sequence[Comment]
    # Where people are called together to talk about it.
    to_talk: str = ""
    # The gatherings that were called to talk about it.
    talks: Sequence[Gathering] = ()

    @property
    def apart(self) -> tuple[Reading, Reading] | None:
        """The two circles furthest apart, the higher first; None where none is a whole step from another."""
        pairs = [
            (one, other) if one.middle.twice > other.middle.twice else (other, one)
            for one, other in combinations([one for one in self.readings if one.middle], 2)
            if one.middle and other.middle and wants(one.middle, other.middle)
        ]
        return max(pairs, key=_distance, default=None)

    @property
    def difference(self) -> str:
        """How circles see it differently, in a sentence; nothing where they do not."""
        if self.apart is None:
            return ""
        high, low = self.apart
        what = isolated(str(self.item.what))
        if _twice(high) >= SEEN and _twice(low) <= NOT_SEEN:
            said = {"what": what, "these": SEES[high.circle], "those": SEES_NOT[low.circle]}
            return _("%(what)s: %(these)s, %(those)s.") % said
        return _("%(what)s: %(these)s %(those)s.") % {
            "what": what,
            "these": SEES_MORE[high.circle],
            "those": THAN[low.circle],
        }

    @property
    def is_low(self) -> bool:
        """Whether a circle sees little of it."""
        return any(is_low(one.middle) for one in self.readings)


def _twice(one: Reading) -> int:
    return one.middle.twice if one.middle else 0


def _distance(pair: tuple[Reading, Reading]) -> int:
    return _twice(pair[0]) - _twice(pair[1])


@dataclass(frozen=True)
class Told:
    """All that a closed round tells; `is_empty` where fewer than five answered, and nothing is told."""

    round: Round
    circles: Sequence[Circle]
    parts: Sequence[tuple[str | Promise, Sequence[Row]]]

    @property
    def rows(self) -> list[Row]:
        """Every item."""
        return [row for _title, rows in self.parts for row in rows]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that may be told."""
        return not any(row.comments or any(one.middle for one in row.readings) for row in self.rows)

    @property
    def differences(self) -> list[Row]:
        """What circles see differently, that first which they see furthest apart."""
        found = [row for row in self.rows if row.apart]
        return sorted(found, key=lambda row: -_distance(row.apart) if row.apart else 0)

    @property
    def talks(self) -> list[Gathering]:
        """The gatherings that talk about it, each once."""
        return each_once(row.talks for row in self.rows)

    @property
    def low(self) -> list[Row]:
        """What a circle sees little of."""
        return [row for row in self.rows if row.is_low]

    @property
    def heads(self) -> list[str | Promise]:
        """The heads of its table."""
        return [_("Sentence"), *(one.label for one in self.circles)]

    @property
    def table(self) -> list[list[str | Promise]]:
        """The same as a table in words."""
        return [[row.item.what, *(self._in_table(row, circle) for circle in self.circles)] for row in self.rows]

    @property
    def trends(self) -> list[tuple[Item, Reading, list[tuple[int, Middle]]]]:
        """What was told before of the same, with this round last: of each sentence and circle of which it was."""
        return [
            (row.item, one, [*one.earlier, *([(self.round.number, one.middle)] if one.middle else [])])
            for row in self.rows
            for one in row.readings
            if one.earlier
        ]

    @property
    def moved(self) -> list[tuple[Item, Reading, list[tuple[int, Middle]]]]:
        """Those of them that lie elsewhere than in the last round of the same."""
        return [one for one in self.trends if one[1].middle and one[1].middle != one[1].earlier[-1][1]]

    @property
    def unmoved(self) -> list[tuple[str, str]]:
        """What lies where it lay, and in which circles where it moved in another."""
        elsewhere = {item.code for item, _one, _rounds in self.moved}
        found: dict[str, list[str]] = {}
        for item, one, _rounds in self.trends:
            if one.middle and one.middle == one.earlier[-1][1]:
                circles = found.setdefault(str(item.what), [])
                circles += [str(one.circle.label)] if item.code in elsewhere else []
        return [(what, ", ".join(circles)) for what, circles in found.items()]

    @property
    def trend_heads(self) -> list[str | Promise]:
        """The heads of the table of trends."""
        return [_("Sentence"), _("Circle"), *(_("round %(n)s") % {"n": n} for n in self._numbers)]

    @property
    def trend_table(self) -> list[list[str | Promise]]:
        """The same as a table in words."""
        return [
            [item.what, one.circle.label, *(in_words(dict(told).get(n)) or _("withheld") for n in self._numbers)]
            for item, one, told in self.trends
        ]

    @property
    def _numbers(self) -> list[int]:
        return sorted({n for _item, _one, told in self.trends for n, _middle in told} | {self.round.number})

    def _in_table(self, row: Row, circle: Circle) -> str:
        found = [one for one in row.readings if one.circle == circle]
        return found[0].words or _("withheld") if found else _("not asked")


def told_of(closed: Round, *, to: Person | None = None) -> Told:
    """What a closed round tells, with earlier rounds of the same, and to a person who talks about it; three queries."""
    cells, earlier = with_earlier(closed)
    comments: dict[str, list[Comment]] = {}
    for comment in closed.comments.order_by("pk"):
        comments.setdefault(comment.item, []).append(comment)
    talks = talks_of(closed, to) if to else {}
    asked = closed.asked
    parts = [
        (
            part.title,
            [
                Row(
                    item,
                    [
                        Reading(
                            circle,
                            cells[circle, item.code].middle,
                            cells[circle, item.code].people,
                            earlier.get((circle, item.code), ()),
                        )
                        for circle in asked
                        if (circle, item.code) in cells
                    ],
                    comments.get(item.code, ()),
                    to_talk(closed.community, str(item.what), item.form, (closed.number, item.code)),
                    talks.get(item.code, ()),
                )
                for item in part.items
            ],
        )
        for part in closed.what.parts
    ]
    return Told(closed, list(asked), parts)
