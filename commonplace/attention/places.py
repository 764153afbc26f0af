"""What attention shows on pages of lower rooms: unread words in lists, and following beside a conversation."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.attention.actions.reading import is_reading_on, note_shown
from commonplace.attention.chosen import chosen_by
from commonplace.attention.models import PushDevice
from commonplace.attention.push import is_on, public_key
from commonplace.attention.queries import ReadState, read_state_of, unread_in
from commonplace.attention.searches import follow_of, url_of
from commonplace.attention.subjects import Subject, is_following
from commonplace.communities.models import Topic
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Conversation
from commonplace.conversations.queries.lists import Mark, Wanted
from commonplace.lib.direction import isolated
from commonplace.people.models import Person
from commonplace.people.viewer import viewer
from commonplace.search.percolator import has_words, is_of_what_is_written
from commonplace.search.queries import Filters
from commonplace.ui import words
from commonplace.ui.addresses import address

# What of a search is followed: not when, for that is from now on, and not in which order.
ASKED = ("q", "community", "kind", "topic", "writer", "state", "person")


def marks(request: HttpRequest, *, viewpoint: Viewpoint, conversations: Sequence[int]) -> Mapping[str, Any] | None:
    """'3 new' on each conversation that the reader has opened before, leading to the first of them."""
    if viewpoint.person is None:
        return None
    slug = viewpoint.community.slug
    unread = unread_in(viewpoint.person, conversations)
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
    """Whether the reader follows this conversation."""
    if viewpoint.person is None or not viewpoint.is_member:
        return None
    is_following = _standing(request, viewpoint.person, conversation).is_following
    return {"note": {"slug": viewpoint.community.slug, "pk": conversation.pk, "is_following": is_following}}


def topic(request: HttpRequest, *, viewpoint: Viewpoint, topic: Topic) -> Mapping[str, Any] | None:
    """Whether the reader follows what is begun under this topic."""
    offer = _("Hear of what is begun under this word. Nobody is told.")
    return _subject(request.path, viewpoint, Subject(viewpoint.community, topic=topic), "topic", topic.pk, offer)


def whom(request: HttpRequest, *, viewpoint: Viewpoint, person: Person) -> Mapping[str, Any] | None:
    """Whether the reader follows what this person begins."""
    if viewpoint.person is None or viewpoint.person.pk == person.pk:
        return None
    name = isolated(viewpoint.name_of(person))
    offer = _("Hear of what %(name)s begins here. Nobody is told.") % {"name": name}
    return _subject(request.path, viewpoint, Subject(viewpoint.community, whom=person), "whom", person.pk, offer)


def listed(request: HttpRequest, *, viewpoint: Viewpoint, wanted: Wanted) -> Mapping[str, Any] | None:
    """Whether the reader follows all that is begun in the community, or in the space that the list is narrowed to."""
    if wanted != Wanted(space=wanted.space):
        return None
    space = wanted.space
    offer = _("Hear of what is begun in this space.") if space else _("Hear of whatever is begun in this community.")
    key = space.pk if space else 0
    subject, named = Subject(viewpoint.community, space=space), "space" if space else "all"
    return _subject(request.path, viewpoint, subject, named, key, offer)


def _subject(
    here: str, viewpoint: Viewpoint, subject: Subject, named: str, key: int, offer: str
) -> Mapping[str, Any] | None:
    if viewpoint.person is None or not viewpoint.is_member:
        return None
    return {
        "note": {
            "slug": viewpoint.community.slug,
            "here": here,
            "is_following": is_following(viewpoint.person, subject),
            "named": named,
            "key": key,
            "offer": offer,
        }
    }


def search(request: HttpRequest, *, text: str, filters: Filters) -> Mapping[str, Any] | None:
    """Whether the reader follows this search, of which conversations may be found."""
    person = viewer(request)
    if person is None or not has_words(text) or not is_of_what_is_written(filters):
        return None
    follow = follow_of(person, text, filters)
    asked = [(name, value) for name in ASKED if (value := request.GET.get(name, ""))]
    here = url_of(follow) if follow is not None else ""
    return {"follow": follow, "asked": asked, "here": here}


def keep(request: HttpRequest, *, viewpoint: Viewpoint, conversation: Conversation) -> Mapping[str, Any] | None:
    """Whether the reader keeps this conversation to read later, and their note."""
    if viewpoint.person is None:
        return None
    note = _standing(request, viewpoint.person, conversation).note
    here, is_kept = request.path, note is not None
    return {
        "keeping": {
            "kind": "conversation",
            "key": conversation.pk,
            "here": here,
            "is_kept": is_kept,
            "own_note": note or "",
        }
    }


def new(request: HttpRequest, *, conversation: Conversation, viewpoint: Viewpoint) -> Mapping[str, Any] | None:
    """From where on a conversation is new to its reader, who has read some of it before."""
    if viewpoint.person is None:
        return None
    standing = _standing(request, viewpoint.person, conversation)
    before, number = standing.read_to, standing.new_from
    if _is_reading_on(standing):
        before, number = standing.before or 0, standing.was_new_from
    return {"number": number} if before and number is not None else None


def devices(request: HttpRequest, *, person: Person) -> Mapping[str, Any] | None:
    """The browsers that say when something waits, and the way to add this one where the house may ask its maker."""
    has_devices = chosen_by(request, person).has_devices
    if not has_devices and not is_on():
        return None
    devices = list(PushDevice.objects.filter(person=person).order_by("since", "pk")) if has_devices else []
    return {"devices": devices, "public_key": public_key() if is_on() else ""}


def letters(request: HttpRequest, *, person: Person) -> Mapping[str, Any]:
    """Whether the reader is written to when they are named or answered."""
    return {"wants_letters": chosen_by(request, person).wants_letters}


def asking(request: HttpRequest, *, person: Person) -> Mapping[str, Any] | None:
    """Whether letters ask after a gathering, for those who could be asked."""
    is_asked = chosen_by(request, person).is_asked
    return {"is_asked": is_asked} if is_asked is not None else None


def mark_shown(request: HttpRequest, viewpoint: Viewpoint, conversation: Conversation, last: int) -> None:
    """Mark what is on the page as read, where that goes further.

    Looking again after someone told what happened, or named the reader in a post from before, moves the mark too, so
    that it waits for nobody any more.
    """
    if viewpoint.person is None or not viewpoint.is_member:
        return
    standing = _standing(request, viewpoint.person, conversation)
    has_been_told = standing.told_at is not None and (standing.told_to is None or standing.told_at > standing.told_to)
    if last > standing.read_to or has_been_told:
        before, there = standing.read_to, conversation.last_number
        if _is_reading_on(standing):
            before, there = standing.before or 0, standing.there or 0
        note_shown(
            person=viewpoint.person,
            conversation=conversation,
            number=max(last, standing.read_to),
            told_to=standing.told_at,
            before=before,
            there=there,
            on=timezone.localdate(),
        )


def _is_reading_on(standing: ReadState) -> bool:
    return is_reading_on(
        there=standing.there, came_on=standing.came_on, new_from=standing.new_from, today=timezone.localdate()
    )


def _standing(request: HttpRequest, person: Person, conversation: Conversation) -> ReadState:
    """How the reader stands to the conversation of the page, asked once for it."""
    known: tuple[int, ReadState] | None = getattr(request, "read_state_of", None)
    if known is None or known[0] != conversation.pk:
        known = request.read_state_of = (conversation.pk, read_state_of(conversation, person))  # type: ignore[attr-defined]
    return known[1]
