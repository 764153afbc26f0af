"""One link for a group: whoever has it comes in as a member, until a day, or until its places are taken.

It opens while whoever made it tends the community.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from commonplace.communities import ledger
from commonplace.communities.models import Community, GroupLink, Invitation
from commonplace.communities.standing import Standing
from commonplace.communities.stewards import require_steward
from commonplace.lib.sending import key_of_sending
from commonplace.people.models import Person
from commonplace.people.proof import Unproven, is_unproven
from commonplace.store.locks import lock

MOST_PLACES = 200
LONGEST = timedelta(days=92)
IN_FORCE_AT_ONCE = 10


class TooManyLinks(ValueError):
    """More are open than stewards can keep in mind."""


class LinkEnded(ValueError):
    """It was ended before."""


class NoPlace(ValueError):
    """Its places are taken, its day is over, it was ended, its maker tends no longer, or this person came by it."""


@dataclass(frozen=True)
class Opened:
    """A link with its token, which is known only now: the row keeps a digest."""

    link: GroupLink
    token: str

    @property
    def url(self) -> str:
        """The link to hand over."""
        return link_of(self.token)


def open_link(
    *,
    by: Person,
    community: Community,
    words: str,
    places: int,
    ends_at: datetime,
    idempotency_key: UUID | None = None,
    at: datetime | None = None,
) -> Opened:
    """Open a link for so many people until a moment; for stewards. The same key with the same words makes one.

    At most MOST_PLACES, within LONGEST. Raises NotASteward, Unproven, TooManyLinks.
    """
    now = at or timezone.now()
    token = secrets.token_hex(20)
    if idempotency_key is not None:
        made_of = f"{by.pk}:{community.pk}:{key_of_sending(idempotency_key, words, places, ends_at)}"
        token = salted_hmac("commonplace.group_link.token", made_of, algorithm="sha256").hexdigest()[:40]
    with transaction.atomic():
        lock(Community.objects.filter(pk=community.pk))
        if (same := GroupLink.objects.filter(digest=digest_of(token)).first()) is not None:
            return Opened(same, token)
        require_steward(by, community, at=now)
        if is_unproven(by):
            raise Unproven(by.pk)
        if GroupLink.objects.in_force(now).filter(community=community).count() >= IN_FORCE_AT_ONCE:
            raise TooManyLinks(community.pk)
        link = GroupLink.objects.create(
            community=community,
            by=by,
            words=words,
            places=max(1, min(places, MOST_PLACES)),
            digest=digest_of(token),
            made_at=now,
            ends_at=min(ends_at, now + LONGEST),
        )
        ledger.record(verb="invited", person=by, community=community, at=now, what="group link", what_id=link.pk)
    return Opened(link, token)


def end_link(*, by: Person, link: GroupLink, at: datetime | None = None) -> None:
    """Close a link for good; whoever came by it stays. Raises NotASteward, LinkEnded."""
    now = at or timezone.now()
    require_steward(by, link.community, at=now)
    with transaction.atomic():
        # Whoever is coming in by it has come, or comes too late.
        lock(Community.objects.filter(pk=link.community_id))
        if not GroupLink.objects.filter(pk=link.pk, ended_at=None).update(ended_at=now):
            raise LinkEnded(link.pk)


def place_behind(token: str, *, now: datetime) -> Invitation | None:
    """A free place of the link that has this token, as an invitation that is not kept yet; None where there is none."""
    link = GroupLink.objects.opening(now).filter(digest=digest_of(token)).select_related("community", "by").first()
    if link is None or taken(link) >= link.places:
        return None
    return Invitation(
        community=link.community,
        by=link.by,
        words=link.words,
        standing=Standing.MEMBER,
        link=link,
        made_at=now,
        expires_at=link.ends_at,
    )


def take_place(*, link_id: int, person: Person, at: datetime) -> None:
    """Keep that this person came by the link; inside a transaction that holds the community's row. Raises NoPlace."""
    link = GroupLink.objects.opening(at).filter(pk=link_id).first()
    came = Invitation.objects.filter(link=link_id, taken_by=person).exists()
    if link is None or came or taken(link) >= link.places:
        raise NoPlace(link_id)
    Invitation.objects.create(
        community_id=link.community_id,
        by_id=link.by_id,
        words=link.words,
        link=link,
        digest=digest_of(secrets.token_hex(20)),
        made_at=at,
        expires_at=link.ends_at,
        taken_at=at,
        taken_by=person,
    )


def taken(link: GroupLink) -> int:
    """How many came in by a link."""
    return Invitation.objects.filter(link=link).count()


def link_of(token: str) -> str:
    """The address behind which a token opens the door."""
    return f"{settings.BASE_URL}{reverse('invitation', args=[token])}"


def digest_of(token: str) -> str:
    """What is stored of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()
