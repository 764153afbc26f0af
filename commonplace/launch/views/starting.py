"""Choosing how it begins, setting the first dates, crossing out what does not fit, and saying that it has begun."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.communities.doors import SpaceVisibility
from commonplace.gatherings.actions.convening import ImpossibleTime, Plan, TooMany, require_room
from commonplace.launch.actions import starting
from commonplace.launch.forms.starting import DatesForm, DaysForm, StartForm
from commonplace.launch.models import How, Issue, Start, Step
from commonplace.launch.views.lookup import UNFIT, as_starter
from commonplace.lib.zones import NoSuchZone
from commonplace.people.models import Person


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def launch_start(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a launch gathering or a quiet start; each with what it costs and when it fits."""
    viewpoint, person, launch = as_starter(request, slug)
    issues = list(Issue.objects.filter(launch=launch).order_by("name", "pk"))
    start = Start.objects.filter(launch=launch).first()
    chosen = {"how": start.how, "issue": start.issue_id} if start is not None else {}
    form = StartForm(request.POST if request.method == "POST" else None, issues=issues, initial=chosen)
    if request.method == "POST" and form.is_valid():
        issue = next((one for one in issues if one.pk == form.cleaned_data["issue"]), None)
        try:
            starting.choose(by=person, launch=launch, how=form.cleaned_data["how"], issue=issue)
        except starting.HasBegun:
            messages.info(request, _("It has begun; how stays as it was."))
        else:
            messages.success(request, _("It is chosen. Nothing goes out by itself."))
        return _back(slug, "start")
    status = UNFIT if request.method == "POST" else HTTPStatus.OK
    context = {"viewpoint": viewpoint, "launch": launch, "form": form, "start": start}
    return render(request, "launch/start.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def launch_dates(request: HttpRequest, slug: str) -> HttpResponse:
    """Set the first three dates: for the core group where it is a quiet start, else for everyone inside."""
    viewpoint, person, launch = as_starter(request, slug)
    start = Start.objects.filter(launch=launch).select_related("issue").first()
    if start is None:
        messages.info(request, _("Choose first how it begins."))
        return HttpResponseRedirect(f"{reverse('launch_start', args=[slug])}#leaf")
    start.launch = launch
    begun = {
        "title": start.issue.name if start.issue else viewpoint.community.name,
        "zone": person.time_zone or timezone.get_current_timezone_name(),
    }
    form = DatesForm(request.POST if request.method == "POST" else None, initial=begun)
    if request.method == "POST" and form.is_valid() and _set(request, person, form, start):
        return _back(slug, "start")
    status = UNFIT if request.method == "POST" else HTTPStatus.OK
    context = {"viewpoint": viewpoint, "launch": launch, "form": form, "start": start}
    return render(request, "launch/dates.html", context, status=status)


def _set(request: HttpRequest, person: Person, form: DatesForm, start: Start) -> bool:
    said, launch = form.cleaned_data, start.launch
    everyone = launch.community.spaces.visible_to(person).exclude(pk=launch.space_id)
    is_quiet = start.how == How.QUIET
    of_members = everyone.filter(visibility=SpaceVisibility.MEMBERS).order_by("position", "pk")
    space = launch.space if is_quiet else of_members.first()
    plan = Plan(title=said["title"], wall=datetime.combine(said["on"], said["hour"]), zone=said["zone"], minutes=90)
    try:
        require_room(person, now=timezone.now())
        starting.set_dates(by=person, start=start, space=space or launch.space, plan=plan, weeks=said["weeks"])
    except (ImpossibleTime, NoSuchZone):
        form.add_error("on", _("No gathering can be then. Choose another day."))
    except TooMany:
        form.add_error(None, _("You called people together very often today. Set these tomorrow."))
    except starting.NotASteward:
        form.add_error(None, _("Gatherings are switched off here. A steward switches them on, under Settings."))
    else:
        messages.success(request, _("Three dates are set. Whoever sits there finds them under Gatherings."))
        return True
    return False


@login_required
@require_POST
def launch_begun(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that it has begun."""
    viewpoint, person, launch = as_starter(request, slug)
    if not viewpoint.is_steward:
        raise Http404(slug)
    start = get_object_or_404(Start.objects.filter(launch=launch))
    start.launch = launch
    starting.say_begun(by=person, start=start)
    messages.success(request, _("It has begun. Members read how it came about, and nobody’s words."))
    return _back(slug, "leaf")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def launch_days(request: HttpRequest, slug: str) -> HttpResponse:
    """Ninety days as a sketch: what is done of it, and what is crossed out."""
    viewpoint, person, launch = as_starter(request, slug)
    states = dict(Step.objects.filter(launch=launch).values_list("code", "state"))
    form = DaysForm(request.POST if request.method == "POST" else None, initial=states)
    if request.method == "POST" and form.is_valid():
        starting.cross(by=person, launch=launch, states=form.cleaned_data)
        messages.success(request, _("The sketch is as you said."))
        return _back(slug, "days")
    status = UNFIT if request.method == "POST" else HTTPStatus.OK
    context = {"viewpoint": viewpoint, "launch": launch, "form": form}
    return render(request, "launch/days.html", context, status=status)


def _back(slug: str, anchor: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('launch', args=[slug])}#{anchor}")
