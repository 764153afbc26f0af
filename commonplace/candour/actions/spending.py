"""A token is spent: once, in the month after it was drawn, and only where enough people drew."""

from __future__ import annotations

from base64 import b64decode
from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError, transaction

from commonplace.candour.models import SpentToken
from commonplace.candour.queries import enough_drew, is_offered, keys_of
from commonplace.communities.models import Community
from commonplace.lib.blind_signatures import read, verify


class NotTaken(ValueError):
    """No token of the key that is spent now, or too few drew under it."""


class SpentAlready(ValueError):
    """This token was spent before."""


def spend(*, community: Community, prepared: bytes, signature: bytes, now: datetime) -> SpentToken:
    """Take a token, in the transaction of what is done with it, so that both are there or neither.

    Raises NotTaken and SpentAlready.
    """
    key = keys_of(community, now=now).spent if is_offered(community) else None
    if key is None or not verify(read(b64decode(key.public)), prepared, signature) or not enough_drew(key):
        raise NotTaken(community.pk)
    try:
        with transaction.atomic():
            return SpentToken.objects.create(key=key, digest=sha256(prepared).hexdigest())
    except IntegrityError as problem:
        raise SpentAlready(community.pk) from problem
