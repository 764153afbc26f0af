"""A community begins its launch: a group for the few who start it, and a page that is theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonplace.communities import ledger
from commonplace.communities.doors import Joining, SpaceVisibility, Visibility
from commonplace.communities.founding.actions import found_once
from commonplace.communities.models import Community
from commonplace.communities.settings.actions.modules import switch
from commonplace.communities.spaces.actions import add_space
from commonplace.communities.stewards import NotASteward, require_steward
from commonplace.launch.models import MODULE, Launch
from commonplace.people.models import Person

__all__ = ["NotASteward", "begin", "found_to_launch"]


def begin(*, by: Person, community: Community, at: datetime | None = None) -> Launch:
    """Begin a launch with a core group in which `by` sits; begun before, it is the one that is there.

    Raises NotASteward.
    """
    now = at or timezone.now()
    require_steward(by, community, at=now)
    with transaction.atomic():
        # Moving the version is the lock: a second press waits here, and finds what the first made.
        ledger.changed([community.pk])
        switch(by=by, community=community, code=MODULE, on=True, at=now)
        if begun := Launch.objects.filter(community=community).first():
            return begun
        space = add_space(
            by=by,
            community=community,
            name=_("Core group"),
            purpose=_("Those who start this community."),
            visibility=SpaceVisibility.GROUP,
            at=now,
        )
        launch = Launch.objects.create(community=community, space=space, by=by, at=now)
        ledger.record(verb="began_launch", person=by, community=community, space=space, at=now)
    return launch


def found_to_launch(*, by: Person, name: str, at: datetime | None = None, **lines: Any) -> Launch:
    """Found a community that is not yet one: nobody knows of it but whom its people invite, until they say so."""
    told = {**lines, "visibility": Visibility.PRIVATE, "joining": Joining.INVITATION}
    with transaction.atomic():
        community = found_once(by=by, name=name, at=at, **told)
        return begin(by=by, community=community, at=at)
