"""One page: coffee by lot, coming in and going out, and with whom one was drawn."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonplace.communities.inside import as_member
from commonplace.people.viewer import require_viewer
from commonplace.weaving.actions import coffee as actions
from commonplace.weaving.forms import CameForm
from commonplace.weaving.models import AtCoffee, Came, Coffee
from commonplace.weaving.queries import coffee as queries


@login_required
@require_safe
def coffee(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether one is in, and one's own coffees; to stewards how many are, from five on."""
    viewpoint, person = as_member(request, slug), require_viewer(request)
    community = viewpoint.community
    context = {
        "viewpoint": viewpoint,
        "is_in": AtCoffee.objects.filter(community=community, person=person).exists(),
        "may_come": viewpoint.membership is not None and not viewpoint.membership.is_guest,
        "coffees": queries.coffees_of(viewpoint),
        "was_left": queries.was_left(person, community),
        "outcomes": Came.choices,
        "number": len(queries.in_for_it(community)) if viewpoint.is_steward else 0,
        "fewest": queries.FEWEST,
    }
    return render(request, "weaving/coffee.html", context)


@login_required
@require_POST
def coffee_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Come in, or go out."""
    viewpoint, person = as_member(request, slug), require_viewer(request)
    if "no" in request.POST:
        actions.go_out(by=person, community=viewpoint.community)
        messages.success(request, _("You are out. Come back whenever you like."))
        return _back(slug, "in")
    try:
        actions.come_in(by=person, community=viewpoint.community)
    except actions.NotAMember:
        messages.error(request, _("Members have coffee here. As a guest you may ask to stay."))
    else:
        messages.success(request, _("You are in. At the beginning of next month you hear with whom."))
    return _back(slug, "in")


@login_required
@require_POST
def coffee_came(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say what came of one."""
    viewpoint, person = as_member(request, slug), require_viewer(request)
    found = get_object_or_404(Coffee.objects.visible_to(person).filter(draw__community=viewpoint.community), pk=pk)
    form = CameForm(request.POST)
    if form.is_valid():
        actions.say_of_coffee(by=person, coffee=found, came=form.cleaned_data["came"])
        messages.success(request, _("Thank you. You are not asked again."))
    else:
        messages.error(request, _("Choose one of the three."))
    return _back(slug, f"coffee-{pk}")


def _back(slug: str, anchor: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('coffee', args=[slug])}#{anchor}")
