"""How a community begins is chosen, its first three dates are set, and one day somebody says that it has begun."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Space
from commonplace.communities.modules import is_on
from commonplace.communities.settings.actions.modules import switch
from commonplace.communities.stewards import NotASteward, require_steward
from commonplace.gatherings.actions.convening import Plan
from commonplace.gatherings.actions.serial import begin_series
from commonplace.gatherings.models import Gathering
from commonplace.launch.actions.interviewing import NotAStarter
from commonplace.launch.models import How, Issue, Launch, Start, Step
from commonplace.launch.strands import USUAL
from commonplace.people.models import Person
from commonplace.store.locks import lock

__all__ = ["HasBegun", "NoIssue", "NotAStarter", "NotASteward", "choose", "cross", "say_begun", "set_dates"]

GATHERINGS = "gatherings"
FIRST = 3  # dates


class NoIssue(ValueError):
    """A quiet start is on one issue of this launch."""


class HasBegun(ValueError):
    """It has begun; how stays as it was."""


def choose(*, by: Person, launch: Launch, how: str, issue: Issue | None = None, at: datetime | None = None) -> Start:
    """Choose a launch gathering or a quiet start on an issue; until it has begun one may choose otherwise.

    Raises NotAStarter, NoIssue, HasBegun.
    """
    now = at or timezone.now()
    _require_starter(by, launch)
    if how == How.QUIET and (issue is None or issue.launch_id != launch.pk):
        raise NoIssue(launch.pk)
    with transaction.atomic():
        lock(Launch.objects.filter(pk=launch.pk))
        if Start.objects.filter(launch=launch, begun_at__isnull=False).exists():
            raise HasBegun(launch.pk)
        chosen = {"how": how, "issue": issue if how == How.QUIET else None, "by": by, "at": now}
        start, _is_new = Start.objects.update_or_create(launch=launch, defaults=chosen)
        ledger.record(verb="chose_start", person=by, community=launch.community, space=launch.space, at=now)
    return start


def set_dates(*, by: Person, start: Start, space: Space, plan: Plan, weeks: int) -> Gathering:
    """Call people together three times, so many weeks apart; set before, it is the first of those.

    Where gatherings are off, a steward switches them on with it. Raises NotAStarter, NotASteward, `zones.NoSuchZone`
    and ImpossibleTime.
    """
    launch = start.launch
    _require_starter(by, launch)
    with transaction.atomic():
        lock(Launch.objects.filter(pk=launch.pk))
        start = Start.objects.get(pk=start.pk)
        if made := Gathering.objects.filter(series=start.series_id or 0).order_by("starts_at", "pk").first():
            return made
        if not is_on(launch.community, GATHERINGS):
            switch(by=by, community=launch.community, code=GATHERINGS, on=True)
        rule = f"FREQ=WEEKLY;INTERVAL={weeks};COUNT={FIRST}"
        first = begin_series(by=by, space=space, plan=plan, rule=rule)
        Start.objects.filter(pk=start.pk).update(series=first.series_id)
    return first


def say_begun(*, by: Person, start: Start, at: datetime | None = None) -> None:
    """Say that the community has begun: from now on its members read how it came about, and nobody's words.

    Said before, it stays so. Raises NotASteward.
    """
    now, launch = at or timezone.now(), start.launch
    require_steward(by, launch.community, at=now)
    with transaction.atomic():
        if Start.objects.filter(pk=start.pk, begun_at=None).update(begun_at=now, begun_by=by):
            ledger.record(verb="said_begun", person=by, community=launch.community, at=now)


def cross(
    *,
    by: Person,
    launch: Launch,
    states: Mapping[str, str],
    words: Mapping[str, str] | None = None,
    at: datetime | None = None,
) -> None:
    """Say what became of things that are usual, by their codes: done, crossed out, or "" for still open.

    Whatever `words` does not speak of keeps its own. Raises NotAStarter, and KeyError where nothing is called so.
    """
    now = at or timezone.now()
    _require_starter(by, launch)
    told = {USUAL[code].code: state for code, state in states.items()}
    with transaction.atomic():
        lock(Launch.objects.filter(pk=launch.pk))
        before = {step.code: step for step in Step.objects.filter(launch=launch, code__in=told)}
        for code, state in told.items():
            row = before.get(code, Step(launch=launch, code=code))
            now_said = (words or {}).get(code, row.words)
            if (row.state, row.words) == (state, now_said):
                continue
            row.state, row.words, row.by, row.at = state and Step.State(state), now_said, by, now
            if state or now_said:
                row.save()
            else:
                row.delete()
        ledger.changed([launch.community_id])


def _require_starter(person: Person, launch: Launch) -> None:
    if not Launch.objects.started_by(person).filter(pk=launch.pk).exists():
        raise NotAStarter(person.pk)
