"""What each of the two says: kept to themselves, until both have said yes; and what came of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.doors import Confidence, SpaceVisibility
from commonplace.communities.models import Community, Space
from commonplace.people.models import Person
from commonplace.store.locks import lock
from commonplace.weaving.actions.telling import tell_of_introduction
from commonplace.weaving.models import Came, Introduction, Side, Unintroduced
from commonplace.weaving.queries.introductions import willing


class NotAsked(LookupError):
    """Nobody asked them about it."""


class IsOver(ValueError):
    """It can be answered no more: it is too long ago, or they are introduced."""


class NotIntroduced(ValueError):
    """There is nothing to tell of: they are not introduced."""


def answer(*, by: Person, introduction: Introduction, says: str, at: datetime | None = None) -> bool:
    """Say yes or no, or the other after all; whether they are introduced now. Raises NotAsked, IsOver, ValueError for
    what is no answer.

    A no, and a yes without the other's, are on no ledger: neither is told to anybody.
    """
    now, word = at or timezone.now(), Side.Says(says)
    with transaction.atomic():
        lock(Community.objects.filter(pk=introduction.community_id))
        lock(Introduction.objects.filter(pk=introduction.pk))
        here = Introduction.objects.asked_of(by).filter(pk=introduction.pk).select_related("community").first()
        if here is None:
            raise NotAsked(introduction.pk)
        if not here.is_open(now):
            raise IsOver(here.pk)
        Side.objects.filter(introduction=here, person=by).update(says=word, said_at=now)
        sides = list(Side.objects.filter(introduction=here).select_related("person").order_by("-seeks", "pk"))
        people = [one.person_id for one in sides]
        if len(sides) != 2 or any(one.says != Side.Says.YES for one in sides):
            return False
        if willing(here.community, people) != set(people):
            return False
        _introduce(here, sides, now)
        return True


def _introduce(here: Introduction, sides: list[Side], now: datetime) -> None:
    """Each is told who the other is, and a deed towards the other ties them."""
    Introduction.objects.filter(pk=here.pk).update(introduced_at=now)
    here.refresh_from_db()
    inside = Space.objects.filter(community=here.community, confidence=Confidence.ORDINARY)
    for_all = inside.filter(visibility__in=[SpaceVisibility.PUBLIC, SpaceVisibility.MEMBERS])
    space = for_all.order_by("position", "pk").first()
    for one, other in (sides, sides[::-1]):
        ledger.record(
            verb="was_introduced",
            person=one.person,
            towards=other.person,
            community=here.community,
            space=space,
            at=now,
        )
        tell_of_introduction(here, one, other, at=now)


def say_what_came(*, by: Person, introduction: Introduction, came: str) -> None:
    """Say what came of meeting, once or anew; read by nobody else, and on no ledger. Raises NotAsked, NotIntroduced."""
    word = Came(came)
    here = Introduction.objects.asked_of(by).filter(pk=introduction.pk).first()
    if here is None:
        raise NotAsked(introduction.pk)
    if here.introduced_at is None:
        raise NotIntroduced(here.pk)
    Side.objects.filter(introduction=here, person=by).update(came=word)


def be_left_alone(*, by: Person, community: Community, at: datetime | None = None) -> None:
    """Be proposed to nobody there any more; what is open is answered with no. Off the ledger, as is the way back."""
    now = at or timezone.now()
    with transaction.atomic():
        lock(Community.objects.filter(pk=community.pk))
        Unintroduced.objects.get_or_create(community=community, person=by, defaults={"at": now})
        Introduction.objects.proposed().filter(community=community, sides__person=by).delete()
        is_open = Introduction.objects.open_at(now).filter(community=community)
        Side.objects.filter(introduction__in=is_open, person=by).update(says=Side.Says.NO, said_at=now)


def be_proposed(*, by: Person, community: Community) -> None:
    """Be proposed again."""
    Unintroduced.objects.filter(community=community, person=by).delete()
