"""How a community keeps its shelf is said by its stewards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Community
from commonplace.communities.stewards import require_steward
from commonplace.people.languages import language_choices
from commonplace.people.models import Person
from commonplace.repertoire.models import Shelf

MOST_LANGUAGES = 4


def arrange_shelf(
    *, by: Person, community: Community, languages: Sequence[str], lends: bool = False, at: datetime | None = None
) -> Shelf:
    """Say in which languages a community works, and whether what it keeps may be lent to others of the house.

    Raises NotASteward.
    """
    at = at or timezone.now()
    require_steward(by, community, at=at)
    known = dict(language_choices())
    said = [one for one in dict.fromkeys(languages) if one in known][:MOST_LANGUAGES]
    with transaction.atomic():
        before = Shelf.objects.lending().filter(community=community).first()
        since = (before.lends_since if before is not None else at) if lends else None
        shelf, _is_new = Shelf.objects.update_or_create(
            community=community, defaults={"languages": said, "lends_since": since, "by": by, "at": at}
        )
        ledger.record(
            verb="arranged_shelf", person=by, community=community, at=at, what="community", what_id=community.pk
        )
    return shelf
