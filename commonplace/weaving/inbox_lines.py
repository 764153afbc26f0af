"""What waits of weaving: may one be introduced, who the other is, and with whom one was drawn for a coffee.

Each has a letter of its own, so that no other letter speaks of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from commonplace.communities.inbox import Line, Need, Seen, row
from commonplace.people.models import Person
from commonplace.weaving.models import ASKED_FOR, CoffeeSeat, Introduction, Side
from commonplace.weaving.queries.coffee import MODULE as COFFEE
from commonplace.weaving.queries.introductions import MODULE as INTRODUCTIONS

TOLD_FOR = timedelta(days=14)


def _asked(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    found = Side.objects.filter(
        person=person,
        says="",
        introduction__community__in=communities,
        introduction__asked_at__gt=since,
        introduction__introduced_at=None,
        introduction__put_aside_at=None,
    )
    return row(
        found,
        "introduction_asked",
        community_id=F("introduction__community_id"),
        about_id=F("introduction_id"),
        words=F("introduction__why"),
        happened_at=F("introduction__asked_at"),
    )


def _ask(seen: Seen) -> Need:
    if seen.one.words == Introduction.Why.MEMBER:
        who = _("Somebody who knows you both thinks that you two should meet. A no is told to nobody.")
    else:
        who = _("A steward thinks that the two of you could learn from each other. A no is told to nobody.")
    return seen.need(
        _("May you be introduced to somebody?"),
        who,
        _("See why, and answer"),
        seen.url("introduction", seen.one.about_id),
    )


def _introduced(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    """The other side of each."""
    found = Side.objects.filter(
        introduction__in=Side.objects.filter(person=person, came="").values("introduction"),
        introduction__community__in=communities,
        introduction__introduced_at__gt=since,
    ).exclude(person=person)
    return row(
        found,
        "introduced",
        who="person",
        community_id=F("introduction__community_id"),
        about_id=F("introduction_id"),
        happened_at=F("introduction__introduced_at"),
    )


def _meet(seen: Seen) -> Need:
    return seen.need(
        _("%(name)s would like to get to know you, too."),
        _("You both said yes to being introduced. Either of you may write first."),
        _("See how"),
        seen.url("introduction", seen.one.about_id),
    )


def _coffee(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    found = CoffeeSeat.objects.filter(
        person=person, came="", coffee__draw__community__in=communities, coffee__draw__at__gt=since
    )
    return row(
        found,
        "coffee_drawn",
        community_id=F("coffee__draw__community_id"),
        about_id=F("coffee_id"),
        happened_at=F("coffee__draw__at"),
    )


def _drink(seen: Seen) -> Need:
    return seen.need(
        _("You were drawn for a coffee."),
        _("Half an hour, from afar or in a place, with nothing to prepare. Only those who were drawn know of it."),
        _("See with whom"),
        seen.url("coffee"),
    )


LINES = (
    Line("introduction_asked", 200, _asked, _ask, {"since": ASKED_FOR}, module=INTRODUCTIONS),
    Line("introduced", 201, _introduced, _meet, {"since": TOLD_FOR}, module=INTRODUCTIONS),
    Line("coffee_drawn", 202, _coffee, _drink, {"since": TOLD_FOR}, module=COFFEE),
)
