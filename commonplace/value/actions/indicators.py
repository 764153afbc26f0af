"""A steward takes up something to look at, calls it otherwise, counts it in another unit, or lets it go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Community
from commonplace.communities.stewards import NotASteward, require_steward
from commonplace.people.models import Person
from commonplace.value.actions.telling import tell_figures_of
from commonplace.value.cycles import Cycle, Horizon, Whose
from commonplace.value.measures import MEASURES
from commonplace.value.models import Indicator, Series, Source
from commonplace.value.starter import BY_CODE

__all__ = ["NotASteward", "SameName", "begin", "change", "new_unit", "pick", "put_aside", "take_up"]
MOST_LIVING: Final = 40  # what nobody can look at any more is no indicator


class SameName(ValueError):
    """Another that is looked at is called so; `args[0]` is its name."""


class AlreadyCounted(ValueError):
    """Another that is looked at counts the same; `args[0]` is its name."""


class TooMany(ValueError):
    """Forty are looked at already."""


class IsPutAside(ValueError):
    """Nobody looks at it any more."""


class SameUnit(ValueError):
    """It is in this unit already."""


class CountsItself(ValueError):
    """The unit of what is counted or asked is no choice of anybody."""


@dataclass(frozen=True)
class Looked:
    """What is looked at, and where it shows: counted by a `measure`, asked in a `question`, or by hand in a `unit`."""

    name: str
    cycle: Cycle
    horizon: Horizon
    whose: Whose
    measure: str = ""
    question: str = ""
    unit: str = ""
    starter: str = ""

    @property
    def source(self) -> Source:
        """How its numbers come about."""
        if self.measure:
            return Source.COUNTED
        return Source.ASKED if self.question else Source.BY_HAND


@transaction.atomic
def begin(*, by: Person, community: Community, looked: Looked, at: datetime | None = None) -> Indicator:
    """Take up something to look at; what can be counted is told of the quarters that are over.

    Raises NotASteward, SameName, AlreadyCounted, TooMany, NotDeclared.
    """
    now = at or timezone.now()
    require_steward(by, community, at=now)
    # Moving the version is the lock: a second steward waits here.
    ledger.changed([community.pk])
    _require_room(community, looked.name, looked.measure)
    measure = MEASURES[looked.measure] if looked.measure else None
    made = Indicator.objects.create(
        community=community,
        name=looked.name,
        cycle=looked.cycle,
        horizon=looked.horizon,
        whose=looked.whose,
        source=looked.source,
        measure=looked.measure,
        question=looked.question,
        starter=looked.starter,
        by=by,
        at=now,
    )
    if made.is_by_hand:
        Series.objects.create(indicator=made, unit=looked.unit, by=by, at=now)
    ledger.record(verb="began_indicator", person=by, community=community, at=now)
    if measure is not None:
        tell_figures_of(community, [measure], now=now)
    return made


def pick(*, by: Person, community: Community, code: str, at: datetime | None = None) -> Indicator:
    """Take up one of the starter set in the words of the language that is spoken now; raises as `begin` does, and
    KeyError.
    """
    one = BY_CODE[code]
    looked = Looked(
        str(one.name), one.cycle, one.horizon, one.whose, one.measure, str(one.question), str(one.unit), one.code
    )
    return begin(by=by, community=community, looked=looked, at=at)


@transaction.atomic
def change(
    *,
    by: Person,
    indicator: Indicator,
    name: str,
    cycle: Cycle,
    horizon: Horizon,
    whose: Whose,
    at: datetime | None = None,
) -> None:
    """Call it otherwise, or lay it elsewhere; how it is known stays. Raises NotASteward, SameName, IsPutAside."""
    now = at or timezone.now()
    require_steward(by, indicator.community, at=now)
    ledger.changed([indicator.community_id])
    _require_living(indicator)
    _require_name(indicator.community, name, but=indicator.pk)
    Indicator.objects.filter(pk=indicator.pk).update(name=name, cycle=cycle, horizon=horizon, whose=whose)
    indicator.refresh_from_db()
    ledger.record(verb="changed_indicator", person=by, community=indicator.community, at=now)


@transaction.atomic
def put_aside(*, by: Person, indicator: Indicator, at: datetime | None = None) -> None:
    """Look at it no more; what was known by it stays. Once, however often it is sent. Raises NotASteward."""
    now = at or timezone.now()
    require_steward(by, indicator.community, at=now)
    if Indicator.objects.filter(pk=indicator.pk).living().update(put_aside_at=now):
        ledger.record(verb="put_indicator_aside", person=by, community=indicator.community, at=now)


@transaction.atomic
def take_up(*, by: Person, indicator: Indicator, at: datetime | None = None) -> None:
    """Look at it again; raises NotASteward, SameName, AlreadyCounted, TooMany."""
    now = at or timezone.now()
    require_steward(by, indicator.community, at=now)
    ledger.changed([indicator.community_id])
    if Indicator.objects.filter(pk=indicator.pk).living().exists():
        return
    _require_room(indicator.community, indicator.name, indicator.measure)
    Indicator.objects.filter(pk=indicator.pk).update(put_aside_at=None)
    ledger.record(verb="began_indicator", person=by, community=indicator.community, at=now)


@transaction.atomic
def new_unit(*, by: Person, indicator: Indicator, unit: str, note: str, at: datetime | None = None) -> Series:
    """From now on enter it in another unit: a new series begins, and nothing is added across.

    Raises NotASteward, IsPutAside, CountsItself, SameUnit.
    """
    now = at or timezone.now()
    require_steward(by, indicator.community, at=now)
    ledger.changed([indicator.community_id])
    _require_living(indicator)
    if not indicator.is_by_hand:
        raise CountsItself(indicator.pk)
    last = indicator.series.order_by("-number")[0]
    if last.unit.casefold() == unit.casefold():
        raise SameUnit(last.unit)
    made = Series.objects.create(indicator=indicator, number=last.number + 1, unit=unit, note=note, by=by, at=now)
    ledger.record(verb="changed_indicator", person=by, community=indicator.community, at=now)
    return made


def _require_living(indicator: Indicator) -> None:
    if not Indicator.objects.filter(pk=indicator.pk).living().exists():
        raise IsPutAside(indicator.pk)


def _require_room(community: Community, name: str, measure: str) -> None:
    living = Indicator.objects.filter(community=community).living()
    if measure and (same := living.filter(measure=measure).first()):
        raise AlreadyCounted(same.name)
    _require_name(community, name)
    if living.count() >= MOST_LIVING:
        raise TooMany(MOST_LIVING)


def _require_name(community: Community, name: str, *, but: int = 0) -> None:
    """No two that are looked at are called the same, written large or small."""
    living = Indicator.objects.filter(community=community).living().exclude(pk=but)
    for known in living.values_list("name", flat=True):
        if known.casefold() == name.casefold():
            raise SameName(known)
