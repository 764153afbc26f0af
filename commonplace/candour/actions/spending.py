"""A token is shown: in the month after it was drawn, and only where enough people drew."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from commonplace.candour.models import CandourKey
from commonplace.candour.queries import enough_drew, is_offered, keys_of
from commonplace.communities.models import Community
from commonplace.lib.blind_signatures import read, verify


class NotTaken(ValueError):
    """No token of the key that is spent now, or too few drew under it."""


@dataclass(frozen=True, slots=True)
class Token:
    """What a token shows: under which key it was drawn, and which it is."""

    key: CandourKey
    digest: str


def shown(*, community: Community, prepared: bytes, signature: bytes, now: datetime) -> Token:
    """What this token shows, if it is one; whether it was spent before is asked where it is kept. Raises NotTaken."""
    key = keys_of(community, now=now).spent if is_offered(community) else None
    if key is None or not verify(read(b64decode(key.public)), prepared, signature) or not enough_drew(key):
        raise NotTaken(community.pk)
    return Token(key, sha256(prepared).hexdigest())
