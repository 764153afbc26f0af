"""What feeds show on pages of lower rooms: links for programs in the head, and the way to addresses of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Conversation
from commonplace.conversations.queries.lists import Wanted
from commonplace.feeds.formats import FORMS
from commonplace.feeds.models import SecretAddress
from commonplace.gatherings.models import Gathering
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
    named = _named(viewpoint, wanted, conversation)
    if named is None:
        return None
    name, arguments = named
    slug = viewpoint.community.slug
    return {"feeds": [(form.content_type, address(f"{name}_{code}", slug, *arguments)) for code, form in FORMS.items()]}


def _named(
    viewpoint: Viewpoint, wanted: Wanted | None, conversation: Conversation | None
) -> tuple[str, tuple[str | int, ...]] | None:
    """The name of the address of a feed and what stands in it, for what anyone may read.

    No page has a query to spare for it, so members are led only where it needs none to know; strangers everywhere.
    """
    community, is_stranger = viewpoint.community, viewpoint.person is None
    if community.is_private:
        return None
    if conversation is not None:
        return ("feed_of_conversation", (conversation.pk,)) if conversation.space.is_public else None
    if wanted is not None and wanted.topic is not None:
        return ("feed_of_topic", (wanted.topic.slug,)) if is_stranger else None
    if wanted is not None and wanted.space is not None:
        return ("feed_of_space", (wanted.space.slug,)) if wanted.space.is_public else None
    return ("feed", ("conversations",)) if is_stranger or community.is_public else None


def beside(request: HttpRequest, *, viewpoint: Viewpoint, wanted: Wanted) -> Mapping[str, Any] | None:
    """For members, the way to an address of their own for what they read here."""
    if not viewpoint.is_member:
        return None
    slug, space = viewpoint.community.slug, wanted.space
    return {"of": f"{slug}/{space.slug}" if space is not None and space.is_group else slug}


def beside_gatherings(
    request: HttpRequest, *, viewpoint: Viewpoint, gathering: Gathering | None = None
) -> Mapping[str, Any] | None:
    """The gathering as a file, and for members the way to a calendar of their own, for strangers to the open one."""
    community = viewpoint.community
    is_dated = gathering is not None and not gathering.is_open_dated
    if not (is_dated or viewpoint.is_member or not community.is_private):
        return None
    of = ""
    if viewpoint.is_member:
        is_few = gathering is not None and gathering.space.is_group
        of = (
            f"calendar:{community.slug}/{gathering.space.slug}"
            if is_few and gathering
            else f"calendar:{community.slug}"
        )
    return {
        "slug": community.slug,
        "pk": gathering.pk if gathering is not None and is_dated else None,
        "of": of,
        "is_open": not community.is_private,
    }


def of_mine(request: HttpRequest, *, person: Person) -> Mapping[str, Any]:
    """How many addresses the reader has given to programs."""
    return {"addresses": SecretAddress.objects.filter(person=person).count()}
