"""Taking a calendar back that moved in: the stewards' page."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonplace.communities.inside import as_steward
from commonplace.gatherings.models import Gathering
from commonplace.people.viewer import require_viewer
from commonplace.transfer.actions.calendars_back import ask_calendar_back, brought_by, staying
from commonplace.transfer.models import CalendarRun

NAMED = 40


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_taking_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What goes when a calendar is taken back, and what stays because people built on it; POST takes it back."""
    viewpoint = as_steward(request, slug)
    runs = CalendarRun.objects.filter(community=viewpoint.community, back_asked_at=None)
    run = get_object_or_404(runs, pk=pk)
    if request.method == "POST":
        ask_calendar_back(run=run)
        messages.success(request, _("It is being taken back, while you do something else."))
        return redirect("imports", slug)
    stays = staying(run)
    count = stays.count()
    seen = Gathering.objects.visible_to(require_viewer(request)).filter(pk__in=stays.values("pk"))
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "run": run,
        "goes": brought_by(run).count() - count,
        "stays": count,
        "named": list(seen.order_by("-starts_at", "-pk")[:NAMED]),
    }
    return render(request, "transfer/calendar_back.html", context)
