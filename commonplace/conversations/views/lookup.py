"""What an address of a conversation leads to, for whoever asks."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from commonplace.communities.audience import Audience, audiences_of
from commonplace.communities.models import Community, Space
from commonplace.communities.viewpoint import Viewpoint, enter
from commonplace.conversations.models import Conversation, Post, Split
from commonplace.conversations.models.conversation import ConversationQuerySet
from commonplace.conversations.models.post import PostQuerySet
from commonplace.people.models import Person
from commonplace.store.prepared import prepared
from commonplace.ui.addresses import address

# Joined and taken apart more often than this, it is not followed further.
MOST_STEPS = 20


def enter_to_write(request: HttpRequest, slug: str) -> tuple[Viewpoint, Person]:
    """The viewpoint of someone who may write here; Http404 for everyone else."""
    viewpoint = enter(request, slug)
    if viewpoint.person is None or not viewpoint.is_member:
        raise Http404(slug)
    return viewpoint, viewpoint.person


def conversation_or_404(viewpoint: Viewpoint, pk: int) -> Conversation:
    """The conversation of this number, or the one it was joined to."""
    person, community = viewpoint.person, viewpoint.community
    for conversation in _standing(person=person, community=community, pk=pk):
        return conversation
    for conversation in _readable(person, community).filter(merged__pk=pk):
        return conversation
    raise Http404(pk)


def _readable(person: Person | None, community: Community) -> ConversationQuerySet:
    found = Conversation.objects.visible_to(person).filter(community=community)
    return found.select_related("community", "space", "author", "closure", "settlement")


@prepared
def _standing(*, person: Person | None, community: Community, pk: int) -> ConversationQuerySet:
    return _readable(person, community).filter(pk=pk)


def post_or_404(viewpoint: Viewpoint, pk: int, number: int) -> Post:
    """The post of this number, followed where its conversation was joined to another."""
    found = Post.objects.visible_to(viewpoint.person).filter(conversation__community=viewpoint.community)
    return _numbered(found, viewpoint, pk, number)


def own_post_or_404(viewpoint: Viewpoint, pk: int, number: int) -> Post:
    """One's own post of this number, withdrawn or not."""
    found = Post.objects.filter(conversation__community=viewpoint.community, author=viewpoint.person)
    return _numbered(found, viewpoint, pk, number)


def _numbered(found: PostQuerySet, viewpoint: Viewpoint, pk: int, number: int) -> Post:
    found = found.select_related("author", "conversation__community", "conversation__space", "conversation__author")
    post = found.filter(conversation_id=pk, number=number).first()
    if post is None and (there := _where_now(viewpoint, pk, number)) is not None:
        post = found.filter(conversation_id=there[0], number=there[1]).first()
    if post is None:
        raise Http404(number)
    return post


def page_url(conversation: Conversation, viewpoint: Viewpoint) -> str:
    """Where a conversation stands."""
    return address("conversation", viewpoint.community.slug, conversation.pk)


def post_url(post: Post, viewpoint: Viewpoint) -> str:
    """Where a post stands in its conversation."""
    return number_url(Conversation(pk=post.conversation_id), viewpoint, post.number)


def number_url(conversation: Conversation, viewpoint: Viewpoint, number: int) -> str:
    """Where the post of a number stands."""
    return f"{page_url(conversation, viewpoint)}?from={number}#p{number}"


def where_joined(viewpoint: Viewpoint, pk: int, number: int | None) -> str | None:
    """The present address of a post whose conversation was joined to another or taken apart, or None where there is
    none to see.
    """
    there = _where_now(viewpoint, pk, number or 1)
    if there is None or there == (pk, number or 1):
        return None
    kept = Conversation.objects.visible_to(viewpoint.person).filter(pk=there[0]).first()
    if kept is None:
        return None
    return number_url(kept, viewpoint, there[1])


def _where_now(viewpoint: Viewpoint, pk: int, number: int) -> tuple[int, int] | None:
    """The conversation and the number that a post has by now, through every joining and taking apart since.

    The keys alone: whether the viewer may read it is asked by whoever asks this. None where there is no conversation.
    """
    for _ in range(MOST_STEPS):
        here = Conversation.objects.filter(community=viewpoint.community, pk=pk).first()
        if here is None:
            return None
        if here.merged_into_id is not None:
            pk, number = here.merged_into_id, number + here.merged_offset
            continue
        if Post.objects.filter(conversation=pk, number=number).exists():
            break
        # Of two, the narrower was taken out earlier, and holds the post.
        taken = Split.objects.filter(conversation=pk, first__lte=number, last__gte=number).order_by("-first").first()
        if taken is None:
            break
        pk, number = taken.into_id, number + taken.offset
    return pk, number


def writable_spaces(viewpoint: Viewpoint) -> list[tuple[Space, Audience]]:
    """Where the viewer may write, each with who can read it there."""
    spaces = _writable(person=viewpoint.person, community=viewpoint.community)
    sights = audiences_of(spaces, viewpoint)
    return [(space, sights[space.pk]) for space in spaces]


@prepared
def _writable(*, person: Person | None, community: Community) -> QuerySet[Space]:
    return Space.objects.writable_by(person).filter(community=community).order_by("position", "pk")


def number_in(value: str | None) -> int | None:
    """A key as a form or an address gives it; nonsense is none."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 16 else None


def place_of(viewpoint: Viewpoint, *, conversation: int | None, named: str) -> Space:
    """The space where somebody writes: that of a conversation, the one they named, or the first; Http404 where they
    may not.
    """
    if conversation is not None:
        return conversation_or_404(viewpoint, conversation).space
    spaces = _writable(person=viewpoint.person, community=viewpoint.community)
    for space in sorted(spaces, key=lambda one: one.slug != named):
        return space
    raise Http404(named)
