"""Whoever holds a gathering says for whom it looks, and when it looks for them no more."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Topic
from commonplace.gatherings.actions.rights import NotTheirs, require_hand
from commonplace.gatherings.models import Gathering
from commonplace.knowledge.models import LookedFor
from commonplace.people.models import Person

__all__ = ["IsOver", "NotTheirs", "look_for", "look_for_no_more"]


class IsOver(ValueError):
    """It has taken place, or was called off: nobody is looked for any more."""


def look_for(*, by: Person, gathering: Gathering, topic: Topic, number: int, at: datetime | None = None) -> LookedFor:
    """Look for so many who know a topic; said again, it is the number that changes. Raises NotTheirs, IsOver."""
    now = at or timezone.now()
    require_hand(by, gathering)
    if gathering.is_cancelled or gathering.is_over(now):
        raise IsOver(gathering.pk)
    with transaction.atomic():
        ledger.changed([gathering.community_id])
        made, _is_new = LookedFor.objects.update_or_create(
            gathering=gathering, topic=topic, defaults={"number": number, "by": by, "at": now}
        )
    return made


def look_for_no_more(*, by: Person, looked_for: LookedFor) -> None:
    """Look for them no more; said again it stays so. Raises NotTheirs."""
    require_hand(by, looked_for.gathering)
    with transaction.atomic():
        ledger.changed([looked_for.gathering.community_id])
        LookedFor.objects.filter(pk=looked_for.pk).delete()
