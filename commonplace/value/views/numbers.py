"""One indicator: what it says and how we know, and for stewards what can be entered, expected and asked."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.communities.inside import as_member, as_steward
from commonplace.communities.viewpoint import Viewpoint
from commonplace.people.viewer import require_viewer
from commonplace.ui.forms import Form
from commonplace.undertakings.figures import written
from commonplace.value.actions import entering, indicators, pulses
from commonplace.value.cycles import ASKS, Cycle
from commonplace.value.forms.indicators import UnitForm
from commonplace.value.forms.numbers import AskForm, CorrectForm, EnterForm, ExpectForm
from commonplace.value.models import Entered, Indicator, Pulse, RestsOn
from commonplace.value.queries.traces import corrected_in
from commonplace.value.times import in_days
from commonplace.value.views.lookup import indicator_or_404, reading_of


@login_required
@require_safe
def indicator(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What it says, and how we know."""
    viewpoint = as_member(request, slug)
    return _page(request, viewpoint, indicator_or_404(viewpoint, pk))


@login_required
@require_POST
def indicator_enter(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Enter a number of a time."""
    viewpoint = as_steward(request, slug)
    found, form = indicator_or_404(viewpoint, pk), EnterForm(request.POST, prefix="enter")
    if form.is_valid():
        said = {**form.cleaned_data, "rests_on": RestsOn(form.cleaned_data["rests_on"])}
        try:
            entering.enter(by=require_viewer(request), indicator=found, **said)
        except entering.Overlaps as overlap:
            known: Entered = overlap.args[0]
            when = {"when": in_days(known.since, known.until)}
            form.add_error("since", _("A number of %(when)s stands already. Correct that one instead.") % when)
        except (entering.IsPutAside, entering.NotByHand):
            form.add_error(None, _("Nothing is entered here any more."))
        else:
            messages.success(request, _("It is entered."))
            return _to(slug, pk, "numbers")
    return _page(request, viewpoint, found, entering=form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def indicator_correct(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """Put another number in the place of one, or take it back."""
    viewpoint = as_steward(request, slug)
    found = indicator_or_404(viewpoint, pk)
    standing = Entered.objects.standing().filter(series__indicator=found).select_related("series__indicator__community")
    entry: Entered = get_object_or_404(standing, pk=number)
    initial = {
        "amount": written(entry.amount) if entry.amount is not None else "",
        "told_by": entry.told_by,
        "rests_on": entry.rests_on,
    }
    form = CorrectForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        said = {**form.cleaned_data, "rests_on": RestsOn(form.cleaned_data["rests_on"])}
        try:
            entering.correct(by=require_viewer(request), entry=entry, **said)
        except entering.IsCorrected:
            messages.info(request, _("Somebody has corrected it meanwhile."))
        else:
            messages.success(request, _("It is corrected, and what stood there before stays to be read."))
        return _to(slug, pk, "numbers")
    context = {"viewpoint": viewpoint, "indicator": found, "entry": entry, "asking": form}
    context["when"] = in_days(entry.since, entry.until)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "value/correct.html", context, status=status)


@login_required
@require_POST
def indicator_expect(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write down what was agreed would come of it."""
    viewpoint = as_steward(request, slug)
    found, form = indicator_or_404(viewpoint, pk), ExpectForm(request.POST, prefix="expect")
    if not form.is_valid():
        return _page(request, viewpoint, found, expecting=form)
    entering.expect(by=require_viewer(request), indicator=found, **form.cleaned_data)
    messages.success(request, _("It stands beside what comes."))
    return _to(slug, pk, "expected")


@login_required
@require_POST
def indicator_unit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Another unit from now on."""
    viewpoint = as_steward(request, slug)
    found, form = indicator_or_404(viewpoint, pk), UnitForm(request.POST, prefix="unit")
    if form.is_valid():
        try:
            indicators.new_unit(by=require_viewer(request), indicator=found, **form.cleaned_data)
        except indicators.SameUnit:
            form.add_error("unit", _("It is in this unit already."))
        except (indicators.IsPutAside, indicators.CountsItself):
            form.add_error(None, _("Nothing is entered here any more."))
        else:
            messages.success(request, _("A new series begins. Numbers before and after are never added."))
            return _to(slug, pk, "numbers")
    return _page(request, viewpoint, found, changing_unit=form)


@login_required
@require_POST
def indicator_ask(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put its sentence to everyone, or end it before its day."""
    viewpoint, by = as_steward(request, slug), require_viewer(request)
    found = indicator_or_404(viewpoint, pk)
    if "close" in request.POST:
        for pulse in Pulse.objects.filter(indicator=found, closed_at=None).select_related("indicator__community"):
            pulses.close(by=by, pulse=pulse)
            messages.success(request, _("It is closed. What came of it stands here."))
        return _to(slug, pk, "numbers")
    form = AskForm(request.POST, prefix="ask")
    if form.is_valid():
        try:
            pulses.ask(by=by, indicator=found, until=form.cleaned_data["until"])
        except pulses.TooSoon as soon:
            day = date_format(soon.args[0], "DATE_FORMAT")
            form.add_error(
                "until",
                _("It was asked less than sixty days ago. From %(day)s on it can be asked again.") % {"day": day},
            )
        except pulses.IsOpen:
            messages.info(request, _("It is asked just now."))
            return _to(slug, pk, "numbers")
        except (pulses.IsPutAside, pulses.NotAskedOf):
            form.add_error(None, _("Nothing is asked here any more."))
        except pulses.TooLong:
            form.add_error("until", _("Choose a day between tomorrow and sixty days from now."))
        else:
            messages.success(request, _("Members are asked. What came of it stands here after its day."))
            return _to(slug, pk, "numbers")
    return _page(request, viewpoint, found, asking=form)


def _to(slug: str, pk: int, anchor: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('indicator', args=[slug, pk])}#{anchor}")


def _page(request: HttpRequest, viewpoint: Viewpoint, found: Indicator, **bound: Form) -> HttpResponse:
    """The page, with the form that was sent as it was sent."""
    reading = reading_of(viewpoint, found)
    may = viewpoint.is_steward and found.is_living
    opened = Pulse.objects.open_at(timezone.now()).filter(indicator=found).first() if found.is_asked else None
    context: dict[str, Any] = {
        "viewpoint": viewpoint,
        "indicator": found,
        "reading": reading,
        "asks": ASKS[Cycle(found.cycle)],
        "values": [(one, viewpoint.byline_for(one.entry.by) if one.entry else None) for one in reading.values],
        "notes": found.series.exclude(note="").order_by("number") if found.is_by_hand else [],
        "corrected": [
            (one, viewpoint.byline_for(one.by)) for one in corrected_in(found, as_steward=viewpoint.is_steward)
        ]
        if found.is_by_hand
        else [],
        "open": opened,
        "entering": bound.get("entering", EnterForm(prefix="enter")) if may and found.is_by_hand else None,
        "changing_unit": bound.get("changing_unit", UnitForm(prefix="unit")) if may and found.is_by_hand else None,
        "expecting": bound.get("expecting", ExpectForm(prefix="expect")) if may else None,
        "asking": bound.get("asking", AskForm(prefix="ask")) if may and found.is_asked and not opened else None,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if any(one.errors for one in bound.values()) else HTTPStatus.OK
    return render(request, "value/indicator.html", context, status=status)
