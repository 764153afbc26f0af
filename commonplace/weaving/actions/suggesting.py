"""A member says of two others that they should meet; each of the two is asked as soon as they may be."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Community
from commonplace.communities.viewpoint import standing_of
from commonplace.people.models import Person
from commonplace.store.locks import lock
from commonplace.weaving.actions.introducing import ask_them, may_be_asked
from commonplace.weaving.models import ASKED_FOR, Introduction, IntroductionQuerySet, Side
from commonplace.weaving.queries.finding import AGAIN, REST
from commonplace.weaving.queries.suggesting import could_meet

# So many pairs of one member within the time in which the two may answer.
MOST: Final = 3


class NotAMember(ValueError):
    """Whoever lasts in a community brings others together in it."""


class NotTwoOthers(ValueError):
    """One of them is whoever says it, or both are one, or one is not here."""


class TooMany(ValueError):
    """They thought of three pairs lately, taken back or not."""


class IsPast(LookupError):
    """It is not theirs, or was taken back."""


def suggest(
    *, by: Person, community: Community, one: Person, other: Person, words: str = "", at: datetime | None = None
) -> Introduction:
    """Say that two others should meet. Raises NotAMember, NotTwoOthers, TooMany.

    Whether they were asked is told to nobody: that they were not would say that one of them wants to be left alone.
    """
    now = at or timezone.now()
    standing = standing_of(by, community, now=now)
    if standing is None or standing.is_guest:
        raise NotAMember(by.pk)
    with transaction.atomic():
        lock(Community.objects.filter(pk=community.pk))
        if could_meet(community, beside=by).filter(pk__in={one.pk, other.pk}).count() != 2:
            raise NotTwoOthers(one.pk, other.pk)
        if _of_lately(by, community, now).count() >= MOST:
            raise TooMany(by.pk)
        made = Introduction.objects.create(
            community=community, why=Introduction.Why.MEMBER, found_at=now, proposed_at=now, by=by, words=words
        )
        for person in (one, other):
            Side.objects.create(introduction=made, person=person)
        # The deed says that a member did it, and not of whom.
        ledger.record(verb="suggested_introduction", person=by, community=community, at=now)
        _ask_if_they_may_be(made, now)
    return made


def _of_lately(by: Person, community: Community, now: datetime) -> IntroductionQuerySet:
    return Introduction.objects.suggested_by(by).filter(community=community, proposed_at__gt=now - ASKED_FOR)


def take_back(*, by: Person, introduction: Introduction, at: datetime | None = None) -> None:
    """Think better of it: nobody is asked any more. Whether the two are introduced is not told. Raises IsPast."""
    now = at or timezone.now()
    with transaction.atomic():
        lock(Community.objects.filter(pk=introduction.community_id))
        own = Introduction.objects.suggested_by(by).filter(pk=introduction.pk, put_aside_at=None)
        if not own.update(put_aside_at=now):
            raise IsPast(introduction.pk)


def ask_those_who_wait(community: Community, *, now: datetime) -> int:
    """Ask the two of each pair of lately who could not be asked before; how many were."""
    waiting = Introduction.objects.suggested().filter(
        community=community, asked_at=None, put_aside_at=None, proposed_at__gt=now - ASKED_FOR
    )
    with transaction.atomic():
        lock(Community.objects.filter(pk=community.pk))
        return sum(_ask_if_they_may_be(one, now) for one in waiting.select_related("community").order_by("pk"))


def _ask_if_they_may_be(one: Introduction, now: datetime) -> bool:
    """Who was asked about somebody is asked about nobody else for eight weeks, about the same one for a year."""
    sides = list(Side.objects.filter(introduction=one).select_related("person").order_by("pk"))
    if not may_be_asked(one, sides, now=now):
        return False
    about = Introduction.objects.filter(community=one.community_id).exclude(pk=one.pk)
    lately = about.filter(asked_at__gt=now - REST, sides__person__in=[side.person_id for side in sides])
    again = about.filter(Q(asked_at__gt=now - AGAIN) | Q(introduced_at__isnull=False) | Q(put_aside_at__gt=now - AGAIN))
    for side in sides:
        again = again.filter(sides__person=side.person_id)
    if lately.exists() or again.exists():
        return False
    Introduction.objects.filter(pk=one.pk).update(asked_at=now)
    one.refresh_from_db()
    ask_them(one, sides, at=now)
    return True
