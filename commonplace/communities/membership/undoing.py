"""The way back from what was given to several, carried by the answer itself and signed, so that nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing

from commonplace.communities.membership.actions.many import (
    Gift,
    Given,
    take_back_roles,
    take_back_seats,
    take_back_standings,
)
from commonplace.communities.models import Community
from commonplace.communities.standing import Standing
from commonplace.people.models import Person

SALT = "commonplace.communities.membership.many"
FOR = timedelta(days=1)


@dataclass(frozen=True)
class Undoing:
    """Who gave what to whom, and what it takes to take it back."""

    by: int
    community: int
    gift: Gift
    rows: Sequence[int]
    before: Sequence[tuple[int, str, str]]

    @classmethod
    def of(cls, *, by: Person, community: Community, gift: Gift, given: Sequence[Given]) -> Undoing:
        """The way back from these."""
        before = [(one.membership.pk, one.before, one.until.isoformat() if one.until else "") for one in given]
        return cls(by.pk, community.pk, gift, [one.row for one in given if one.row], before)

    @property
    def token(self) -> str:
        """All of it in a word that only this house can make."""
        said = [self.by, self.community, self.gift.value, list(self.rows), list(self.before)]
        return signing.dumps(said, salt=SALT, compress=True)

    def take_back(self, *, by: Person, community: Community) -> int:
        """Take it back where it is still as it was given; for how many. Raises NotASteward, NoSeat."""
        if self.gift == Gift.ROLE:
            return take_back_roles(by=by, community=community, roles=self.rows)
        if self.gift == Gift.SEAT:
            return take_back_seats(by=by, community=community, seats=self.rows)
        before = [(pk, was, datetime.fromisoformat(until) if until else None) for pk, was, until in self.before]
        return take_back_standings(by=by, community=community, standing=Standing(self.gift.value), before=before)


def read_undoing(token: str, *, by: Person, community: Community) -> Undoing | None:
    """What a word of an answer says; None where it is not this steward's, not of this community, or a day old."""
    try:
        said: Any = signing.loads(token, salt=SALT, max_age=FOR)
    except signing.BadSignature:
        return None
    undoing = Undoing(said[0], said[1], Gift(said[2]), said[3], [(pk, was, until) for pk, was, until in said[4]])
    return undoing if (undoing.by, undoing.community) == (by.pk, community.pk) else None
