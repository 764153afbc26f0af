"""Letters that come back, and addresses to which none goes until somebody says that they work again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from commonplace.letters.models import Bounce, Letter, Pause
from commonplace.lib.addresses import one_address
from commonplace.lib.text import one_line

# A full mailbox is emptied, a server comes back: on so many days within so long, and it is neither.
SOFT_DAYS: Final = 3
SOFT_WITHIN: Final = timedelta(days=14)
# They go to a paused address all the same: whoever cannot sign in could not say that it works again.
ALWAYS: Final = frozenset(("account",))
KEPT: Final = 500


def paused(addresses: Iterable[str]) -> set[str]:
    """Those of the addresses to which no letter goes."""
    spelt = {one_address(address) for address in addresses}
    return set(Pause.objects.filter(address__in=spelt).values_list("address", flat=True))


def pause_delivery(*, address: str, why: str, words: str = "", now: datetime) -> Pause:
    """Send no letter to an address any more; the first reason stands."""
    told = {"why": why, "words": one_line(words)[:KEPT], "since": now}
    with transaction.atomic():
        return Pause.objects.get_or_create(address=one_address(address), defaults=told)[0]


def resume_delivery(*, addresses: Iterable[str]) -> int:
    """Send letters there again, and count what comes back from the beginning; tells how many were paused."""
    spelt = {one_address(address) for address in addresses}
    with transaction.atomic():
        Bounce.objects.filter(address__in=spelt).delete()
        return Pause.objects.filter(address__in=spelt).delete()[0]


def note_bounce(*, address: str, is_hard: bool, words: str, now: datetime, letter: Letter | None = None) -> bool:
    """Remember that a letter came back, once for each letter and day; tells whether the address is paused by now.

    One that came back for good pauses at once, others when they did on `SOFT_DAYS` days within `SOFT_WITHIN`.
    """
    address, words = one_address(address), one_line(words)[:KEPT]
    with transaction.atomic():
        said = Bounce.objects.filter(address=address, is_hard=is_hard, letter=letter, at__date=now.date())
        if letter is None or not said.exists():
            Bounce.objects.create(address=address, letter=letter, is_hard=is_hard, words=words, at=now)
        if is_hard:
            pause_delivery(address=address, why=Pause.Why.GONE, words=words, now=now)
            return True
        recent = Bounce.objects.filter(address=address, at__gt=now - SOFT_WITHIN, at__lte=now)
        if len({at.date() for at in recent.values_list("at", flat=True)}) >= SOFT_DAYS:
            pause_delivery(address=address, why=Pause.Why.AGAIN_AND_AGAIN, words=words, now=now)
            return True
    return bool(paused([address]))
