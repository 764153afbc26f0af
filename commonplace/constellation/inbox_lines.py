"""What waits of the constellation: whether words may go along and people come, whether two communities are related or
become one.

Who is asked about a crossing gets a letter of their own, so that no other letter speaks of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from commonplace.communities.inbox import Line, Need, Seen, row
from commonplace.constellation.models import Crossing, Relation, Voice
from commonplace.constellation.models.crossing import ANSWERED_WITHIN
from commonplace.people.models import Person


def _asked(*, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    found = Relation.objects.filter(asked__in=communities, agreed_at=None, ended_at=None)
    return row(
        found,
        "relation_asked",
        community_id=F("asked_id"),
        about_id=F("pk"),
        happened_at=F("at"),
        words=F("words"),
    )


def _answer(seen: Seen) -> Need:
    return seen.need(
        _("Another community asks whether you are related."),
        "“%(words)s”",
        _("See which, and answer"),
        seen.url("related"),
    )


def _crossing(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    is_open = Q(writes=True, words="") | Q(might_come=True, coming="")
    found = Voice.objects.filter(
        is_open,
        person=person,
        crossing__community__in=communities,
        crossing__asked_at__gt=since,
        crossing__begun_at=None,
        crossing__called_off_at=None,
    )
    return row(
        found,
        "crossing_asked",
        community_id=F("crossing__community_id"),
        about_id=F("crossing_id"),
        happened_at=F("crossing__asked_at"),
        title=Coalesce(F("crossing__to__name"), F("crossing__name")),
    )


def _cross(seen: Seen) -> Need:
    return seen.need(
        _("You are asked about %(title)s."),
        _("Something of this community is to go along, and people with it. What you wrote goes only if you say yes."),
        _("See what, and answer"),
        seen.url("crossing", seen.one.about_id),
    )


def _merging(*, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    found = Crossing.objects.filter(
        to__in=communities, kind=Crossing.Kind.MERGE, agreed_at=None, called_off_at=None, done_at=None
    )
    return row(
        found,
        "merge_asked",
        community_id=F("to_id"),
        about_id=F("pk"),
        happened_at=F("at"),
        title=F("community__name"),
    )


def _merge(seen: Seen) -> Need:
    return seen.need(
        _("%(title)s would like to become one with us."),
        _("Nobody there is asked before you agree."),
        _("See the plan, and answer"),
        seen.url("crossing", seen.one.about_id),
    )


LINES = (
    Line("relation_asked", 203, _asked, _answer, is_for_stewards=True),
    Line("merge_asked", 204, _merging, _merge, is_for_stewards=True),
    Line("crossing_asked", 205, _crossing, _cross, {"since": ANSWERED_WITHIN}),
)
