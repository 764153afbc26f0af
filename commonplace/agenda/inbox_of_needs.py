"""What waits of needs: everyone is asked what would help, and whoever tends the community answers what was said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from commonplace.agenda.models import Asking, NeedTold, Wanted
from commonplace.communities.inbox import Line, Need, Seen, row
from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import LASTING
from commonplace.people.models import Person

NOW = timedelta(0)


def _asked_rows(*, person: Person, communities: Sequence[int], now: datetime) -> QuerySet[Any, Any]:
    said = Wanted.objects.filter(asking=OuterRef("pk"), person=person)
    standing = Membership.objects.filter(person=person, community=OuterRef("community"), standing__in=LASTING)
    found = Asking.objects.open_at(now).filter(Exists(standing), community__in=communities).exclude(Exists(said))
    return row(found, "what_helps", community_id=F("community_id"), about_id=F("pk"), happened_at=F("at"))


def _asked_people(community: Community, *, now: datetime) -> QuerySet[Any, Any]:
    is_open = Asking.objects.open_at(now).filter(community=community)
    said = Wanted.objects.filter(asking__in=is_open, person=OuterRef("person"))
    members = Membership.objects.filter(Exists(is_open), community=community, standing__in=LASTING)
    return members.exclude(Exists(said)).values_list("person_id", flat=True)


def _asked(seen: Seen) -> Need:
    return seen.need(
        _("What would help you this season?"),
        _("Before anything is planned. It takes three minutes, and your name is shown to nobody."),
        _("Say what would help"),
        seen.url("agenda_say"),
    )


def _told_rows(*, person: Person, communities: Sequence[int], now: datetime) -> QuerySet[Any, Any]:
    waiting = NeedTold.objects.filter(asking=OuterRef("pk"), answer__isnull=True)
    told = Asking.objects.exclude(closed_at=None).filter(over_at=None, lasts_until__gt=now, community__in=communities)
    return row(
        told.filter(Exists(waiting)),
        "needs_told",
        community_id=F("community_id"),
        about_id=F("pk"),
        happened_at=F("closed_at"),
    )


def _told(seen: Seen) -> Need:
    return seen.need(
        _("Members have said what would help them."),
        _("What do we do about each, or why not this season? A line is enough."),
        _("Answer it"),
        seen.url("agenda_needs"),
    )


LINES = (
    Line("what_helps", 303, _asked_rows, _asked, looks_back={"now": NOW}, whom=_asked_people),
    Line("needs_told", 56, _told_rows, _told, looks_back={"now": NOW}, is_for_stewards=True),
)
