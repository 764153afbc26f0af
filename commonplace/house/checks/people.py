"""Whether each mailbox leads to one person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from allauth.account.models import EmailAddress

from commonplace.house.findings import Finding, note
from commonplace.lib.addresses import one_address


def addresses(now: datetime) -> Iterator[Finding]:
    """Two may have proven one mailbox in two spellings, before every address was kept in one."""
    proven = EmailAddress.objects.filter(verified=True)
    for user, email in proven.order_by("pk").values_list("user_id", "email").iterator(chunk_size=2000):
        spelt = one_address(email)
        if spelt != email and (other := proven.filter(email=spelt).first()) is not None:
            yield note(
                f"Persons {other.user_id} and {user} have proven one mailbox; it leads to the first. "
                f"Ask whose it is, then take the other out: bin/commonplace erase --person {user}"
            )
