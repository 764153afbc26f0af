"""What a community has undertaken, what one can begin, and taking a hand in it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.communities.viewpoint import enter
from commonplace.store import paging
from commonplace.undertakings.actions import beginning
from commonplace.undertakings.actions.rights import IsOver
from commonplace.undertakings.kinds import Kind
from commonplace.undertakings.queries import lists
from commonplace.undertakings.views.lookup import deed_page, find_to_carry, find_to_join, over
from commonplace.undertakings.views.offered import OFFERED

SIZE = 30


@require_safe
def undertakings(request: HttpRequest, slug: str) -> HttpResponse:
    """What goes on, and with `?show=ended` what has ended."""
    viewpoint, now = enter(request, slug), timezone.now()
    ended = request.GET.get("show") == "ended"
    found = lists.seen_here(viewpoint)
    found = found.filter(ended_at__isnull=False) if ended else found.under_way()
    page = paging.page(found, by=("-changed_at", "-pk"), after=request.GET.get("after"), size=SIZE)
    context = {
        "viewpoint": viewpoint,
        "page": page,
        "rows": lists.rows_of(page.items, viewpoint, now=now),
        "ended": ended,
        "may_begin": viewpoint.membership is not None and not viewpoint.membership.is_guest,
    }
    return render(request, "undertakings/list.html", context)


@login_required
@require_safe
def beginning_one(request: HttpRequest, slug: str) -> HttpResponse:
    """What can be undertaken, each kind with what it is for and what it leaves behind."""
    viewpoint = enter(request, slug)
    if viewpoint.membership is None:
        return HttpResponseRedirect(reverse("join", args=[slug]))
    if viewpoint.membership.is_guest:
        raise PermissionDenied
    return render(request, "undertakings/offered.html", {"viewpoint": viewpoint, "offered": OFFERED})


@login_required
@require_POST
def undertaking_hand(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Carry it with those who do, or no more."""
    viewpoint, person, here = find_to_join(request, slug, pk)
    if viewpoint.membership is not None and viewpoint.membership.is_guest:
        raise PermissionDenied
    if "let_go" in request.POST:
        beginning.let_go(person=person, undertaking=here)
        messages.success(request, _("You carry it no more."))
    else:
        try:
            beginning.take_hand(person=person, undertaking=here)
        except IsOver:
            messages.error(request, over())
        except (beginning.Unfit, beginning.TooMany):
            messages.error(request, _("As many carry it as one thing bears."))
        else:
            messages.success(request, _("You carry it with them now."))
    return HttpResponseRedirect(f"{here.url(slug)}#hands")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def undertaking_ending(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """End it; what it left behind stays."""
    viewpoint, person, here = find_to_carry(request, slug, pk)
    if request.method == "POST":
        beginning.end(by=person, undertaking=here)
        messages.success(request, _("It has ended. What it left behind stays here."))
        return HttpResponseRedirect(here.url(slug))
    return deed_page(request, viewpoint, here, "ending", None, label=Kind(here.kind).label)
