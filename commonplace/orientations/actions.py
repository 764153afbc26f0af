"""A steward asks how we are together, members draw, and what is told of it is worked out once, at the end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Community, Membership
from commonplace.communities.modules import Orientation
from commonplace.communities.standing import LASTING
from commonplace.communities.stewards import NotASteward, require_steward
from commonplace.communities.viewpoint import standing_of
from commonplace.lib.days import end_in_utc
from commonplace.orientations import telling
from commonplace.orientations.last_told import TODAY, WANTED, Last, numbers_of
from commonplace.orientations.models import Leaning, Profile, Spread
from commonplace.people.models import Person
from commonplace.store.locks import lock

__all__ = ["IsOpen", "IsOver", "NotAMember", "NotASteward", "TooLong", "ask", "close", "close_what_is_over", "draw"]
SHORTEST, LONGEST = timedelta(days=1), timedelta(days=60)
Said = tuple[int | None, int | None]


class IsOpen(ValueError):
    """The community is drawing a profile already."""


class IsOver(ValueError):
    """The day has passed, or a steward closed it."""


class NotAMember(ValueError):
    """Members draw; a guest is here for one thing."""


class TooLong(ValueError):
    """It is open for a day at least and sixty at most."""


def ask(*, by: Person, community: Community, until: date, at: datetime | None = None) -> Profile:
    """Ask members to draw until a day; raises NotASteward, TooLong, IsOpen."""
    now = at or timezone.now()
    require_steward(by, community, at=now)
    if not SHORTEST <= until - now.date() <= LONGEST:
        raise TooLong(until)
    close_what_is_over(now=now)
    with transaction.atomic():
        # Moving the version is the lock: a second steward waits here.
        ledger.changed([community.pk])
        if Profile.objects.filter(community=community, closed_at=None).exists():
            raise IsOpen(community.pk)
        ends_at = end_in_utc(until)
        profile = Profile.objects.create(community=community, by=by, ends_at=ends_at, at=now)
        ledger.record(verb="asked_how_together", person=by, community=community, at=now)
    return profile


def draw(*, by: Person, profile: Profile, said: Mapping[Orientation, Said], at: datetime | None = None) -> None:
    """Say of each orientation how much there is and how much one wants; once more is instead. Raises IsOver,
    NotAMember.
    """
    now = at or timezone.now()
    standing = standing_of(by, profile.community, now=now)
    if standing is None or standing.is_guest:
        raise NotAMember(by.pk)
    with transaction.atomic():
        lock(Profile.objects.filter(pk=profile.pk))
        if not Profile.objects.filter(pk=profile.pk).open_at(now).exists():
            raise IsOver(profile.pk)
        was_there = Leaning.objects.filter(profile=profile, person=by).delete()[0]
        Leaning.objects.bulk_create(
            Leaning(profile=profile, person=by, orientation=orientation, today=today, wanted=wanted)
            for orientation, (today, wanted) in said.items()
            if today is not None or wanted is not None
        )
        if not was_there:
            ledger.record(verb="drew_together", person=by, community=profile.community, at=now)


def close(*, by: Person, profile: Profile, at: datetime | None = None) -> None:
    """End it before its day; raises NotASteward."""
    now = at or timezone.now()
    require_steward(by, profile.community, at=now)
    _end(profile.pk, now)


def close_what_is_over(*, now: datetime) -> int:
    """Work out what is told of each whose day has passed; how many there were."""
    over = list(Profile.objects.filter(closed_at=None, ends_at__lte=now).values_list("pk", flat=True))
    for pk in over:
        _end(pk, now)
    return len(over)


def _end(pk: int, now: datetime) -> None:
    with transaction.atomic():
        for profile in lock(Profile.objects.filter(pk=pk, closed_at=None)):
            _tell(profile, now)
            ledger.changed([profile.community_id])


def _tell(profile: Profile, now: datetime) -> None:
    """Work out the spread once: whoever leaves later takes nothing out of it that could be seen by comparing."""
    members = Membership.objects.filter(community=profile.community_id, standing__in=LASTING)
    counted = Leaning.objects.filter(profile=profile, person__in=members.values("person"))
    counted.update(is_counted=True)
    leanings = list(counted)
    last = Last.before(profile)
    Spread.objects.bulk_create(_spread(profile, one, leanings, last) for one in Orientation)
    drawn = telling.drawn({one.person_id for one in leanings}, last.drawn, last.drawn_by)
    profile.closed_at, profile.drawn, profile.drawn_is_new = now, drawn.people, drawn.is_new
    profile.save(update_fields=["closed_at", "drawn", "drawn_is_new"])


def _spread(profile: Profile, orientation: Orientation, leanings: list[Leaning], last: Last) -> Spread:
    today = telling.told(numbers_of(leanings, orientation, TODAY), last.told[orientation, TODAY])
    wanted = telling.told(numbers_of(leanings, orientation, WANTED), last.told[orientation, WANTED])
    return Spread(
        profile=profile,
        orientation=orientation,
        today_from=today.middle.low if today.middle else None,
        today_to=today.middle.high if today.middle else None,
        today_is_new=today.is_new,
        wanted_from=wanted.middle.low if wanted.middle else None,
        wanted_to=wanted.middle.high if wanted.middle else None,
        wanted_is_new=wanted.is_new,
    )
