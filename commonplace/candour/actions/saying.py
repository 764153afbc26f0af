"""Somebody says something candidly: a token, the words and a key, kept together until the hour, or for some hours more.

None of it is a deed, and nothing knows who they are.
"""

from __future__ import annotations

import secrets
from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, transaction

from commonplace.candour.actions.spending import Token, shown
from commonplace.candour.models import Alias, SpentToken, WaitingWithdrawal, WaitingWord
from commonplace.candour.months import after, month_of
from commonplace.candour.queries import candid_spaces, candid_talk, pause_of
from commonplace.communities.models import Community, Space
from commonplace.conversations.actions.wording import one_line, word
from commonplace.conversations.models import Conversation, Post

LETTERS = "23456789bcdfghjkmnpqrstvwxz"  # none that is taken for another, and no vowel, so that no word comes of it
LENGTH = 6
DAY = 24  # hours, one of which is drawn by whoever lets it wait


class SpentAlready(ValueError):
    """This token was spent before, on other words."""


class IsPaused(ValueError):
    """The community takes no candid words now."""


class NotThere(LookupError):
    """Not a place that every member may read, or a conversation that takes no more."""


@dataclass(frozen=True, slots=True)
class Said:
    """A word as it came: where it belongs, what it says, and a hash of the whole request.

    `later` has it wait for an hour that is drawn by chance, so that nothing done here just before stands beside it.
    """

    space: str
    kind: str
    title: str
    text: str
    conversation: int | None
    public: bytes
    asked: str
    later: bool = False


def say(*, community: Community, said: Said, prepared: bytes, signature: bytes, now: datetime) -> str:
    """Keep a candid word until the hour; the sign under which it will be read. The same request gets the same answer.

    Raises NotTaken, SpentAlready, IsPaused, NotThere, NothingSaid and `markdown.TextTooLong`.
    """
    token = shown(community=community, prepared=prepared, signature=signature, now=now)
    if first := _first_answer(token, said):
        return first
    if pause_of(community) is not None:
        raise IsPaused(community.pk)
    space, conversation = _place(community, said)
    word(said.text, space=space, slug=community.slug)
    public = b64encode(said.public).decode()
    waits = WaitingWord(
        key=token.key,
        digest=token.digest,
        asked=said.asked,
        sign=_sign_of(public, conversation),
        space=space,
        conversation=conversation,
        kind=said.kind if conversation is None else "",
        title=one_line(said.title) if conversation is None else "",
        text=said.text,
        public=public,
        hours=hours_by_chance(public, conversation, now) if said.later else 0,
    )
    try:
        with transaction.atomic():
            waits.save(force_insert=True)
    except IntegrityError:
        if first := _first_answer(token, said):
            return first
        raise
    return waits.sign


def take_back(*, community: Community, post: int, public: bytes) -> None:
    """Have a post taken back at the hour by whoever holds its sign; twice is once. Raises NotThere."""
    written = Post.objects.filter(pk=post, conversation__community=community, withdrawal__isnull=True).exclude(alias="")
    for found in written:
        if Alias.objects.filter(sign=found.alias, public=b64encode(public).decode()).exists():
            WaitingWithdrawal.objects.bulk_create([WaitingWithdrawal(post=found)], ignore_conflicts=True)
            return
    raise NotThere(post)


def _first_answer(token: Token, said: Said) -> str:
    """What this request was answered before; "" where its token is new. Raises SpentAlready."""
    # In this order: what is written meanwhile goes from the first to the second at once.
    for model in (WaitingWord, SpentToken):
        for asked, sign in model.objects.filter(key=token.key, digest=token.digest).values_list("asked", "sign"):
            if asked != said.asked:
                raise SpentAlready(token.key.pk)
            return str(sign)
    return ""


def _place(community: Community, said: Said) -> tuple[Space, Conversation | None]:
    """Where it belongs, as every member may read it; raises NotThere."""
    if said.conversation is not None:
        talk = candid_talk(community).filter(pk=said.conversation).first()
        if talk is None:
            raise NotThere(said.conversation)
        return talk.space, talk
    space = candid_spaces(community).filter(slug=said.space).first()
    if space is None:
        raise NotThere(said.space)
    return space, None


def _sign_of(public: str, conversation: Conversation | None) -> str:
    """The sign of a key in a conversation: the one that it has there, or one drawn by chance, so that nobody can make
    a key for the sign of somebody else.
    """
    if conversation is not None:
        for model in (Alias, WaitingWord):
            for sign in model.objects.filter(conversation=conversation, public=public).values_list("sign", flat=True):
                return str(sign)
    return "".join(secrets.choice(LETTERS) for _letter in range(LENGTH))


def hours_by_chance(public: str, conversation: Conversation | None, now: datetime) -> int:
    """How many hours it is passed over: drawn evenly from those of a day, but none of the next month, in which the key
    of its token goes; and no fewer than what waits under the same sign.
    """
    ends = datetime.combine(after(month_of(now)), datetime.min.time(), UTC)
    most = min(DAY, max(1, (ends - now) // timedelta(hours=1)))
    waits = WaitingWord.objects.filter(conversation=conversation, public=public) if conversation is not None else ()
    return max([secrets.randbelow(most), *(one.hours for one in waits)])
