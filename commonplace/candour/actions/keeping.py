"""Keys are made before their month begins, sign until it ends, and go a month later with all that hangs on them."""

from __future__ import annotations

from base64 import b64encode
from datetime import date, datetime, timedelta

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.db import transaction

from commonplace.candour.models import CandourKey, WaitingWord
from commonplace.candour.months import after, before, month_of
from commonplace.candour.queries import is_offered
from commonplace.communities.models import Community
from commonplace.lib.blind_signatures import fingerprint, make_key, written
from commonplace.store.wiping import to_be_wiped

GRACE = timedelta(days=1)


def keep_keys(*, now: datetime) -> None:
    """Make what is missing for this month and the next, and let go what is over."""
    month = month_of(now)
    let_go(now=now)
    wanted = (month, after(month))
    there = set(CandourKey.objects.filter(month__in=wanted).values_list("community", "month"))
    for community in Community.objects.only("modules", "visibility").iterator(chunk_size=500):
        if is_offered(community):
            for one in wanted:
                if (community.pk, one) not in there:
                    make(community=community, month=one)


def make(*, community: Community, month: date) -> None:
    """Make the key of a month; of two that are made at once the first stays."""
    key = make_key()
    public = written(key.public_key())
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    row = CandourKey(
        community=community,
        month=month,
        public=b64encode(public).decode(),
        private=b64encode(private).decode(),
        fingerprint=fingerprint(public),
    )
    CandourKey.objects.bulk_create([row], ignore_conflicts=True)


@transaction.atomic
def let_go(*, now: datetime) -> None:
    """Forget how to sign what is drawn no more, and all of a key whose tokens nobody can spend any more.

    What was said in the last hour of a month is written first: the key of its token stays until then, a day at most.
    """
    month = month_of(now)
    ended = CandourKey.objects.filter(month__lt=before(month))
    if month_of(now - GRACE) < month:
        ended = ended.exclude(pk__in=WaitingWord.objects.values("key"))
    over = ended.delete()[0]
    signed = CandourKey.objects.filter(month__lt=month).exclude(private="").update(private="")
    if over or signed:
        to_be_wiped(now=now)
