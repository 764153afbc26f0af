"""Which gatherings a calendar holds: of one community or group, or of all in which somebody is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.http import Http404

from commonplace.communities.doors import SpaceVisibility
from commonplace.communities.models import Community, Membership
from commonplace.communities.modules import is_put_away
from commonplace.communities.shapes import whole
from commonplace.communities.viewpoint import Viewpoint, look
from commonplace.feeds.actions import digest_of
from commonplace.feeds.models import Opens, SecretAddress
from commonplace.feeds.reach import Reach
from commonplace.gatherings.calendar import BACK, MOST, events_of, on_calendars, says_words
from commonplace.gatherings.models import Answer, Gathering
from commonplace.gatherings.models.gathering import GatheringQuerySet
from commonplace.gatherings.models.terms import Terms
from commonplace.gatherings.queries.outside import outside_events
from commonplace.lib.calendars import writing
from commonplace.lib.calendars.events import Event
from commonplace.people.models import Person
from commonplace.ui.addresses import address

MOST_AT_ONCE = 5 * MOST  # dates in several calendars


class TooMuch(ValueError):
    """More dates than are looked at for several calendars at once."""


@dataclass(frozen=True)
class Calendar:
    """A calendar ready to be written: its name, where people read the same, in which language, and its rows."""

    name: str
    page: str
    language: str
    rows: Sequence[Gathering]
    is_of_all: bool = False
    # Dates of others that its person likes to see here.
    outside: Sequence[Event] = ()

    def events(self) -> list[Event]:
        """What is in it, each series as one."""
        tells = _tells_no_group if self.is_of_all else says_words
        return [*events_of(self.rows, tells=tells), *self.outside]

    def as_bytes(self, *, now: datetime) -> bytes:
        """As programs read it."""
        return writing.as_bytes(self.events(), stamp=now, name=self.name, page=self.page)


def public(slug: str, *, now: datetime) -> Calendar:
    """What anyone may see in a community; raises Http404."""
    return of_community(look(None, slug), Gathering.objects.visible_to(None), now=now)


def bearer(secret: str, *, now: datetime, pk: int | None = None) -> Calendar:
    """What the person of a secret address may see today, or the one gathering of a key of it; raises Http404."""
    found = SecretAddress.objects.filter(digest=digest_of(secret), opens=Opens.CALENDAR, person__is_active=True)
    one = found.select_related("person", "community", "space").first()
    if one is None:
        raise Http404
    if one.community is not None:
        if not look(one.person, one.community.slug).is_member:
            raise Http404
        if is_put_away(one.community, address("gatherings", one.community.slug)):
            raise Http404(one.community.slug)
    (calendar,) = of_person(one.person, [Reach(one.community, one.space, Opens.CALENDAR)], now=now, pk=pk)
    if pk is not None and not calendar.rows:
        raise Http404(pk)
    return calendar


def of_person(person: Person, reaches: Sequence[Reach], *, now: datetime, pk: int | None = None) -> list[Calendar]:
    """The calendars of these reaches of theirs, asked for at once: four queries, however many there are.

    Whether a reach is theirs is asked by the caller (`reaches_of`); what is in it is what they may see. Raises TooMuch.
    """
    here, not_coming = _of_all(person, now=now) if any(one.community is None for one in reaches) else (set(), set())
    groups = {one.space.pk for one in reaches if one.space is not None}
    whole_ones = {one.community.pk for one in reaches if one.community is not None and one.space is None}
    seen = Gathering.objects.visible_to(person).filter(Q(space__in=groups) | Q(community__in=here | whole_ones))
    if pk is not None:
        seen = seen.filter(pk=pk)
    rows = list(on_calendars(seen, since=now - BACK)[: MOST_AT_ONCE + 1])
    outside = outside_events(person, here | whole_ones, now=now - BACK) if pk is None else ()
    if len(rows) > MOST_AT_ONCE and len(reaches) > 1:
        raise TooMuch(len(reaches))

    def holds(reach: Reach, row: Gathering) -> bool:
        if reach.community is None:
            return row.community_id in here and row.pk not in not_coming
        if reach.space is not None:
            return row.space_id == reach.space.pk
        # What stands in a group belongs to no service by accident: it has an address of its own.
        return row.community_id == reach.community.pk and row.space.visibility != SpaceVisibility.GROUP

    def others(reach: Reach) -> Sequence[Event]:
        if reach.community is None:
            return [event for community, event in outside if community in here]
        is_whole = reach.space is None
        return [event for community, event in outside if is_whole and community == reach.community.pk]

    return [_calendar(person, one, [row for row in rows if holds(one, row)][:MOST], others(one)) for one in reaches]


def _calendar(person: Person, reach: Reach, rows: Sequence[Gathering], outside: Sequence[Event]) -> Calendar:
    if reach.community is None:
        return Calendar(reach.place, whole("/"), person.language, rows, is_of_all=True, outside=outside)
    page = whole(address("gatherings", reach.community.slug))
    return Calendar(reach.place, page, reach.community.language, rows, outside=outside)


def of_community(viewpoint: Viewpoint, seen: GatheringQuerySet, *, now: datetime) -> Calendar:
    """These, as far as they are of this community; raises Http404 where it holds no gatherings."""
    community = viewpoint.community
    page = address("gatherings", community.slug)
    if is_put_away(community, page):
        raise Http404(community.slug)
    rows = list(on_calendars(seen.filter(community=community), since=now - BACK)[:MOST])
    return Calendar(community.name, whole(page), community.language, rows)


def _of_all(person: Person, *, now: datetime) -> tuple[set[int], set[int]]:
    """The communities of whose gatherings everything consists, and those to which somebody said they do not come."""
    current = Membership.objects.current(now).filter(person=person).values("community")
    here = {
        one.pk
        for one in Community.objects.filter(pk__in=current)
        if not is_put_away(one, address("gatherings", one.slug))
    }
    said_no = Answer.objects.filter(person=person, says=Answer.Says.NO, gathering__community__in=here)
    return here, set(said_no.values_list("gathering", flat=True))


def _tells_no_group(terms: Terms) -> bool:
    """In a calendar of everything the time of a group's gatherings is taken, and no more is said."""
    return says_words(terms) and terms.space.visibility != SpaceVisibility.GROUP
