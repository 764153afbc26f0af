"""A closed chat that moved in: its people are told and take back what is theirs; two weeks later a steward opens it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from commonplace.communities import ledger
from commonplace.communities.doors import SpaceVisibility
from commonplace.communities.models import Membership, Space, SpaceSeat
from commonplace.communities.spaces.actions import NotForThem
from commonplace.communities.stewards import require_steward
from commonplace.communities.viewpoint import standing_of
from commonplace.conversations.actions.changing import withdraw
from commonplace.conversations.models import Post
from commonplace.letters.actions import may_be_written_to, write
from commonplace.letters.models import Pause
from commonplace.letters.naming import community_named
from commonplace.people.actions.writing import write_to
from commonplace.people.answers_by_link import answer_address
from commonplace.people.models import ArchiveAddress, Person
from commonplace.store.locks import lock
from commonplace.transfer.models import ChatNotice, ClosedChat, Import

CODE = "closed_chat"


class TooEarly(ValueError):
    """Its people were not told, not all of them were, or their two weeks are not over."""


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

    The two weeks begin; where they began before, and somebody said since who they are, they begin anew with a letter to
    these. Raises NotASteward.
    """
    now = at or timezone.now()
    community = chat.space.community
    require_steward(by, community, at=now)
    told = 0
    with transaction.atomic():
        (standing,) = lock(ClosedChat.objects.filter(pk=chat.pk))
        if standing.opened_at is not None or (standing.told_at is not None and not known_since(standing).exists()):
            return 0
        some = people_of(chat) if standing.told_at is None else known_since(standing)
        ClosedChat.objects.filter(pk=chat.pk).update(told_at=now, told_by=by)
        for person in some.exclude(pk=by.pk).iterator(chunk_size=500):
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


def keep_out(space: Space, person: Person, at: datetime) -> None:
    """Nobody but stewards gets a seat in a closed chat before its time. Raises NotForThem."""
    standing = standing_of(person, space.community, now=at)
    is_steward = standing is not None and standing.is_steward
    if not is_steward and ClosedChat.objects.filter(space=space, opened_at=None).exists():
        raise NotForThem(space.pk)


def seat_stewards(membership: Membership) -> None:
    """Whoever begins to tend a community reads its closed chats as the other stewards do; who ends it, no more."""
    chats = ClosedChat.objects.filter(space__community=membership.community_id, opened_at=None)
    if membership.is_steward:
        seats = [SpaceSeat(space_id=pk, person_id=membership.person_id) for pk in chats.values_list("space", flat=True)]
        SpaceSeat.objects.bulk_create(seats, ignore_conflicts=True)
    else:
        SpaceSeat.objects.filter(space__in=chats.values("space"), person=membership.person_id).delete()


def people_of(chat: ClosedChat) -> QuerySet[Person]:
    """Whoever said something in it that stands."""
    said = Post.objects.filter(conversation__space=chat.space_id, withdrawal__isnull=True, author__isnull=False)
    return Person.objects.filter(pk__in=said.values("author"), is_active=True).order_by("pk")


def known_since(chat: ClosedChat) -> QuerySet[Person]:
    """Whoever of them said only after the notice who they are, and can be written to."""
    reached = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    reached = reached.exclude(email__in=Pause.objects.values("address"))
    some = people_of(chat).filter(Exists(reached), claimed_at__isnull=False)
    return some.exclude(pk__in=chat.notices.values("person")).exclude(pk=chat.told_by_id or 0)


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
        if standing.opens_at is None or now < standing.opens_at or known_since(standing).exists():
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
    "keep_out",
    "known_since",
    "open_chat",
    "people_of",
    "said_by",
    "seat_stewards",
    "take_back_mine",
    "tell_people",
    "wait_again",
]
