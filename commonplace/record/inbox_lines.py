"""What waits of this room: a newcomer chose somebody to be at their side. It has a letter of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from commonplace.communities.inbox import Line, Need, Seen, row
from commonplace.people.models import Person
from commonplace.record.models import Buddy

TOLD_FOR = timedelta(days=14)


def _chosen(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    found = Buddy.objects.filter(buddy=person, ended_at=None, since__gt=since, community__in=communities)
    return row(
        found,
        "chosen_as_buddy",
        who="newcomer",
        community_id=F("community_id"),
        about_id=F("pk"),
        happened_at=F("since"),
    )


def _be_there(seen: Seen) -> Need:
    return seen.need(
        _("%(name)s came in lately, and would like you at their side."),
        _("You said that you would. A line is enough to begin with; it ends by itself after twelve weeks."),
        _("See how"),
        seen.url("first_steps"),
    )


LINES = (Line("chosen_as_buddy", 203, _chosen, _be_there, {"since": TOLD_FOR}),)
