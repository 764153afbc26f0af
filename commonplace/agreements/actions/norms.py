"""A member says yes to what the community holds to, and takes it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.agreements.actions.rights import require_member
from commonplace.agreements.models import NormsYes
from commonplace.agreements.queries.passages import NORMS, standing_words
from commonplace.communities import ledger
from commonplace.communities.charter.queries import current_charter
from commonplace.communities.models import Community
from commonplace.people.models import Person


class OtherNorms(ValueError):
    """The charter has other words than those that were read, or none."""


def say_yes(*, by: Person, community: Community, on_revision: int, at: datetime | None = None) -> NormsYes:
    """Say yes to the norms as they stood in a revision, by its number; raises NotAMember, OtherNorms.

    Off the ledger, which goes along with the community: who said yes is told to nobody.
    """
    now = at or timezone.now()
    require_member(by, community, at=now)
    with transaction.atomic():
        ledger.changed([community.pk])
        read = community.charter_revisions.filter(number=on_revision).first()
        words = standing_words(current_charter(community), NORMS)
        if not words or standing_words(read, NORMS) != words:
            raise OtherNorms(community.pk)
        before = NormsYes.objects.filter(community=community, person=by).first()
        if before is not None and before.words == words:
            return before
        said, _made = NormsYes.objects.update_or_create(
            community=community, person=by, defaults={"words": words, "at": now}
        )
    return said


def take_yes_back(*, by: Person, community: Community) -> None:
    """Say no more that one holds to them; nothing is closed to whoever does."""
    with transaction.atomic():
        ledger.changed([community.pk])
        NormsYes.objects.filter(community=community, person=by).delete()
