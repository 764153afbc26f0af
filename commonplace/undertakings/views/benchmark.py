"""A mutual benchmark: its lessons for everyone, and for its group the numbers, the offers and what waits for a yes."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.communities.audience import audience_of_space
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.views.lookup import number_in
from commonplace.lib.spreadsheet import csv_lines
from commonplace.people.models import Person
from commonplace.undertakings.actions import comparing, lessons
from commonplace.undertakings.actions.beginning import TooMany
from commonplace.undertakings.actions.group import NotInGroup, in_group
from commonplace.undertakings.actions.rights import IsOver, NotTheirs
from commonplace.undertakings.forms.benchmark import ComparisonForm, LessonForm, NumbersForm, ShowForm
from commonplace.undertakings.kinds import Kind
from commonplace.undertakings.models import Lesson, MutualBenchmark, Participant, Undertaking
from commonplace.undertakings.queries import benchmark as queries
from commonplace.undertakings.queries.response import carries, hands_of, signed
from commonplace.undertakings.views.beginning import begin_page
from commonplace.undertakings.views.lookup import deed_page, find, find_to_join, over

MUTUAL = Kind.MUTUAL


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mutual_benchmark_beginning(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a mutual benchmark."""
    return begin_page(request, slug, name="mutual_benchmark_beginning", form=ComparisonForm, begin=_begin)


def _begin(person: Person, form: ComparisonForm, key: str | None) -> Undertaking:
    said = form.cleaned_data
    return comparing.begin_comparison(
        by=person,
        space=form.chosen,
        title=said["title"],
        question=said["purpose"],
        promise=said["promise"],
        period=said["period"],
        speaks_for=said["speaks_for"],
        idempotency_key=key,
    )


@require_safe
def mutual_benchmark(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """That it is there, who carries it and what was learned; and for its group all the rest."""
    viewpoint, here = find(request, slug, pk, MUTUAL)
    row: MutualBenchmark = here.mutualbenchmark
    group = queries.group_of(here, viewpoint)
    measures = queries.measures_of(row, group)
    context = {
        "viewpoint": viewpoint,
        "undertaking": here,
        "benchmark": row,
        "audience": audience_of_space(here.space, viewpoint, names_powers=False),
        "group": group,
        "tables": queries.tables_of(row, group, measures),
        "showings": queries.showings_of(measures, group),
        "lessons": queries.lessons_of(row, group, viewpoint),
        **around(viewpoint, here, group),
    }
    return render(request, "undertakings/benchmark.html", context)


def around(viewpoint: Viewpoint, here: Undertaking, group: queries.Group) -> dict[str, object]:
    """Who carries it, and what the viewer may do, for the margin of a page."""
    hands = hands_of(here)
    person_pk = getattr(viewpoint.person, "pk", 0)
    is_whole = viewpoint.membership is not None and not viewpoint.membership.is_guest
    carried = signed(hands, here, viewpoint)
    return {
        "hands": carried,
        "seen": {"may_carry": carries(here, viewpoint, hands)},
        "has_hand": any(hand.person_id == person_pk for hand in hands),
        "may_join": is_whole and not here.is_over and all(one.byline.person_id != person_pk for one in carried),
        "may_take_part": is_whole and not here.is_over and group.own is None and not group.waits,
        "is_asked": here.kind in (Kind.MUTUAL, Kind.EXTERNAL),
        "in_group": group.own is not None,
    }


def find_in_group(
    request: HttpRequest, slug: str, pk: int, kind: Kind
) -> tuple[Viewpoint, Person, Undertaking, Participant]:
    """The undertaking for somebody of its group; Http404 for everyone else, whoever they are."""
    viewpoint, person, here = find_to_join(request, slug, pk, kind)
    part = in_group(person, here)
    if part is None:
        raise Http404(pk)
    return viewpoint, person, here, part


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def benchmark_numbers(request: HttpRequest, slug: str, pk: int, period_pk: int) -> HttpResponse:
    """Give one's numbers of a period, or change them."""
    viewpoint, person, here, part = find_in_group(request, slug, pk, MUTUAL)
    row: MutualBenchmark = here.mutualbenchmark
    period = get_object_or_404(row.periods.all(), pk=period_pk)
    form = NumbersForm(
        request.POST if request.method == "POST" else None,
        measures=row.measures.order_by("pk"),
        own=queries.own_figures(period, part),
    )
    if request.method == "POST" and form.is_valid():
        try:
            comparing.give(by=person, undertaking=here, period=period, given=form.given())
        except IsOver:
            form.add_error(None, over())
        except comparing.BelowZero:
            form.add_error(None, _("A measure has changed meanwhile. Look at your numbers again."))
        else:
            messages.success(request, _("Kept. Others see a number once all of its measure are open."))
            return HttpResponseRedirect(f"{here.url(slug)}#period-{period.pk}")
    return deed_page(request, viewpoint, here, "benchmark_numbers", form, period=period)


@login_required
@require_safe
def benchmark_sheet(request: HttpRequest, slug: str, pk: int) -> StreamingHttpResponse:
    """What the table shows to somebody of the group, as a file for a spreadsheet."""
    viewpoint, _person, here, _part = find_in_group(request, slug, pk, MUTUAL)
    row: MutualBenchmark = here.mutualbenchmark
    group = queries.group_of(here, viewpoint)
    tables = queries.tables_of(row, group, queries.measures_of(row, group))
    # A spreadsheet separates by what its language does not write inside of numbers.
    delimiter = ";" if get_format("DECIMAL_SEPARATOR") == "," else ","
    rows = list(queries.sheet_of(tables))
    answer = StreamingHttpResponse(csv_lines(rows, delimiter=delimiter), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="benchmark-{here.pk}.csv"'
    answer["Cache-Control"] = "no-store"
    return answer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def benchmark_showing(request: HttpRequest, slug: str, pk: int, measure_pk: int) -> HttpResponse:
    """Offer to show the others how one does it."""
    viewpoint, person, here, part = find_in_group(request, slug, pk, MUTUAL)
    row: MutualBenchmark = here.mutualbenchmark
    measure = get_object_or_404(row.measures.all(), pk=measure_pk)
    own = measure.showings.filter(participant=part).first()
    begun = {"words": own.words if own is not None else ""}
    form = ShowForm(request.POST if request.method == "POST" else None, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            comparing.offer_to_show(by=person, undertaking=here, measure=measure, words=form.cleaned_data["words"])
        except IsOver:
            form.add_error(None, over())
        else:
            messages.success(request, _("Kept. Those who take part read it."))
            return HttpResponseRedirect(f"{here.url(slug)}#showing")
    return deed_page(request, viewpoint, here, "benchmark_showing", form, measure=measure)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lesson_new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Word a lesson."""
    return _lesson(request, slug, pk, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lesson_change(request: HttpRequest, slug: str, pk: int, lesson_pk: int) -> HttpResponse:
    """Word a lesson otherwise, or strike it."""
    return _lesson(request, slug, pk, lesson_pk)


def _lesson(request: HttpRequest, slug: str, pk: int, lesson_pk: int | None) -> HttpResponse:
    viewpoint, person, here, _part = find_in_group(request, slug, pk, MUTUAL)
    row: MutualBenchmark = here.mutualbenchmark
    lesson = get_object_or_404(row.lessons.all(), pk=lesson_pk) if lesson_pk is not None else None
    there = f"{here.url(slug)}#lessons"
    if lesson is not None and "strike" in request.POST:
        try:
            lessons.strike_lesson(by=person, undertaking=here, lesson=lesson)
            messages.success(request, _("It is gone."))
        except NotTheirs:
            messages.error(request, _("Whoever worded it strikes it, or one of you who carries this."))
        return HttpResponseRedirect(there)
    begun = {"text": lesson.source if lesson is not None else ""}
    form = LessonForm(request.POST if request.method == "POST" else None, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            lessons.word_lesson(by=person, undertaking=here, text=form.cleaned_data["text"], lesson=lesson)
        except lessons.IsTold:
            form.add_error(None, _("It has been told in these words. Take your yes back first."))
        except TooMany:
            form.add_error(None, _("There are as many as anybody reads. Strike one first."))
        except IsOver:
            form.add_error(None, over())
        else:
            messages.success(request, _("Kept. It is told once each of you has said yes to these words."))
            return HttpResponseRedirect(there)
    name, args = ("lesson_new", [slug, pk]) if lesson is None else ("lesson_change", [slug, pk, lesson.pk])
    return deed_page(
        request, viewpoint, here, "benchmark_lesson", form, lesson=lesson, address=reverse(name, args=args)
    )


@login_required
@require_POST
def lesson_yes(request: HttpRequest, slug: str, pk: int, lesson_pk: int) -> HttpResponse:
    """Say yes to telling a lesson in these words, or take that back."""
    _viewpoint, person, here, _part = find_in_group(request, slug, pk, MUTUAL)
    lesson = get_object_or_404(Lesson.objects.filter(benchmark=here.pk), pk=lesson_pk)
    try:
        if "take_back" in request.POST:
            lessons.take_yes_back(by=person, undertaking=here, lesson=lesson)
            messages.success(request, _("Taken back. It is read by those who take part alone."))
        elif lessons.agree(by=person, undertaking=here, lesson=lesson, on=number_in(request.POST.get("on")) or 0):
            messages.success(request, _("Kept. It is told once each of you has said yes."))
        else:
            messages.error(request, _("Its words are others since you opened it. Read them again."))
    except NotInGroup:
        raise Http404(lesson_pk) from None
    except IsOver:
        messages.error(request, over())
    return HttpResponseRedirect(f"{here.url(slug)}#lessons")
