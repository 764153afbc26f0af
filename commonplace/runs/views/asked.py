"""What is asked afterwards: on the page of a run, on pages of its own, and by the link that stops such letters."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.gatherings.actions.rights import NotTheirs
from commonplace.people.viewer import require_viewer
from commonplace.runs.actions import asking
from commonplace.runs.answers import form_of_what_came, said_back
from commonplace.runs.asked_forms import WishForm
from commonplace.runs.letters_that_ask import behind_stop
from commonplace.runs.models import Side, WhatCame
from commonplace.runs.queries.asked import came_of, own_takeaway
from commonplace.runs.queries.scene import HOST
from commonplace.runs.views.visit import member, running
from commonplace.ui.addresses import back_to

UNFIT = HTTPStatus.UNPROCESSABLE_ENTITY


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def run_came(request: HttpRequest, slug: str, pk: int, line: int) -> HttpResponse:
    """Say what came of one's own takeaway, by one of four buttons and perhaps in a line."""
    visit, person = member(request, slug, pk), require_viewer(request)
    captured = own_takeaway(person, line)
    if captured is None or captured.run.gathering_id != pk:
        raise Http404(line)
    choice = request.POST.get("came", "")
    data = request.POST if request.method == "POST" else None
    form = form_of_what_came(person, line, choice or WhatCame.Came.HELPED, data)
    if request.method == "POST" and choice in dict(WhatCame.WAYS) and form.is_valid():
        try:
            if choice == WhatCame.LATER[0]:
                asking.ask_later(captured=captured, by=person)
                messages.success(request, _("You are asked again in a month."))
            else:
                said = asking.say_what_came(captured=captured, by=person, came=choice, **form.cleaned_data)
                messages.success(request, said_back(said))
        except NotTheirs:
            raise Http404(line) from None
        return HttpResponseRedirect(f"{visit.url}#line-{line}")
    context = {
        "viewpoint": visit.viewpoint,
        "gathering": visit.gathering,
        "urls": visit.urls,
        "captured": captured,
        "said": came_of(captured),
        "ways": WhatCame.WAYS,
        "form": form,
    }
    return render(request, "runs/came.html", context, status=UNFIT if form.errors else HTTPStatus.OK)


@login_required
@require_POST
def run_wish(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say what should stay or be different, or say it no more."""
    visit, person = member(request, slug, pk), require_viewer(request)
    run, side = running(visit), request.POST.get("side", "")
    form = WishForm(request.POST, is_nameless=visit.gathering.names_are_kept)
    if side not in Side.values:
        return HttpResponseRedirect(f"{visit.url}#wishes")
    if not form.is_valid():
        # What is too long comes back on a page of its own, with every word.
        context = {"gathering": visit.gathering, "viewpoint": visit.viewpoint, "urls": visit.urls, "form": form}
        return render(request, "runs/wish.html", context | {"side": Side(side)}, status=UNFIT)
    try:
        asking.wish(
            run=run,
            by=person,
            stays=side == Side.STAY,
            words=form.cleaned_data["words"],
            takes_back="takes_back" in request.POST,
        )
    except asking.TooLate:
        messages.error(request, _("Nobody is asked any more what should stay."))
    return HttpResponseRedirect(f"{visit.url}#wishes")


@login_required
@require_POST
def run_nothing(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that there is nothing to keep of a gathering, wherever that is asked."""
    visit, person = member(request, slug, pk), require_viewer(request)
    if visit.role != HOST:
        raise PermissionDenied
    onward = back_to(request) or visit.url
    asking.keep_nothing(gathering=visit.gathering, by=person)
    messages.success(request, _("Nothing is kept of it, and nothing asks again."))
    return HttpResponseRedirect(onward)


@csrf_exempt  # nosemgrep: without-csrf  # a mail program stops them with one click (RFC 8058); the link is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def asking_stop(request: HttpRequest, asking_token: str) -> HttpResponse:
    """Stop letters that ask, from the link in one of them, without signing in; looking at the page stops nothing."""
    person = behind_stop(asking_token)
    if person is None:
        raise Http404
    if request.method == "POST":
        asking.want_no_asking(person=person)
    return render(request, "runs/asking_stop.html", {"is_stopped": request.method == "POST"})


@login_required
@require_POST
def my_asking(request: HttpRequest) -> HttpResponse:
    """Be asked by letter, or not."""
    person = require_viewer(request)
    if request.POST.get("asking") == "no":
        asking.want_no_asking(person=person)
        messages.success(request, _("No such letter comes any more. What you are asked stands on Today."))
    else:
        asking.want_asking(person=person)
        messages.success(request, _("You are asked by letter again."))
    return redirect(f"{reverse('my_attention')}#asking")
