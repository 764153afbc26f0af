"""Stewards change how the community is set up: its lines, who may know of it, how one comes in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.doors import SpaceVisibility, Visibility
from commonplace.communities.models import Community
from commonplace.communities.spaces.actions import WordsWouldReachFurther
from commonplace.communities.spaces.queries import written_in
from commonplace.communities.stewards import require_steward
from commonplace.people.models import Person

CHANGEABLE = ("name", "domain", "community", "practice", "opening", "visibility", "joining", "stage", "language")


class Unchangeable(LookupError):
    """A community has no such line, or none that stewards change."""


def change_community(
    *, by: Person, community: Community, lines: Mapping[str, str], at: datetime | None = None
) -> Community:
    """Change lines of CHANGEABLE, given by name.

    Raises NotASteward, Unchangeable, and WordsWouldReachFurther where a private community would open spaces in which
    people have written for members.
    """
    now = at or timezone.now()
    require_steward(by, community, at=now)
    if unknown := set(lines) - set(CHANGEABLE):
        raise Unchangeable(", ".join(sorted(unknown)))
    with transaction.atomic():
        ledger.changed([community.pk])
        community = Community.objects.get(pk=community.pk)
        changed = [name for name, value in lines.items() if getattr(community, name) != value]
        if not changed:
            return community
        private = Visibility.PRIVATE
        if "visibility" in changed and community.visibility == private != lines["visibility"]:
            spaces = list(community.spaces.filter(visibility=SpaceVisibility.PUBLIC).order_by("position", "pk"))
            if written := written_in(spaces):
                raise WordsWouldReachFurther(written)
        for name in changed:
            setattr(community, name, lines[name])
        community.changed_at = timezone.now()
        community.save(update_fields=[*changed, "changed_at"])
        ledger.record(
            verb="changed_community", person=by, community=community, at=now, what="community", what_id=community.pk
        )
    return community
