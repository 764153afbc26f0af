"""The map as a picture and in words: streams from asked to known, and the table that says the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from commonplace.knowledge.figures import Figures
from commonplace.knowledge.gaps import RARELY, gaps_of
from commonplace.ui import words
from commonplace.ui.addresses import address
from commonplace.ui.charts import Stage, Stream, stream

SHOWN: Final = 6  # of each kind, on the page of the map
SELDOM: Final = 2  # questions in a year of what is kept and seldom asked for


@dataclass(frozen=True)
class Row:
    """One topic in the picture: where it leads, how it flows, and why it stands among what runs dry."""

    name: str
    url: str
    stream: Stream
    why: str = ""


@dataclass(frozen=True)
class Group:
    """Topics of one kind under what is said of them."""

    title: str
    rows: Sequence[Row]


def is_seldom_asked(one: Figures) -> bool:
    """Whether more is kept than asked, and little is asked."""
    return one.kept > one.asked and one.asked <= SELDOM


def is_answered(one: Figures) -> bool:
    """Whether what is asked is not rarely answered."""
    return bool(one.asked) and one.answered >= RARELY * one.asked


def kind_of(one: Figures) -> str:
    """How a topic stands, in words."""
    if gaps_of(one):
        return _("Running dry")
    if is_seldom_asked(one):
        return _("Kept, seldom asked for")
    if not one.asked:
        return _("Talked about, and not asked")
    if not is_answered(one):
        return _("Asked, and hardly answered")
    return _("In good supply") if one.kept else _("Answered when asked, and nothing kept")


def widest(topics: Iterable[Figures]) -> int:
    """The largest number in a picture: every stream of it is drawn to the same scale."""
    return max((number for one in topics for number in _numbers(one)), default=1) or 1


def _numbers(one: Figures) -> tuple[int, int, int, int]:
    return one.asked, one.answered, one.kept, one.known_by


def drawn(one: Figures, *, of: int) -> Stream:
    """The stream of one topic, in a picture whose largest number is `of`."""
    asked, answered, kept, known_by = _numbers(one)
    if known_by:
        known = Stage(words.count(known_by))
    elif one.is_known_by_few:
        known = Stage(_("few"))
    else:
        known = Stage(_("nobody yet"), is_dry=True)
    stages = (
        Stage(words.count(asked)) if asked else Stage(_("not asked"), is_dry=True),
        Stage(words.count(answered)) if answered else Stage(_("no answer yet") if asked else _("none"), is_dry=True),
        Stage(words.count(kept)) if kept else Stage(_("nothing kept"), is_dry=True),
        known,
    )
    return stream(stages, [asked / of, answered / of, kept / of, max(known_by, one.is_known_by_few) / of])


def row(one: Figures, slug: str, *, of: int, why: str = "") -> Row:
    """One topic as the picture shows it."""
    return Row(one.name, address("map_topic", slug, one.slug), drawn(one, of=of), why)


@dataclass(frozen=True)
class Chosen:
    """The topics that the map shows at first, by how they stand."""

    dry: Sequence[Figures]
    supplied: Sequence[Figures]
    answered: Sequence[Figures]
    seldom: Sequence[Figures]

    @property
    def all(self) -> Sequence[Figures]:
        """All of them, in the order of the picture."""
        return [*self.dry, *self.supplied, *self.answered, *self.seldom]


def chosen(topics: Mapping[int, Figures]) -> Chosen:
    """What runs dry, what is in good supply, what is answered and not kept, and what is kept and seldom asked for: so
    many of each, what was asked most first; topics alike stand by name.
    """
    order = sorted(topics.values(), key=lambda one: (-one.asked, one.name))
    rest = [one for one in order if not gaps_of(one)]
    fed = [one for one in rest if is_answered(one) and not is_seldom_asked(one)]
    seldom = sorted(filter(is_seldom_asked, rest), key=lambda one: (-one.kept, one.name))
    return Chosen(
        dry=[one for one in order if gaps_of(one)][:SHOWN],
        supplied=[one for one in fed if one.kept][:SHOWN],
        answered=[one for one in fed if not one.kept][:SHOWN],
        seldom=seldom[:SHOWN],
    )


def table(topics: Iterable[Figures]) -> Sequence[Sequence[str]]:
    """The same in figures; what is nothing is a dash that is read aloud."""
    return [
        [
            one.name,
            *(words.count(number) if number else "" for number in _numbers(one)[:3]),
            words.count(one.known_by) if one.known_by else _("few") if one.is_known_by_few else "",
        ]
        for one in topics
    ]
