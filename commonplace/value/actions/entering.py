"""A steward enters a number with its source, corrects one, and writes down what was expected."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.stewards import NotASteward, require_steward
from commonplace.people.models import Person
from commonplace.value.actions.indicators import IsPutAside
from commonplace.value.models import Entered, Expectation, Indicator, RestsOn

__all__ = ["EndsBeforeItBegins", "IsPutAside", "NotASteward", "NotOver", "Overlaps", "correct", "enter", "expect"]


class EndsBeforeItBegins(ValueError):
    """The time ends before it begins."""


class NotOver(ValueError):
    """The time is not over yet: a number of it is a hope."""


class Overlaps(ValueError):
    """A number of a part of this time stands already; `args[0]` is it."""


class NotByHand(ValueError):
    """It is counted, or asked."""


class IsCorrected(ValueError):
    """Somebody has corrected it meanwhile."""


@transaction.atomic
def enter(
    *,
    by: Person,
    indicator: Indicator,
    since: date,
    until: date,
    amount: Decimal,
    told_by: str,
    rests_on: RestsOn,
    at: datetime | None = None,
) -> Entered:
    """Enter a number of a time in the unit of now; the same sent twice is one.

    Raises NotASteward, NotByHand, IsPutAside, EndsBeforeItBegins, NotOver, Overlaps.
    """
    now = at or timezone.now()
    community = indicator.community
    require_steward(by, community, at=now)
    if since > until:
        raise EndsBeforeItBegins(since, until)
    if until > now.astimezone(UTC).date():
        raise NotOver(until)
    if not indicator.is_by_hand:
        raise NotByHand(indicator.pk)
    ledger.changed([community.pk])
    if not Indicator.objects.filter(pk=indicator.pk).living().exists():
        raise IsPutAside(indicator.pk)
    series = indicator.series.order_by("-number")[0]
    for known in Entered.objects.standing().filter(series=series, since__lte=until, until__gte=since):
        if (known.since, known.until, known.amount, known.told_by) == (since, until, amount, told_by):
            return known
        raise Overlaps(known)
    made = Entered.objects.create(
        series=series, since=since, until=until, amount=amount, told_by=told_by, rests_on=rests_on, by=by, at=now
    )
    ledger.record(verb="entered_value", person=by, community=community, at=now)
    return made


@transaction.atomic
def correct(
    *,
    by: Person,
    entry: Entered,
    amount: Decimal | None,
    told_by: str,
    rests_on: RestsOn,
    why: str,
    at: datetime | None = None,
) -> Entered:
    """Put another number in the place of one, or none where it is taken back; both stay to be read, with why.

    Raises NotASteward, IsCorrected.
    """
    now = at or timezone.now()
    community = entry.series.indicator.community
    require_steward(by, community, at=now)
    ledger.changed([community.pk])
    if not Entered.objects.standing().filter(pk=entry.pk).exists():
        raise IsCorrected(entry.pk)
    made = Entered.objects.create(
        series=entry.series,
        since=entry.since,
        until=entry.until,
        amount=amount,
        told_by=told_by,
        rests_on=rests_on,
        corrects=entry,
        why=why,
        by=by,
        at=now,
    )
    ledger.record(verb="corrected_value", person=by, community=community, at=now)
    return made


@transaction.atomic
def expect(
    *, by: Person, indicator: Indicator, words: str, agreed_with: str, agreed_on: date, at: datetime | None = None
) -> Expectation:
    """Write down what was agreed would come of it; the same sent twice is one. Raises NotASteward, NotOver."""
    now = at or timezone.now()
    require_steward(by, indicator.community, at=now)
    if agreed_on > now.astimezone(UTC).date():
        raise NotOver(agreed_on)
    ledger.changed([indicator.community_id])
    made, is_new = Expectation.objects.get_or_create(
        indicator=indicator, words=words, agreed_with=agreed_with, agreed_on=agreed_on, defaults={"by": by, "at": now}
    )
    if is_new:
        ledger.record(verb="agreed_expectation", person=by, community=indicator.community, at=now)
    return made
