"""What waited is written where it is read, all at once and in an order drawn by chance."""

from __future__ import annotations

import logging
import secrets
from contextlib import suppress
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from commonplace.candour.models import (
    Alias,
    SpentToken,
    WaitingAppeal,
    WaitingSettlement,
    WaitingWithdrawal,
    WaitingWord,
)
from commonplace.candour.queries import candid_spaces
from commonplace.communities.models import Space
from commonplace.communities.moderation.actions.holding import AlreadyAppealed, AlreadyReleased, appeal_candidly
from commonplace.conversations.actions.candid import open_candidly, reply_candidly
from commonplace.conversations.actions.changing import withdraw_candid
from commonplace.conversations.actions.counters import IsClosed, IsGone
from commonplace.conversations.actions.rights import NotTheirs
from commonplace.conversations.actions.settling import (
    NoAnswer,
    settle_candidly,
    tell_outcome_candidly,
    unsettle_candidly,
)
from commonplace.conversations.actions.wording import NothingSaid
from commonplace.lib.markdown import TextTooLong
from commonplace.store.wiping import to_be_wiped

logger = logging.getLogger(__name__)


@transaction.atomic
def write_what_waits(*, now: datetime) -> None:
    """Write what waits for this hour, with one moment for all of it, and keep which tokens are spent.

    What came to be for a few people alone meanwhile goes on waiting, and goes with the key of its token.
    """
    ripe = set(WaitingWord.objects.filter(hours=0).values_list("pk", flat=True))
    WaitingWord.objects.filter(hours__gt=0).update(hours=F("hours") - 1)
    found = WaitingWord.objects.filter(pk__in=ripe)
    found = found.select_related("space__community", "conversation__community", "conversation__space")
    waits = sorted(found, key=lambda _one: secrets.randbits(64))
    spaces = {one.pk: _space_of(one) for one in waits}
    open_to_all = {one for one in set(spaces.values()) if candid_spaces(one.community).filter(pk=one.pk).exists()}
    written = [one for one in waits if spaces[one.pk] in open_to_all and _claimed(one) and _write(one, now=now)]
    if written:
        SpentToken.objects.bulk_create(
            SpentToken(key_id=one.key_id, digest=one.digest, asked=one.asked, sign=one.sign) for one in written
        )
    settled = _settle_what_waits(now=now) + _appeal_what_waits(now=now)
    gone = list(WaitingWithdrawal.objects.order_by("post").values_list("post", flat=True))
    if gone:
        withdraw_candid(posts=gone, at=now)
        WaitingWithdrawal.objects.filter(post__in=gone).delete()
    if written or settled or gone:
        to_be_wiped(now=now)


def _space_of(one: WaitingWord) -> Space:
    """Where it will be read: a conversation may have moved meanwhile."""
    return one.conversation.space if one.conversation is not None else one.space


def _claimed(one: WaitingWord) -> bool:
    """Whether it is this process that writes it."""
    return WaitingWord.objects.filter(pk=one.pk).delete()[0] == 1


def _write(one: WaitingWord, *, now: datetime) -> bool:
    """Write one; its token is spent even where nothing can be said there any more."""
    try:
        with transaction.atomic():
            if one.conversation is None:
                made = open_candidly(
                    alias=one.sign, space=one.space, kind=one.kind, title=one.title, text=one.text, at=now
                )
            else:
                made = reply_candidly(alias=one.sign, conversation=one.conversation, text=one.text, at=now).conversation
            Alias.objects.get_or_create(conversation=made, public=one.public, defaults={"sign": one.sign})
    except (IsClosed, IsGone, NothingSaid, TextTooLong, IntegrityError) as problem:
        logger.warning("A candid word could not be written any more: %s", type(problem).__name__)
    return True


def _settle_what_waits(*, now: datetime) -> int:
    """Write what settled what was asked under signs, and what came of it; how many waited."""
    found = WaitingSettlement.objects.select_related("conversation", "post")
    waits = sorted(found, key=lambda _one: secrets.randbits(64))
    for one in waits:
        if WaitingSettlement.objects.filter(pk=one.pk, post=one.post, how=one.how, text=one.text).delete()[0] == 1:
            _settle(one, now=now)
    return len(waits)


def _settle(one: WaitingSettlement, *, now: datetime) -> None:
    sign = one.conversation.alias
    if one.post is None:
        return unsettle_candidly(alias=sign, conversation=one.conversation, at=now)
    try:
        with transaction.atomic():
            settle_candidly(alias=sign, post=one.post, at=now)
            if one.how:
                tell_outcome_candidly(alias=sign, post=one.post, how=one.how, text=one.text, at=now)
    except (NotTheirs, NoAnswer, NothingSaid) as problem:
        logger.warning("What settled a candid question could not be written any more: %s", type(problem).__name__)


def _appeal_what_waits(*, now: datetime) -> int:
    """Ask for a second look at what is held; how many waited. What was let go meanwhile needs none."""
    waits = sorted(WaitingAppeal.objects.select_related("hold__community"), key=lambda _one: secrets.randbits(64))
    for one in waits:
        if WaitingAppeal.objects.filter(pk=one.pk, words=one.words).delete()[0] == 1:
            with suppress(AlreadyAppealed, AlreadyReleased):
                appeal_candidly(hold=one.hold, words=one.words, at=now)
    return len(waits)
