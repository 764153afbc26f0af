"""The season as a page for stewards, and moving a gathering in it once it is clear who will be told."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonplace.agenda.queries.items import calling_for, waiting_for_an_hour
from commonplace.agenda.queries.needs import unanswered
from commonplace.communities.audience import audience_of_space
from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint, enter
from commonplace.cultivation.forms import MoveForm
from commonplace.cultivation.season import picture
from commonplace.cultivation.season.drafts import drafts_of
from commonplace.cultivation.season.reading import MODULE, countries_of, season_of
from commonplace.cultivation.season.said import marks_said, proposals_said
from commonplace.gatherings.actions.changing import IsOff, IsOver, move, to_be_told
from commonplace.gatherings.actions.convening import ImpossibleTime
from commonplace.gatherings.views.lookup import find_to_hold
from commonplace.lib.zones import NoSuchZone, wall_at
from commonplace.people.viewer import require_viewer


def _steward(request: HttpRequest, slug: str) -> Viewpoint:
    """The viewpoint of someone who tends a community that meets; Http404 for everyone else."""
    viewpoint = enter(request, slug)
    if not viewpoint.is_steward or not is_on(viewpoint.community, MODULE):
        raise Http404(slug)
    return viewpoint


@login_required
@require_safe
def season(request: HttpRequest, slug: str) -> HttpResponse:
    """A year of gatherings in one picture, what in it is too little or too much, and what could be called next."""
    viewpoint = _steward(request, slug)
    person, now = require_viewer(request), timezone.now()
    here = season_of(viewpoint, now=now)
    countries = countries_of(viewpoint)
    closed = here.closed(countries)
    ideas = here.proposals(closed)
    drafts = drafts_of(person, viewpoint.community, here)
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "season": here,
        "picture": picture.picture(here, ideas, closed, slug, drafts),
        "lines": picture.table(here, ideas, slug, drafts),
        "marks": marks_said(here, slug),
        "proposals": proposals_said(ideas, slug),
        "closed": [one for one in closed if one.day >= here.today],
        "has_countries": bool(countries),
        "agenda": [(one, calling_for(one, viewpoint)) for one in waiting_for_an_hour(viewpoint, now=now)],
        "needs": unanswered(viewpoint, now=now),
    }
    return render(request, "cultivation/season.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move_gathering(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Move one gathering to another day, once it is said who will be told."""
    _steward(request, slug)
    viewpoint, person, gathering = find_to_hold(request, slug, pk)
    now = timezone.now()
    if gathering.state != "convened" or gathering.is_over(now):
        raise Http404(pk)
    try:
        now_there = wall_at(now, gathering.zone)
    except NoSuchZone:
        now_there = None
    begun = {"on": _day(request.GET.get("on", "")) or gathering.wall_on, "at": gathering.wall_time}
    form = MoveForm(request.POST if request.method == "POST" else None, initial=begun, now_there=now_there)
    if request.method == "POST" and form.is_valid():
        try:
            move(by=person, gathering=gathering, wall=form.wall)
        except (ImpossibleTime, NoSuchZone):
            form.add_error("on", _("No gathering can be then. Choose another day."))
        except (IsOver, IsOff):
            raise Http404(pk) from None
        else:
            messages.success(request, _("It is moved. Whoever comes is told in a letter, some minutes from now."))
            return HttpResponseRedirect(reverse("season", args=[slug]))
    context = {
        "viewpoint": viewpoint,
        "gathering": gathering,
        "form": form,
        "told": to_be_told(gathering, but=person),
        "sight": audience_of_space(gathering.space, viewpoint),
        "back": reverse("season", args=[slug]),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "cultivation/move.html", context, status=status)


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None
