"""An external benchmark: how somebody outside works, ours beside it, what would fit, and what was found."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonplace.communities.audience import audience_of_space
from commonplace.people.models import Person
from commonplace.undertakings.actions import looking_out
from commonplace.undertakings.actions.beginning import TooMany
from commonplace.undertakings.actions.rights import IsOver
from commonplace.undertakings.forms.looking_out import (
    FindingForm,
    FitForm,
    OutsideForm,
    PracticeForm,
    SourceForm,
    YardstickForm,
)
from commonplace.undertakings.kinds import Kind
from commonplace.undertakings.models import ExternalBenchmark, Fit, Undertaking
from commonplace.undertakings.queries import looking_out as queries
from commonplace.undertakings.queries.benchmark import group_of
from commonplace.undertakings.views.beginning import begin_page
from commonplace.undertakings.views.benchmark import around, find_in_group
from commonplace.undertakings.views.lookup import deed_page, find, find_to_carry, find_to_join, over

EXTERNAL = Kind.EXTERNAL


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def external_benchmark_beginning(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin an external benchmark."""
    return begin_page(request, slug, name="external_benchmark_beginning", form=OutsideForm, begin=_begin)


def _begin(person: Person, form: OutsideForm, key: str | None) -> Undertaking:
    said = form.cleaned_data
    return looking_out.begin_looking_out(
        by=person,
        space=form.chosen,
        title=said["title"],
        question=said["purpose"],
        whose=said["whose"],
        practice=said["practice"],
        idempotency_key=key,
    )


@require_safe
def external_benchmark(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The practice with its sources, ours beside it, what members think would fit, and the finding."""
    viewpoint, here = find(request, slug, pk, EXTERNAL)
    row: ExternalBenchmark = here.externalbenchmark
    group = group_of(here, viewpoint)
    fits = queries.fits_of(row, viewpoint)
    context = {
        "viewpoint": viewpoint,
        "undertaking": here,
        "benchmark": row,
        "audience": audience_of_space(here.space, viewpoint),
        "group": group,
        "lines": queries.beside(row, group),
        "sources": row.sources.order_by("pk"),
        "fits": fits,
        "has_fit": any(one.is_own for one in fits),
        **around(viewpoint, here, group),
    }
    return render(request, "undertakings/outside_benchmark.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def outside_practice(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say anew whose practice it is and how they work."""
    viewpoint, person, here = find_to_carry(request, slug, pk, EXTERNAL)
    row: ExternalBenchmark = here.externalbenchmark
    begun = {"whose": row.whose, "practice": row.practice_source}
    form = PracticeForm(request.POST if request.method == "POST" else None, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            looking_out.describe(by=person, undertaking=here, **form.cleaned_data)
        except IsOver:
            form.add_error(None, over())
        else:
            messages.success(request, _("Kept."))
            return HttpResponseRedirect(here.url(slug))
    heading = _("How they work")
    address = reverse("outside_practice", args=[slug, pk])
    return deed_page(request, viewpoint, here, "outside_deed", form, heading=heading, address=address)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def source_new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Name a source."""
    return _source(request, slug, pk, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def source_change(request: HttpRequest, slug: str, pk: int, source_pk: int) -> HttpResponse:
    """Say a source otherwise, or strike it."""
    return _source(request, slug, pk, source_pk)


def _source(request: HttpRequest, slug: str, pk: int, source_pk: int | None) -> HttpResponse:
    viewpoint, person, here, _part = find_in_group(request, slug, pk, EXTERNAL)
    row: ExternalBenchmark = here.externalbenchmark
    source = get_object_or_404(row.sources.all(), pk=source_pk) if source_pk is not None else None
    there = f"{here.url(slug)}#sources"
    begun: dict[str, Any] = {name: getattr(source, name) for name in SourceForm.base_fields} if source else {}
    is_struck = source is not None and "strike" in request.POST
    form = SourceForm(request.POST if request.method == "POST" and not is_struck else None, initial=begun)
    try:
        if source is not None and is_struck:
            looking_out.strike(by=person, undertaking=here, row=source)
            messages.success(request, _("It is gone. Lines that named it stay, without a source."))
            return HttpResponseRedirect(there)
        if request.method == "POST" and form.is_valid():
            looking_out.keep_source(by=person, undertaking=here, terms=form.terms(), source=source)
            messages.success(request, _("Kept among the sources."))
            return HttpResponseRedirect(there)
    except IsOver:
        messages.error(request, over())
        return HttpResponseRedirect(there)
    except TooMany:
        form.add_error(None, _("There are as many as anybody reads. Strike one first."))
    name, args = ("source_new", [slug, pk]) if source is None else ("source_change", [slug, pk, source.pk])
    more = {"heading": _("A source"), "address": reverse(name, args=args), "row": source}
    return deed_page(request, viewpoint, here, "outside_deed", form, **more)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def yardstick_new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put theirs and ours side by side in a line."""
    return _yardstick(request, slug, pk, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def yardstick_change(request: HttpRequest, slug: str, pk: int, yardstick_pk: int) -> HttpResponse:
    """Say a line otherwise, or strike it."""
    return _yardstick(request, slug, pk, yardstick_pk)


def _yardstick(request: HttpRequest, slug: str, pk: int, yardstick_pk: int | None) -> HttpResponse:
    viewpoint, person, here, _part = find_in_group(request, slug, pk, EXTERNAL)
    row: ExternalBenchmark = here.externalbenchmark
    line = get_object_or_404(row.yardsticks.all(), pk=yardstick_pk) if yardstick_pk is not None else None
    there = f"{here.url(slug)}#beside"
    names = ("name", "theirs", "ours", "is_confidential")
    begun: dict[str, Any] = {name: getattr(line, name) for name in names} if line else {}
    if line is not None:
        begun["source"] = str(line.source_id or "")
    is_struck = line is not None and "strike" in request.POST
    sent = request.POST if request.method == "POST" and not is_struck else None
    form = YardstickForm(sent, initial=begun, sources=row.sources.order_by("pk"))
    try:
        if line is not None and is_struck:
            looking_out.strike(by=person, undertaking=here, row=line)
            messages.success(request, _("It is gone."))
            return HttpResponseRedirect(there)
        if request.method == "POST" and form.is_valid():
            terms = form.terms()
            if line is not None and row.yardsticks.filter(name=terms.name).exclude(pk=line.pk).exists():
                form.add_error("name", _("Another line is called so."))
            else:
                looking_out.keep_yardstick(by=person, undertaking=here, terms=terms, yardstick=line)
                messages.success(request, _("Kept, side by side."))
                return HttpResponseRedirect(there)
    except IsOver:
        messages.error(request, over())
        return HttpResponseRedirect(there)
    except TooMany:
        form.add_error(None, _("There are as many as anybody reads. Strike one first."))
    name, args = ("yardstick_new", [slug, pk]) if line is None else ("yardstick_change", [slug, pk, line.pk])
    more = {"heading": _("Theirs and ours"), "address": reverse(name, args=args), "row": line}
    return deed_page(request, viewpoint, here, "outside_deed", form, **more)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def outside_fit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say what of it would fit us, or take that back."""
    viewpoint, person, here = find_to_join(request, slug, pk, EXTERNAL)
    own = Fit.objects.filter(benchmark=here.pk, person=person).first()
    there = f"{here.url(slug)}#fits"
    is_struck = own is not None and "strike" in request.POST
    begun = {"how": own.how, "words": own.words} if own is not None else {}
    form = FitForm(request.POST if request.method == "POST" and not is_struck else None, initial=begun)
    try:
        if is_struck:
            looking_out.take_fit_back(by=person, undertaking=here)
            messages.success(request, _("It is gone."))
            return HttpResponseRedirect(there)
        if request.method == "POST" and form.is_valid():
            looking_out.say_what_fits(by=person, undertaking=here, **form.cleaned_data)
            messages.success(request, _("Kept. You can say it otherwise at any time."))
            return HttpResponseRedirect(there)
    except IsOver:
        messages.error(request, over())
        return HttpResponseRedirect(there)
    more = {"heading": _("What of this would fit us?"), "address": reverse("outside_fit", args=[slug, pk]), "row": own}
    return deed_page(request, viewpoint, here, "outside_deed", form, **more)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def outside_finding(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Keep what was found."""
    viewpoint, person, here = find_to_carry(request, slug, pk, EXTERNAL)
    row: ExternalBenchmark = here.externalbenchmark
    form = FindingForm(request.POST if request.method == "POST" else None, initial={"text": row.finding_source})
    if request.method == "POST" and form.is_valid():
        try:
            looking_out.find(by=person, undertaking=here, text=form.cleaned_data["text"])
        except IsOver:
            form.add_error(None, over())
        else:
            messages.success(request, _("Kept. Whoever reads this space reads it."))
            return HttpResponseRedirect(f"{here.url(slug)}#finding")
    more = {"heading": _("What have you found?"), "address": reverse("outside_finding", args=[slug, pk])}
    return deed_page(request, viewpoint, here, "outside_deed", form, **more)
