"""What waits of fitness rounds: everyone inside is asked for a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from commonplace.communities.inbox import Line, Need, Seen, row
from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import LASTING
from commonplace.fitness.models import HadSheet, Round
from commonplace.people.models import Person

CODE = "fitness_sheet"
NOW = timedelta(0)


def _rows(*, person: Person, communities: Sequence[int], now: datetime) -> QuerySet[Any, Any]:
    had = HadSheet.objects.filter(round=OuterRef("pk"), person=person)
    standing = Membership.objects.filter(person=person, community=OuterRef("community"), standing__in=LASTING)
    found = Round.objects.open_at(now).filter(Exists(standing), community__in=communities).exclude(Exists(had))
    return row(found, CODE, community_id=F("community_id"), about_id=F("number"), happened_at=F("at"))


def _whom(community: Community, *, now: datetime) -> QuerySet[Any, Any]:
    is_open = Round.objects.open_at(now).filter(community=community)
    had = HadSheet.objects.filter(round__in=is_open, person=OuterRef("person"))
    members = Membership.objects.filter(Exists(is_open), community=community, standing__in=LASTING)
    return members.exclude(Exists(had)).values_list("person_id", flat=True)


def _asked(seen: Seen) -> Need:
    return seen.need(
        _("How are we doing?"),
        _("A few sentences, each with how far it is true. What you say is kept without your name."),
        _("Answer"),
        seen.url("fitness_answer", seen.one.about_id),
    )


LINES = (Line(CODE, 302, _rows, _asked, looks_back={"now": NOW}, whom=_whom),)
