"""One page: how we are together, drawing it, and asking for it."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonplace.communities.inside import as_member, as_steward
from commonplace.communities.viewpoint import Viewpoint
from commonplace.lib.spread import FEWEST
from commonplace.orientations import actions
from commonplace.orientations.forms import AskingForm, DrawingForm
from commonplace.orientations.models import MOST, Profile, ProfileQuerySet
from commonplace.orientations.queries import could_go_off, could_go_on, drawn_by, told_of
from commonplace.people.viewer import require_viewer

PROFILES = 12


@login_required
@require_safe
def orientations(request: HttpRequest, slug: str) -> HttpResponse:
    """What is being drawn, and what was drawn last."""
    return _page(request, as_member(request, slug))


@login_required
@require_safe
def orientations_then(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What was drawn another time."""
    viewpoint = as_member(request, slug)
    profile = get_object_or_404(_of(viewpoint).exclude(closed_at=None), pk=pk)
    return _page(request, viewpoint, profile=profile)


@login_required
@require_POST
def orientations_draw(request: HttpRequest, slug: str) -> HttpResponse:
    """Draw, or draw again."""
    viewpoint = as_member(request, slug)
    form = DrawingForm(request.POST)
    profile = _of(viewpoint).open_at(timezone.now()).first()
    if profile is None:
        messages.error(request, _("Nobody asks just now, or its day has passed. What you said before is kept."))
        return _back(slug)
    if not form.is_valid():
        return _page(request, viewpoint, drawing=form)
    try:
        actions.draw(by=require_viewer(request), profile=profile, said=form.said)
    except actions.NotAMember:
        messages.error(request, _("Members draw. As a guest you may read what came of it."))
    except actions.IsOver:
        messages.error(request, _("Nobody asks just now, or its day has passed. What you said before is kept."))
    else:
        messages.success(request, _("It is drawn. You may change it until the day comes."), extra_tags="drawing")
    return _back(slug, "drawing")


@login_required
@require_POST
def orientations_ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask everyone to draw until a day."""
    viewpoint = as_steward(request, slug)
    form = AskingForm(request.POST)
    if not form.is_valid():
        return _page(request, viewpoint, asking=form)
    try:
        actions.ask(by=require_viewer(request), community=viewpoint.community, until=form.cleaned_data["until"])
    except actions.IsOpen:
        messages.info(request, _("It is being drawn already."))
    except actions.TooLong:
        form.add_error("until", _("Choose a day between tomorrow and sixty days from now."))
        return _page(request, viewpoint, asking=form)
    else:
        messages.success(request, _("Members are asked. What came of it stands here after that day."))
    return _back(slug)


@login_required
@require_POST
def orientations_close(request: HttpRequest, slug: str) -> HttpResponse:
    """End it before its day."""
    viewpoint = as_steward(request, slug)
    profile = _of(viewpoint).filter(closed_at=None).first()
    if profile is not None:
        actions.close(by=require_viewer(request), profile=profile)
        messages.success(request, _("It is closed. What came of it stands here."))
    return _back(slug)


def _of(viewpoint: Viewpoint) -> ProfileQuerySet:
    return Profile.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)


def _back(slug: str, anchor: str = "leaf") -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('orientations', args=[slug])}#{anchor}")


def _page(
    request: HttpRequest,
    viewpoint: Viewpoint,
    *,
    profile: Profile | None = None,
    drawing: DrawingForm | None = None,
    asking: AskingForm | None = None,
) -> HttpResponse:
    now, person, community = timezone.now(), require_viewer(request), viewpoint.community
    closed = list(_of(viewpoint).exclude(closed_at=None).order_by("-closed_at")[:PROFILES])
    is_open = None if profile else _of(viewpoint).open_at(now).first()
    shown = profile or (closed[0] if closed else None)
    told = told_of(shown) if shown else []
    may_draw = viewpoint.membership is not None and not viewpoint.membership.is_guest
    if is_open and may_draw and drawing is None:
        drawing = DrawingForm(initial=drawn_by(person, is_open))
    context = {
        "viewpoint": viewpoint,
        "community": community,
        "open": is_open,
        "drawing": drawing if is_open and may_draw else None,
        "has_drawn": bool(drawing and drawing.initial),
        "asking": (asking or AskingForm()) if viewpoint.is_steward and not is_open and profile is None else None,
        "shown": shown,
        "told": told,
        "fewest": FEWEST,
        "ticks": range(MOST + 1),
        "others": [one for one in closed if one != shown],
        "go_on": could_go_on(community, told) if viewpoint.is_steward else [],
        "go_off": could_go_off(community, told) if viewpoint.is_steward else [],
    }
    wrong = any(form is not None and form.errors for form in (drawing, asking))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "orientations/orientations.html", context, status=status)
