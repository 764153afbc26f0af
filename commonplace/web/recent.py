"""What was said here lately: worth attention, settled, and the latest that anyone may read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from commonplace.communities.models import Community
from commonplace.communities.viewpoint import SHOWN, Byline, Viewpoint
from commonplace.conversations.bylines import byline_of
from commonplace.conversations.models import Amplification, Conversation, Settlement
from commonplace.people.models import Person
from commonplace.store.prepared import prepared

SETTLED_SHOWN = 3
SETTLED_LATELY = timedelta(days=60)
WORTH_IT_FOR = timedelta(days=45)
LATELY_SHOWN = 6
SPARE = 4  # as many as may stand elsewhere on the page


@dataclass(frozen=True)
class Worth:
    """What one person thought worth everyone's attention, and why."""

    conversation: Conversation
    why: str
    chosen_by: Byline


@dataclass(frozen=True)
class Settled:
    """A conversation that was settled lately, and by whose answer."""

    conversation: Conversation
    answered_by: Byline
    at: datetime


def worth(viewpoint: Viewpoint, *, now: datetime) -> Worth | None:
    """The latest word of 'worth everyone's attention' on what the viewer may read, for some weeks; one query."""
    for one in _worth(person=viewpoint.person, community=viewpoint.community, since=now - WORTH_IT_FOR):
        return Worth(one.conversation, one.why, viewpoint.byline_for(one.by))
    return None


@prepared
def _worth(*, person: Person | None, community: Community, since: datetime) -> QuerySet[Amplification]:
    return (
        Amplification.objects.filter(pk__in=_said(Amplification, person, community, since)[:1])
        .select_related("conversation", "by")
        .only("why", "conversation__title", "conversation__post_count", *(f"by__{name}" for name in SHOWN))
    )


def settled(viewpoint: Viewpoint, *, now: datetime) -> list[Settled]:
    """What was settled lately, the latest first; one query."""
    found = _settled(person=viewpoint.person, community=viewpoint.community, since=now - SETTLED_LATELY)
    return [Settled(one.conversation, byline_of(one.post, viewpoint), one.at) for one in found]


@prepared
def _settled(*, person: Person | None, community: Community, since: datetime) -> QuerySet[Settlement]:
    shown = (f"post__author__{name}" for name in SHOWN)
    return (
        Settlement.objects.filter(pk__in=_said(Settlement, person, community, since)[:SETTLED_SHOWN])
        .select_related("conversation", "post__author")
        .only("at", "conversation__title", "post__alias", "post__is_automatic", *shown)
        .order_by("-at", "-pk")
    )


def settled_in_the_open(*, now: datetime) -> list[Conversation]:
    """What was settled lately in any community of the house where anyone may read it, the latest first; one query."""
    found = _in_the_open(since=now - SETTLED_LATELY)
    return [one.conversation for one in found]


@prepared
def _in_the_open(*, since: datetime) -> QuerySet[Settlement]:
    return (
        Settlement.objects.filter(pk__in=_said(Settlement, None, None, since)[:SETTLED_SHOWN])
        .select_related("conversation__community")
        .only("at", "conversation__title", "conversation__community__slug", "conversation__community__name")
        .order_by("-at", "-pk")
    )


def _said[Said: (Amplification, Settlement)](
    model: type[Said], person: Person | None, community: Community | None, since: datetime
) -> QuerySet[Said, Any]:
    """What was said here, or anywhere, of conversations that `person` may read, one by one from the latest back.

    It is joined to nothing, so that databases walk the index of moments and stop when there are enough.
    """
    readable = Conversation.objects.visible_to(person).filter(pk=OuterRef("conversation"))
    if community is not None:
        readable = readable.filter(community=community)
    return model._default_manager.filter(Exists(readable), at__gt=since).order_by("-at", "-pk").values("pk")


def latest(viewpoint: Viewpoint, *, leaving_out: Collection[int] = ()) -> list[Conversation]:
    """What anyone may read here, the latest first: for strangers, to whom nothing is new."""
    found = _latest_rows(person=viewpoint.person, community=viewpoint.community)
    return [one for one in found if one.pk not in leaving_out][:LATELY_SHOWN]


@prepared
def _latest_rows(*, person: Person | None, community: Community) -> QuerySet[Conversation]:
    found = Conversation.objects.visible_to(person).filter(community=community)
    return found.with_faces().order_by("-last_post_at", "-pk")[: LATELY_SHOWN + SPARE]
