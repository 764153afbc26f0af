"""What waits until someone has looked: outcomes, replies, being named, first words of newcomers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from commonplace.attention.models import ReadMark
from commonplace.communities.inbox import Line, Need, Seen, row, within
from commonplace.communities.inbox_lines import NEW_FOR, newcomers, of_newcomer
from commonplace.communities.models import Community
from commonplace.conversations.inbox_lines import about_post, post_url
from commonplace.conversations.models import Mention, Outcome, Post
from commonplace.people.models import Person

TOLD_FOR = timedelta(days=60)
WRITTEN_FOR = timedelta(days=45)
FIRST_FOR = timedelta(days=14)


def _mark(person: Person) -> QuerySet[ReadMark]:
    return ReadMark.objects.filter(person=person, conversation=OuterRef("conversation_id"))


def _not_shown(person: Person) -> Any:
    return ~Exists(_mark(person).filter(number__gte=OuterRef("number")))


def _told_rows(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    outcomes = Outcome.objects.filter(
        ~Exists(_mark(person).filter(told_to__gte=OuterRef("at"))),
        within("conversation__community_id", communities),
        post__author=person,
        at__gt=since,
    ).exclude(person=person)
    return row(outcomes, "told", **about_post("post__"), who="person", happened_at=F("at"), words=F("how"))


def _told_people(community: Community, *, since: datetime) -> QuerySet[Any, Any]:
    told = Outcome.objects.filter(conversation__community=community, at__gt=since, post__author__isnull=False)
    return told.values_list("post__author_id", flat=True)


def _told(seen: Seen) -> Need:
    how = {
        "helped": _("%(name)s used your answer, and it helped."),
        "partly": _("%(name)s used your answer. It helped in part."),
        "nothing": _("%(name)s tried your answer, and nothing came of it."),
        "harm": _("%(name)s tried your answer, and it did harm."),
    }[seen.one.words]
    return seen.need(
        how,
        _("In “%(title)s”. They took the trouble to say; a line back closes the circle."),
        _("Read the note"),
        post_url(seen),
    )


def _unread(person: Person, communities: Sequence[int], since: datetime, code: str, **to: Person) -> QuerySet[Any, Any]:
    posts = Post.objects.filter(
        _not_shown(person), within("conversation__community_id", communities), written_at__gt=since, **to
    ).exclude(author=person)
    return row(posts, code, **about_post(), who="author", happened_at=F("written_at"))


def _named_rows(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    # Also whoever had read the post before they were named in it.
    seen = ReadMark.objects.filter(
        person=person,
        conversation=OuterRef("post__conversation_id"),
        number__gte=OuterRef("post__number"),
        told_to__gte=OuterRef("named_at"),
    )
    mentions = Mention.objects.standing().filter(
        ~Exists(seen), within("post__conversation__community_id", communities), person=person, named_at__gt=since
    )
    mentions = mentions.exclude(post__author=person)
    return row(mentions, "named", **about_post("post__"), who="post__author", happened_at=F("named_at"))


def _named_people(community: Community, *, since: datetime) -> QuerySet[Any, Any]:
    named = Mention.objects.standing().filter(post__conversation__community=community, named_at__gt=since)
    return named.values_list("person_id", flat=True)


def _named(seen: Seen) -> Need:
    return seen.need(
        _("%(name)s named you."), _("In “%(title)s”; you have not been there since."), _("Read it"), post_url(seen)
    )


def _replied_rows(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    return _unread(person, communities, since, "replied", reply_to__author=person)


def _replied_people(community: Community, *, since: datetime) -> QuerySet[Any, Any]:
    mark = ReadMark.objects.filter(
        person=OuterRef("reply_to__author_id"), conversation=OuterRef("conversation_id"), number__gte=OuterRef("number")
    )
    replies = Post.objects.filter(
        ~Exists(mark), conversation__community=community, written_at__gt=since, reply_to__author__isnull=False
    )
    return replies.exclude(author=F("reply_to__author")).values_list("reply_to__author_id", flat=True)


def _replied(seen: Seen) -> Need:
    return seen.need(
        _("%(name)s answered you."), _("In “%(title)s”; you have not been there since."), _("Read it"), post_url(seen)
    )


def _first_rows(*, person: Person, communities: Sequence[int], came: datetime, since: datetime) -> QuerySet[Any, Any]:
    recent = newcomers(person, communities, came)
    before = Post.objects.filter(
        author=OuterRef("author_id"),
        conversation__community=OuterRef("conversation__community_id"),
        written_at__lt=OuterRef("written_at"),
    )
    firsts = Post.objects.filter(
        Exists(recent.filter(person=OuterRef("author_id"), community=OuterRef("conversation__community_id"))),
        ~Exists(before),
        _not_shown(person),
        within("conversation__community_id", communities),
        author__in=recent.values("person_id"),
        written_at__gt=since,
        origin="",
    )
    return row(firsts, "first", **about_post(), who="author", happened_at=F("written_at"))


def _first(seen: Seen) -> Need:
    return seen.need(
        _("%(name)s has written for the first time."),
        _("In “%(title)s”. Whether a second line comes depends on the first one being heard."),
        _("Read it"),
        post_url(seen),
    )


LINES = (
    Line(
        "first",
        20,
        _first_rows,
        _first,
        {"came": NEW_FOR, "since": FIRST_FOR},
        content="post",
        about=of_newcomer,
        is_for_stewards=True,
    ),
    Line("told", 40, _told_rows, _told, {"since": TOLD_FOR}, content="post", whom=_told_people),
    Line("named", 41, _named_rows, _named, {"since": WRITTEN_FOR}, content="post", whom=_named_people),
    Line("replied", 42, _replied_rows, _replied, {"since": WRITTEN_FOR}, content="post", whom=_replied_people),
)
