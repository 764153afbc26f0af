"""What the parts of a conversation's page are made of that are kept for all who read the same (ui/kept_parts.py)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from commonplace.communities.audience import Audience
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.bylines import byline_of
from commonplace.conversations.forms import ReplyForm
from commonplace.conversations.models import Conversation
from commonplace.conversations.queries.lists import state_of
from commonplace.conversations.queries.span import SIZE
from commonplace.conversations.queries.thread import Thread
from commonplace.conversations.views.attaching import Brought
from commonplace.ui.kept_parts import kept, slot
from commonplace.ui.spine import Link
from commonplace.ui.templatetags.ui import waiting


def blank_reply(
    request: HttpRequest, viewpoint: Viewpoint, conversation: Conversation, *, here: str, sight: Audience
) -> SafeString:
    """The form, with a token and a mark of this sending; "" for those who may not write here."""
    if not viewpoint.is_member:
        return SafeString("")
    part = kept(
        set_blank_reply,
        slug=viewpoint.community.slug,
        modules=viewpoint.community.modules,
        conversation=conversation.pk,
        here=here,
        sentence=sight.sentence,
    )
    return part(csrf_token=get_token(request), idempotency_key=str(uuid4()))


def opening_of(
    conversation: Conversation, viewpoint: Viewpoint, *, here: str, heads: Sequence[Link], sight: Audience
) -> dict[str, Any]:
    """What stands above the posts."""
    state, tone = state_of(conversation)
    return {
        "slug": viewpoint.community.slug,
        "outside": "" if viewpoint.is_member else viewpoint.community.name,
        "here": here,
        "kind": conversation.kind_words,
        "title": conversation.title,
        "begun_by": byline_of(conversation, viewpoint).name,
        "opened_at": conversation.opened_at,
        "answer": answer_of(conversation),
        "has_outcomes": conversation.has_outcomes,  # type: ignore[attr-defined]
        "state": state,
        "tone": tone,
        "waits": waiting(conversation.opened_at) if conversation.is_waiting else "",
        "heads": heads,
        "sight": sight,
    }


def deeds_of(conversation: Conversation, viewpoint: Viewpoint, *, here: str, is_mine: bool) -> dict[str, Any]:
    """What a member may do with all of it."""
    return {
        "slug": viewpoint.community.slug,
        "pk": conversation.pk,
        "here": here,
        "may_end": is_mine or viewpoint.is_steward,
        "is_steward": viewpoint.is_steward,
        "answer": answer_of(conversation),
        "is_closed": hasattr(conversation, "closure"),
        "is_candid": bool(conversation.alias),
    }


def answer_of(conversation: Conversation) -> int | None:
    """The number of the post that settled it."""
    settlement = getattr(conversation, "settlement", None)
    return settlement.post.number if settlement is not None else None


def set_blank_reply(*, slug: str, modules: Sequence[str], conversation: int, here: str, sentence: str) -> SafeString:
    """The form with slots for what is each reader's own."""
    context = {
        "viewpoint": {"community": {"slug": slug, "modules": modules}},
        "conversation": {"pk": conversation},
        "form": ReplyForm(initial={"idempotency_key": slot("idempotency_key")}),
        "sight": {"sentence": sentence},
        "here": here,
        "brought": Brought(),
        "csrf_token": slot("csrf_token"),
    }
    return render_to_string("conversations/reply.html", context)


def canonical(part: Thread) -> str:
    """Of the many addresses that show almost the same posts, the one that stands for them: pages follow each other
    from the beginning, but for the last, which is a full one.
    """
    start = part.span.start
    if not part.is_to_the_end:
        in_line = start - (start - 1) % SIZE
        start = start if any(first <= in_line <= last for first, last in part.parts.gone) else in_line
    return f"?from={start}" if start > 1 else ""
