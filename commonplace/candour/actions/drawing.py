"""A member draws: so many tokens at once, signed without being seen, once a month."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_der_private_key
from django.db import transaction

from commonplace.candour.models import CandourKey, Draw
from commonplace.candour.months import month_of
from commonplace.candour.queries import TOKENS, is_offered
from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import LASTING
from commonplace.lib.blind_signatures import BITS, UnfitMessage, blind_sign
from commonplace.people.models import Person


class NotForYou(PermissionError):
    """Guests and whoever has no standing draw nothing, and nobody does where candour is not offered."""


class AnotherKey(ValueError):
    """The key that was named is not the one under which this month is drawn."""


class DrewAlready(ValueError):
    """This person drew under this key, and asked for other tokens."""


def draw(*, by: Person, community: Community, fingerprint: str, blinded: Sequence[bytes], now: datetime) -> list[bytes]:
    """Sign the blinded tokens of a member, in their order; the same request again gets the same answer.

    Kept is that this person drew under this key, and no moment. Raises NotForYou, AnotherKey, UnfitMessage and
    DrewAlready.
    """
    standings = Membership.objects.filter(person=by, community=community, standing__in=LASTING)
    if not is_offered(community) or not standings.exists():
        raise NotForYou(by.pk)
    key = CandourKey.objects.filter(community=community, month=month_of(now), fingerprint=fingerprint).first()
    if key is None or not key.private:
        raise AnotherKey(fingerprint)
    if len(blinded) != TOKENS or any(len(one) != BITS // 8 for one in blinded):
        raise UnfitMessage(len(blinded))
    signing = load_der_private_key(b64decode(key.private), password=None)
    assert isinstance(signing, RSAPrivateKey)  # made by us
    # Signed first: what does not fit is told before anything is kept, and nobody waits for it in a transaction.
    signed = [blind_sign(signing, one) for one in blinded]
    asked = sha256(b"".join(blinded)).hexdigest()
    with transaction.atomic():
        Draw.objects.bulk_create([Draw(key=key, person=by, asked=asked)], ignore_conflicts=True)
        if not Draw.objects.filter(key=key, person=by, asked=asked).exists():
            raise DrewAlready(by.pk)
    return signed
