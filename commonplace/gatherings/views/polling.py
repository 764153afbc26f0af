"""A date is looked for: saying when one can, the times that are proposed, and the one of them that it becomes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.conversations.views.lookup import number_in
from commonplace.gatherings.actions import polling
from commonplace.gatherings.actions.answering import IsOff, IsOver
from commonplace.gatherings.actions.convening import ImpossibleTime
from commonplace.gatherings.forms.polling import ChoosingForm, MoreTimesForm
from commonplace.gatherings.models import Answer, Gathering, PollVote
from commonplace.gatherings.queries.hours import own_town
from commonplace.gatherings.queries.polling import WAYS, asked_when, counted_in, poll_of
from commonplace.gatherings.repeating import Repeat, rule_for
from commonplace.gatherings.views.convening import UNFIT, deed_page
from commonplace.gatherings.views.lookup import find_to_answer, find_to_hold, page_url
from commonplace.gatherings.views.page import shown
from commonplace.people.models import Person
from commonplace.ui.forms import Explained

MAY_BE_SAID = {one.value for one in PollVote.Can}


@login_required
@require_POST
def gathering_when(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say of some of the times whether one can."""
    viewpoint, person, here = find_to_answer(request, slug, pk)
    said = _said(request)
    if not here.is_open_dated:
        messages.error(request, _("Its time is chosen, or it was called off; nobody is asked when they can any more."))
    elif not said:
        return shown(request, viewpoint, here, when={})
    else:
        try:
            kept = _keep(request, here, person, said)
        except (IsOff, IsOver):
            messages.error(request, _("Nobody is asked when they can any more."))
        else:
            messages.success(request, kept)
    return HttpResponseRedirect(f"{page_url(here, viewpoint)}#when")


def _said(request: HttpRequest) -> dict[int, str]:
    """What the form says of each time, by its key: `can-41=yes`."""
    found = {}
    for name, value in request.POST.items():
        kind, _dash, key = name.partition("-")
        number = number_in(key)
        if kind == "can" and number is not None and value in MAY_BE_SAID:
            found[number] = str(value)
    return found


def _keep(request: HttpRequest, here: Gathering, person: Person, said: dict[int, str]) -> str:
    """Keep it; a sentence on what came of it. Raises IsOff and IsOver."""
    kept = polling.say_when(gathering=here, person=person, can=said, comes_if_can="comes" in request.POST)
    if kept < len(said):
        return _("Kept, but for a time that was taken out meanwhile.")
    return _("Kept. You can say it otherwise until a time is chosen.")


def when_by_link(request: HttpRequest, here: Gathering, person: Person, token: str) -> HttpResponse:
    """The same by the link of a letter, without signing in; looking at it changes nothing."""
    kept, is_returned = "", False
    if request.method == "POST":
        said = _said(request)
        is_returned = not said
        if said:
            try:
                kept = _keep(request, here, person, said)
            except (IsOff, IsOver):
                here.refresh_from_db()
    own = Answer.objects.filter(gathering=here, person=person).first()
    context = {
        "gathering": here,
        "token": token,
        "said": kept,
        "asked": asked_when(here, person, now=timezone.now(), own=own),
        "can_ways": WAYS,
        "town": own_town(),
        "is_returned": is_returned,
    }
    return render(request, "gatherings/when_by_link.html", context, status=UNFIT if is_returned else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def gathering_times(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Propose more times, and take some out."""
    viewpoint, person, here = find_to_hold(request, slug, pk)
    poll = poll_of(here)
    if poll is None or not here.is_open_dated:
        raise PermissionDenied
    this_page = reverse("gathering_times", args=[slug, pk])
    if "out" in request.POST:
        try:
            polling.take_out(by=person, gathering=here, time=number_in(request.POST["out"]) or 0)
        except polling.LastTime:
            messages.error(request, _("One time stays. Propose another first, or call the gathering off."))
        except IsOff:
            messages.error(request, _("Its time is chosen, or it was called off."))
        return HttpResponseRedirect(f"{this_page}#times")
    there = poll.times.values_list("starts_at", flat=True)
    form = MoreTimesForm(request.POST if request.method == "POST" else None, there=list(there), zone=here.zone)
    if request.method == "POST" and form.is_valid():
        try:
            new = polling.propose(by=person, gathering=here, walls=form.walls, until=form.closes)
        except IsOff:
            form.add_error(None, _("Its time is chosen, or it was called off."))
        except (ImpossibleTime, polling.TooManyTimes):
            form.add_error(None, _("Somebody was first; look at what is proposed now."))
        else:
            messages.success(
                request, ngettext("%(n)d time is proposed.", "%(n)d times are proposed.", new) % {"n": new}
            )
            return HttpResponseRedirect(f"{this_page}#times")
    asked = asked_when(here, None, now=timezone.now())
    return deed_page(request, viewpoint, here, "times", form, asked=asked, town=_town_of(here))


def _town_of(here: Gathering) -> str:
    with timezone.override(here.zone):
        return own_town()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choosing(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Choose one of the times."""
    viewpoint, person, here = find_to_hold(request, slug, pk)
    asked = asked_when(here, None, now=timezone.now())
    if asked is None or not here.is_open_dated:
        raise PermissionDenied
    asked.poll.gathering = here
    ahead = [one for one in asked.times if not one.is_past]
    times = [(one.pk, Explained(one.said, ", ".join(filter(None, (one.elsewhere, *one.numbers))))) for one in ahead]
    begun = {"time": next((one.pk for one in ahead if one.is_best), None), "repeat": Repeat.ONCE}
    form = ChoosingForm(request.POST if request.method == "POST" else None, times=times, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            polling.choose(by=person, gathering=here, time=form.cleaned_data["time"], rule=_rule(asked.poll, form))
        except polling.TimeIsGone:
            form.add_error("time", _("That time was taken out, or has begun. Choose another."))
        except ImpossibleTime:
            form.add_error("repeat", _("By this it would not be at the time that you chose."))
        except IsOff:
            form.add_error(None, _("Its time is chosen, or it was called off."))
        else:
            messages.success(request, _("It has its time. Whoever said when they can is told."))
            return HttpResponseRedirect(page_url(here, viewpoint))
    more: dict[str, Any] = {"asked": asked, "ahead": ahead, "counted": counted_in(asked.poll)}
    return deed_page(request, viewpoint, here, "choosing", form, **more)


def _rule(poll: Any, form: ChoosingForm) -> str:
    """The rule for the plain words that were chosen, as it follows from the day of the time."""
    time = poll.times.filter(pk=form.cleaned_data["time"]).first()
    if time is None:
        raise polling.TimeIsGone(form.cleaned_data["time"])
    return rule_for(form.cleaned_data["repeat"] or Repeat.ONCE, time.wall_on)
