"""A sheet: answered on a page, printed, and typed in from paper."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.communities.inside import as_member, as_steward
from commonplace.communities.viewpoint import Viewpoint
from commonplace.fitness.actions.answering import HasAnswered, IsOver, NotAsked, answer, type_in
from commonplace.fitness.actions.posting import NoLetter, send_code
from commonplace.fitness.circles import circle_of
from commonplace.fitness.forms import SheetForm
from commonplace.fitness.instruments import STEPS, Circle
from commonplace.fitness.models import HadSheet, Round
from commonplace.fitness.views.rounds import round_or_404
from commonplace.people.viewer import require_viewer

METHODS = ["GET", "HEAD", "POST"]


@sensitive_post_parameters()
@login_required
@require_http_methods(METHODS)
def fitness_answer(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One's own sheet."""
    viewpoint, person = as_member(request, slug), require_viewer(request)
    opened, now = round_or_404(viewpoint, number), timezone.now()
    circle = circle_of(person, opened, now=now)
    if circle is None:
        messages.error(request, _("Members answer. As a guest you may read what came of it."))
        return _to_rounds(slug)
    form = SheetForm(request.POST if request.method == "POST" else None, opened=opened, circle=circle)
    if not Round.objects.filter(pk=opened.pk).open_at(now).exists():
        return _over(request, viewpoint, opened, form)
    if HadSheet.objects.filter(round=opened, person=person).exists():
        messages.info(request, _("Your sheet is in. It cannot be found again, so it cannot be changed."))
        return _to_rounds(slug)
    if not form.is_valid():
        return _sheet(request, viewpoint, opened, form)
    try:
        answer(by=person, opened=opened, words=form.words, at=now)
    except IsOver:
        return _over(request, viewpoint, opened, form)
    except (HasAnswered, NotAsked):
        messages.info(request, _("Your sheet is in. It cannot be found again, so it cannot be changed."))
    else:
        messages.success(request, _("Your sheet is in. What came of it stands here after the last day."))
    return _to_rounds(slug)


@login_required
@require_POST
def fitness_by_letter(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A code for one's sheet, by letter."""
    viewpoint = as_member(request, slug)
    opened = round_or_404(viewpoint, number)
    try:
        send_code(to=require_viewer(request), opened=opened)
    except IsOver:
        messages.info(request, _("This round is closed. Nobody answers any more."))
    except (HasAnswered, NotAsked):
        messages.info(request, _("You have had a sheet or a code already; there is one for each."))
    except NoLetter:
        messages.error(request, _("Confirm a mail address first, or answer here."))
    else:
        messages.success(request, _("The letter is on its way. Its code is good for one sheet, until the last day."))
    return _to_rounds(slug)


@login_required
@require_safe
def fitness_paper(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A sheet to print, and to fill in by hand."""
    viewpoint = as_member(request, slug)
    opened = round_or_404(viewpoint, number)
    context = {"viewpoint": viewpoint, "community": viewpoint.community, "round": opened, "steps": STEPS.values()}
    return render(request, "fitness/paper.html", context)


@sensitive_post_parameters()
@login_required
@require_http_methods(METHODS)
def fitness_type_in(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A sheet that came on paper, typed in by a steward."""
    viewpoint = as_steward(request, slug)
    opened = round_or_404(viewpoint, number)
    asked = request.POST.get("circle") or request.GET.get("circle") or ""
    circle = next((one for one in opened.asked if one == asked), Circle.MEMBERS)
    form = SheetForm(request.POST if request.method == "POST" else None, opened=opened, circle=circle)
    if not Round.objects.filter(pk=opened.pk).open_at(timezone.now()).exists():
        return _over(request, viewpoint, opened, form)
    if not form.is_valid():
        return _sheet(request, viewpoint, opened, form, typed=True)
    try:
        type_in(by=require_viewer(request), opened=opened, circle=circle, words=form.words)
    except IsOver:
        return _over(request, viewpoint, opened, form)
    messages.success(request, _("The sheet is typed in. Here is the next; shred the paper, so that nobody reads it."))
    return HttpResponseRedirect(f"{reverse('fitness_type_in', args=[slug, opened.number])}?circle={circle}#sheet")


def _to_rounds(slug: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('fitness', args=[slug])}#leaf")


def _sheet(
    request: HttpRequest, viewpoint: Viewpoint, opened: Round, form: SheetForm, *, typed: bool = False
) -> HttpResponse:
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "round": opened,
        "form": form,
        "typed": typed,
        "circle": form.circle,
        "circles": opened.asked if typed else (),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "fitness/sheet.html", context, status=status)


def _over(request: HttpRequest, viewpoint: Viewpoint, opened: Round, form: SheetForm) -> HttpResponse:
    """It closed while somebody answered: nothing of it counts, nothing is kept, and the comments are given back."""
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "round": opened,
        "comments": form.typed() if form.is_bound else [],
        "was_sent": form.is_bound,
    }
    status = HTTPStatus.CONFLICT if form.is_bound else HTTPStatus.OK
    return render(request, "fitness/over.html", context, status=status)
