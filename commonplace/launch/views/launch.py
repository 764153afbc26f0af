"""The page of a launch, and its beginning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonplace.communities.inside import as_member, as_steward
from commonplace.communities.viewpoint import Viewpoint
from commonplace.launch.actions.beginning import begin
from commonplace.launch.forms.starting import StartForm
from commonplace.launch.issue_map import Drawn, drawn_of
from commonplace.launch.models import Interview, Launch
from commonplace.launch.next_steps import Facts, Waits, next_steps
from commonplace.launch.planned import CASE, CHARTER, LOOK_BACK
from commonplace.launch.queries import (
    FEWEST_CORE,
    MOST_CORE,
    core_of,
    dates_of,
    interviews_of,
    launch_for,
    sketch_of,
    start_of,
    strands_of,
    told,
)
from commonplace.lib.spread import FEWEST
from commonplace.people.viewer import require_viewer

LATEST = 3


@login_required
@require_safe
def launch(request: HttpRequest, slug: str) -> HttpResponse:
    """How far it is, for those who start it; its past, for every member once it has begun."""
    viewpoint = as_member(request, slug)
    here = launch_for(viewpoint)
    if here is None:
        return _for_others(request, viewpoint)
    now = timezone.now()
    interviews = interviews_of(here, viewpoint.person)
    held = [one for one in interviews if not one.is_promised]
    willing = sorted((one for one in held if one.is_willing), key=lambda one: (str(one.heard_on), one.pk))
    drawn, core, start = drawn_of(here), core_of(here, viewpoint), start_of(here)
    dates, taken = dates_of(start, viewpoint.person), {step.code: step for step in here.steps.all()}
    states = {code: step.state for code, step in taken.items() if step.state}
    facts = Facts(
        held=len(held),
        waiting=_waits(willing, now),
        core=len(core),
        top=drawn[0].issue.name if drawn and drawn[0].people else "",
        top_people=drawn[0].people if drawn else 0,
        has_worked_case=CASE in states,
        is_chosen=start is not None,
        has_dates=bool(dates),
        has_charter=CHARTER in states,
        has_met=any(one.ends_at <= now for one in dates),
        is_begun=start is not None and start.begun_at is not None,
        has_looked_back=LOOK_BACK in states,
    )
    context = {
        "viewpoint": viewpoint,
        "launch": here,
        "is_starting": True,
        "day": here.day(now),
        "steps": [(step, _where(slug, step.code)) for step in next_steps(facts)],
        "core": core,
        "fewest_core": FEWEST_CORE,
        "most_core": MOST_CORE,
        "held": len(held),
        "promised": len(interviews) - len(held),
        "latest": told(held[:LATEST], viewpoint),
        "willing": willing,
        "drawn": drawn,
        "people": len(held),
        "more": len(interviews) - len(held[:LATEST]),
        "start": start,
        # Before anything is gathered there is nothing to begin on.
        "choosing": StartForm(issues=[one.issue for one in drawn]) if drawn and start is None else None,
        "dates": dates,
        "sketch": sketch_of(states, here.day(now)),
        "strands": strands_of(taken, here.obstacles.all()),
    }
    return render(request, "launch/launch.html", context)


def _for_others(request: HttpRequest, viewpoint: Viewpoint) -> HttpResponse:
    begun = Launch.objects.begun_in_sight_of(viewpoint.person).filter(community=viewpoint.community)
    past = begun.select_related("start__issue").first()
    if past is None:
        is_begun = Launch.objects.filter(community=viewpoint.community).exists()
        return render(request, "launch/from_outside.html", {"viewpoint": viewpoint, "is_begun": is_begun})
    past.community = viewpoint.community
    context: Mapping[str, Any] = {
        "viewpoint": viewpoint,
        "launch": past,
        "start": start_of(past),
        "drawn": _told(drawn_of(past)),
        "people": past.interviews.held().count(),
        "sketch": sketch_of(dict(past.steps.values_list("code", "state")), past.day(timezone.now())),
    }
    return render(request, "launch/past.html", context)


def _told(drawn: Sequence[Drawn]) -> list[Drawn]:
    """Of fewer people members are not told what they spoke of, nor what keeps them awake: they said it to a few."""
    told = [one for one in drawn if one.people >= FEWEST]
    return [one if one.awake >= FEWEST else replace(one, awake=0) for one in told]


def _waits(willing: Sequence[Interview], now: datetime) -> list[Waits]:
    said = [(one, one.heard_on) for one in willing]
    return [
        Waits(one.name or one.about or _("Someone"), now - datetime.combine(day, time.min, UTC))
        for one, day in said
        if day is not None
    ]


def _where(slug: str, code: str) -> str:
    pages = {"interviews": "interview_new", "issues": "issues", "start": "launch_start", "dates": "launch_dates"}
    return reverse(pages[code], args=[slug]) if code in pages else f"#{code}"


@login_required
@require_safe
def launch_kit(request: HttpRequest, slug: str) -> HttpResponse:
    """What a community of practice is, in ten minutes: to be read, told or printed, by every member."""
    return render(request, "launch/kit.html", {"viewpoint": as_member(request, slug)})


@login_required
@require_POST
def launch_begin(request: HttpRequest, slug: str) -> HttpResponse:
    """A steward begins it."""
    viewpoint = as_steward(request, slug)
    begin(by=require_viewer(request), community=viewpoint.community)
    return HttpResponseRedirect(f"{reverse('launch', args=[slug])}#leaf")
