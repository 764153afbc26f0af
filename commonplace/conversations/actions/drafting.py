"""What someone has begun to write is kept for them alone, until it is sent or given up."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.conversations.draft_places import said_fields
from commonplace.conversations.models import Draft
from commonplace.conversations.models.draft import OPENING
from commonplace.lib.text import tidy
from commonplace.people.models import Person
from commonplace.store.locks import lock
from commonplace.store.prepared import prepared

MAX_DRAFTS = 100
# Far more than a post takes, so that what was too long is given back whole.
MAX_LENGTH = 300_000
# The field that names the files they brought.
KEPT = "kept"

# What was not touched for a year is not gone on with, and is nobody's business to keep.
KEPT_FOR = timedelta(days=365)


class TooManyDrafts(ValueError):
    """Nobody needs more than a hundred unfinished things in one community."""


def keep_draft(
    *,
    by: Person,
    community: Community,
    place: str,
    words: Mapping[str, str],
    form: str = "",
    begun: str = "",
    at: datetime | None = None,
) -> Draft | None:
    """Keep the fields of an unfinished form; none is kept when nothing is written. Raises TooManyDrafts.

    Each form has its own draft. One that goes on with an earlier draft (its state in `begun`) takes it over, unless it
    was changed elsewhere meanwhile or hardly a word of it is left.
    """
    kept = {name: tidy(value)[:MAX_LENGTH] for name, value in words.items() if value}
    drafts = Draft.objects.filter(person=by, community=community)
    with transaction.atomic():
        lock(Person.objects.filter(pk=by.pk))
        if not any(value.strip() for name, value in kept.items() if name in (*said_fields(place), KEPT)):
            drafts.filter(place=place, form=form).delete()
            return None
        if not drafts.filter(place=place, form=form).exists():
            earlier = _gone_on_with(drafts.filter(place=place), begun, kept, said_fields(place))
            if earlier is not None:
                drafts.filter(pk=earlier.pk).update(form=form)
            elif drafts.count() >= MAX_DRAFTS:
                raise TooManyDrafts(community.pk)
        draft, _ = Draft.objects.update_or_create(
            person=by,
            community=community,
            place=place,
            form=form,
            defaults={"words": kept, "changed_at": at or timezone.now()},
        )
    return draft


def _gone_on_with(drafts: QuerySet[Draft], begun: str, words: Mapping[str, str], said: Sequence[str]) -> Draft | None:
    """The draft that `begun` names, while it stands as it did then and half of what it says is among these words."""
    form, _at, moment = begun.partition("@")
    earlier = drafts.filter(form=form).first() if moment else None
    if earlier is None or earlier.state != begun:
        return None
    before, now = ({word for name in said for word in str(one.get(name, "")).split()} for one in (earlier.words, words))
    return earlier if 2 * len(before & now) >= len(before) else None


def set_aside(*, by: Person, community: Community, place: str, form: str = "") -> None:
    """Put the opening one has begun aside among one's drafts, so that another can be begun."""
    drafts = Draft.objects.filter(person=by, community=community, place=place, form=form)
    drafts.update(place=f"{OPENING}:{uuid4().hex[:12]}")


def opening_place(named: str) -> str:
    """The place of an opening's draft as a form names it; anything else is the usual one."""
    return named if re.fullmatch(rf"{OPENING}(:[0-9a-f]{{12}})?", named) else OPENING


def drop_draft(
    *,
    by: Person,
    community: Community,
    place: str,
    form: str = "",
    begun: str = "",
    words: Mapping[str, str] | None = None,
) -> None:
    """Give up the draft of a form whose words were sent, and the one they went on with; never that of another form."""
    if not _drafts(by=by, community=community, place=place):
        # As after most replies: then nobody waits. One that is just being kept comes too late for this.
        return
    drafts = Draft.objects.filter(person=by, community=community, place=place)
    with transaction.atomic():
        lock(Person.objects.filter(pk=by.pk))
        if begun and (earlier := _gone_on_with(drafts, begun, words or {}, said_fields(place))) is not None:
            earlier.delete()
        drafts.filter(form=form).delete()


@prepared
def _drafts(*, by: Person, community: Community, place: str) -> QuerySet[Draft, int]:
    return Draft.objects.filter(person=by, community=community, place=place).values_list("pk", flat=True)


def give_up_draft(*, by: Person, draft: Draft) -> None:
    """Throw one draft away, because its words are not wanted."""
    Draft.objects.filter(person=by, pk=draft.pk).delete()


def forget_old_drafts(*, now: datetime) -> int:
    """Throw away drafts that nobody touched for a year; how many there were."""
    forgotten, _ = Draft.objects.filter(changed_at__lt=now - KEPT_FOR).delete()
    return forgotten
