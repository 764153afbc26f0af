"""What someone has begun to write is kept for them alone, until it is sent or given up."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.conversations.models import Draft
from commonplace.conversations.models.draft import OPENING
from commonplace.lib.text import tidy
from commonplace.people.models import Person
from commonplace.store.locks import lock

MAX_DRAFTS = 100
# Far more than a post takes, so that what was too long is given back whole.
MAX_LENGTH = 300_000


# What was not touched for a year is not gone on with, and is nobody's business to keep.
KEPT_FOR = timedelta(days=365)


class TooManyDrafts(ValueError):
    """Nobody needs more than a hundred unfinished things in one community."""


def keep_draft(
    *, by: Person, community: Community, place: str, words: Mapping[str, str], at: datetime | None = None
) -> Draft | None:
    """Keep the fields of an unfinished form; none is kept when nothing is written. Raises TooManyDrafts."""
    kept = {name: tidy(value)[:MAX_LENGTH] for name, value in words.items() if value}
    if not any(value.strip() for name, value in kept.items() if name in ("title", "text")):
        drop_draft(by=by, community=community, place=place)
        return None
    drafts = Draft.objects.filter(person=by, community=community)
    with transaction.atomic():
        lock(Person.objects.filter(pk=by.pk))
        if drafts.count() >= MAX_DRAFTS and not drafts.filter(place=place).exists():
            raise TooManyDrafts(community.pk)
        draft, _ = Draft.objects.update_or_create(
            person=by,
            community=community,
            place=place,
            defaults={"words": kept, "changed_at": at or timezone.now()},
        )
    return draft


def set_aside(*, by: Person, community: Community, place: str) -> None:
    """Put the opening one has begun aside among one's drafts, so that another can be begun."""
    drafts = Draft.objects.filter(person=by, community=community, place=place)
    drafts.update(place=f"{OPENING}:{uuid4().hex[:12]}")


def opening_place(named: str) -> str:
    """The place of an opening's draft as a form names it; anything else is the usual one."""
    return named if re.fullmatch(rf"{OPENING}(:[0-9a-f]{{12}})?", named) else OPENING


def drop_draft(*, by: Person, community: Community, place: str) -> None:
    """Give up a draft, because its words were sent or are not wanted."""
    Draft.objects.filter(person=by, community=community, place=place).delete()


def forget_old_drafts(*, now: datetime) -> int:
    """Throw away drafts that nobody touched for a year; how many there were."""
    forgotten, _ = Draft.objects.filter(changed_at__lt=now - KEPT_FOR).delete()
    return forgotten
