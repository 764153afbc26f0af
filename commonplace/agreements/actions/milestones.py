"""A member tells what they have done, and takes it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.agreements.actions.rights import require_member
from commonplace.agreements.models import Reached
from commonplace.agreements.queries.milestones import milestones_of
from commonplace.communities import ledger
from commonplace.communities.models import Community
from commonplace.people.models import Person


class NoMilestone(LookupError):
    """The charter does not list this, or does no more."""


def tell(*, by: Person, community: Community, milestone: str, story: str, at: datetime | None = None) -> Reached:
    """Say that one has done this and may be asked; once more is instead. Raises NotAMember, NoMilestone."""
    now = at or timezone.now()
    require_member(by, community, at=now)
    with transaction.atomic():
        ledger.changed([community.pk])
        if milestone not in milestones_of(community):
            raise NoMilestone(milestone)
        made, is_first = Reached.objects.update_or_create(
            community=community, person=by, milestone=milestone, defaults={"story": story, "at": now}
        )
        if is_first:
            ledger.record(verb="told_milestone", person=by, community=community, at=now)
    return made


def take_back(*, by: Person, community: Community, pk: int) -> None:
    """Let what one told go; nothing of it is kept."""
    with transaction.atomic():
        if Reached.objects.filter(pk=pk, community=community, person=by).delete()[0]:
            ledger.record(verb="took_milestone_back", person=by, community=community)
