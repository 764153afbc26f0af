"""What people made of it is kept: what they saw, and what they decided about the agenda, the support and what is looked
at.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Community
from commonplace.communities.stewards import NotASteward, require_steward
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.value.models import Decision, Sense

__all__ = ["NotASteward", "NotYet", "NothingDecided", "keep", "take_away"]


class NotYet(ValueError):
    """The day is still to come."""


class NothingDecided(ValueError):
    """It is kept for what was decided, and be it that all stays as it is."""


@transaction.atomic
def keep(
    *,
    by: Person,
    community: Community,
    on: date,
    seen: str,
    decided: Sequence[tuple[Decision.About, str]],
    gathering: Gathering | None = None,
    at: datetime | None = None,
) -> Sense:
    """Keep a page of it; the same sent twice is one. Raises NotASteward, NotYet, NothingDecided."""
    now = at or timezone.now()
    require_steward(by, community, at=now)
    if on > now.astimezone(UTC).date():
        raise NotYet(on)
    if not decided:
        raise NothingDecided
    ledger.changed([community.pk])
    made, is_new = Sense.objects.get_or_create(
        community=community, on=on, seen=seen, defaults={"gathering": gathering, "by": by, "at": now}
    )
    if is_new:
        Decision.objects.bulk_create(Decision(sense=made, about=about, words=words) for about, words in decided)
        ledger.record(verb="made_sense", person=by, community=community, at=now)
    return made


@transaction.atomic
def take_away(*, by: Person, sense: Sense, at: datetime | None = None) -> None:
    """Take a page of it away for good, where it was a mistake; raises NotASteward."""
    now = at or timezone.now()
    require_steward(by, sense.community, at=now)
    if Sense.objects.filter(pk=sense.pk).delete()[0]:
        ledger.record(verb="took_sense_away", person=by, community=sense.community, at=now)
