"""Calling people together by a protocol, and having a gathering that is called already follow one."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonplace.communities.modules import is_on
from commonplace.conversations.views.lookup import writable_spaces
from commonplace.gatherings.actions.convening import TooMany, convene, require_room
from commonplace.gatherings.actions.serial import begin_series
from commonplace.gatherings.confidence import at_least
from commonplace.gatherings.forms.convening import DRAFTED, PlanForm, asked_for
from commonplace.gatherings.occasions import called_for
from commonplace.gatherings.places import MODULE as GATHERINGS
from commonplace.gatherings.views.lookup import find_to_hold
from commonplace.gatherings.views.lookup import page_url as gathering_url
from commonplace.lib.sending import key_of_sending
from commonplace.protocols import wording
from commonplace.protocols.actions.following import IsOff, IsOver, follow, let_be
from commonplace.protocols.forms.choosing import FollowForm
from commonplace.protocols.models import Plan
from commonplace.protocols.protocol import OWN, Protocol
from commonplace.protocols.queries import here
from commonplace.protocols.views.lookup import find_to_make, found, page_url

UNFIT = HTTPStatus.UNPROCESSABLE_ENTITY


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def protocol_convening(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Call people together to what a protocol is: its length, its confidence and what to prepare are filled in."""
    viewpoint, person, one, _row = find_to_make(request, slug, ref)
    if not one.is_timed or not is_on(viewpoint.community, GATHERINGS):
        raise Http404(ref)
    spaces = writable_spaces(viewpoint)
    if request.method != "POST":
        zone = person.time_zone or timezone.get_current_timezone_name()
        form = PlanForm(initial=_filled_in(one, zone, spaces) | asked_for(request.GET), spaces=spaces)
        return _page(request, viewpoint, one, form)
    form = PlanForm(request.POST, spaces=spaces)
    status = UNFIT
    if form.is_valid():
        try:
            require_room(person, now=timezone.now())
        except TooMany:
            form.add_error(None, _("You have called people together often today. Let some of it happen first."))
            status = HTTPStatus.TOO_MANY_REQUESTS
        else:
            said = [request.POST.get(name, "") for name in DRAFTED]
            key = key_of_sending(form.cleaned_data["idempotency_key"], one.ref, *said)
            space, rule, plan = form.spaces[form.cleaned_data["space"]], form.whole_rule(), form.plan()
            occasion = called_for(request.POST.get("for", ""), viewpoint)
            with transaction.atomic():
                made = (
                    begin_series(by=person, space=space, plan=plan, rule=rule, idempotency_key=key)
                    if rule
                    else convene(by=person, space=space, plan=plan, idempotency_key=key)
                )
                if not Plan.objects.filter(gathering=made).exists():
                    follow(gathering=made, protocol=one, by=person, goes_on=bool(rule))
                if occasion is not None:
                    occasion.tie(made, by=person)
            return HttpResponseRedirect(gathering_url(made, viewpoint))
    return _page(request, viewpoint, one, form, status=status)


def _filled_in(one: Protocol, zone: str, spaces: Any) -> dict[str, Any]:
    """What the form shows first; never looser than the first space asks for."""
    first = spaces[0][0] if spaces else None
    return {
        "title": one.title,
        "purpose": one.line,
        "minutes": one.minutes,
        "confidence": at_least(one.confidence, of_space=first.confidence if first else one.confidence).value,
        "text": "\n".join(one.prepare),
        "zone": zone,
        "space": first.slug if first else "",
    }


def _page(
    request: HttpRequest, viewpoint: Any, one: Protocol, form: PlanForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {
        "viewpoint": viewpoint,
        "protocol": one,
        "form": form,
        "back": page_url(viewpoint, one.ref),
        "occasion": called_for((request.POST or request.GET).get("for", ""), viewpoint),
        "length": wording.length_said(one),
        "people": wording.people_said(one),
    }
    return render(request, "protocols/convening.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def gathering_protocol(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Choose which protocol a gathering follows; `?protocol=` is chosen already."""
    viewpoint, person, gathering = find_to_hold(request, slug, pk)
    plan = Plan.objects.filter(gathering=gathering).first()
    language = viewpoint.community.language
    offered = [one for one in here.all_here(viewpoint, language=language) if one.is_timed]
    in_series = gathering.series_id is not None
    form = FollowForm(
        request.POST if request.method == "POST" else None,
        offered=offered,
        in_series=in_series,
        initial={"protocol": request.GET.get("protocol") or _ref(plan), "goes_on": plan is not None and plan.goes_on},
    )
    if request.method == "POST" and form.is_valid():
        ref = form.cleaned_data["protocol"]
        try:
            if ref:
                one, _row = found(viewpoint, ref, language=language)
                goes_on = bool(form.cleaned_data.get("goes_on"))
                follow(gathering=gathering, protocol=one, by=person, goes_on=goes_on)
            else:
                let_be(gathering=gathering, by=person)
        except (IsOver, IsOff):
            form.add_error(None, _("It is over, or called off; how it went stays as it was."))
        else:
            said = _("Kept. Whoever opens its page sees how the hour goes.") if ref else _("It goes without one now.")
            messages.success(request, said)
            return HttpResponseRedirect(f"{gathering_url(gathering, viewpoint)}#order-of-the-hour")
    context = {
        "viewpoint": viewpoint,
        "gathering": gathering,
        "form": form,
        "plan": plan,
        "back": gathering_url(gathering, viewpoint),
        "address": reverse("gathering_protocol", args=[slug, pk]),
    }
    return render(request, "protocols/following.html", context, status=UNFIT if form.errors else HTTPStatus.OK)


def _ref(plan: Plan | None) -> str:
    if plan is None:
        return ""
    return f"{OWN}{plan.adaptation_id}" if plan.adaptation_id else plan.protocol
