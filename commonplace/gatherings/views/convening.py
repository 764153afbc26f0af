"""Calling people together, changing what was said, and calling it off."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonplace.communities.audience import audience_of_space
from commonplace.communities.reasons.queries import saved_reasons
from commonplace.communities.reasons.views import keep_if_ticked
from commonplace.communities.viewpoint import Viewpoint, enter
from commonplace.conversations.models import Draft
from commonplace.conversations.views.drafts import FULL, Sheet, sheet
from commonplace.conversations.views.lookup import enter_to_write, number_in, writable_spaces
from commonplace.gatherings.actions.changing import IsLooser, IsOff, IsOver, IsTalkedAbout, call_off, change
from commonplace.gatherings.actions.convening import TooMany, convene, require_room
from commonplace.gatherings.actions.polling import ask_when
from commonplace.gatherings.actions.rights import may_hold
from commonplace.gatherings.actions.serial import begin_series, end_series, may_lead
from commonplace.gatherings.actions.serial_changes import NotMovable, change_series
from commonplace.gatherings.forms.answering import CallingOffForm, EndingForm
from commonplace.gatherings.forms.convening import DRAFT, DRAFTED, PlanForm, Reach, asked_for, initial_of
from commonplace.gatherings.models import Gathering
from commonplace.gatherings.occasions import called_for
from commonplace.gatherings.views.lookup import find_to_answer, find_to_hold, gathering_or_404, page_url
from commonplace.lib.sending import key_of_sending
from commonplace.people.models import Person

UNFIT = HTTPStatus.UNPROCESSABLE_ENTITY


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def convening(request: HttpRequest, slug: str) -> HttpResponse:
    """Call people together; begun from nothing, from a draft (`?draft=`) or from an earlier gathering (`?copy=`).

    `on`, `at`, `zone` and `minutes` may be asked for in the address, and what it is called `for`.
    """
    viewpoint = enter(request, slug)
    if not viewpoint.is_member:
        return HttpResponseRedirect(reverse("join", args=[slug]))
    viewpoint, person = enter_to_write(request, slug)
    if viewpoint.membership is not None and viewpoint.membership.is_guest:
        raise PermissionDenied
    spaces = writable_spaces(viewpoint)
    if request.method != "POST":
        begun: dict[str, Any] = {
            "zone": _own_zone(person),
            "space": spaces[0][0].slug if spaces else "",
            "place": DRAFT,
        }
        draft = _draft(request, viewpoint)
        if (copied := number_in(request.GET.get("copy"))) is not None:
            earlier = gathering_or_404(viewpoint, copied)
            # Where one meets online is told ten minutes before, to those who come: a copy is made by anyone.
            kept = {"on"} if may_hold(person, earlier) else {"on", "link", "telephone"}
            begun |= {name: said for name, said in initial_of(earlier).items() if name not in kept}
            begun["space"] = earlier.space.slug
        if draft is not None:
            begun |= draft.words | {"begun": draft.state, "place": DRAFT}
        begun |= asked_for(request.GET)
        return _page(request, viewpoint, PlanForm(initial=begun, spaces=spaces), draft=draft)
    form = PlanForm(request.POST, spaces=spaces)
    words = {name: request.POST.get(name, "") for name in DRAFTED}
    on = sheet(request, viewpoint, DRAFT)
    if "draft" in request.POST:
        return _kept(request, viewpoint, form, on, words)
    status = UNFIT
    if form.is_valid():
        try:
            require_room(person, now=timezone.now())
        except TooMany:
            form.add_error(None, _("You have called people together often today. Let some of it happen first."))
            status = HTTPStatus.TOO_MANY_REQUESTS
        else:
            space, rule = form.spaces[form.cleaned_data["space"]], "" if form.is_open else form.whole_rule()
            key = key_of_sending(form.cleaned_data["idempotency_key"], *words.values())
            occasion = called_for(request.POST.get("for", ""), viewpoint)
            with transaction.atomic():
                if form.is_open:
                    made = ask_when(
                        by=person,
                        space=space,
                        plan=form.plan(),
                        walls=form.walls,
                        until=form.closes,
                        asks_everyone=form.cleaned_data["asks"] != "named",
                        idempotency_key=key,
                    )
                elif rule:
                    made = begin_series(by=person, space=space, plan=form.plan(), rule=rule, idempotency_key=key)
                else:
                    made = convene(by=person, space=space, plan=form.plan(), idempotency_key=key)
                if occasion is not None:
                    occasion.tie(made, by=person)
            on.drop(words)
            return HttpResponseRedirect(page_url(made, viewpoint))
    is_kept = on.keep_if_there_is_room(words)
    return _page(request, viewpoint, form, status=status, is_in_drafts=is_kept)


def _kept(request: HttpRequest, viewpoint: Viewpoint, form: PlanForm, on: Sheet, words: dict[str, str]) -> HttpResponse:
    """What was begun, among one's drafts."""
    if not on.keep(words):
        form.is_valid()
        form.add_error(None, FULL)
        return _page(request, viewpoint, form, status=HTTPStatus.CONFLICT)
    messages.success(request, _("Kept among your drafts, for you alone."))
    return HttpResponseRedirect(reverse("drafts", args=[viewpoint.community.slug]))


def _page(
    request: HttpRequest,
    viewpoint: Viewpoint,
    form: PlanForm,
    *,
    draft: Draft | None = None,
    status: int = HTTPStatus.OK,
    is_in_drafts: bool = False,
) -> HttpResponse:
    begun = None
    if request.method != "POST" and draft is None:
        begun = _drafts(viewpoint).order_by("-changed_at", "-pk").first()
    context = {
        "viewpoint": viewpoint,
        "form": form,
        "draft": draft,
        "begun": begun,
        "has_choice": True,
        "occasion": called_for((request.POST or request.GET).get("for", ""), viewpoint),
        "is_in_drafts": is_in_drafts,
        "deed": "convening",
        "address": reverse("convening", args=[viewpoint.community.slug]),
    }
    return render(request, "gatherings/convening.html", context, status=status)


def _own_zone(person: Person) -> str:
    return person.time_zone or timezone.get_current_timezone_name()


def _drafts(viewpoint: Viewpoint) -> Any:
    return Draft.objects.filter(person=viewpoint.person, community=viewpoint.community, place=DRAFT)


def _draft(request: HttpRequest, viewpoint: Viewpoint) -> Draft | None:
    named = number_in(request.GET.get("draft"))
    found: Draft | None = _drafts(viewpoint).filter(pk=named).first() if named is not None else None
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def gathering_change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change what is said of a gathering."""
    viewpoint, person, gathering = find_to_hold(request, slug, pk)
    if gathering.series is not None:
        gathering.series.community = viewpoint.community
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        initial=initial_of(gathering),
        of=gathering,
        leads=gathering.series is not None and gathering.series.ended_at is None and may_lead(person, gathering.series),
    )
    if request.method == "POST" and form.is_valid():
        reach = form.cleaned_data.get("reach") or Reach.THIS
        try:
            if reach == Reach.THIS:
                change(by=person, gathering=gathering, plan=form.plan())
            else:
                change_series(by=person, gathering=gathering, plan=form.plan(), from_now_on=reach == Reach.ALL)
        except IsLooser:
            form.add_error("confidence", _("People have answered under a stricter word. It stays so."))
        except IsTalkedAbout:
            talked = _("It has been talked about under a looser word. To hold it closer, call people together anew.")
            form.add_error("confidence", talked)
        except IsOver:
            form.add_error(None, _("It is over; what was said of it stays."))
        except IsOff:
            form.add_error(None, _("It was called off; call people together anew instead."))
        except NotMovable:
            form.add_error("on", _("By its rule the dates cannot all move to that day. Change the hour, or one date."))
        else:
            messages.success(request, _("Kept. Whoever comes is told, in one letter, where time or place is another."))
            return HttpResponseRedirect(page_url(gathering, viewpoint))
    address = reverse("gathering_change", args=[slug, pk])
    return deed_page(request, viewpoint, gathering, "change", form, address=address)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def calling_off(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that it does not take place, and why."""
    viewpoint, person, gathering = find_to_hold(request, slug, pk)
    form = CallingOffForm(request.POST if request.method == "POST" else None, reasons=saved_reasons(viewpoint))
    if request.method == "POST" and form.is_valid():
        try:
            call_off(by=person, gathering=gathering, why=form.cleaned_data["why"])
        except IsOver:
            form.add_error(None, _("It is over; it has taken place."))
        else:
            keep_if_ticked(request, viewpoint, form)
            messages.success(request, _("It is called off, and whoever would have come is told."))
            return HttpResponseRedirect(page_url(gathering, viewpoint))
    return deed_page(request, viewpoint, gathering, "calling_off", form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def series_end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """End the series that a gathering is a date of, and say why."""
    viewpoint, person, gathering = find_to_answer(request, slug, pk)
    if gathering.series is None:
        raise Http404(pk)
    gathering.series.community = viewpoint.community
    if not may_lead(person, gathering.series):
        raise PermissionDenied
    form = EndingForm(request.POST if request.method == "POST" else None, reasons=saved_reasons(viewpoint))
    if request.method == "POST" and form.is_valid():
        end_series(by=person, series=gathering.series, why=form.cleaned_data["why"])
        keep_if_ticked(request, viewpoint, form)
        messages.success(request, _("The series has ended; whoever would have come to a date of it is told."))
        return HttpResponseRedirect(reverse("gatherings", args=[slug]))
    return deed_page(request, viewpoint, gathering, "ending", form)


def deed_page(
    request: HttpRequest, viewpoint: Viewpoint, gathering: Gathering, deed: str, form: Any, **more: object
) -> HttpResponse:
    """The small page on which something is decided about a gathering."""
    context = {
        "viewpoint": viewpoint,
        "gathering": gathering,
        "form": form,
        "sight": audience_of_space(gathering.space, viewpoint),
        "back": page_url(gathering, viewpoint),
        **more,
    }
    status = UNFIT if form is not None and form.errors else HTTPStatus.OK
    return render(request, f"gatherings/{deed}.html", context, status=status)
