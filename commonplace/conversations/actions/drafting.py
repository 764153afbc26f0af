"""What someone has begun to write is kept for them alone, until it is sent or given up."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.conversations.models import Draft
from commonplace.people.models import Person

OPENING = "opening"
MAX_DRAFTS = 100


class TooManyDrafts(ValueError):
    """Nobody needs more than a hundred unfinished things in one community."""


def reply_place(conversation_id: int) -> str:
    """Where the draft of a reply is kept."""
    return f"reply:{conversation_id}"


def edit_place(post_id: int) -> str:
    """Where words are kept that someone meant to put into a post."""
    return f"edit:{post_id}"


def keep_draft(
    *, by: Person, community: Community, place: str, words: Mapping[str, str], at: datetime | None = None
) -> Draft | None:
    """Keep the fields of an unfinished form; none is kept when nothing is written. Raises TooManyDrafts."""
    kept = {name: value for name, value in words.items() if value}
    if not any(value.strip() for name, value in kept.items() if name in ("title", "text")):
        drop_draft(by=by, community=community, place=place)
        return None
    drafts = Draft.objects.filter(person=by, community=community)
    if drafts.count() >= MAX_DRAFTS and not drafts.filter(place=place).exists():
        raise TooManyDrafts(community.pk)
    draft, _ = Draft.objects.update_or_create(
        person=by, community=community, place=place,
        defaults={"words": kept, "changed_at": at or timezone.now()},
    )  # fmt: skip
    return draft


def drop_draft(*, by: Person, community: Community, place: str) -> None:
    """Give up a draft, because its words were sent or are not wanted."""
    Draft.objects.filter(person=by, community=community, place=place).delete()
