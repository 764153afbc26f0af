"""What a mutual benchmark compares: its measures and periods, set up by those who carry it; here stands no number."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.views.lookup import number_in
from commonplace.people.models import Person
from commonplace.undertakings.actions import comparing
from commonplace.undertakings.actions.beginning import TooMany
from commonplace.undertakings.actions.rights import IsOver
from commonplace.undertakings.forms.benchmark import MeasureForm, PeriodForm
from commonplace.undertakings.kinds import Kind
from commonplace.undertakings.models import Measure, MutualBenchmark, Period, Undertaking
from commonplace.undertakings.views.lookup import deed_page, find_to_carry, over

MUTUAL = Kind.MUTUAL


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def benchmark_set_up(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The measures and periods; a new period is added here, a measure on a page of its own."""
    viewpoint, person, here = find_to_carry(request, slug, pk, MUTUAL)
    row: MutualBenchmark = here.mutualbenchmark
    form = PeriodForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            comparing.add_period(by=person, undertaking=here, words=form.cleaned_data["words"])
        except TooMany:
            form.add_error(None, _("There are as many as a table bears."))
        except IsOver:
            form.add_error(None, over())
        else:
            messages.success(request, _("Added. Everyone who takes part can give their numbers for it."))
            return HttpResponseRedirect(reverse("benchmark_set_up", args=[slug, pk]))
    context = {"measures": row.measures.order_by("pk"), "periods": row.periods.order_by("-pk")}
    return deed_page(request, viewpoint, here, "benchmark_set_up", form, **context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def measure_new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Add a measure."""
    viewpoint, person, here = find_to_carry(request, slug, pk, MUTUAL)
    form = MeasureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            comparing.add_measure(by=person, undertaking=here, terms=form.terms())
        except TooMany:
            form.add_error(None, _("There are as many as a table bears."))
        except IsOver:
            form.add_error(None, over())
        else:
            messages.success(request, _("Added. Everyone who takes part can give their number for it."))
            return HttpResponseRedirect(reverse("benchmark_set_up", args=[slug, pk]))
    address = reverse("measure_new", args=[slug, pk])
    return deed_page(request, viewpoint, here, "benchmark_measure", form, measure=None, address=address)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def measure_change(request: HttpRequest, slug: str, pk: int, measure_pk: int) -> HttpResponse:
    """Say a measure otherwise."""
    viewpoint, person, here = find_to_carry(request, slug, pk, MUTUAL)
    row: MutualBenchmark = here.mutualbenchmark
    measure = get_object_or_404(row.measures.all(), pk=measure_pk)
    begun = {name: getattr(measure, name) for name in ("name", "unit", "counted", "better", "goes_below_zero")}
    form = MeasureForm(request.POST if request.method == "POST" else None, initial=begun)
    if request.method == "POST" and form.is_valid():
        terms = form.terms()
        try:
            if row.measures.filter(name=terms.name).exclude(pk=measure.pk).exists():
                form.add_error("name", _("Another measure is called so."))
            else:
                comparing.change_measure(by=person, undertaking=here, measure=measure, terms=terms)
                messages.success(request, _("Kept."))
                return HttpResponseRedirect(reverse("benchmark_set_up", args=[slug, pk]))
        except comparing.HasNumbers:
            form.add_error(
                None, _("Numbers were given by this unit and count. Add another measure; this one keeps its meaning.")
            )
        except IsOver:
            form.add_error(None, over())
    address = reverse("measure_change", args=[slug, pk, measure.pk])
    return deed_page(request, viewpoint, here, "benchmark_measure", form, measure=measure, address=address)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def measure_removing(request: HttpRequest, slug: str, pk: int, measure_pk: int) -> HttpResponse:
    """Remove a measure; with numbers in it one says so twice."""
    _viewpoint, _person, here = found = find_to_carry(request, slug, pk, MUTUAL)
    row: MutualBenchmark = here.mutualbenchmark
    return _remove(request, slug, found, get_object_or_404(row.measures.all(), pk=measure_pk), "measure_removing")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def period_removing(request: HttpRequest, slug: str, pk: int, period_pk: int) -> HttpResponse:
    """Remove a period; with numbers in it one says so twice."""
    _viewpoint, _person, here = found = find_to_carry(request, slug, pk, MUTUAL)
    row: MutualBenchmark = here.mutualbenchmark
    return _remove(request, slug, found, get_object_or_404(row.periods.all(), pk=period_pk), "period_removing")


def _remove(
    request: HttpRequest, slug: str, found: tuple[Viewpoint, Person, Undertaking], row: Measure | Period, name: str
) -> HttpResponse:
    viewpoint, person, here = found
    given = row.figures.count()
    if request.method == "POST":
        try:
            comparing.remove(by=person, undertaking=here, row=row, is_sure="sure" in request.POST)
        except comparing.HasNumbers:
            messages.error(request, _("Numbers stand in it. Say that they go too."))
            return HttpResponseRedirect(reverse(name, args=[slug, here.pk, row.pk]))
        except IsOver:
            messages.error(request, over())
        else:
            messages.success(request, _("It is gone."))
        return HttpResponseRedirect(reverse("benchmark_set_up", args=[slug, here.pk]))
    address = reverse(name, args=[slug, here.pk, row.pk])
    return deed_page(request, viewpoint, here, "benchmark_removing", None, row=row, given=given, address=address)


@login_required
@require_POST
def benchmark_opening(request: HttpRequest, slug: str, pk: int, measure_pk: int) -> HttpResponse:
    """Open the numbers of a measure and a period to the group."""
    _viewpoint, person, here = find_to_carry(request, slug, pk, MUTUAL)
    row: MutualBenchmark = here.mutualbenchmark
    measure = get_object_or_404(row.measures.all(), pk=measure_pk)
    period = get_object_or_404(row.periods.all(), pk=number_in(request.POST.get("period")) or 0)
    try:
        comparing.open_measure(by=person, undertaking=here, measure=measure, period=period)
    except comparing.TooFew:
        messages.error(request, _("Two numbers at least are opened together; there are fewer."))
    except IsOver:
        messages.error(request, over())
    else:
        messages.success(request, _("Open, to those who take part."))
    return HttpResponseRedirect(f"{here.url(slug)}#period-{period.pk}")
