"""What is asked about letters that came in, and about those whom they are from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from hashlib import blake2b

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import Min

from commonplace.conversations.models import Conversation, Post
from commonplace.lib.addresses import one_address
from commonplace.mail.addresses import ReplyMail, behind
from commonplace.mail.hooks import DOORS, LINEAGES
from commonplace.mail.models import Arrival, Outcome
from commonplace.people.models import Person


def is_address_here(address: str) -> bool:
    """Whether mail to this address has somewhere to go."""
    return behind(address) is not None or any(door.takes(address) for door in DOORS)


def person_of(address: str) -> Person | None:
    """Whose confirmed address it is; None where it is nobody's who lives here."""
    if not address:
        return None
    known = EmailAddress.objects.filter(email__iexact=address, verified=True, user__is_active=True)
    found = known.filter(user__claimed_at__isnull=False).select_related("user").first()
    return found.user if found else None


def is_own_address(address: str) -> bool:
    """Whether it is one of the house's own, from which nobody writes to it."""
    ours = one_address(parseaddr(str(settings.DEFAULT_FROM_EMAIL))[1])
    return bool(address) and (address == ours or is_address_here(address))


def conversation_by_now(pk: int, person: Person) -> Conversation | None:
    """The conversation of this key, or the one that it was joined to, where `person` may read it."""
    for _step in range(20):
        joined = Conversation.objects.filter(pk=pk).values_list("merged_into", flat=True).first()
        if joined is None:
            break
        pk = joined
    here = Conversation.objects.visible_to(person).filter(pk=pk)
    return here.select_related("community", "space__community", "author").first()


def was_sent_to_a_reply_address(arrival: Arrival) -> bool:
    """Whether the same letter came by a reply address as well."""
    others = Arrival.objects.filter(letter=arrival.letter).exclude(pk=arrival.pk).values_list("recipient", flat=True)
    return any(isinstance(behind(one, now=arrival.received_at), ReplyMail) for one in others)


def message_mark(message_id: str) -> str:
    """What stands for the id of a letter: short, and telling nothing about it."""
    return blake2b(message_id.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def answered_post(ids: Sequence[str], community_id: int) -> Post | None:
    """The post that a letter with these ids before it answers: the nearest that came in by mail, or that a lineage
    knows.
    """
    if not ids:
        return None
    marks = [message_mark(one) for one in ids]
    came = Arrival.objects.filter(message__in=marks, community=community_id, post__isnull=False)
    posts = dict(came.values_list("message", "post"))
    pk = next((posts[mark] for mark in marks if mark in posts), None)
    for lineage in LINEAGES:
        pk = pk or lineage.find(ids, community_id)
    if pk is None:
        return None
    here = Post.objects.filter(pk=pk, conversation__community=community_id)
    return here.select_related("conversation__community", "conversation__space").first()


@dataclass(frozen=True)
class Standing:
    """How the letters that came in stand: how many wait and since when, and what became of those of late."""

    waiting: int
    oldest: datetime | None
    failed: int
    lately: dict[str, int]


def standing(now: datetime) -> Standing:
    """How things stand, with the outcomes of one day."""
    waiting = Arrival.objects.waiting().filter(due_at__lte=now)
    lately = Arrival.objects.filter(settled_at__gt=now - timedelta(days=1)).values_list("outcome", flat=True)
    return Standing(
        waiting=waiting.count(),
        oldest=waiting.aggregate(at=Min("received_at"))["at"],
        failed=Arrival.objects.filter(outcome=Outcome.FAILED).count(),
        lately=dict(Counter(lately)),
    )


def listed(*, most: int) -> list[Arrival]:
    """The letters that came in last, without their bytes, and first of all those that wait or went wrong."""
    rows = Arrival.objects.defer("raw").select_related("community")
    troubled = [*rows.waiting().order_by("received_at", "pk")[:most], *rows.filter(outcome=Outcome.FAILED)[:most]]
    others = rows.exclude(settled_at=None).exclude(outcome=Outcome.FAILED).order_by("-settled_at", "-pk")
    return [*troubled, *others[: max(0, most - len(troubled))]]
