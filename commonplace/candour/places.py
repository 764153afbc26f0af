"""What candour shows on pages of lower rooms: what a member's browser draws with, and where one says something
candidly.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from commonplace.candour.models import Alias
from commonplace.candour.months import before, month_of
from commonplace.candour.queries import MODULE, TOKENS, is_offered
from commonplace.communities.doors import EVERYONE_INSIDE
from commonplace.communities.modules import is_on
from commonplace.communities.standing import LASTING
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Conversation


def drawing(request: HttpRequest) -> Mapping[str, Any] | None:
    """Where a member's browser draws, and for which month; it asks no database, and says nothing of who reads."""
    viewpoint: Viewpoint | None = getattr(request, "viewpoint", None)
    if viewpoint is None or viewpoint.membership is None or viewpoint.membership.standing not in LASTING:
        return None
    if not is_offered(viewpoint.community):
        return None
    month = month_of(timezone.now())
    return {
        "candour": {
            "slug": viewpoint.community.slug,
            "month": month.isoformat(),
            "before": before(month).isoformat(),
            "tokens": TOKENS,
        }
    }


def asking(request: HttpRequest, *, viewpoint: Viewpoint, kind: str, title: str) -> Mapping[str, Any] | None:
    """The other way to ask, beside the composer, before a word is written there."""
    if not viewpoint.is_member or not is_on(viewpoint.community, MODULE):
        return None
    return {"slug": viewpoint.community.slug, "is_steward": viewpoint.is_steward}


def replying(request: HttpRequest, *, viewpoint: Viewpoint, conversation: Conversation) -> Mapping[str, Any] | None:
    """The other way to reply, in a conversation that every member may read; at its end, or where they no longer do, the
    way to what was said so.
    """
    if not viewpoint.is_member or not is_on(viewpoint.community, MODULE):
        return None
    space = conversation.space
    is_open = is_offered(viewpoint.community) and space.visibility in EVERYONE_INSIDE and not space.is_in_confidence
    is_closed = hasattr(conversation, "closure") or not is_open
    if is_closed and not Alias.objects.filter(conversation=conversation).exists():
        return None
    return {
        "slug": viewpoint.community.slug,
        "pk": conversation.pk,
        "is_closed": is_closed,
        "is_candid": bool(conversation.alias),
    }
