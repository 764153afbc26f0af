"""What waits because another community made something out of what one looks after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from commonplace.communities.inbox import About, Line, Need, Seen, Waiting, row
from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.repertoire.models import Credit, Resource

TOLD_FOR = timedelta(days=14)


def _rows(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    """Nobody is named in it: who made what is on the page, for whoever may see that."""
    kept = Resource.objects.visible_to(person).filter(community__in=communities, steward=person).values("pk")
    return row(
        Credit.objects.filter(at__gt=since, parent__in=kept).exclude(by=person),
        "adapted_elsewhere",
        community_id=F("parent__community_id"),
        about_id=F("parent_id"),
        number=F("pk"),
        title=F("parent__title"),
        happened_at=F("at"),
    )


def _people(community: Community, *, since: datetime) -> QuerySet[Any, Any]:
    found = Credit.objects.filter(at__gt=since, parent__community=community, parent__steward__isnull=False)
    return found.values_list("parent__steward_id", flat=True)


def _hear(seen: Seen) -> Need:
    return seen.need(
        _("Another community made something out of it."),
        _("You look after “%(title)s”, which is lent. What they made names it; its page leads there if you may go."),
        _("Look at it"),
        seen.url("resource", seen.one.about_id),
    )


def _about(one: Waiting) -> About:
    return frozenset([("credit", one.number)])


LINES = (Line("adapted_elsewhere", 38, _rows, _hear, {"since": TOLD_FOR}, about=_about, whom=_people),)
