"""What waits in the repertoire: a day on which something was to be looked at, a suggestion, what nobody looks after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, F, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from commonplace.communities.inbox import About, Line, Need, Seen, Waiting, row
from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.repertoire.models import Resource, Suggestion
from commonplace.repertoire.models.resource import ResourceQuerySet

NOW = timedelta(0)
TOLD_FOR = timedelta(days=14)


def _due(now: datetime) -> ResourceQuerySet:
    """Those in use whose day has come."""
    found = Resource.objects.in_use().exclude(review_on=None)
    return found.annotate(due_at=Cast("review_on", DateTimeField())).filter(due_at__lte=now)


def _due_rows(*, person: Person, communities: Sequence[int], now: datetime) -> QuerySet[Any, Any]:
    seen = Resource.objects.visible_to(person).filter(community__in=communities).values("pk")
    return row(
        _due(now).filter(steward=person, pk__in=seen),
        "review_due",
        community_id=F("community_id"),
        about_id=F("pk"),
        title=F("title"),
        happened_at=F("due_at"),
    )


def _due_people(community: Community, *, now: datetime) -> QuerySet[Any, Any]:
    return _due(now).filter(community=community, steward__isnull=False).values_list("steward_id", flat=True)


def _look_again(seen: Seen) -> Need:
    return seen.need(
        _("Does it still hold?"),
        _("“%(title)s” was to be looked at again by now. You look after it."),
        _("Look at it"),
        seen.url("resource_looking", seen.one.about_id),
    )


def _suggested() -> QuerySet[Suggestion]:
    return Suggestion.objects.to_weigh().filter(resource__steward__isnull=False)


def _suggested_rows(*, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    seen = Resource.objects.visible_to(person).filter(community__in=communities, steward=person).values("pk")
    return row(
        _suggested().filter(resource__in=seen),
        "suggestion_waits",
        who="by",
        community_id=F("resource__community_id"),
        about_id=F("resource_id"),
        number=F("pk"),
        title=F("resource__title"),
        happened_at=F("at"),
        words=F("why"),
    )


def _suggested_people(community: Community) -> QuerySet[Any, Any]:
    return _suggested().filter(resource__community=community).values_list("resource__steward_id", flat=True)


def _weigh(seen: Seen) -> Need:
    return seen.need(
        _("%(name)s would say it better."),
        _("They suggest a change to “%(title)s”, which you look after. %(words)s"),
        _("Read it"),
        seen.url("resource_suggestion", seen.one.about_id, seen.one.number),
    )


def _unweighed_rows(*, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    seen = Resource.objects.visible_to(person).filter(community__in=communities).untended().values("pk")
    return row(
        Suggestion.objects.to_weigh().filter(resource__in=seen).exclude(by=person),
        "suggestion_untended",
        who="by",
        community_id=F("resource__community_id"),
        about_id=F("resource_id"),
        number=F("pk"),
        title=F("resource__title"),
        happened_at=F("at"),
        words=F("why"),
    )


def _weigh_for(seen: Seen) -> Need:
    return seen.need(
        _("%(name)s would say it better, and nobody looks after it."),
        _("They suggest a change to “%(title)s”. Weigh it, or find somebody who takes it on. %(words)s"),
        _("Read it"),
        seen.url("resource_suggestion", seen.one.about_id, seen.one.number),
    )


def _answered_rows(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    seen = Resource.objects.visible_to(person).filter(community__in=communities).values("pk")
    return row(
        Suggestion.objects.filter(by=person, is_taken=False, settled_at__gt=since, resource__in=seen),
        "suggestion_declined",
        who="settled_by",
        community_id=F("resource__community_id"),
        about_id=F("resource_id"),
        number=F("pk"),
        title=F("resource__title"),
        happened_at=F("settled_at"),
        words=F("answer"),
    )


def _answered_people(community: Community, *, since: datetime) -> QuerySet[Any, Any]:
    found = Suggestion.objects.filter(resource__community=community, is_taken=False, settled_at__gt=since)
    return found.exclude(by=None).values_list("by_id", flat=True)


def _read_why(seen: Seen) -> Need:
    return seen.need(
        _("%(name)s left it as it is."),
        _("You suggested a change to “%(title)s”. %(words)s"),
        _("Read why"),
        seen.url("resource_suggestion", seen.one.about_id, seen.one.number),
    )


def _untended_rows(*, person: Person, communities: Sequence[int], now: datetime) -> QuerySet[Any, Any]:
    seen = Resource.objects.visible_to(person).filter(community__in=communities).values("pk")
    return row(
        _due(now).untended().filter(pk__in=seen),
        "nobody_tends",
        community_id=F("community_id"),
        about_id=F("pk"),
        title=F("title"),
        happened_at=F("due_at"),
    )


def _find_somebody(seen: Seen) -> Need:
    return seen.need(
        _("Nobody looks after it."),
        _("“%(title)s” was to be looked at again by now. Take it on, or ask somebody."),
        _("Look at it"),
        f"{seen.url('resource', seen.one.about_id)}#steward",
    )


def _about_suggestion(one: Waiting) -> About:
    return frozenset([("suggestion", one.number)])


def _about(one: Waiting) -> About:
    return frozenset([("resource", one.about_id)])


LINES = (
    Line("suggestion_waits", 35, _suggested_rows, _weigh, about=_about_suggestion, whom=_suggested_people),
    Line("suggestion_untended", 36, _unweighed_rows, _weigh_for, about=_about_suggestion, is_for_stewards=True),
    Line("review_due", 49, _due_rows, _look_again, {"now": NOW}, about=_about, whom=_due_people),
    Line(
        "suggestion_declined",
        60,
        _answered_rows,
        _read_why,
        {"since": TOLD_FOR},
        about=_about_suggestion,
        whom=_answered_people,
    ),
    Line("nobody_tends", 61, _untended_rows, _find_somebody, {"now": NOW}, about=_about, is_for_stewards=True),
)
