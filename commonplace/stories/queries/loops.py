"""Loops that the house closes by itself, as the rooms where they closed tell of them: where stories may begin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from commonplace.communities.doors import Confidence
from commonplace.communities.models import Community
from commonplace.conversations.models import Outcome
from commonplace.repertoire.models import Adaptation, Told, Use
from commonplace.runs.models import WhatCame
from commonplace.stories.models import StoryLead
from commonplace.undertakings.models import Asked

Why = StoryLead.Why
ORDINARY = Confidence.ORDINARY


@dataclass(frozen=True)
class Closed:
    """A loop that closed: where, which, when, and whoever closed it, where that is told."""

    why: str
    object_id: int
    happened_at: datetime
    person_id: int | None


def uses(community: Community) -> QuerySet[Use]:
    """Uses that the community is told of, in what is kept for everyone."""
    return Use.objects.filter(
        ~Q(told=Told.STEWARD), resource__community=community, used_in=None, resource__space__confidence=ORDINARY
    )


def outcomes(community: Community) -> QuerySet[Outcome]:
    """What came of answers, where nothing was said in confidence."""
    told = Outcome.objects.filter(conversation__community=community, conversation__space__confidence=ORDINARY)
    return told.filter(alias="", conversation__alias="")


def takeaways(community: Community) -> QuerySet[WhatCame]:
    """What came of takeaways, told in the gathering’s conversation by whoever took them."""
    return WhatCame.objects.filter(
        came=WhatCame.Came.HELPED,
        told__isnull=False,
        captured__taken_back_at=None,
        captured__run__gathering__community=community,
        captured__run__gathering__confidence=ORDINARY,
    )


def adaptations(community: Community) -> QuerySet[Adaptation]:
    """What others made their own."""
    return Adaptation.objects.filter(resource__community=community, resource__space__confidence=ORDINARY)


def thanks(community: Community) -> QuerySet[Asked]:
    """Questions from outside that somebody closed with “this helped”."""
    return Asked.objects.filter(
        desk__undertaking__community=community, closed_how=Asked.Closed.HELPED, asker=None, closed_at__isnull=False
    )


def closed_since(community: Community, since: datetime) -> list[Closed]:
    """The loops that closed in a community from a moment on; a query for each kind."""
    rows: list[tuple[str, Iterable[tuple[int, datetime | None, int | None]]]] = [
        (Why.USE, uses(community).filter(at__gte=since).values_list("pk", "at", "person")),
        (Why.SETTLED, outcomes(community).filter(at__gte=since).values_list("pk", "at", "person")),
        (Why.TAKEAWAY, takeaways(community).filter(said_at__gte=since).values_list("pk", "said_at", "captured__by")),
        (Why.ADAPTATION, adaptations(community).filter(at__gte=since).values_list("pk", "at", "by")),
        (Why.THANKS, thanks(community).filter(closed_at__gte=since).values_list("pk", "closed_at", "outside")),
    ]
    return [
        Closed(why, pk, at, None if why == Why.THANKS else person)
        for why, found in rows
        for pk, at, person in found
        if at is not None
    ]
