"""Conversations and what was said in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from commonplace.api.auth import ANYONE
from commonplace.api.endpoints.communities import viewpoint_of
from commonplace.api.listing import After, Line, Size, Told, YesOrNo, listed, onward
from commonplace.api.problems import Unfit
from commonplace.api.ready import page, ready
from commonplace.api.schemas import Page
from commonplace.communities.models import Community, Space, Topic
from commonplace.communities.topics.queries import topic_named, within
from commonplace.communities.vantage import Vantage, vantage_of
from commonplace.communities.viewpoint import Viewpoint, beyond_byline
from commonplace.conversations import shapes as told
from commonplace.conversations.kinds import Kind
from commonplace.conversations.models import Attachment, Conversation, Post, PostTranslation
from commonplace.conversations.queries.lists import SIZE, Wanted, conversations_for, first_rows
from commonplace.conversations.queries.topics import topics_seen
from commonplace.conversations.queries.translations import said_again
from commonplace.people.models import Person
from commonplace.store import paging
from commonplace.store.prepared import Prepared, Rows, prepared

router = Router(tags=["conversations"])
ATopic = Annotated[
    Line, Told(description="The slug of a topic of this community, with all that is narrower; another is refused.")
]
ASpace = Annotated[Line, Told(description="The slug of a space that you may see; another is refused.")]


@router.get(
    "/{slug:slug}/conversations",
    auth=ANYONE,
    response=Page[told.Conversation],
    summary="Conversations, the latest first",
)
def conversations(
    request: HttpRequest,
    slug: str,
    kind: Kind | None = None,
    topic: ATopic = "",
    space: ASpace = "",
    unanswered: YesOrNo = False,
    after: After = "",
    limit: Size = 30,
) -> Page[told.Conversation] | HttpResponse:
    """Those you may read; narrowed to a kind, a topic, a space, or what waits for an answer nobody has begun."""
    viewpoint = viewpoint_of(request, slug)
    word = _topic(viewpoint, topic) if topic else None
    wanted = Wanted(
        waiting=unanswered,
        kind=kind.value if kind else "",
        topic=word,
        narrower=tuple(within(word)[1:]) if word else (),
        space=_space(viewpoint, space) if space else None,
    )
    if not after and limit <= SIZE:
        return _first(request, viewpoint, wanted, limit)
    return listed(
        request,
        conversations_for(viewpoint, wanted).prefetch_related("topics"),
        by=wanted.by,
        after=after,
        size=limit,
        tell=lambda one: told.conversation(one, viewpoint),
    )


@router.get("/{slug:slug}/conversations/{int:pk}", auth=ANYONE, response=told.Conversation, summary="One conversation")
def conversation(request: HttpRequest, slug: str, pk: int) -> told.Conversation:
    """A conversation and how it stands."""
    viewpoint = viewpoint_of(request, slug)
    return told.conversation(_conversation(viewpoint, pk), viewpoint)


@router.get(
    "/{slug:slug}/conversations/{int:pk}/posts",
    auth=ANYONE,
    response=Page[told.Post],
    summary="What was said in it",
)
def posts(
    request: HttpRequest, slug: str, pk: int, after: After = "", limit: Size = 30
) -> Page[told.Post] | HttpResponse:
    """Its posts in order, less what was withdrawn or is held."""
    viewpoint = viewpoint_of(request, slug)
    if not _readable(person=viewpoint.person, community=viewpoint.community, pk=pk):
        raise Http404(pk)
    beyond = number_in(after)
    if beyond is not None:
        return _posts(request, viewpoint, pk, beyond, limit)
    return listed(
        request,
        told.posts(viewpoint).filter(conversation=pk),
        by=("number",),
        after=after,
        size=limit,
        tell=lambda one: told.post(one, viewpoint),
    )


def _first(request: HttpRequest, viewpoint: Viewpoint, wanted: Wanted, limit: int) -> HttpResponse:
    """The first page, by a query that was prepared."""
    found = first_rows(viewpoint, wanted)
    shown = found.part(0, limit)
    keys = [pk for (pk,) in shown.columns("id")]
    return ready(
        tell_conversations,
        onward=onward(request, after=paging.onward(found, by=wanted.by, size=limit)),
        rows=shown,
        topics=_filed_under(conversations=keys) if keys else [],
        vantage=vantage_of(viewpoint),
    )


def tell_conversations(*, rows: Rows[Conversation], topics: Sequence[tuple[int, str, str]], vantage: Vantage) -> str:
    """A page of conversations as JSON."""
    under: dict[int, list[told.Topic]] = {}
    for conversation, slug, name in topics:
        under.setdefault(conversation, []).append(told.Topic(slug=slug, name=name))
    viewpoint = vantage.viewpoint
    return page(told.conversation(one, viewpoint, topics=under.get(one.pk, [])) for one in rows)


@prepared
def _filed_under(*, conversations: list[int]) -> QuerySet[Any, tuple[int, str, str]]:
    filed: Any = Conversation.topics.through.objects.filter(conversation__in=conversations).order_by("topic")
    rows: QuerySet[Any, tuple[int, str, str]] = filed.values_list("conversation", "topic__slug", "topic__name")
    return rows


def _posts(request: HttpRequest, viewpoint: Viewpoint, pk: int, beyond: int, limit: int) -> HttpResponse:
    """A page of posts, by a query that was prepared."""
    ask = _posts_after(limit)
    found = ask.rows(person=viewpoint.person, community=viewpoint.community, conversation=pk, beyond=beyond)
    shown = found.part(0, limit)
    keys = [pk for pk, has_files in shown.columns("id", "has_files") if has_files]
    came = Attachment.objects.filter(post__in=keys).select_related("file").order_by("position", "pk") if keys else ()
    said = [pk for pk, is_said_again in shown.columns("id", "is_said_again") if is_said_again]
    return ready(
        tell_posts,
        onward=onward(request, after=paging.onward(found, by=("number",), size=limit)),
        rows=shown,
        came=list(came),
        again=said_again(said, viewpoint.person),
        vantage=vantage_of(viewpoint),
    )


def tell_posts(
    *,
    rows: Rows[Post],
    came: Sequence[Attachment],
    again: Mapping[int, Sequence[PostTranslation]],
    vantage: Vantage,
) -> str:
    """A page of posts as JSON."""
    viewpoint = vantage.viewpoint
    return page(
        told.post(
            one,
            viewpoint,
            came=[file for file in came if file.post_id == one.pk],
            again=again.get(one.pk, ()),
        )
        for one in rows
    )


@lru_cache(maxsize=16)
def _posts_after(limit: int) -> Prepared[Post]:
    """Posts behind a number, one more than `limit`, which stands in the query as it is written."""

    @prepared
    def ask(*, person: Person | None, community: Community, conversation: int, beyond: int) -> QuerySet[Post]:
        posts = told.posts_alone(person, community).filter(conversation=conversation, number__gt=beyond)
        files = Exists(Attachment.objects.filter(post=OuterRef("pk")))
        again = Exists(PostTranslation.objects.filter(post=OuterRef("pk")))
        told_of = posts.defer(*beyond_byline("author")).annotate(has_files=files, is_said_again=again)
        return told_of.order_by("number")[: limit + 1]

    return ask


def number_in(after: str) -> int | None:
    """The number behind which a list of posts goes on, 0 at its beginning; None where the token leads back."""
    if not after:
        return 0
    try:
        key = paging.key_of(after, Post.objects.all(), by=("number",))
    except paging.NoToken:
        return None
    return int(key[0]) if key is not None else None


@prepared
def _readable(*, person: Person | None, community: Community, pk: int) -> QuerySet[Conversation, tuple[int]]:
    return Conversation.objects.visible_to(person).filter(community=community, pk=pk).values_list("pk")


def _conversation(viewpoint: Viewpoint, pk: int) -> Conversation:
    found = conversations_for(viewpoint, Wanted()).prefetch_related("topics").filter(pk=pk).first()
    if found is None:
        raise Http404(pk)
    return found


def _topic(viewpoint: Viewpoint, slug: str) -> Topic:
    # A word under which one may read nothing is none that one may know.
    known = topic_named(viewpoint.community, slug)
    found = topics_seen(viewpoint.person).filter(pk=known.pk).first() if known else None
    if found is None:
        raise Unfit("topic", _("There is no such topic here."))
    return found


def _space(viewpoint: Viewpoint, slug: str) -> Space:
    found = Space.objects.visible_to(viewpoint.person).filter(community=viewpoint.community, slug=slug).first()
    if found is None:
        raise Unfit("space", _("There is no such space here, or it is not for you to see."))
    return found
