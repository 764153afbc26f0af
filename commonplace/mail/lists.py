"""Mailing lists that move in: which address and which id a space's letters bear, and the letter that rehearses it."""

from __future__ import annotations

import base64
import re
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from commonplace.letters.signed_addresses import domain
from commonplace.lib.addresses import one_address
from commonplace.mail.models import Arrival, MailingList
from commonplace.store.prepared import prepared

_REHEARSAL = re.compile(r"rehearsal\.([0-9]{1,18})\.([0-9]{1,12})\.([a-z2-7]{16})")
# As list programs write it; what else stands before the brackets is a name for people.
_LIST_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,253}")
# Everybody's, or the server's own: no list answers to them (RFC 2142).
RESERVED: Final = frozenset("abuse hostmaster mailer-daemon noc postmaster root security webmaster".split())


def is_operators(address: str) -> bool:
    """Whether the operator says that mail to this address reaches the house, and that it may write in its name."""
    return one_address(address).rpartition("@")[2] in settings.MAIL_LISTS


def list_of(space_id: int) -> MailingList | None:
    """The list as which a space's letters go out: of several that moved in, the one that did so first."""
    return next(iter(_opened(space_id=space_id)), None)


@prepared
def _opened(*, space_id: int) -> QuerySet[MailingList]:
    return MailingList.objects.filter(space_id=space_id, opened_at__isnull=False).order_by("opened_at", "pk")


def tidy_list_id(said: str) -> str:
    """The id within what a List-Id says, or as it was typed; "" where there is none that a header may hold."""
    inner = said.rpartition("<")[2].partition(">")[0].strip()
    return inner.lower() if _LIST_ID.fullmatch(inner) else ""


def waiting_for(mailing_list: MailingList) -> int:
    """How many letters came to a list's address and wait until it is opened."""
    return Arrival.objects.waiting().filter(recipient=mailing_list.address).count()


def rehearsal_id(mailing_list: MailingList, at: datetime) -> str:
    """The Message-ID of a letter that shows that mail to a list's address comes here; whoever has not seen it cannot
    make one.
    """
    told = str(int(at.timestamp()))
    signature = _signature(mailing_list, told, settings.SECRET_KEY)
    return f"<rehearsal.{mailing_list.pk}.{told}.{signature}@{domain()}>"


def rehearsed(message_id: str) -> MailingList | None:
    """The list that a letter rehearses, by its id; None for every other letter."""
    name, _at, host = message_id.rpartition("@")
    found = _REHEARSAL.fullmatch(name)
    if found is None or host != domain():
        return None
    here = MailingList.objects.filter(pk=int(found[1])).select_related("space__community", "by").first()
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if here is None or not any(constant_time_compare(_signature(here, found[2], key), found[3]) for key in keys):
        return None
    return here


def _signature(mailing_list: MailingList, told: str, key: str | bytes) -> str:
    digest = salted_hmac(
        "commonplace.mail.rehearsal", f"{mailing_list.pk} {mailing_list.address} {told}", secret=key, algorithm="sha256"
    )
    return base64.b32encode(digest.digest()[:10]).decode("ascii").lower()
