"""Which gatherings a calendar holds: of one community or group, or of all in which somebody is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from commonplace.communities.doors import SpaceVisibility
from commonplace.communities.models import Community, Membership
from commonplace.communities.modules import is_put_away
from commonplace.communities.shapes import whole
from commonplace.communities.viewpoint import Viewpoint, look
from commonplace.feeds.actions import digest_of
from commonplace.feeds.models import Opens, SecretAddress
from commonplace.gatherings.calendar import BACK, MOST, events_of, on_calendars, says_words
from commonplace.gatherings.models import Answer, Gathering
from commonplace.gatherings.models.gathering import GatheringQuerySet
from commonplace.gatherings.models.terms import Terms
from commonplace.lib.calendars import writing
from commonplace.lib.direction import isolated
from commonplace.people.models import Person
from commonplace.ui.addresses import address


@dataclass(frozen=True)
class Calendar:
    """A calendar ready to be written: its name, where people read the same, in which language, and its rows."""

    name: str
    page: str
    language: str
    rows: Sequence[Gathering]
    is_of_all: bool = False

    def as_bytes(self, *, now: datetime) -> bytes:
        """As programs read it."""
        tells = _tells_no_group if self.is_of_all else says_words
        return writing.as_bytes(events_of(self.rows, tells=tells), stamp=now, name=self.name, page=self.page)


def public(slug: str, *, now: datetime) -> Calendar:
    """What anyone may see in a community; raises Http404."""
    return of_community(look(None, slug), Gathering.objects.visible_to(None), now=now)


def bearer(secret: str, *, now: datetime, pk: int | None = None) -> Calendar:
    """What the person of a secret address may see today, or the one gathering of a key of it; raises Http404."""
    found = SecretAddress.objects.filter(digest=digest_of(secret), opens=Opens.CALENDAR, person__is_active=True)
    one = found.select_related("person", "community", "space").first()
    if one is None:
        raise Http404
    seen = Gathering.objects.visible_to(one.person)
    if pk is not None:
        seen = seen.filter(pk=pk)
    if one.community is None:
        calendar = _of_all(one.person, seen, now=now)
    else:
        viewpoint = look(one.person, one.community.slug)
        if not viewpoint.is_member:
            raise Http404
        # What stands in a group belongs to no service by accident: it has an address of its own.
        narrowed = Q(space=one.space) if one.space else ~Q(space__visibility=SpaceVisibility.GROUP)
        name = one.community.name
        if one.space is not None:
            words = {"space": isolated(one.space.name), "community": isolated(one.community.name)}
            name = _("%(space)s in %(community)s") % words
        calendar = of_community(viewpoint, seen.filter(narrowed), now=now, name=name)
    if pk is not None and not calendar.rows:
        raise Http404(pk)
    return calendar


def of_community(viewpoint: Viewpoint, seen: GatheringQuerySet, *, now: datetime, name: str = "") -> Calendar:
    """These, as far as they are of this community; raises Http404 where it holds no gatherings."""
    community = viewpoint.community
    page = address("gatherings", community.slug)
    if is_put_away(community, page):
        raise Http404(community.slug)
    rows = list(on_calendars(seen.filter(community=community), since=now - BACK)[:MOST])
    return Calendar(name or community.name, whole(page), community.language, rows)


def _of_all(person: Person, seen: GatheringQuerySet, *, now: datetime) -> Calendar:
    """All that a person has before them, wherever they are, but for what they said they do not come to."""
    current = Membership.objects.current(now).filter(person=person).values("community")
    here = [
        one.pk
        for one in Community.objects.filter(pk__in=current)
        if not is_put_away(one, address("gatherings", one.slug))
    ]
    not_coming = Answer.objects.filter(person=person, says=Answer.Says.NO).values("gathering")
    rows = list(on_calendars(seen.filter(community__in=here).exclude(pk__in=not_coming), since=now - BACK)[:MOST])
    return Calendar(_("My gatherings"), whole("/"), person.language, rows, is_of_all=True)


def _tells_no_group(terms: Terms) -> bool:
    """In a calendar of everything the time of a group's gatherings is taken, and no more is said."""
    return says_words(terms) and terms.space.visibility != SpaceVisibility.GROUP
