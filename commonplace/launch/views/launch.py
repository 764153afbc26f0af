"""The page of a launch, and its beginning."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from commonplace.communities.inside import as_member, as_steward
from commonplace.launch.actions.beginning import begin
from commonplace.launch.issue_map import drawn_of
from commonplace.launch.models import Launch
from commonplace.launch.queries import FEWEST_CORE, MOST_CORE, core_of, interviews_of, launch_for, told
from commonplace.people.viewer import require_viewer

LATEST = 3


@login_required
@require_safe
def launch(request: HttpRequest, slug: str) -> HttpResponse:
    """How far it is: who starts it, and what was said to them. Other members are told that it is being born."""
    viewpoint = as_member(request, slug)
    here = launch_for(viewpoint)
    if here is None:
        is_begun = Launch.objects.filter(community=viewpoint.community).exists()
        return render(request, "launch/from_outside.html", {"viewpoint": viewpoint, "is_begun": is_begun})
    interviews = interviews_of(here, viewpoint.person)
    held = [one for one in interviews if not one.is_promised]
    context = {
        "viewpoint": viewpoint,
        "launch": here,
        "day": here.day(timezone.now()),
        "core": core_of(here, viewpoint),
        "fewest_core": FEWEST_CORE,
        "most_core": MOST_CORE,
        "held": len(held),
        "promised": len(interviews) - len(held),
        "latest": told(held[:LATEST], viewpoint),
        "willing": sorted((one for one in held if one.is_willing), key=lambda one: (str(one.heard_on), one.pk)),
        "drawn": drawn_of(here),
        "people": len(held),
        "more": len(interviews) - len(held[:LATEST]),
    }
    return render(request, "launch/launch.html", context)


@login_required
@require_POST
def launch_begin(request: HttpRequest, slug: str) -> HttpResponse:
    """A steward begins it."""
    viewpoint = as_steward(request, slug)
    begin(by=require_viewer(request), community=viewpoint.community)
    return HttpResponseRedirect(f"{reverse('launch', args=[slug])}#leaf")
