"""Searches that someone follows: what each is called, where it stands, and what it found that is still unread."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from commonplace.attention.models import ReadMark, SearchFollow, SearchNotice
from commonplace.communities.models import Community
from commonplace.communities.viewpoint import beyond_byline
from commonplace.conversations.models import Conversation, Post
from commonplace.lib.direction import isolated
from commonplace.people.models import Person
from commonplace.search.findable import filters as kinds
from commonplace.search.findable import states
from commonplace.search.queries import Filters
from commonplace.store.prepared import prepared
from commonplace.ui.addresses import address

FOUND_FOR = timedelta(days=60)
# Posts looked at for one person; of more than that the latest.
LOOKED_AT = 100


@dataclass(frozen=True)
class FoundTalk:
    """A conversation in which a followed search found unread posts; `unread_from` and `unread` stand on it."""

    conversation: Conversation
    follow: SearchFollow

    @property
    def because(self) -> str:
        """Why it is shown, in a sentence."""
        return because_of(self.follow)


def filters_of(follow: SearchFollow) -> Filters:
    """What narrows a followed search."""
    return Filters(
        community=follow.community,
        kind=follow.kind,
        topic=follow.topic,
        person_id=follow.whom_id,
        writer=follow.writer,
        state=follow.state,
    )


def named(follow: SearchFollow) -> str:
    """What a search is called: its words, and what narrows it."""
    state = states().get(follow.state)
    narrowed = [
        isolated(follow.community.name) if follow.community else "",
        str(kinds().get(follow.kind, "")),
        isolated(follow.topic),
        isolated(follow.writer),
        _("by one person") if follow.whom_id else "",
        str(state.words) if state else "",
    ]
    return " · ".join(filter(None, [_("“%(words)s”") % {"words": isolated(follow.text)}, *narrowed]))


def because_of(follow: SearchFollow) -> str:
    """Why something is shown that a search found."""
    return _("Because you follow the search %(search)s.") % {"search": named(follow)}


def asked_by(follow: SearchFollow) -> str:
    """The search as it stands in an address."""
    said = {
        "q": follow.text,
        "community": follow.community.slug if follow.community else "",
        "kind": follow.kind,
        "topic": follow.topic,
        "writer": follow.writer,
        "state": follow.state,
        "person": follow.whom_id or "",
    }
    return urlencode({name: value for name, value in said.items() if value})


def url_of(follow: SearchFollow) -> str:
    """Where what a search finds today stands."""
    return f"{address('search')}?{asked_by(follow)}"


def searches_of(person: Person) -> list[SearchFollow]:
    """The searches that someone follows, the latest first; none in a community that they may not know of any more."""
    return list(
        SearchFollow.objects.filter(
            Q(community=None) | Q(community__in=Community.objects.open_to(person)), person=person
        )
        .select_related("community")
        .order_by("-since", "-pk")
    )


def follow_of(person: Person, text: str, filters: Filters) -> SearchFollow | None:
    """The follow of just this search, if there is one."""
    found = _follow(
        person=person,
        text=" ".join(text.split()),
        community=filters.community,
        kind=filters.kind,
        topic=filters.topic,
        writer=filters.writer,
        state=filters.state,
        whom=filters.person_id,
    )
    return next(iter(found), None)


@prepared
def _follow(
    *,
    person: Person,
    text: str,
    community: Community | None,
    kind: str,
    topic: str,
    writer: str,
    state: str,
    whom: int | None,
) -> QuerySet[SearchFollow]:
    narrowed = {"community": community, "kind": kind, "topic": topic, "writer": writer, "state": state, "whom": whom}
    return SearchFollow.objects.filter(person=person, text=text, **narrowed).order_by("pk")[:1]


def unread_found(notices: QuerySet[SearchNotice]) -> QuerySet[SearchNotice]:
    """Those of these notices whose person has not been shown the post since."""
    shown = ReadMark.objects.filter(
        person=OuterRef("person_id"),
        conversation=OuterRef("post__conversation_id"),
        number__gte=OuterRef("post__number"),
    )
    return notices.filter(~Exists(shown))


def found_for(person: Person, *, now: datetime, apart_from: Collection[int] = ()) -> list[FoundTalk]:
    """What someone's searches found lately, unread and theirs to read, a line for each conversation; one query."""
    notices = (
        unread_found(SearchNotice.objects.filter(person=person, at__gt=now - FOUND_FOR))
        .filter(
            Q(follow__community=None) | Q(follow__community__in=Community.objects.open_to(person)),
            post__in=Post.objects.visible_to(person),
            post__conversation__merged_into=None,
        )
        .exclude(post__conversation__in=list(apart_from))
        .exclude(post__author=person)
        .select_related(
            "follow__community",
            "post__conversation__author",
            "post__conversation__community",
            "post__conversation__space",
        )
        .defer("post__source", "post__html", *beyond_byline("post__conversation__author"))
        .order_by("-at", "-pk")
    )
    talks: dict[int, FoundTalk] = {}
    for one in notices[:LOOKED_AT]:
        talk = one.post.conversation
        first = talks.setdefault(talk.pk, FoundTalk(talk, one.follow)).conversation
        first.unread_from = min(getattr(first, "unread_from", one.post.number), one.post.number)  # type: ignore[attr-defined]
        first.unread = getattr(first, "unread", 0) + 1  # type: ignore[attr-defined]
    return list(talks.values())
