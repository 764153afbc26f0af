"""What waits of this room: first steps of whoever came lately, and a newcomer who chose somebody to be at their side.

The choice has a letter of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from commonplace.communities.inbox import Line, Need, Seen, row
from commonplace.communities.models import Membership
from commonplace.communities.standing import LASTING
from commonplace.people.models import Person
from commonplace.record.models import Buddy, StepDone, WelcomeSetAside
from commonplace.record.models.welcome import NEW_FOR, STEPS

TOLD_FOR = timedelta(days=14)


def _new(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    here = {"person": OuterRef("person"), "community": OuterRef("community")}
    said = StepDone.objects.filter(**here).order_by().values("person").annotate(number=Count("pk")).values("number")
    came = Membership.objects.filter(person=person, community__in=communities, standing__in=LASTING)
    found = came.filter(~Exists(WelcomeSetAside.objects.filter(**here)), joined_at__gt=since).exclude(
        Q(community__founded_by=F("person"))
    )
    left = found.annotate(said=Coalesce(Subquery(said), 0)).filter(said__lt=STEPS)
    return row(left, "first_steps", community_id=F("community_id"), about_id=F("pk"), happened_at=F("joined_at"))


def _take(seen: Seen) -> Need:
    return seen.need(
        _("Three small steps, if you like."),
        _("You alone see this. Nothing is expected of you, and nobody sees what you did of it."),
        _("Look at them"),
        seen.url("first_steps"),
    )


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


LINES = (
    Line("chosen_as_buddy", 203, _chosen, _be_there, {"since": TOLD_FOR}),
    Line("first_steps", 990, _new, _take, {"since": NEW_FOR}),
)
