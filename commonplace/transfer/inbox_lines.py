"""What waits with an archive: names that are probably one person's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from commonplace.communities.inbox import About, Line, Need, Seen, Waiting, row
from commonplace.people.models import Person
from commonplace.transfer.models import Likeness

# An archive is looked through when it has moved in; whoever leaves it then is not asked again.
LATELY = timedelta(days=30)


def _alike_rows(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    waiting = Likeness.objects.waiting().settled_by(person).filter(community__in=communities, found_at__gt=since)
    return row(waiting, "alike", community_id=F("community_id"), about_id=F("community_id"), happened_at=F("found_at"))


def _of_community(one: Waiting) -> About:
    """All pairs of a community are said at once."""
    return frozenset([(one.code, one.community_id)])


def _alike(seen: Seen) -> Need:
    return seen.need(
        _("Some names in the archive are probably one person."),
        _("They have one full name and several addresses. You may know; one press joins them, and one undoes it."),
        _("Look at them"),
        seen.url("one_person"),
    )


LINES = (Line("alike", 60, _alike_rows, _alike, {"since": LATELY}, about=_of_community, is_for_stewards=True),)
