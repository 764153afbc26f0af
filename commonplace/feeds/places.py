"""What feeds show on pages of lower rooms: links for programs in the head, and the way to addresses of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from commonplace.communities.models import Community
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Conversation
from commonplace.conversations.queries.lists import Wanted
from commonplace.conversations.queries.topics import topics_seen
from commonplace.feeds.formats import FORMS
from commonplace.feeds.models import SecretAddress
from commonplace.people.models import Person
from commonplace.ui.addresses import address


def links(
    request: HttpRequest,
    *,
    viewpoint: Viewpoint,
    wanted: Wanted | None = None,
    conversation: Conversation | None = None,
) -> Mapping[str, Any] | None:
    """The feeds of what is on the page, where anyone may read it."""
    named = _named(viewpoint, wanted or Wanted(), conversation)
    if named is None:
        return None
    name, arguments = named
    slug = viewpoint.community.slug
    return {"feeds": [(form.content_type, address(f"{name}_{code}", slug, *arguments)) for code, form in FORMS.items()]}


def _named(
    viewpoint: Viewpoint, wanted: Wanted, conversation: Conversation | None
) -> tuple[str, tuple[str | int, ...]] | None:
    """The name of the address of a feed and what stands in it, for what anyone may read; one query at most."""
    community = viewpoint.community
    if community.is_private:
        return None
    if conversation is not None:
        return ("feed_of_conversation", (conversation.pk,)) if conversation.space.is_public else None
    if wanted.topic is not None:
        seen = viewpoint.person is None or topics_seen(None).filter(pk=wanted.topic.pk).exists()
        return ("feed_of_topic", (wanted.topic.slug,)) if seen else None
    if wanted.space is not None:
        return ("feed_of_space", (wanted.space.slug,)) if wanted.space.is_public else None
    is_open = viewpoint.person is None or community.is_public
    if is_open or Community.objects.open_to(None).filter(pk=community.pk).exists():
        return "feed", ("conversations",)
    return None


def beside(request: HttpRequest, *, viewpoint: Viewpoint, wanted: Wanted) -> Mapping[str, Any] | None:
    """For members, the way to an address of their own for what they read here."""
    if not viewpoint.is_member:
        return None
    slug, space = viewpoint.community.slug, wanted.space
    return {"of": f"{slug}/{space.slug}" if space is not None and space.is_group else slug}


def of_mine(request: HttpRequest, *, person: Person) -> Mapping[str, Any]:
    """How many addresses the reader has given to programs."""
    return {"addresses": SecretAddress.objects.filter(person=person).count()}
