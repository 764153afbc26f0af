"""What came of somebody's taking part in a year: their questions, who used what they gave, and what they tried.

It is for themselves alone. A letter tells only what letters may carry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from commonplace.communities.access import sends_words
from commonplace.communities.models import Membership
from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint, beyond_byline, byline_of_alias
from commonplace.conversations.kinds import AWAITING
from commonplace.conversations.models import Conversation, Outcome, Post
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.repertoire.models import Adaptation, Resource, Told, Trial, Use
from commonplace.stories.models import Step, StepLink
from commonplace.stories.module import MODULE
from commonplace.stories.queries.reading import teller_of
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
    """What came of it between two moments; seven queries."""
    used = [*_used(person, since, until, in_letter), *_adapted(person, since, until, in_letter)]
    if not in_letter:  # letters carry no stories
        used += _told_of(person, since, until)
    return Came(
        _asked(person, since, until, in_letter),
        sorted(used, key=lambda one: one.at, reverse=True)[:MOST],
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
    return rows


def _adapted(person: Person, since: datetime, until: datetime, in_letter: bool) -> list[Used]:
    """What others made of their own out of it."""
    of_mine = Q(parent__kept_by=person) | Q(parent__steward=person)
    kept = Resource.objects.visible_to(person).filter(_letters(in_letter, "space__"))
    found = Adaptation.objects.filter(of_mine, resource__in=kept.values("pk"), at__gte=since, at__lt=until)
    found = found.exclude(by=person).select_related("by", "resource__community").defer(*beyond_byline("by"))
    rows = []
    for one in found.order_by("-at", "-pk")[:MOST]:
        community = one.resource.community
        by = Viewpoint(person, community, None).byline_for(one.by).name
        url, how = one.resource.url(community.slug), _("made their own of it")
        rows.append(Used(one.resource.title, url, community.name, one.at, how, one.changed, by))
    return rows


def _told_of(person: Person, since: datetime, until: datetime) -> list[Used]:
    """Stories of others that point at their answer, at what they kept or at what they held, as far as they may read."""
    answers = Post.objects.filter(author=person, alias="")
    kept = Resource.objects.filter(Q(kept_by=person) | Q(steward=person))
    points = (
        Q(kind="post", object_id__in=answers.values("pk"))
        | Q(kind="resource", object_id__in=kept.values("pk"))
        | Q(kind="gathering", object_id__in=Gathering.objects.filter(hosts__person=person).values("pk"))
    )
    steps = Step.objects.visible_to(person).filter(
        Exists(StepLink.objects.filter(points, step=OuterRef("pk"))),
        story__withdrawal=None,
        story__shown_at__gte=since,
        story__shown_at__lt=until,
        story__community__in=Membership.objects.communities_of(person),
    )
    steps = steps.exclude(story__teller=person).select_related("story__teller", "story__community")
    rows: dict[int, Used] = {}
    for one in steps.defer(*beyond_byline("story__teller")).order_by("-story__shown_at", "story", "number")[:MOST]:
        story = one.story
        if story.pk in rows or story.shown_at is None or not is_on(story.community, MODULE):
            continue
        by = teller_of(story, Viewpoint(person, story.community, None)).name
        title, url = story.title or _("A story without a name yet"), story.url(story.community.slug)
        rows[story.pk] = Used(title, url, story.community.name, story.shown_at, _("tells of it in a story"), "", by)
    return list(rows.values())


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
