"""What waits of a launch: somebody said that they would help, and has heard from nobody for two weeks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from commonplace.communities.inbox import Line, Need, Seen, row
from commonplace.communities.models import Community, SpaceSeat
from commonplace.launch.models import Interview, InterviewQuerySet, Launch
from commonplace.launch.next_steps import TOO_LONG
from commonplace.people.models import Person

CODE = "launch_willing"


def _waiting(before: datetime) -> InterviewQuerySet:
    """Of a launch, those who would help and have not heard since that day; who was longest without a word first."""
    return Interview.objects.filter(launch=OuterRef("pk")).unanswered(before).order_by("at", "pk")


def _launches(before: datetime) -> QuerySet[Launch]:
    return Launch.objects.filter(Exists(_waiting(before)), start__begun_at=None)


def _rows(*, person: Person, communities: Sequence[int], before: datetime) -> QuerySet[Any, Any]:
    """One for a launch, however many wait; nobody who was spoken with stands in it."""
    started = Launch.objects.started_by(person).values("pk")
    found = _launches(before).filter(pk__in=started, community__in=communities)
    since = Subquery(_waiting(before).values("at")[:1])
    return row(found, CODE, community_id=F("community_id"), about_id=F("pk"), happened_at=since)


def _whom(community: Community, *, before: datetime) -> QuerySet[Any, Any]:
    spaces = _launches(before).filter(community=community).values("space")
    return SpaceSeat.objects.filter(space__in=spaces).values_list("person_id", flat=True)


def _answer(seen: Seen) -> Need:
    return seen.need(
        _("Somebody who would help has not heard from you."),
        _("They said so when you asked, and it is two weeks ago or more. A call is enough."),
        _("See who"),
        f"{seen.url('launch')}#willing",
    )


LINES = (Line(CODE, 56, _rows, _answer, looks_back={"before": TOO_LONG}, whom=_whom),)
