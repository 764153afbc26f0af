"""What waits in harvests: what one has taken on, when its day comes and for a few days after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from commonplace.communities.inbox import About, Line, Need, Seen, Waiting, row
from commonplace.communities.models import Community
from commonplace.gatherings.confidence import Confidence
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.runs.models import Action

NOW = timedelta(0)
# Then it waits on the page of the gathering, and nothing asks any more.
SPOKEN_OF_FOR = timedelta(days=5)


def _due(since: datetime, now: datetime) -> QuerySet[Action]:
    return Action.objects.filter(
        ended="", due_at__gt=since, due_at__lte=now, captured__taken_back_at=None, owner__isnull=False
    )


def _due_rows(*, person: Person, communities: Sequence[int], since: datetime, now: datetime) -> QuerySet[Any, Any]:
    seen = Gathering.objects.visible_to(person).filter(community__in=communities)
    return row(
        _due(since, now).filter(owner=person, captured__run__gathering__in=seen),
        "action_due",
        community_id=F("captured__run__gathering__community_id"),
        about_id=F("captured__run__gathering_id"),
        number=F("captured_id"),
        title=F("captured__words"),
        happened_at=F("due_at"),
        words=F("captured__run__gathering__confidence"),
    )


def _due_people(community: Community, *, since: datetime, now: datetime) -> QuerySet[Any, Any]:
    due = _due(since, now).filter(captured__run__gathering__community=community)
    return due.values_list("owner_id", flat=True)


def _is_due(seen: Seen) -> Need:
    # It may stand in a letter, which tells no word of what is held close.
    if seen.one.words == Confidence.ORDINARY:
        why = _("“%(title)s”. Done, moved or let go: one press says it.")
    else:
        why = _("Done, moved or let go: one press says it.")
    url = f"{seen.url('run', seen.one.about_id)}#line-{seen.one.number}"
    return seen.need(_("You took something on for about now."), why, _("Say how it stands"), url)


def _about(one: Waiting) -> About:
    return frozenset([("captured", one.number)])


LINES = (
    Line(
        "action_due",
        44,
        _due_rows,
        _is_due,
        {"since": SPOKEN_OF_FOR, "now": NOW},
        about=_about,
        whom=_due_people,
    ),
)
