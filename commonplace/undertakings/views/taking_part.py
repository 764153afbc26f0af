"""Taking part in an undertaking, letting others in, and leaving: the same for each kind that has a group."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.undertakings.actions import taking_part
from commonplace.undertakings.actions.beginning import TooMany, Unfit
from commonplace.undertakings.actions.group import NotInGroup
from commonplace.undertakings.actions.rights import IsOver
from commonplace.undertakings.forms.benchmark import TakePartForm
from commonplace.undertakings.kinds import Kind
from commonplace.undertakings.models import Participant
from commonplace.undertakings.views.lookup import deed_page, find, find_to_join, over


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def undertaking_taking_part(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take part, or ask to."""
    viewpoint, person, here = find_to_join(request, slug, pk)
    if here.kind not in (*taking_part.GATED, Kind.PROJECT):
        raise Http404(pk)
    if viewpoint.membership is not None and viewpoint.membership.is_guest:
        raise PermissionDenied
    own = Participant.objects.filter(undertaking=here, person=person).first()
    form = TakePartForm(
        request.POST if request.method == "POST" else None,
        initial={"speaks_for": own.speaks_for if own is not None else ""},
        promises=here.kind == Kind.MUTUAL and own is None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            said = form.cleaned_data["speaks_for"]
            part = taking_part.take_part(person=person, undertaking=here, speaks_for=said)
        except IsOver:
            form.add_error(None, over())
        except (Unfit, TooMany):
            form.add_error(None, _("As many take part as one thing bears."))
        else:
            if part.let_in_at is None:
                messages.success(request, _("You have asked. Those inside read it, and one of them lets you in."))
            else:
                messages.success(request, _("You take part."))
            return HttpResponseRedirect(f"{here.url(slug)}#group")
    promise = here.mutualbenchmark.promise if here.kind == Kind.MUTUAL else ""
    is_asked = here.kind in taking_part.GATED
    return deed_page(request, viewpoint, here, "taking_part", form, promise=promise, is_asked=is_asked, own=own)


@login_required
@require_safe
def undertaking_group(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Where those who take part stand on the page of its kind."""
    _viewpoint, here = find(request, slug, pk)
    return HttpResponseRedirect(f"{here.url(slug)}#group")


@login_required
@require_POST
def undertaking_letting_in(request: HttpRequest, slug: str, pk: int, part_pk: int) -> HttpResponse:
    """Let somebody in who asked, or leave them outside."""
    _viewpoint, person, here = find_to_join(request, slug, pk)
    row = get_object_or_404(here.participants.select_related("person"), pk=part_pk, let_in_at=None)
    try:
        if "turn_away" in request.POST:
            taking_part.turn_away(by=person, undertaking=here, row=row)
            messages.success(request, _("They stay outside. Nothing was sent to them."))
        else:
            taking_part.let_in(by=person, undertaking=here, row=row)
            messages.success(request, _("They take part now, and are told."))
    except NotInGroup:
        raise Http404(part_pk) from None
    except IsOver:
        messages.error(request, over())
    return HttpResponseRedirect(f"{here.url(slug)}#group")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def undertaking_leaving(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take part no more: asked first, since one's numbers go along."""
    viewpoint, person, here = find_to_join(request, slug, pk)
    part = get_object_or_404(here.participants.all(), person=person)
    if request.method == "POST":
        taking_part.leave(person=person, undertaking=here)
        messages.success(request, _("You take part no more. What was yours alone is gone."))
        return HttpResponseRedirect(here.url(slug))
    given = part.figures.count()
    return deed_page(request, viewpoint, here, "leaving", None, given=given, is_project=here.kind == Kind.PROJECT)
