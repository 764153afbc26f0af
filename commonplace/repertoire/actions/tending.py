"""Who looks after a resource, and when they look again."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from commonplace.communities import access
from commonplace.communities.models import Membership
from commonplace.communities.standing import Standing
from commonplace.communities.viewpoint import standing_of
from commonplace.people.models import Person
from commonplace.repertoire.actions.deeds import record
from commonplace.repertoire.actions.rights import NotTheirs, held_still, require_tending
from commonplace.repertoire.models import Resource

FARTHEST = timedelta(days=10 * 366)


class IsTended(ValueError):
    """Somebody looks after it already."""


class Unfit(ValueError):
    """They do not read what stands there."""


class NoDay(ValueError):
    """The day is over, or further ahead than anybody plans."""


def take_on(*, by: Person, resource: Resource, at: datetime | None = None) -> None:
    """Look after what nobody does; a steward of the community may what somebody does. Raises NotTheirs, IsTended."""
    at = at or timezone.now()
    standing = standing_of(by, resource.community)
    if standing is None or standing.is_guest:
        raise NotTheirs(resource.pk)
    with transaction.atomic():
        here = held_still(resource)
        if here.steward_id == by.pk:
            return
        if has_steward(here) and not standing.is_steward:
            raise IsTended(here.pk)
        Resource.objects.filter(pk=here.pk).update(steward=by, steward_since=at)
        record("took_on", by=by, what=here, at=at)


def has_steward(resource: Resource) -> bool:
    """Whether somebody who still has a standing here looks after it."""
    if resource.steward_id is None:
        return False
    return Person.objects.filter(access.is_here(resource.community_id), pk=resource.steward_id).exists()


def could_look_after(resource: Resource) -> QuerySet[Person]:
    """Members who read what stands there; guests go again."""
    guests = Membership.objects.filter(community=resource.community_id, standing=Standing.GUEST)
    readers = Person.objects.filter(access.is_here_and_reads(resource.space))
    return readers.exclude(pk__in=guests.values("person"))


def hand_to(*, by: Person, resource: Resource, to: Person | None, at: datetime | None = None) -> None:
    """Give it into somebody’s care who reads it there, or into nobody’s. Raises NotTheirs and Unfit."""
    at = at or timezone.now()
    require_tending(by, resource)
    if to is not None and not could_look_after(resource).filter(pk=to.pk).exists():
        raise Unfit(to.pk)
    with transaction.atomic():
        here = held_still(resource)
        changed = {"steward": to, "steward_since": at if to is not None else None}
        if here.steward_id != (to.pk if to is not None else None):
            Resource.objects.filter(pk=here.pk).update(**changed)
            record("handed_on", by=by, what=here, at=at, towards=to)


def look_again(*, by: Person, resource: Resource, on: date | None, at: datetime | None = None) -> None:
    """Say that it still holds, and when one looks next. Raises NotTheirs and NoDay."""
    at = at or timezone.now()
    today = timezone.localdate(at)
    require_tending(by, resource)
    if on is not None and not today < on <= today + FARTHEST:
        raise NoDay(on)
    with transaction.atomic():
        here = held_still(resource)
        Resource.objects.filter(pk=here.pk).update(review_on=on)
        record("looked_again", by=by, what=here, at=at)
