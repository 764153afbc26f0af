"""A closed chat that moved in: its people are told and take back what is theirs; two weeks later a steward opens it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from commonplace.communities import ledger
from commonplace.communities.doors import SpaceVisibility
from commonplace.communities.models import Space, SpaceSeat
from commonplace.communities.stewards import require_steward
from commonplace.conversations.actions.changing import withdraw
from commonplace.conversations.models import Post
from commonplace.letters.actions import may_be_written_to, write
from commonplace.letters.naming import community_named
from commonplace.people.actions.writing import write_to
from commonplace.people.answers_by_link import answer_address
from commonplace.people.models import ArchiveAddress, Person
from commonplace.store.locks import lock
from commonplace.transfer.models import ChatNotice, ClosedChat, Import

CODE = "closed_chat"


class TooEarly(ValueError):
    """Its people were not told, or their two weeks are not over."""


def keep_closed(*, run: Import, space: Space) -> None:
    """Have a space be a closed chat's; inside the transaction that opens it."""
    ClosedChat.objects.get_or_create(space=space, defaults={"run": run})


def wait_again(*, spaces: Collection[int]) -> None:
    """Begin the two weeks anew, because more came that nobody was told of."""
    waiting = ClosedChat.objects.filter(space__in=spaces, opened_at__isnull=True, told_at__isnull=False)
    ChatNotice.objects.filter(chat__in=waiting).delete()
    waiting.update(told_at=None, told_by=None)


def tell_people(*, chat: ClosedChat, by: Person, at: datetime | None = None) -> int:
    """Tell those of a chat whom the house can reach what is here and how each takes back what is theirs; how many.

    The two weeks begin. Raises NotASteward.
    """
    now = at or timezone.now()
    community = chat.space.community
    require_steward(by, community, at=now)
    told = 0
    with transaction.atomic():
        if not ClosedChat.objects.filter(pk=chat.pk, told_at=None, opened_at=None).update(told_at=now, told_by=by):
            return 0
        for person in people_of(chat).exclude(pk=by.pk).iterator(chunk_size=500):
            if _tell(chat, person, now):
                ChatNotice.objects.create(chat=chat, person=person, at=now)
                told += 1
        ledger.changed([community.pk])
    return told


def _tell(chat: ClosedChat, person: Person, now: datetime) -> bool:
    community = chat.space.community
    context = {
        "community": community_named(community.name),
        "chat": chat.space.name,
        "link": answer_address(CODE, person, chat.pk, at=now),
        "page": f"{settings.BASE_URL}{reverse('closed_chat_mine', args=[community.slug, chat.pk])}"
        if person.is_claimed
        else "",
    }
    key = f"closed-chat:{chat.pk}:{person.pk}:{int(now.timestamp())}"
    template, kind = "transfer/letters/closed_chat", "closed-chat"
    if person.is_claimed:
        return write_to(person, template=template, context=context, kind=kind, key=key) is not None
    theirs = ArchiveAddress.objects.filter(person=person, archive_of=community.pk)
    known = theirs.order_by("pk").values_list("address", flat=True).first()
    if not known or not may_be_written_to(known):
        return False
    with override(community.language):
        write(to=known, template=template, context=context, kind=kind, key=key, language=community.language)
    return True


def people_of(chat: ClosedChat) -> QuerySet[Person]:
    """Whoever said something in it that stands."""
    said = Post.objects.filter(conversation__space=chat.space_id, withdrawal__isnull=True, author__isnull=False)
    return Person.objects.filter(pk__in=said.values("author"), is_active=True).order_by("pk")


def said_by(person: Person, chat: ClosedChat) -> QuerySet[Post]:
    """What somebody said in it that stands."""
    theirs = Post.objects.filter(author=person, conversation__space=chat.space_id, withdrawal__isnull=True)
    return theirs.select_related("conversation")


def take_back_mine(
    *, chat: ClosedChat, person: Person, posts: Collection[int] | None = None, at: datetime | None = None
) -> int:
    """Withdraw what somebody said in a chat, all of it or these posts; how many went."""
    some = said_by(person, chat)
    if posts is not None:
        some = some.filter(pk__in=posts)
    number = 0
    for post in some.order_by("pk"):
        withdraw(by=person, post=post, at=at)
        number += 1
    return number


def open_chat(*, chat: ClosedChat, by: Person, at: datetime | None = None) -> None:
    """Let all members read what is left of a chat. Raises NotASteward and TooEarly."""
    now = at or timezone.now()
    community = chat.space.community
    require_steward(by, community, at=now)
    with transaction.atomic():
        ledger.changed([community.pk])
        (standing,) = lock(ClosedChat.objects.filter(pk=chat.pk))
        if standing.opens_at is None or now < standing.opens_at:
            raise TooEarly(chat.pk)
        if standing.opened_at is not None:
            return
        ClosedChat.objects.filter(pk=chat.pk).update(opened_at=now, opened_by=by)
        Space.objects.filter(pk=chat.space_id).update(visibility=SpaceVisibility.MEMBERS)
        SpaceSeat.objects.filter(space=chat.space_id).delete()
        ledger.record(
            verb="changed_space",
            person=by,
            community=community,
            space=chat.space,
            at=now,
            what="space",
            what_id=chat.space_id,
        )


__all__ = [
    "CODE",
    "TooEarly",
    "keep_closed",
    "open_chat",
    "people_of",
    "said_by",
    "take_back_mine",
    "tell_people",
    "wait_again",
]
