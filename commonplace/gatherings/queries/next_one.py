"""The next gathering of each of someone's communities, told along with a query that a page asks anyhow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.gatherings.models import Answer, Gathering, State
from commonplace.gatherings.queries.hours import span
from commonplace.gatherings.queries.lists import state_said
from commonplace.people.models import Person
from commonplace.store.along import moment
from commonplace.ui import words
from commonplace.ui.addresses import address

NEAR = 14  # days that are counted; what is further off stands on its day
EVENING = 18


@dataclass(frozen=True)
class NextOne:
    """A gathering that lies ahead: what, when in the reader's words and hours, and what they answered."""

    title: str
    url: str
    starts_at: datetime
    when: str
    hours: str
    answer: str
    tone: str


def next_in(communities: OuterRef, person: Person, *, now: datetime) -> Subquery:
    """The next gathering that `person` may see in the community of each row, as `read_next` takes it."""
    own = Answer.objects.filter(gathering=OuterRef("pk"), person=person)
    ahead: QuerySet[Any, Any] = Gathering.objects.visible_to(person).ahead(now).filter(community=communities)
    told = JSONObject(
        pk=F("pk"), title=F("title"), starts=F("starts_at"), ends=F("ends_at"), says=Subquery(own.values("says")[:1])
    )
    return Subquery(ahead.values(told=told)[:1])


def read_next(told: Mapping[str, Any] | None, slug: str, *, now: datetime) -> NextOne | None:
    """What `next_in` found, in words."""
    if not told:
        return None
    starts_at, ends_at = moment(told["starts"]), moment(told["ends"])
    one = Gathering(pk=told["pk"], starts_at=starts_at, ends_at=ends_at, state=State.CONVENED)
    # Whoever has not answered is told nothing of it here; that it goes on is said by when it is.
    answer, tone = ("", "") if one.is_under_way(now) else state_said(one, told["says"] or "", now=now)
    return NextOne(
        told["title"],
        address("gathering", slug, told["pk"]),
        starts_at,
        how_near(starts_at, now=now),
        span(starts_at, ends_at),
        answer,
        tone,
    )


def how_near(starts_at: datetime, *, now: datetime) -> str:
    """When something begins, by the reader's calendar: "now", "tonight", "in three days", or its day."""
    if starts_at <= now:
        return _("now")
    there, here = timezone.localtime(starts_at), timezone.localtime(now)
    days = (there.date() - here.date()).days
    if days == 0:
        return _("tonight") if there.hour >= EVENING else _("today")
    if days == 1:
        return _("tomorrow")
    if days > NEAR:
        return words.day(starts_at, now=now)
    return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": words.number_word(days)}
