"""Somebody outside puts a question, without an account; a steward lets it in."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.communities.viewpoint import enter
from commonplace.limits.limit import sender
from commonplace.undertakings.actions import helping, outside
from commonplace.undertakings.actions.rights import IsOver
from commonplace.undertakings.forms.desk import OutsideForm
from commonplace.undertakings.kinds import Kind
from commonplace.undertakings.models import Asked, Undertaking
from commonplace.undertakings.queries import desk
from commonplace.undertakings.views.lookup import UNFIT, deed_page, find_to_join, over

DESK = Kind.DESK
WAYS = (Asked.Closed.HELPED, Asked.Closed.ELSEWHERE, Asked.Closed.NOTHING)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def outside_question(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put a question from outside. The page tells what the community is called, and nothing of the desk."""
    viewpoint = enter(request, slug, inside=False)
    found = Undertaking.objects.not_held().filter(kind=DESK, community=viewpoint.community, pk=pk)
    here = found.select_related("helpdesk", "space").first()
    if here is None:
        raise Http404(pk)
    here.community = viewpoint.community
    if not outside.is_open(here.helpdesk, here):
        raise Http404(pk)
    form = OutsideForm(request.POST if request.method == "POST" else None, initial={"began": OutsideForm.mark()})
    status: int = HTTPStatus.OK
    if request.method == "POST":
        status = UNFIT
        if form.is_valid():
            said = form.cleaned_data
            try:
                # A machine is told what a human is told, and nothing is done.
                if not form.is_by_a_machine:
                    outside.put(
                        undertaking=here,
                        name=said["name"],
                        address=said["address"],
                        title=said["title"],
                        text=said["text"],
                        sender=sender(request),
                    )
            except outside.TooFast:
                form.add_error(None, _("Many questions came from there. Try again tomorrow, or by mail."))
                status = HTTPStatus.TOO_MANY_REQUESTS
            else:
                return render(request, "undertakings/outside_put.html", {"viewpoint": viewpoint})
    context = {"viewpoint": viewpoint, "form": form, "pk": pk}
    return render(request, "undertakings/outside_question.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def outside_confirming(request: HttpRequest, token: str) -> HttpResponse:
    """Say that an address is one's own: a page with a button; looking at it changes nothing."""
    question = outside.waiting_to_confirm(token, now=timezone.now())
    if question is None:
        return render(request, "undertakings/outside_gone.html", status=HTTPStatus.GONE)
    if request.method == "POST":
        try:
            outside.confirm(question=question)
        except outside.IsShut:
            return render(request, "undertakings/outside_gone.html", status=HTTPStatus.GONE)
        question.confirmed_at = timezone.now()
    context = {"question": question, "token": token, "community": question.desk.undertaking.community}
    return render(request, "undertakings/outside_confirming.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def outside_closing(request: HttpRequest, token: str) -> HttpResponse:
    """Say what came of an answer, without signing in."""
    asked = outside.asked_behind(token)
    if asked is None or asked.desk.undertaking.is_over:
        return render(request, "undertakings/outside_gone.html", status=HTTPStatus.GONE)
    how = request.POST.get("how", "")
    if request.method == "POST" and how in WAYS:
        try:
            helping.close_from_outside(asked=asked, how=how)
        except (helping.IsClosed, IsOver):
            return render(request, "undertakings/outside_gone.html", status=HTTPStatus.GONE)
        asked.closed_at = timezone.now()
    ways = [(one.value, one.label) for one in WAYS]
    context = {"asked": asked, "token": token, "ways": ways, "community": asked.desk.undertaking.community}
    return render(request, "undertakings/outside_closing.html", context)


@login_required
@require_http_methods(["GET", "HEAD"])
def outside_waiting(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Questions from outside that wait for a steward."""
    viewpoint, _person, here = find_to_join(request, slug, pk, DESK)
    if not viewpoint.is_steward:
        raise PermissionDenied
    waiting = desk.waiting_outside(here.helpdesk)
    return deed_page(request, viewpoint, here, "outside_waiting", None, waiting=waiting)


@login_required
@require_POST
def outside_letting(request: HttpRequest, slug: str, pk: int, question_pk: int) -> HttpResponse:
    """Let a question from outside in, or turn it away."""
    viewpoint, person, here = find_to_join(request, slug, pk, DESK)
    if not viewpoint.is_steward:
        raise PermissionDenied
    question = get_object_or_404(here.helpdesk.from_outside.filter(confirmed_at__isnull=False), pk=question_pk)
    there = f"{reverse('outside_waiting', args=[slug, pk])}#waiting"
    try:
        if "turn_away" in request.POST:
            outside.turn_away(by=person, undertaking=here, question=question)
            messages.success(request, _("It is gone, and nobody is written to."))
        else:
            made = helping.let_in(by=person, undertaking=here, question=question)
            there = reverse("desk_question", args=[slug, pk, made.pk])
    except outside.IsSettled:
        messages.error(request, _("Somebody was first."))
    except IsOver:
        messages.error(request, over())
    return HttpResponseRedirect(there)
