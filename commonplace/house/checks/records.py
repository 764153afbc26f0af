"""Whether the key with which the house signs records can be read, and is changed in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from commonplace.house.findings import Finding, fine, note, wrong
from commonplace.record.actions.signing import SIGNS_FOR
from commonplace.record.credential import signs
from commonplace.record.models import SigningKey

# So much later than a year the worker has changed it.
LATE = timedelta(days=7)


def keys(now: datetime) -> Iterator[Finding]:
    """Nothing where nobody had a record signed yet."""
    key = SigningKey.objects.filter(signs=True).first()
    if key is None:
        return
    if not signs(key.private, key.public):
        yield wrong(
            f"The key {key.name} that signs records cannot be read, or is not the one that others verify with."
            " Restore it from a backup."
        )
    elif now - key.made_at > SIGNS_FOR + LATE:
        yield note("The key that signs records is older than a year: the worker should have changed it.")
    else:
        yield fine(f"Records are signed with the key {key.name}.")
