"""What waits of orientations: members are asked how we are together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from commonplace.communities.inbox import Line, Need, Seen, row
from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import LASTING
from commonplace.orientations.models import Leaning, Profile
from commonplace.people.models import Person

CODE = "how_together"
NOW = timedelta(0)


def _rows(*, person: Person, communities: Sequence[int], now: datetime) -> QuerySet[Any, Any]:
    drew = Leaning.objects.filter(profile=OuterRef("pk"), person=person)
    standing = Membership.objects.filter(person=person, community=OuterRef("community"), standing__in=LASTING)
    found = Profile.objects.open_at(now).filter(Exists(standing), community__in=communities)
    found = found.exclude(Exists(drew))
    return row(found, CODE, community_id=F("community_id"), about_id=F("pk"), happened_at=F("at"))


def _whom(community: Community, *, now: datetime) -> QuerySet[Any, Any]:
    is_open = Profile.objects.open_at(now).filter(community=community)
    drew = Leaning.objects.filter(profile__in=is_open, person=OuterRef("person"))
    members = Membership.objects.filter(Exists(is_open), community=community, standing__in=LASTING)
    return members.exclude(Exists(drew)).values_list("person_id", flat=True)


def _asked(seen: Seen) -> Need:
    return seen.need(
        _("How are we together?"),
        _("Members draw how much we meet, talk, keep and make together, and how much they want. It takes ten minutes."),
        _("Draw your picture"),
        f"{seen.url('orientations')}#drawing",
    )


LINES = (Line(CODE, 300, _rows, _asked, looks_back={"now": NOW}, whom=_whom),)
