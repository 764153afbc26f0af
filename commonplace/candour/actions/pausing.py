"""A community pauses candour: what waits is written all the same, browsers draw on, and nothing more is taken."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from commonplace.candour.models import CandourPause
from commonplace.communities import ledger
from commonplace.communities.models import Community
from commonplace.communities.stewards import require_steward
from commonplace.people.models import Person


class AlreadyPaused(ValueError):
    """Another steward paused it first."""


def pause(*, by: Person, community: Community, why: str, at: datetime) -> CandourPause:
    """Take no candid words for now, for a reason that members read. Raises NotASteward, AlreadyPaused."""
    require_steward(by, community, at=at)
    try:
        with transaction.atomic():
            paused = CandourPause.objects.create(community=community, by=by, why=why, at=at)
            ledger.record(
                verb="paused_candour", person=by, community=community, at=at, what="community", what_id=community.pk
            )
    except IntegrityError as error:
        raise AlreadyPaused(community.pk) from error
    return paused


def resume(*, by: Person, community: Community, at: datetime) -> None:
    """Take candid words again; twice is once. Raises NotASteward."""
    require_steward(by, community, at=at)
    with transaction.atomic():
        if CandourPause.objects.filter(community=community, lifted_at=None).update(lifted_at=at):
            ledger.record(
                verb="resumed_candour", person=by, community=community, at=at, what="community", what_id=community.pk
            )
