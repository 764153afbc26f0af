"""Stewards switch parts of the house on and off."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Community
from commonplace.communities.modules import MODULES, is_on
from commonplace.communities.stewards import require_steward
from commonplace.people.models import Person


class NotSwitchable(LookupError):
    """There is no such module, or no community is without it."""


def switch(*, by: Person, community: Community, code: str, on: bool, at: datetime | None = None) -> Community:
    """Switch a module on or off; nothing in it is lost. Raises NotASteward, NotSwitchable."""
    now = at or timezone.now()
    require_steward(by, community, at=now)
    module = MODULES.get(code)
    if module is None or module.is_fixed:
        raise NotSwitchable(code)
    with transaction.atomic():
        # Moving the version is the lock: another steward's switch waits here until this one is committed.
        ledger.changed([community.pk])
        community = Community.objects.get(pk=community.pk)
        if is_on(community, code) == on:
            return community
        community.modules = [*community.modules, code] if on else [one for one in community.modules if one != code]
        community.save(update_fields=["modules"])
        ledger.record(
            verb="changed_community", person=by, community=community, at=now, what="community", what_id=community.pk
        )
    return community
