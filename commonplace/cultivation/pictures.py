"""The readings as pictures and as words: rings with their ladder, beats with their table."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from commonplace.cultivation.participation import MEMBER_RINGS, Ring
from commonplace.cultivation.rhythm import MET, Rhythm, Week
from commonplace.cultivation.told_shape import Shape
from commonplace.ui import words
from commonplace.ui.charts import (
    BEAT_RADIUS,
    GATE_TOPS,
    PULSE_HEIGHT,
    Bar,
    Beat,
    Dot,
    Gate,
    Lane,
    Rung,
    to_scale,
)
from commonplace.ui.dot_layout import DOT, NEW, Box, boxes, strew

# Movements and rings of fewer people than this could point at someone.
FEWEST = 5
DOTS = 400
# Bars between the last dated one and this week's, whose words are the longest (Polish: "w tym tygodniu").
MARKS_APART = 4

NAMES: dict[Ring, str | Promise] = {
    Ring.CORE: gettext_lazy("Core"),
    Ring.ACTIVE: gettext_lazy("Active"),
    Ring.OCCASIONAL: gettext_lazy("Occasional"),
    Ring.PERIPHERAL: gettext_lazy("Peripheral"),
    Ring.TRANSACTIONAL: gettext_lazy("Around the edge"),
}
ABOUT: dict[Ring, str | Promise] = {
    Ring.CORE: gettext_lazy("steward something, seen in at least six weeks of twelve"),
    Ring.ACTIVE: gettext_lazy("seen in three weeks of twelve or more"),
    Ring.OCCASIONAL: gettext_lazy("come when the subject is theirs"),
    Ring.PERIPHERAL: gettext_lazy("with us, and not seen in ninety days"),
    Ring.TRANSACTIONAL: gettext_lazy("guests, and people seen who are not members"),
}
PLACE: dict[Ring, str | Promise] = {
    Ring.CORE: gettext_lazy("core"),
    Ring.ACTIVE: gettext_lazy("active"),
    Ring.OCCASIONAL: gettext_lazy("occasional"),
    Ring.PERIPHERAL: gettext_lazy("peripheral"),
    Ring.TRANSACTIONAL: gettext_lazy("around the edge"),
}


@dataclass(frozen=True)
class Rings:
    """Everything `ui/svg/rings.html` and `ui/svg/ladder.html` draw; movements under five are left out."""

    id: str
    sentence: str
    dots: Sequence[Dot]
    gates: Sequence[Gate]
    rungs: Sequence[Rung]
    each_is: int
    # Of all rings together, where no ring says anything by itself; from it nothing could be taken off.
    moved: str

    @property
    def shows_movement(self) -> bool:
        """Whether some dots are drawn as people who came closer."""
        return any(dot.tone == "new" for dot in self.dots)

    @property
    def is_still(self) -> bool:
        """Whether too few moved for anything to be said of it."""
        return not self.moved and all(rung.closer is None and rung.back is None for rung in self.rungs)


def rings(shape: Shape) -> Rings:
    """The rings: one dot a person (or so many persons, in a large community), at random within its ring, without
    names.
    """
    counts, new, back = shape.counts, shape.closer, shape.back
    told = [f"{PLACE[ring]} {words.count(counts[ring])}" for ring in Ring if counts[ring]]
    sentence = _("Participation: %(rings)s. The ladder beside it says the same.") % {"rings": ", ".join(told)}
    gates = [
        Gate(GATE_TOPS[ring], _gate(new[ring], back[ring]))
        for ring in MEMBER_RINGS
        if max(new[ring], back[ring]) >= FEWEST
    ]
    keep_out = boxes({ring.value: str(name) for ring, name in NAMES.items()}, gates)
    shown_new = {ring: _shown(new.get(ring, 0)) or 0 for ring in Ring}
    dots, each_is = _dots(counts, shown_new, keep_out)
    rungs = [
        Rung(
            counts[ring],
            str(NAMES[ring]),
            _about(ring, shape.newcomers),
            _shown(new.get(ring, 0)),
            _shown(back.get(ring, 0)),
        )
        for ring in Ring
    ]
    return Rings("rings", sentence, dots, gates, rungs, each_is, _moved(new, back))


def _gate(closer: int, back: int) -> str:
    """The movements of one ring that may be told, as the picture has room for them."""
    if closer < FEWEST:
        return _("%(n)s out") % {"n": back}
    if back < FEWEST:
        return _("%(n)s in") % {"n": closer}
    return _("%(in)s in · %(out)s out") % {"in": closer, "out": back}


def _moved(new: Mapping[Ring, int], back: Mapping[Ring, int]) -> str:
    """Movement over all rings in sentences, each where no single ring tells of its direction."""
    closer, further = sum(new.values()), sum(back.values())
    said = []
    if max(new.values()) < FEWEST <= closer:
        said.append(
            ngettext(
                "Over all rings %(n)d person came closer in a quarter.",
                "Over all rings %(n)d people came closer in a quarter.",
                closer,
            )
            % {"n": closer}
        )
    if max(back.values()) < FEWEST <= further:
        said.append(
            ngettext(
                "Over all rings %(n)d person stepped back in a quarter.",
                "Over all rings %(n)d people stepped back in a quarter.",
                further,
            )
            % {"n": further}
        )
    return " ".join(said)


def _about(ring: Ring, newcomers: int) -> str:
    if ring is Ring.PERIPHERAL and newcomers >= FEWEST:
        told = ngettext("%(n)d newcomer among them", "%(n)d newcomers among them", newcomers) % {"n": newcomers}
        return f"{ABOUT[ring]}; {told}"
    return str(ABOUT[ring])


def _shown(moved: int) -> int | None:
    """A movement, or None where so few moved that it could point at someone."""
    return moved if moved >= FEWEST else None


def _dots(counts: Mapping[Ring, int], new: Mapping[Ring, int], keep_out: Sequence[Box]) -> tuple[list[Dot], int]:
    """The dots of all rings, and how many people each of them is: as few as leave room for the dots of every ring."""
    each_is = max(1, math.ceil(sum(counts.values()) / DOTS))
    while (strewn := strew({ring.value: counts[ring] // each_is for ring in Ring}, keep_out)) is None:
        each_is += 1
    dots = []
    for ring in Ring:
        for at, (x, y) in enumerate(strewn.spots[ring.value]):
            tone = "out" if ring is Ring.TRANSACTIONAL else "new" if at < new[ring] // each_is else ""
            dots.append(Dot(x, y, tone, round(strewn.size * (NEW if tone == "new" else DOT), 2)))
    return dots, each_is


def pulse(weeks: Sequence[Week]) -> list[Bar]:
    """Twelve weeks of conversations as bars."""
    return list(_pulse(tuple((week.monday, week.conversations) for week in weeks), get_language()))


# Everyone who comes by is shown the same, until somebody opens another conversation.
@lru_cache(maxsize=500)
def _pulse(weeks: tuple[tuple[date, int], ...], language: str | None) -> tuple[Bar, ...]:
    heights = to_scale([conversations for _monday, conversations in weeks], PULSE_HEIGHT)
    return tuple(
        Bar(
            height=height,
            words=ngettext("%(n)d conversation", "%(n)d conversations", conversations) % {"n": conversations}
            if conversations
            else _("no conversation"),
            mark=_mark(monday, back=len(weeks) - 1 - at, at=at),
        )
        for at, ((monday, conversations), height) in enumerate(zip(weeks, heights, strict=True))
    )


def _mark(monday: date, *, back: int, at: int) -> str:
    """What dates a bar: every fourth one, but none so near the last that its date would run into "this week"."""
    if back == 0:
        return _("this week")
    return date_format(monday, _("j M")) if at % 4 == 0 and back >= MARKS_APART else ""


LANES: tuple[tuple[tuple[str, ...], str | Promise, int], ...] = (
    (("opened",), gettext_lazy("Conversations"), 1),
    (("replied",), gettext_lazy("Replies"), 3),
    (MET, gettext_lazy("At gatherings"), 4),
    (("joined",), gettext_lazy("Arrivals"), 2),
    (("welcomed",), gettext_lazy("Welcomes"), 5),
)


def beats(rhythm: Rhythm) -> list[Lane]:
    """Twelve weeks as lanes of beats: the larger the dot, the more of it, on one scale for all lanes."""
    # A dot's area, not its width, says how many; one scale for all lanes, so that dots can be compared across them.
    rows = [(sum_of(verbs, rhythm.weeks), name, tone) for verbs, name, tone in LANES]
    # Where nobody met in these weeks there is no row for it: not every community meets.
    rows = [row for row, (verbs, *_) in zip(rows, LANES, strict=True) if verbs != MET or any(row[0])]
    amounts = [math.sqrt(number) for numbers, _name, _tone in rows for number in numbers]
    radii = to_scale(amounts, BEAT_RADIUS)
    columns = len(rhythm.weeks)
    return [
        Lane(
            str(name),
            tone,
            tuple(Beat(max(radius, 2.0) if radius else 0) for radius in radii[row * columns : (row + 1) * columns]),
        )
        for row, (_numbers, name, tone) in enumerate(rows)
    ]


def sum_of(verbs: Iterable[str], weeks: Sequence[Week]) -> list[int]:
    """How many deeds of these verbs each week had."""
    return [sum(week.beats.get(verb, 0) for verb in verbs) for week in weeks]


def scale(weeks: Sequence[Week]) -> list[str]:
    """The month over the first column in which it begins, "" over the others."""
    return [
        date_format(week.monday, _("M")) if at == 0 or week.monday.month != weeks[at - 1].monday.month else ""
        for at, week in enumerate(weeks)
    ]


@dataclass(frozen=True)
class Month:
    """Four weeks of three years, for the long picture and its table."""

    label: str
    conversations: int
    replies: int
    height: float


def years(weeks: Sequence[Week]) -> list[Month]:
    """Three years in steps of four weeks, oldest first."""
    steps = [weeks[at : at + 4] for at in range(0, len(weeks), 4)]
    posts = [sum(week.conversations + week.replies for week in step) for step in steps]
    return [
        Month(
            label=month(step[0].monday),
            conversations=sum(week.conversations for week in step),
            replies=sum(week.replies for week in step),
            height=height,
        )
        for step, height in zip(steps, to_scale([float(number) for number in posts], PULSE_HEIGHT), strict=True)
    ]


def month(monday: date) -> str:
    """A month and its year, in short."""
    return date_format(monday, _("M Y"))


def span_words(first: timedelta) -> str:
    """A length of time in the largest sensible unit."""
    hours = first.total_seconds() / 3600
    if hours < 1:
        return _("less than an hour")
    if hours < 48:
        return ngettext("%(n)d hour", "%(n)d hours", round(hours)) % {"n": round(hours)}
    return ngettext("%(n)d day", "%(n)d days", round(hours / 24)) % {"n": round(hours / 24)}
