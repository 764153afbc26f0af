"""What waits of the constellation: whether words may go along and people come, whether two communities are related or
become one.

Who is asked about a crossing gets a letter of their own, so that no other letter speaks of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonplace.communities.inbox import Line, Need, Seen, row
from commonplace.constellation.models import Crossing, Relation, Voice
from commonplace.constellation.models.crossing import ANSWERED_WITHIN
from commonplace.people.models import Person


def _related(*, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    found = Relation.objects.filter(asked__in=communities, agreed_at=None, ended_at=None)
    return _rows(found, "relation_asked", "asked_id", "pk", "at", words=F("words"))


def _merging(*, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    found = Crossing.objects.filter(
        to__in=communities, kind=Crossing.Kind.MERGE, agreed_at=None, called_off_at=None, done_at=None
    )
    return _rows(found, "merge_asked", "to_id", "pk", "at", title=F("community__name"))


def _crossing(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    found = Voice.objects.filter(
        Q(writes=True, words="") | Q(might_come=True, coming=""),
        person=person,
        crossing__community__in=communities,
        crossing__asked_at__gt=since,
        crossing__begun_at=None,
        crossing__called_off_at=None,
    )
    where_to = Coalesce(F("crossing__to__name"), F("crossing__name"))
    community, at = "crossing__community_id", "crossing__asked_at"
    return _rows(found, "crossing_asked", community, "crossing_id", at, title=where_to)


def _rows(found: QuerySet[Any], code: str, community: str, about: str, at: str, **said: Any) -> QuerySet[Any, Any]:
    return row(found, code, community_id=F(community), about_id=F(about), happened_at=F(at), **said)


def _says(title: Promise, why: str | Promise, action: Promise, page: str, *, of: bool = True) -> Callable[[Seen], Need]:
    """A sentence that leads to a page: to that of the thing itself, or to one that has them all."""

    def sentence(seen: Seen) -> Need:
        keys = [seen.one.about_id] if of else []
        return seen.need(str(title), str(why), str(action), seen.url(page, *keys))

    return sentence


LINES = (
    Line(
        "relation_asked",
        203,
        _related,
        _says(
            _("Another community asks whether you are related."),
            "“%(words)s”",
            _("See which, and answer"),
            "related",
            of=False,
        ),
        is_for_stewards=True,
    ),
    Line(
        "merge_asked",
        204,
        _merging,
        _says(
            _("%(title)s would like to become one with us."),
            _("Nobody there is asked before you agree."),
            _("See the plan, and answer"),
            "crossing",
        ),
        is_for_stewards=True,
    ),
    Line(
        "crossing_asked",
        205,
        _crossing,
        _says(
            _("You are asked about %(title)s."),
            _(
                "Something of this community is to go along, and people with it. What you wrote goes only if you say"
                " yes."
            ),
            _("See what, and answer"),
            "crossing",
        ),
        {"since": ANSWERED_WITHIN},
    ),
)
