"""What waits in gatherings for a steward: a calendar of others that fails, and what nobody here holds any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from commonplace.communities.doors import Confidence
from commonplace.communities.inbox import Line, Need, Seen, row
from commonplace.communities.models import Membership
from commonplace.gatherings.models import Gathering, Host, OutsideCalendar
from commonplace.gatherings.models.outside import TOLD_AFTER
from commonplace.people.models import Person

# So near somebody has to hold it, and so long after it somebody has to say who was there.
NEAR = timedelta(days=14)


def _unread_rows(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    late = OutsideCalendar.objects.filter(community__in=communities, failing_since__lte=since)
    return row(
        late,
        "calendar_unread",
        community_id=F("community_id"),
        about_id=F("pk"),
        title=F("name"),
        happened_at=F("failing_since"),
    )


def _unread(seen: Seen) -> Need:
    return seen.need(
        _("A calendar of others has not been read for some days."),
        _("“%(title)s”. Its dates stand as they were; its address may have changed."),
        _("Look at it"),
        seen.url("outside_calendars"),
    )


def _unheld_rows(
    *, person: Person, communities: Sequence[int], since: datetime, now: datetime, until: datetime
) -> QuerySet[Any, Any]:
    """What whoever called it has left, and no host is here either; what moved in with a calendar nobody held."""
    here = Membership.objects.current(now).filter(community=OuterRef("community"))
    hosts = Host.objects.filter(gathering=OuterRef("pk")).filter(
        Exists(
            Membership.objects.current(now).filter(
                community=OuterRef("gathering__community"), person=OuterRef("person")
            )
        )
    )
    near = Gathering.objects.convened().filter(starts_at__lte=until, ends_at__gt=since, attendance_at=None)
    unheld = near.filter(
        ~Exists(here.filter(person=OuterRef("convener"))), ~Exists(hosts), Q(convener__isnull=False) | Q(origin="")
    )
    return row(
        unheld.visible_to(person).filter(community__in=communities),
        "gathering_unheld",
        who="convener",
        community_id=F("community_id"),
        about_id=F("pk"),
        title=F("title"),
        happened_at=F("starts_at"),
        words=F("confidence"),
    )


def _unheld(seen: Seen) -> Need:
    # It may stand in a letter, which tells no title of what is sealed.
    if seen.one.words == Confidence.SEALED:
        why = _("Whoever called a gathering has left. You can hold it, ask somebody to, or call it off.")
    else:
        why = _("Whoever called “%(title)s” has left. You can hold it, ask somebody to, or call it off.")
    return seen.need(
        _("A gathering that nobody here holds."), why, _("Look at it"), seen.url("gathering", seen.one.about_id)
    )


OF_STEWARDS = (
    Line(
        "gathering_unheld",
        44,
        _unheld_rows,
        _unheld,
        {"since": NEAR, "now": timedelta(0), "until": -NEAR},
        is_for_stewards=True,
    ),
    Line("calendar_unread", 70, _unread_rows, _unread, {"since": TOLD_AFTER}, is_for_stewards=True),
)
