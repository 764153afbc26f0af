"""What waits of norms: a yes, on coming in and again when they change. It never keeps anybody from anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from commonplace.agreements.models import NormsYes
from commonplace.agreements.queries.passages import norms_now
from commonplace.communities.inbox import Line, Need, Seen, row
from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import LASTING
from commonplace.people.models import Person


def _unsaid(memberships: QuerySet[Membership]) -> QuerySet[Membership]:
    said = NormsYes.objects.filter(community=OuterRef("community"), person=OuterRef("person"), words=OuterRef("norms"))
    found = memberships.filter(standing__in=LASTING).annotate(norms=norms_now("community"))
    return found.exclude(norms=None).exclude(norms="").exclude(Exists(said))


def _rows(*, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    found = _unsaid(Membership.objects.filter(person=person, community__in=communities))
    return row(found, "norms", community_id=F("community_id"), about_id=F("community_id"), happened_at=F("joined_at"))


def _whom(community: Community) -> QuerySet[Any, Any]:
    return _unsaid(Membership.objects.filter(community=community)).values_list("person_id", flat=True)


def _ask(seen: Seen) -> Need:
    return seen.need(
        _("What do we hold to here?"),
        _("It stands in our charter. Members read it and say yes, and are asked again when it changes."),
        _("Read it"),
        seen.url("norms"),
    )


LINES = (Line("norms", 305, _rows, _ask, whom=_whom),)
