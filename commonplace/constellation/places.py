"""What the constellation shows on pages of rooms below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from commonplace.communities.models import Community
from commonplace.communities.viewpoint import Viewpoint
from commonplace.constellation.queries.crossings import trails_of
from commonplace.constellation.queries.host import looks_for_host
from commonplace.constellation.queries.relations import related_to, successors_of
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person


def way_to_host(request: HttpRequest, *, person: Person) -> Mapping[str, Any] | None:
    """The way to the host's page, for whoever looks for the host."""
    return {} if looks_for_host(person) else None


def beside_about(request: HttpRequest, *, viewpoint: Viewpoint) -> Mapping[str, Any] | None:
    """Communities that this one names, for whoever may know of them; to members the way to more."""
    listed = [one for one in related_to(viewpoint, agreed_only=True) if one.is_known]
    return {"beside": listed} if listed or viewpoint.is_member else None


def leading_on(request: HttpRequest) -> Mapping[str, Any] | None:
    """On every page of a community that closed behind its people: where it lives on."""
    viewpoint = getattr(request, "viewpoint", None)
    if not isinstance(viewpoint, Viewpoint) or viewpoint.community.stage != Community.Stage.TRANSFORMATION:
        return None
    onward = successors_of(viewpoint)
    return {"onward": onward, "behind": viewpoint.community} if onward else None


def trail(request: HttpRequest, *, viewpoint: Viewpoint, conversation: Conversation) -> Mapping[str, Any] | None:
    """Where a conversation came along from, or went to. Only those are asked for of which it can be said at once."""
    is_archive = viewpoint.community.stage == Community.Stage.TRANSFORMATION
    if not is_archive and not conversation.origin.startswith("crossing-"):
        return None
    trails = trails_of(conversation, viewpoint.person)
    return {"trails": trails} if trails else None
