"""What waits of an agreement with a sponsor: a signature, and a last day that comes near."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import Any

from django.db.models import DateTimeField, Exists, F, OuterRef, QuerySet
from django.db.models.functions import Cast, Now, TruncDate
from django.utils.translation import gettext as _

from commonplace.agreements.models.sponsoring import Agreement, AgreementQuerySet, Side
from commonplace.agreements.queries.sponsoring import NOTICE
from commonplace.communities.inbox import Line, Need, Seen, row
from commonplace.communities.models import Community, Role


def _today() -> TruncDate:
    """The day as in UTC; a query that is prepared knows no other."""
    return TruncDate(Now(), tzinfo=UTC)


def _waiting() -> AgreementQuerySet:
    found = Agreement.objects.written_last().unsigned_by(Side.HOST)
    return found.filter(ended_at=None, until__gte=_today())


def _unsigned_rows(*, person: Any, communities: Sequence[int]) -> QuerySet[Any, Any]:
    sponsors = Role.objects.sponsoring().filter(membership__person=person, membership__community=OuterRef("community"))
    found = _waiting().filter(Exists(sponsors), community__in=communities)
    return row(found, "agreement_unsigned", community_id=F("community_id"), about_id=F("pk"), happened_at=F("at"))


def _unsigned_people(community: Community) -> QuerySet[Any, Any]:
    is_waiting = _waiting().filter(community=OuterRef("membership__community"))
    sponsors = Role.objects.sponsoring().filter(Exists(is_waiting), membership__community=community)
    return sponsors.values_list("membership__person_id", flat=True)


def _sign(seen: Seen) -> Need:
    return seen.need(
        _("An agreement waits for a sponsor to sign."),
        _("What the host gives, what it will not ask, and until when. A steward has signed it."),
        _("Read it"),
        seen.url("sponsor_agreement"),
    )


def _ending_rows(*, person: Any, communities: Sequence[int]) -> QuerySet[Any, Any]:
    found = Agreement.objects.in_force(_today()).written_last().visible_to(person)
    found = found.filter(community__in=communities, until__lte=TruncDate(Now() + NOTICE, tzinfo=UTC))
    return row(
        found,
        "agreement_ends",
        community_id=F("community_id"),
        about_id=F("pk"),
        happened_at=Cast("until", DateTimeField()),
    )


def _renew(seen: Seen) -> Need:
    return seen.need(
        _("The agreement with our sponsor comes to its last day."),
        _("Talk with them while there is time: renew it, write it anew, or let it end."),
        _("Read it"),
        seen.url("sponsor_agreement"),
    )


LINES = (
    Line("agreement_unsigned", 48, _unsigned_rows, _sign, whom=_unsigned_people),
    Line("agreement_ends", 289, _ending_rows, _renew, is_for_stewards=True),
)
