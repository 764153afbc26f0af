"""The addresses that the house answers to: one for each space, one for each reply, one for each farewell.

`stick.table@DOMAIN` (or `stick+table`) is a space, `reply+TOKEN` one person's way into one conversation, `leave+TOKEN`
ends the letters of one community, as other farewells end others. A token is two numbers and a signature over them, in
figures and small letters, so that it survives servers that fold a name to one case;
docs/decisions/0021-mail-that-comes-in.md says what it allows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import F
from django.utils import timezone

from commonplace.communities.models import Space
from commonplace.conversations.models import Conversation
from commonplace.letters.envelope import BOUNCE
from commonplace.letters.signed_addresses import domain, in_figures, numbers_in, token_of
from commonplace.lib.addresses import one_address
from commonplace.mail.models import MailingList
from commonplace.people.farewells import FAREWELLS
from commonplace.people.models import Person

LONGEST_LOCAL_PART: Final = 64  # RFC 5321, 4.5.3.1.1
# A letter may be answered for a year: whoever finds it later reads first what became of the conversation.
MONTHS_OPEN: Final = 12
_REPLY, _SPACE = "reply", "space"
_SLUG = re.compile(r"[-a-z0-9_]{1,60}")


@dataclass(frozen=True)
class SpaceMail:
    """Behind the address is a space: mail to it begins a conversation, or goes on with the one it answers.

    It `waits` where it is the address of a mailing list that has not moved in yet.
    """

    space_id: int
    community_id: int
    waits: bool = False


@dataclass(frozen=True)
class ReplyMail:
    """Behind the address is one person's way into one conversation; `is_over` when its year has passed."""

    person_id: int
    conversation_id: int
    is_over: bool = False


@dataclass(frozen=True)
class UnsubscribeMail:
    """Behind the address is one person's wish for no more letters of one kind, about one thing or 0 (see Farewell)."""

    code: str
    person_id: int
    about_id: int


def space_address(space: Space) -> str:
    """Where one writes to begin a conversation in the space."""
    name = f"{space.community.slug}.{space.slug}"
    if len(name) > LONGEST_LOCAL_PART or name != name.lower():
        name = f"{_SPACE}+{in_figures(space.pk)}"
    return f"{name}@{domain()}"


def list_id(space: Space) -> str:
    """By what mail programs know letters of the space (RFC 2919), without its angle brackets."""
    return f"{space.slug}.{space.community.slug}.{domain()}".lower()


def reply_address(person: Person, conversation: Conversation, *, at: datetime | None = None) -> str:
    """Where this person, and nobody else, answers in this conversation; it is the same for a month."""
    return f"{_REPLY}+{token_of(_REPLY, person.pk, conversation.pk, _month(at or timezone.now()))}@{domain()}"


@dataclass(frozen=True)
class Signed:
    """What stands in a signed address of another room: a person, what it is about, and whether its year has passed."""

    person_id: int
    about_id: int
    is_over: bool


def signed_address(word: str, person_id: int, about_id: int, *, at: datetime) -> str:
    """An address that a room gives to one person and one thing of its own, beginning with its word and a plus."""
    return f"{word}+{token_of(word, person_id, about_id, _month(at))}@{domain()}"


def behind_signed(word: str, address: str, *, now: datetime) -> Signed | None:
    """What stands in an address that `signed_address` made with this word; None in any other."""
    name, _at, host = one_address(address).rpartition("@")
    begins, _plus, token = name.partition("+")
    numbers = numbers_in(word, token) if begins == word and host == domain() else None
    return Signed(*numbers[:2], is_over=_month(now) - numbers[2] > MONTHS_OPEN) if numbers else None


def behind(address: str, *, now: datetime | None = None) -> SpaceMail | ReplyMail | UnsubscribeMail | None:
    """What a mail to this address is meant for, and None where it is no address of this house."""
    name, at, host = one_address(address).rpartition("@")
    if not at:
        return None
    return (_of_house(name, now) if host == domain() else None) or _of_list(f"{name}@{host}")


def is_of_house(address: str) -> bool:
    """Whether an address is one that the house makes itself, as long as its domain stays."""
    name, _at, host = one_address(address).rpartition("@")
    word, plus, _rest = name.partition("+")
    return host == domain() and (_of_house(name, None) is not None or (bool(plus) and word in _made()))


def _made() -> tuple[str, ...]:
    """What stands before the plus in the addresses that the house makes."""
    return (_REPLY, _SPACE, BOUNCE, *FAREWELLS.codes)


def _of_house(name: str, now: datetime | None) -> SpaceMail | ReplyMail | UnsubscribeMail | None:
    word, plus, rest = name.partition("+")
    if plus and (word == _REPLY or word in FAREWELLS):
        return _signed(word, rest, now or timezone.now())
    if plus and word == _SPACE:
        return _space(pk=int(rest, 36)) if re.fullmatch(r"[0-9a-z]{1,12}", rest) else None
    if not plus:
        word, _dot, rest = name.partition(".")
    if not (_SLUG.fullmatch(word) and _SLUG.fullmatch(rest)):
        return None
    return _space(community__slug=word, slug=rest)


def _space(**wanted: object) -> SpaceMail | None:
    found = Space.objects.filter(**wanted).values_list("pk", "community_id").first()
    return SpaceMail(*found) if found else None


def _of_list(address: str) -> SpaceMail | None:
    """The space behind the old address of a mailing list; of several that are only said to be, the first said."""
    rows = MailingList.objects.filter(address=address).order_by(F("proven_at").asc(nulls_last=True), "pk")
    found = rows.values_list("space_id", "space__community_id", "opened_at").first()
    return SpaceMail(found[0], found[1], waits=found[2] is None) if found else None


def _signed(purpose: str, token: str, now: datetime) -> ReplyMail | UnsubscribeMail | None:
    numbers = numbers_in(purpose, token)
    if numbers is None:
        return None
    person, about, month = numbers
    if purpose in FAREWELLS:
        return UnsubscribeMail(purpose, person, about)
    return ReplyMail(person, about, is_over=_month(now) - month > MONTHS_OPEN)


def _month(at: datetime) -> int:
    """Months since the year 2000, in UTC so that all processes agree."""
    return max(0, (at.year - 2000) * 12 + at.month - 1)
