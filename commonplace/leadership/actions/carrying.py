"""Someone carries a part, at one gathering or for a season, and puts it down again."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Community, Deed, Membership
from commonplace.communities.viewpoint import standing_of
from commonplace.gatherings.actions.answering import IsOff, IsOver, held_still
from commonplace.gatherings.actions.deeds import WHAT, record
from commonplace.gatherings.models import Gathering
from commonplace.leadership.groups import Group
from commonplace.leadership.models import Part
from commonplace.people.models import Person
from commonplace.store.locks import lock

__all__ = ["IsOff", "IsOver", "NotAMember", "TooLong", "carry", "carry_for_season", "end_season", "put_down"]
# A season is long enough to learn the part, and short enough for others to have their turn.
SHORTEST, LONGEST = timedelta(days=7), timedelta(days=366)


class NotAMember(ValueError):
    """Parts are carried by those who stand in the community."""


class TooLong(ValueError):
    """A season ends between a week and a year from now."""


def carry(*, by: Person, gathering: Gathering, group: Group, at: datetime | None = None) -> Part:
    """Carry a group's part at a gathering, instead of any other there; raises NotAMember, IsOff and IsOver."""
    at = at or timezone.now()
    _standing(by, gathering.community, at)
    with transaction.atomic():
        standing = held_still(gathering, at=at)
        part, is_new = Part.objects.update_or_create(
            gathering=standing,
            person=by,
            defaults={"group": group},
            create_defaults={"group": group, "community": gathering.community, "at": at},
        )
        # Of what is held in confidence nobody can read who was at it.
        if is_new and not standing.names_are_kept:
            record("carried_part", by=by, gathering=standing, at=at)
    return part


def put_down(*, by: Person, gathering: Gathering, at: datetime | None = None) -> None:
    """Carry no part at a gathering any more; raises IsOff and IsOver."""
    at = at or timezone.now()
    with transaction.atomic():
        held_still(gathering, at=at)
        if Part.objects.filter(gathering=gathering, person=by).delete()[0]:
            carried = Deed.objects.filter(verb="carried_part", what=WHAT, what_id=gathering.pk, person=by)
            ledger.reverse_deeds(carried, at=at)


def carry_for_season(
    *, by: Person, community: Community, group: Group, until: date, at: datetime | None = None
) -> Part:
    """Carry a group's part up to and with a day; said again it is another day. Raises NotAMember and TooLong."""
    at = at or timezone.now()
    if not SHORTEST <= until - at.date() <= LONGEST:
        raise TooLong(until)
    with transaction.atomic():
        lock(Membership.objects.filter(pk=_standing(by, community, at).pk))
        going_on = Part.objects.filter(community=community, person=by, group=group, gathering=None, ended_at=None)
        # One whose day has passed is remembered as it was.
        going_on.filter(until__lt=at.date()).update(ended_at=at)
        part = going_on.first()
        if part is not None:
            part.until = until
            part.save(update_fields=["until"])
            return part
        part = Part.objects.create(community=community, person=by, group=group, until=until, at=at)
        ledger.record(verb="carried_season", person=by, community=community, space=None, at=at)
    return part


def end_season(*, by: Person, community: Community, group: Group, at: datetime | None = None) -> None:
    """Put down before its day what one carries for a season; that one carried it is remembered."""
    going_on = Part.objects.filter(community=community, person=by, group=group, gathering=None, ended_at=None)
    going_on.update(ended_at=at or timezone.now())


def _standing(person: Person, community: Community, now: datetime) -> Membership:
    standing = standing_of(person, community, now=now)
    if standing is None:
        raise NotAMember(person.pk)
    return standing
