"""A letter comes in: it is a row before anything is done about it, and the worker acts on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from commonplace.lib.addresses import one_address
from commonplace.mail.authentication import without_others_results
from commonplace.mail.models import Arrival, Outcome
from commonplace.mail.reading import identity_of
from commonplace.mail.tasks import nudge

# What nothing came of is kept as long as somebody may ask where it went.
KEPT_FOR = timedelta(days=30)
# Of what was for a sealed space nothing was kept.
_CAME_OF = (Outcome.OPENED, Outcome.REPLIED, Outcome.SEALED)


def receive(
    *,
    raw: bytes,
    recipients: Iterable[str],
    mail_from: str,
    at: datetime | None = None,
    is_head_alone: bool = False,
) -> list[Arrival]:
    """Keep a letter for each of its addresses, one row each; one that was delivered before gives the row it has.

    They are all there when this returns, or none is. Of a letter that is too large only its head may be given: its
    writer is told.
    """
    at = at or timezone.now()
    raw = without_others_results(raw)
    letter = identity_of(raw)
    kept = []
    with transaction.atomic():
        for recipient in dict.fromkeys(one_address(one) for one in recipients):
            fields = {
                "letter": letter,
                "recipient": recipient[:320],
                "mail_from": one_address(mail_from)[:320],
                "raw": raw,
                "received_at": at,
                "due_at": at,
                "outcome": Outcome.TOO_LARGE if is_head_alone else "",
            }
            digest = sha256(f"{recipient}\0{letter}".encode("utf-8", "surrogatepass")).hexdigest()
            kept.append(Arrival.objects.get_or_create(digest=digest, defaults=fields)[0])
        # Robust: a broker that is away costs a moment until the worker's next round, never the letter.
        transaction.on_commit(nudge_once, robust=True)
    return kept


def nudge_once() -> None:
    """Wake the worker; where others wait already, somebody has."""
    if Arrival.objects.waiting().count() <= 1:
        nudge.enqueue()


def try_again(*, ids: Iterable[int], now: datetime) -> list[int]:
    """Have letters acted on once more that went wrong, or that nothing came of; tells which."""
    with transaction.atomic():
        rows = Arrival.objects.filter(pk__in=list(ids)).exclude(outcome__in=_CAME_OF)
        pks = list(rows.order_by("pk").values_list("pk", flat=True))
        Arrival.objects.filter(pk__in=pks).update(
            settled_at=None, outcome="", due_at=now, claimed_until=None, attempts=0, last_error=""
        )
        transaction.on_commit(nudge_once, robust=True)
    return pks


def forget_old(*, now: datetime) -> int:
    """Delete letters of which nothing came, a month after; how many there were. What bears a post is kept with it."""
    with transaction.atomic():
        old = Arrival.objects.filter(settled_at__lt=now - KEPT_FOR).exclude(outcome=Outcome.FAILED)
        return old.filter(post=None).delete()[0]
