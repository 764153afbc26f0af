"""What came of somebody's taking part in a year: their questions, who used what they gave, and what they tried.

It is for themselves alone. A letter tells only what letters may carry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from commonplace.communities.access import sends_words
from commonplace.communities.models import Membership
from commonplace.communities.viewpoint import Viewpoint, beyond_byline, byline_of_alias
from commonplace.conversations.kinds import AWAITING
from commonplace.conversations.models import Conversation, Outcome, Post
from commonplace.people.models import Person
from commonplace.repertoire.models import Resource, Told, Trial, Use
from commonplace.ui.addresses import address

MOST = 30


@dataclass(frozen=True)
class Asked:
    """A question of theirs, and what became of it: settled by whom, closed, answered and not settled, or waiting."""

    title: str
    url: str
    place: str
    at: datetime
    became: str  # "settled", "closed", "answered" or "waits"
    by: str = ""


@dataclass(frozen=True)
class Used:
    """Somebody told what happened with what they gave; `by` is empty where it was told without a name."""

    title: str
    url: str
    place: str
    at: datetime
    how: str
    text: str
    by: str


@dataclass(frozen=True)
class Tried:
    """Something they said they would try, and what they said came of it."""

    title: str
    url: str
    place: str
    at: datetime
    came: str
    text: str


@dataclass(frozen=True)
class Came:
    """All of it in a year, the latest first."""

    asked: Sequence[Asked]
    used: Sequence[Used]
    tried: Sequence[Tried]

    def __bool__(self) -> bool:
        return bool(self.asked or self.used or self.tried)


def came_of(person: Person, *, since: datetime, until: datetime, in_letter: bool = False) -> Came:
    """What came of it between two moments; five queries."""
    return Came(
        _asked(person, since, until, in_letter),
        _used(person, since, until, in_letter),
        _tried(person, since, until, in_letter),
    )


def _letters(in_letter: bool, path: str) -> Q:
    return sends_words(path) if in_letter else Q()


def _asked(person: Person, since: datetime, until: datetime, in_letter: bool) -> list[Asked]:
    mine = Conversation.objects.visible_to(person).filter(
        _letters(in_letter, "space__"),
        author=person,
        alias="",
        kind__in=AWAITING,
        opened_at__gte=since,
        opened_at__lt=until,
        community__in=Membership.objects.communities_of(person),
    )
    joined = mine.select_related("community", "closure", "settlement__post__author")
    rows = []
    for one in joined.order_by("-opened_at", "-pk")[:MOST]:
        viewpoint, by = Viewpoint(person, one.community, None), ""
        if hasattr(one, "settlement"):
            became, post = "settled", one.settlement.post
            own = post.author_id == person.pk
            by = "" if own else (byline_of_alias(post.alias) if post.alias else viewpoint.byline_for(post.author)).name
        elif hasattr(one, "closure"):
            became = "closed"
        else:
            became = "waits" if one.first_reply_at is None else "answered"
        url = address("conversation", one.community.slug, one.pk)
        rows.append(Asked(one.title, url, one.community.name, one.opened_at, became, by))
    return rows


def _used(person: Person, since: datetime, until: datetime, in_letter: bool) -> list[Used]:
    of_mine = Q(resource__kept_by=person) | Q(resource__steward=person)
    uses = Use.objects.visible_to(person).filter(
        of_mine, _letters(in_letter, "resource__space__"), at__gte=since, at__lt=until
    )
    uses = uses.exclude(person=person).select_related("person", "resource__community")
    rows = []
    for use in uses.defer(*beyond_byline("person")).order_by("-at", "-pk")[:MOST]:
        community = use.resource.community
        named = use.told == Told.MEMBERS or (use.told == Told.STEWARD and use.resource.steward_id == person.pk)
        by = Viewpoint(person, community, None).byline_for(use.person).name if named else ""
        url = f"{use.resource.url(community.slug)}#use-{use.pk}"
        rows.append(Used(use.resource.title, url, community.name, use.at, use.get_how_display(), use.text, by))
    posts = Post.objects.visible_to(person).filter(_letters(in_letter, "conversation__space__"), author=person)
    outcomes = Outcome.objects.filter(
        post__in=posts.values("pk"),
        at__gte=since,
        at__lt=until,
        conversation__community__in=Membership.objects.communities_of(person),
    )
    outcomes = outcomes.exclude(person=person).select_related("person", "post", "conversation__community")
    for told in outcomes.defer(*beyond_byline("person")).order_by("-at", "-pk")[:MOST]:
        community = told.conversation.community
        viewpoint = Viewpoint(person, community, None)
        by = (byline_of_alias(told.alias) if told.alias else viewpoint.byline_for(told.person)).name
        url = f"{address('conversation', community.slug, told.conversation_id)}#p{told.post.number}"
        rows.append(Used(told.conversation.title, url, community.name, told.at, told.get_how_display(), told.text, by))
    return sorted(rows, key=lambda one: one.at, reverse=True)[:MOST]


def _tried(person: Person, since: datetime, until: datetime, in_letter: bool) -> list[Tried]:
    posts = Post.objects.visible_to(person).filter(_letters(in_letter, "conversation__space__"))
    kept = Resource.objects.visible_to(person).filter(_letters(in_letter, "space__"))
    trials = Trial.objects.filter(
        Q(post__in=posts.values("pk")) | Q(resource__in=kept.values("pk")),
        person=person,
        is_asked=False,
        said_at__gte=since,
        said_at__lt=until,
        community__in=Membership.objects.communities_of(person),
    )
    joined = trials.select_related("community", "resource", "post__conversation").order_by("-said_at", "-pk")
    rows = []
    for one in joined[:MOST]:
        slug = one.community.slug
        if one.resource is not None:
            title, url = one.resource.title, one.resource.url(slug)
        elif one.post is not None:
            title = one.post.conversation.title
            url = f"{address('conversation', slug, one.post.conversation_id)}#p{one.post.number}"
        else:
            continue
        came = one.get_came_display() if one.came else ""
        rows.append(Tried(title, url, one.community.name, one.said_at, came, one.words))
    return rows
