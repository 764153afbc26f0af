"""What the room of knowledge shows on pages of lower rooms: whom one might ask, and how often one may be asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from commonplace.communities.viewer_standings import viewer_standings
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.kinds import AWAITING
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person


def may_ask_in(viewpoint: Viewpoint, conversation: Conversation) -> bool:
    """Whether the viewer may ask somebody in by name: whoever asked, and stewards, while nothing settles it."""
    if viewpoint.person is None or not viewpoint.is_member:
        return False
    is_theirs = viewpoint.is_steward or conversation.author_id == viewpoint.person.pk
    return is_theirs and conversation.is_unsettled and not hasattr(conversation, "closure")


def beside_composer(request: HttpRequest, *, viewpoint: Viewpoint, kind: str, title: str) -> Mapping[str, Any] | None:
    """A place that fills as the title is written."""
    return {} if viewpoint.is_member and kind in AWAITING else None


def beside_conversation(
    request: HttpRequest, *, viewpoint: Viewpoint, conversation: Conversation
) -> Mapping[str, Any] | None:
    """The way to ask somebody in, where the viewer may."""
    return {} if may_ask_in(viewpoint, conversation) else None


def how_often(request: HttpRequest, *, person: Person) -> Mapping[str, Any] | None:
    """The way to one's own word on being asked, for each community."""
    communities = [one.community for one in viewer_standings(request)[:50]]
    return {"communities": communities} if communities else None
