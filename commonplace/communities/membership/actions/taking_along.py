"""A steward takes the list of people along."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.looks.actions import keep_look
from commonplace.communities.models import Community, Looked
from commonplace.communities.stewards import require_steward
from commonplace.people.models import Person


def take_list_along(*, by: Person, community: Community, at: datetime | None = None) -> None:
    """Write down that a steward took the list of people out of the house: it cannot be called back.

    Raises NotASteward.
    """
    now = at or timezone.now()
    with transaction.atomic():
        require_steward(by, community, at=now)
        keep_look(what=Looked.PEOPLE, by=by, community=community, at=now)
        ledger.record(verb="took_list", person=by, community=community, at=now, what="community", what_id=community.pk)
