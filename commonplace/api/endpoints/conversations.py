"""Conversations and what was said in them."""

from __future__ import annotations

from typing import Annotated

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router

from commonplace.api.auth import ANYONE
from commonplace.api.endpoints.communities import viewpoint_of
from commonplace.api.listing import After, Line, Size, Told, YesOrNo, listed
from commonplace.api.problems import Unfit
from commonplace.api.schemas import Page
from commonplace.communities.models import Community, Space, Topic
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations import shapes as told
from commonplace.conversations.kinds import Kind
from commonplace.conversations.models import Conversation
from commonplace.conversations.queries.lists import Wanted, conversations_for
from commonplace.conversations.queries.topics import topics_seen
from commonplace.people.models import Person
from commonplace.store.prepared import prepared

router = Router(tags=["conversations"])
ATopic = Annotated[Line, Told(description="The slug of a topic of this community; another is refused.")]
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
) -> Page[told.Conversation]:
    """Those you may read; narrowed to a kind, a topic, a space, or what waits for an answer nobody has begun."""
    viewpoint = viewpoint_of(request, slug)
    wanted = Wanted(
        waiting=unanswered,
        kind=kind.value if kind else "",
        topic=_topic(viewpoint, topic) if topic else None,
        space=_space(viewpoint, space) if space else None,
    )
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
def posts(request: HttpRequest, slug: str, pk: int, after: After = "", limit: Size = 30) -> Page[told.Post]:
    """Its posts in order, less what was withdrawn or is held."""
    viewpoint = viewpoint_of(request, slug)
    if not _readable(person=viewpoint.person, community=viewpoint.community, pk=pk):
        raise Http404(pk)
    return listed(
        request,
        told.posts(viewpoint).filter(conversation=pk),
        by=("number",),
        after=after,
        size=limit,
        tell=lambda one: told.post(one, viewpoint),
    )


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
    found = topics_seen(viewpoint.person).filter(community=viewpoint.community, slug=slug).first()
    if found is None:
        raise Unfit("topic", _("There is no such topic here."))
    return found


def _space(viewpoint: Viewpoint, slug: str) -> Space:
    found = Space.objects.visible_to(viewpoint.person).filter(community=viewpoint.community, slug=slug).first()
    if found is None:
        raise Unfit("space", _("There is no such space here, or it is not for you to see."))
    return found
