"""What conversations show on pages of lower rooms and beside their word in the navigation, and ask of higher ones."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import ngettext

from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Conversation
from commonplace.conversations.queries import asking, on_other_pages, unanswered
from commonplace.conversations.queries.beside_lists import words_beside
from commonplace.conversations.queries.lists import Mark, Wanted
from commonplace.people.models import Person
from commonplace.ui.places import ask


def open_window(request: HttpRequest, *, viewpoint: Viewpoint) -> Mapping[str, Any] | None:
    """Conversations that anyone may read, where strangers may come in."""
    seen = on_other_pages.open_window(viewpoint)
    return {"seen": seen} if seen else None


def who_wrote(
    request: HttpRequest, *, viewpoint: Viewpoint, asked: str, shown: Collection[int]
) -> Mapping[str, Any] | None:
    """People besides those `shown` who wrote about `asked`."""
    wrote = asking.who_wrote(asked, viewpoint=viewpoint, shown=shown)
    return {"wrote": wrote} if wrote else None


def talked_about(request: HttpRequest, *, viewpoint: Viewpoint) -> Mapping[str, Any] | None:
    """The words of the latest conversations, to look for whoever may know about them."""
    words = words_beside(viewpoint, Wanted())
    return {"words": words, "community": viewpoint.community} if words else None


def of_person(request: HttpRequest, *, person: Person, viewpoint: Viewpoint) -> Mapping[str, Any] | None:
    """What came of someone's answers here, and where they wrote lately."""
    came, wrote = on_other_pages.came_of(person, viewpoint), on_other_pages.wrote_lately(person, viewpoint)
    return {"came": came, "wrote": wrote} if came or wrote else None


def marks_for(request: HttpRequest, viewpoint: Viewpoint, conversations: Sequence[int]) -> Mapping[int, Mark]:
    """What higher rooms say of these conversations to their reader, by conversation; they are asked once for all."""
    marks: dict[int, Mark] = {}
    if viewpoint.person is not None and conversations:
        for answer in ask("conversations.marks", request, viewpoint=viewpoint, conversations=conversations):
            marks |= answer["marks"]
    return marks


def new_from(request: HttpRequest, viewpoint: Viewpoint, conversation: Conversation) -> int | None:
    """The number of the post from which on a conversation is new to its reader; None where nothing is, or all."""
    if not viewpoint.is_member:
        return None
    answers = ask("conversation.new", request, viewpoint=viewpoint, conversation=conversation)
    return min((int(answer["number"]) for answer in answers), default=None)


def unanswered_in(request: HttpRequest, viewpoint: Viewpoint) -> Sequence[Conversation]:
    """The unanswered openings of the community, which the navigation beside the page need not count again."""
    found = unanswered.unanswered_in(viewpoint)
    request.unanswered_count = len(found)  # type: ignore[attr-defined]
    return found


def open_mark(request: HttpRequest, viewpoint: Viewpoint) -> str:
    """How many openings wait for an answer; no query where the page has asked for them."""
    waiting: int | None = getattr(request, "unanswered_count", None)
    if waiting is None:
        waiting = unanswered.unanswered_count(viewpoint)
    if not waiting:
        return ""
    number = f"{unanswered.MOST}+" if waiting > unanswered.MOST else str(waiting)
    return ngettext("%(n)s open", "%(n)s open", waiting) % {"n": number}
