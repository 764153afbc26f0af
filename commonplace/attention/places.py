"""What attention shows on pages of lower rooms: unread words in lists, and following beside a conversation."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import ngettext

from commonplace.attention.actions.reading import mark_read
from commonplace.attention.queries import standing_to, unread_in
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Conversation
from commonplace.conversations.queries.lists import Mark
from commonplace.conversations.queries.thread import SIZE
from commonplace.ui import words
from commonplace.ui.addresses import address


def marks(
    request: HttpRequest, *, viewpoint: Viewpoint, conversations: Sequence[Conversation]
) -> Mapping[str, Any] | None:
    """'3 new' on each conversation that the reader has opened before, leading to the first of them."""
    if viewpoint.person is None:
        return None
    slug = viewpoint.community.slug
    unread = unread_in(viewpoint.person, [conversation.pk for conversation in conversations])
    return {
        "marks": {
            pk: Mark(
                words=ngettext("%(n)s new", "%(n)s new", new.count) % {"n": words.count(new.count)},
                url=f"{address('conversation', slug, pk)}?from={new.first}#p{new.first}",
            )
            for pk, new in unread.items()
        }
    }


def following(request: HttpRequest, *, conversation: Conversation, viewpoint: Viewpoint) -> Mapping[str, Any] | None:
    """Whether the reader follows this conversation; what is on the page is marked as read when that goes further.

    Looking again after someone told what happened moves the mark's moment too, so that it waits for nobody any more.
    """
    if viewpoint.person is None or not viewpoint.is_member:
        return None
    standing = standing_to(conversation, viewpoint.person)
    shown = _last_shown(request, conversation)
    has_been_told = standing.told_at is not None and (standing.read_at is None or standing.told_at > standing.read_at)
    if request.method == "GET" and (shown > standing.read_to or has_been_told):
        number = max(shown, standing.read_to)
        mark_read(person=viewpoint.person, conversation=conversation, number=number, at=timezone.now())
    return {"is_following": standing.is_following}


def _last_shown(request: HttpRequest, conversation: Conversation) -> int:
    """The number of the last post on the page: it holds at least so many from where it begins, or ends the whole."""
    wanted = request.GET.get("from", "")
    start = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else 1
    start = 1 if start <= SIZE else start
    return min(conversation.last_number, start + SIZE - 1)
