"""What fits a need, a time, a number of people and a liking for structure, with the reason why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.protocols import wording
from commonplace.protocols.protocol import Pace, Protocol

DAYS = 0  # as a time: it may go over days
NEARLY = 4  # so many are shown that miss by one thing


class Structure(IntEnum):
    """How firmly something may be held, by the highest formality that fits."""

    LIGHT = 2
    SOME = 3
    FIRM = 5


# From which formality on something is of such a structure.
FROM = {Structure.LIGHT: 1, Structure.SOME: 2, Structure.FIRM: 4}


@dataclass(frozen=True)
class Wish:
    """What somebody looks for; what is None or "" does not matter to them. `minutes` of 0 are days."""

    need: str = ""
    minutes: int | None = None
    people: int | None = None
    structure: Structure | None = None

    def __bool__(self) -> bool:
        return bool(self.need) or not (self.minutes is self.people is self.structure is None)


@dataclass(frozen=True)
class Offered:
    """A protocol with the reason why it is offered, what speaks for it, and what stands in its way."""

    protocol: Protocol
    reason: str
    fits: tuple[str, ...]
    obstacles: tuple[str, ...]


def offered(protocols: Iterable[Protocol], wish: Wish) -> tuple[Sequence[Offered], Sequence[Offered]]:
    """Those that fit the wish, the shortest first, and some that miss it by one thing."""
    found = [judge(one, wish) for one in protocols if not wish.need or wish.need in one.needs]
    found.sort(key=lambda one: (one.protocol.days, one.protocol.minutes, one.protocol.title))
    return [one for one in found if not one.obstacles], [one for one in found if len(one.obstacles) == 1][:NEARLY]


def judge(one: Protocol, wish: Wish) -> Offered:
    """How a protocol stands to a wish."""
    told = [_of_time(one, wish.minutes), _of_people(one, wish.people), _of_structure(one, wish.structure)]
    said = [each for each in told if each is not None]
    reason = one.why.get(wish.need, "") if wish.need else ""
    return Offered(
        one,
        reason or one.line,
        tuple(words for fits, words in said if fits),
        tuple(words for fits, words in said if not fits),
    )


def _of_time(one: Protocol, minutes: int | None) -> tuple[bool, str] | None:
    if minutes is None:
        return None
    length = wording.length_said(one)
    if minutes == DAYS:
        return (
            (one.pace != Pace.TIMED, _("It takes %(length)s and is over.") % {"length": length})
            if (one.pace == Pace.TIMED)
            else (True, _("It goes %(length)s.") % {"length": length})
        )
    if one.pace != Pace.TIMED or one.minutes > minutes:
        return False, wording.obstacle_of_time(one, minutes)
    return True, _("It takes %(length)s.") % {"length": length}


def _of_people(one: Protocol, people: int | None) -> tuple[bool, str] | None:
    if people is None:
        return None
    least, most = one.people
    if people < least:
        n = least - people
        return False, ngettext("It needs %(n)d person more.", "It needs %(n)d people more.", n) % {"n": n}
    if people > most:
        return False, ngettext(
            "It is for %(n)d person at most; make several groups.",
            "It is for %(n)d people at most; make several groups.",
            most,
        ) % {"n": most}
    return True, _("It is for %(people)s.") % {"people": wording.people_said(one)}


def _of_structure(one: Protocol, structure: Structure | None) -> tuple[bool, str] | None:
    if structure is None:
        return None
    words = _("How firmly it is held: %(formality)s.") % {"formality": wording.formality_said(one).lower()}
    return FROM[structure] <= one.formality <= structure, words
