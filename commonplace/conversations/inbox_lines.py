"""What waits in conversations: an answer to be settled, a hello to be returned, words begun and not sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from commonplace.communities.inbox import Line, Need, Seen, row, within
from commonplace.communities.models import Community, Greeting
from commonplace.conversations.kinds import Kind
from commonplace.conversations.models import Conversation, Draft, Post, TopicSearch
from commonplace.conversations.queries.suggested import fitting_for
from commonplace.people.models import Person

SETTLING = (Kind.QUESTION, Kind.EXPERIENCE, Kind.PROBLEM)
ASKED_FOR = timedelta(days=120)
SPOKE_RECENTLY = timedelta(days=7)
GREETED_FOR = timedelta(days=21)
SUGGESTED_FOR = timedelta(days=21)


def about_post(path: str = "") -> dict[str, Any]:
    """The columns of a line that say where a post (at `path`, such as `post__`) stands."""
    return {
        "community_id": F(f"{path}conversation__community_id"),
        "about_id": F(f"{path}conversation_id"),
        "content_id": F(f"{path}pk"),
        "number": F(f"{path}number"),
        "title": F(f"{path}conversation__title"),
    }


def post_url(seen: Seen) -> str:
    """Where the post of a line is read."""
    return f"{seen.url('conversation', seen.one.about_id)}?from={seen.one.number}#p{seen.one.number}"


def _answered_rows(
    *, person: Person, communities: Sequence[int], asked: datetime, spoke: datetime
) -> QuerySet[Any, Any]:
    own = Post.objects.filter(
        author=person, conversation=OuterRef("conversation_id"), number__gt=1, written_at__gt=spoke
    )
    answered = Post.objects.filter(
        ~Exists(own),
        within("conversation__community_id", communities),
        author=person,
        number=1,
        written_at__gt=asked,
        conversation__kind__in=SETTLING,
        conversation__first_reply_at__isnull=False,
        conversation__settlement__isnull=True,
        conversation__closure__isnull=True,
        conversation__post_count__gt=0,
    )
    return row(answered, "answered", **about_post(), happened_at=F("conversation__first_reply_at"))


def _answered_people(community: Community, *, asked: datetime, spoke: datetime) -> QuerySet[Any, Any]:
    answered = Conversation.objects.filter(
        community=community,
        opened_at__gt=asked,
        kind__in=SETTLING,
        first_reply_at__isnull=False,
        settlement__isnull=True,
        closure__isnull=True,
        author__isnull=False,
    )
    return answered.values_list("author_id", flat=True)


def _answered(seen: Seen) -> Need:
    return seen.need(
        _("Your question has answers: did one of them settle it?"),
        _("“%(title)s”. Whoever answered would like to know, and so would the next person with your question."),
        _("Say so"),
        seen.url("conversation", seen.one.about_id),
    )


def _greeted_rows(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    since_then = Post.objects.filter(
        author=person, conversation__community=OuterRef("membership__community_id"), written_at__gt=OuterRef("at")
    )
    hellos = Greeting.objects.filter(
        ~Exists(since_then), membership__person=person, membership__community__in=communities, at__gt=since
    )
    return row(
        hellos,
        "greeted",
        community_id=F("membership__community_id"),
        about_id=F("pk"),
        who="by",
        happened_at=F("at"),
        words=F("words"),
    )


def _greeted_people(community: Community, *, since: datetime) -> QuerySet[Any, Any]:
    hellos = Greeting.objects.filter(membership__community=community, at__gt=since)
    return hellos.values_list("membership__person_id", flat=True)


def _greeted(seen: Seen) -> Need:
    return seen.need(_("%(name)s says hello."), _("“%(words)s”"), _("Say something back"), seen.url("compose"))


def _draft_rows(*, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    drafts = Draft.objects.filter(person=person, community__in=communities)
    return row(
        drafts,
        "draft",
        community_id=F("community_id"),
        about_id=F("pk"),
        happened_at=F("changed_at"),
        words=F("place"),
        title=Coalesce(KT("words__title"), Value(""), output_field=TextField()),
    )


def _draft(seen: Seen) -> Need:
    title = (
        _("You have begun something: “%(title)s”.")
        if seen.one.title
        else _("You have begun something and not sent it.")
    )
    return seen.need(title, _("Only you can see it."), _("Go on writing"), seen.url("drafts"))


def _words_rows(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    waiting = fitting_for(person).filter(suggested__community=OuterRef("community_id"))
    ended = TopicSearch.objects.filter(
        Exists(waiting), community__in=communities, upto__isnull=True, ended_at__gt=since
    )
    return row(ended, "suggested_topics", community_id=F("community_id"), about_id=F("pk"), happened_at=F("ended_at"))


def _words(seen: Seen) -> Need:
    return seen.need(
        _("What moved in could stand under topics."),
        _("Some words come again in it. One press keeps a word, and what it gathers can be found under it."),
        _("Look through the words"),
        seen.url("suggested_topics"),
    )


LINES = (
    Line("greeted", 43, _greeted_rows, _greeted, {"since": GREETED_FOR}, whom=_greeted_people),
    Line(
        "answered",
        50,
        _answered_rows,
        _answered,
        {"asked": ASKED_FOR, "spoke": SPOKE_RECENTLY},
        content="post",
        whom=_answered_people,
    ),
    Line("suggested_topics", 80, _words_rows, _words, {"since": SUGGESTED_FOR}, is_for_stewards=True),
    Line("draft", 90, _draft_rows, _draft),
)
