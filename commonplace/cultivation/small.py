"""A small community's shape in words: a number of few people, or a dot by itself, would point at someone."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from commonplace.cultivation.movement.flows import FEWEST
from commonplace.cultivation.participation import MEMBER_RINGS, Place, Ring

CENTRE = (Ring.CORE, Ring.ACTIVE)


def in_words(places: Sequence[Place]) -> list[str]:
    """What can be said of fewer than ten people without counting any, from the middle outward.

    Only two circles are told apart, by halves, and of fewer than five members none: whoever knows their own place, and
    how many are here, cannot work out anybody else's, unless all stand in one.
    """
    members = [place for place in places if place.ring in MEMBER_RINGS]
    return words_of(sum(place.ring in CENTRE for place in members), len(members))


def words_of(central: int, members: int) -> list[str]:
    """The same of so many members, so many of whom are at the centre."""
    if members < FEWEST:
        return [_("We are too few to speak of rings: here everyone knows who does what.")]
    said = [_centre(central, half=members / 2)]
    if central < members:
        said.append(_("Others come when the subject is theirs, or are with us and follow; that is taking part, too."))
    return said


def _centre(number: int, *, half: float) -> str:
    """How many were seen week after week: nobody, at most half, or more."""
    if not number:
        return _("Nobody is at the centre just now: that is whoever was seen in three weeks of twelve or more.")
    if number > half:
        return _("Most of us are at the centre: seen in three weeks of twelve or more.")
    return _("A handful at most are at the centre: seen in three weeks of twelve or more.")
