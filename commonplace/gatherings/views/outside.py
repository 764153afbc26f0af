"""Calendars of others: which ones a community looks at, for its stewards; and whether one's own calendar has them."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.communities.inside import as_member, as_steward
from commonplace.conversations.views.lookup import number_in
from commonplace.gatherings.actions.outside import (
    AlreadyThere,
    TooManyCalendars,
    ask_now,
    subscribe,
    take_along,
    unsubscribe,
)
from commonplace.gatherings.forms.outside import OutsideForm
from commonplace.gatherings.models import OutsideCalendar
from commonplace.gatherings.queries.outside import calendars_of
from commonplace.people.viewer import require_viewer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def outside_calendars(request: HttpRequest, slug: str) -> HttpResponse:
    """The calendars of others that the community looks at, and a way to name another."""
    viewpoint = as_steward(request, slug)
    person, here = require_viewer(request), reverse("outside_calendars", args=[slug])
    form = OutsideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            subscribe(by=person, community=viewpoint.community, name=said["name"], address=said["address"])
        except AlreadyThere:
            form.add_error("address", _("You look at this one already; it stands below."))
        except TooManyCalendars:
            form.add_error(None, _("Ten calendars are as many as anybody looks through. Take one away first."))
        else:
            messages.success(request, _("It is read within some minutes. This page says how that went."))
            return HttpResponseRedirect(here)
    context = {"viewpoint": viewpoint, "form": form, "calendars": calendars_of(viewpoint.community)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "gatherings/outside.html", context, status=status)


@login_required
@require_POST
def outside_calendar(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Look at one of them no more, or have it asked for at once."""
    viewpoint = as_steward(request, slug)
    found = get_object_or_404(OutsideCalendar.objects.select_related("community"), community=viewpoint.community, pk=pk)
    if "ask" in request.POST:
        ask_now(by=require_viewer(request), calendar=found)
        messages.success(request, _("It is asked for within a few minutes."))
    else:
        unsubscribe(by=require_viewer(request), calendar=found)
        messages.success(request, _("It is gone, and its dates with it."))
    return HttpResponseRedirect(f"{reverse('outside_calendars', args=[slug])}#here")


@login_required
@require_POST
def outside_in_mine(request: HttpRequest, slug: str) -> HttpResponse:
    """Have the community's outside dates in one's own calendar too, or no more."""
    viewpoint = as_member(request, slug)
    is_wanted = number_in(request.POST.get("wanted")) == 1
    take_along(person=require_viewer(request), community=viewpoint.community, is_wanted=is_wanted)
    messages.success(
        request,
        _("Your own calendar has them too, the next time it asks.")
        if is_wanted
        else _("Your own calendar is without them, the next time it asks."),
    )
    return HttpResponseRedirect(f"{reverse('gatherings', args=[slug])}#outside")
