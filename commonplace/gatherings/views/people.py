"""For those who hold a gathering: whom they ask, with whom they hold it, and who was there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from commonplace.conversations.views.lookup import number_in
from commonplace.gatherings.actions import asking, attending
from commonplace.gatherings.actions.answering import IsOff, IsOver
from commonplace.gatherings.forms.answering import GuestForm, OthersForm
from commonplace.gatherings.models import Answer, Gathering
from commonplace.gatherings.queries import choosing
from commonplace.gatherings.queries.page import hosts_of
from commonplace.gatherings.views.convening import deed_page
from commonplace.gatherings.views.lookup import find_to_hold, page_url
from commonplace.people.models import Person

MAY_BE_SAID = {one.value for one in Answer.Came}
# What one screen offers of somebody who answered; who had not, walked in.
SAID_OF = (Answer.Came.HERE, Answer.Came.PHONE, Answer.Came.NOT)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def gathering_asking(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask members by name to come, or to hold it with one."""
    viewpoint, person, here = find_to_hold(request, slug, pk)
    if request.method == "POST":
        chosen = [number for one in request.POST.getlist("person") if (number := number_in(one)) is not None]
        try:
            if "host" in request.POST:
                _share(person, here, chosen[:5])
                said = _("They hold it with you now.")
            else:
                asked = asking.ask(by=person, gathering=here, people=chosen[: asking.AT_ONCE])
                said = ngettext("%(n)d person is asked.", "%(n)d people are asked.", asked) % {"n": asked}
        except (IsOver, IsOff):
            messages.error(request, _("It is over, or called off; nobody is asked any more."))
        except asking.Unproven:
            messages.error(request, _("Confirm your own mail address first; then letters go out in your name."))
        except asking.TooManyAsked:
            messages.error(request, _("That is enough for one day."))
        else:
            messages.success(request, said)
        return HttpResponseRedirect(reverse("gathering_asking", args=[slug, pk]))
    asked_for = request.GET.get("q", "")[:80]
    context = {
        "people": choosing.to_ask(here, viewpoint, asked=asked_for, now=timezone.now()),
        "asked": asked_for,
        "waits": choosing.asked_so_far(here, viewpoint),
    }
    return deed_page(request, viewpoint, here, "asking", None, **context)


def _share(by: Person, here: Gathering, chosen: list[int]) -> None:
    for other in Person.objects.filter(pk__in=chosen).order_by("pk"):
        try:
            asking.share(by=by, gathering=here, person=other)
        except asking.Unfit:
            continue


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def gathering_hosts(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Who holds it, with which part; and letting somebody go from it."""
    viewpoint, person, here = find_to_hold(request, slug, pk)
    if request.method == "POST":
        host = get_object_or_404(here.hosts.select_related("gathering"), pk=number_in(request.POST.get("host")))
        asking.let_go(by=person, host=host)
        return HttpResponseRedirect(page_url(here, viewpoint))
    return deed_page(request, viewpoint, here, "hosts", None, held=hosts_of(here, viewpoint))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def gathering_guests(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Guests from outside, to this gathering alone."""
    viewpoint, person, here = find_to_hold(request, slug, pk)
    if "uninvite" in request.POST:
        guest = get_object_or_404(here.invited.all(), pk=number_in(request.POST["uninvite"]))
        asking.uninvite(by=person, guest=guest)
        messages.success(request, _("Their link opens nothing any more."))
        return HttpResponseRedirect(reverse("gathering_guests", args=[slug, pk]))
    form = GuestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            asking.invite_guest(by=person, gathering=here, address=said["address"], name=said["name"])
        except asking.Unproven:
            form.add_error(None, _("Confirm your own mail address first; then letters go out in your name."))
        except asking.TooManyAsked:
            form.add_error(None, _("That is enough for one day."))
        except (IsOver, IsOff):
            form.add_error(None, _("It is over, or called off; nobody is asked any more."))
        else:
            messages.success(request, _("A letter is on its way."))
            return HttpResponseRedirect(reverse("gathering_guests", args=[slug, pk]))
    return deed_page(request, viewpoint, here, "guests", form, guests=choosing.guests_of(here))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Who was there, in one screen: those who said so, walk-ins, people by phone."""
    viewpoint, person, here = find_to_hold(request, slug, pk)
    form = OthersForm(request.POST if request.method == "POST" else None, initial={"others": here.others_came or None})
    if request.method == "POST" and "find" not in request.POST and form.is_valid():
        try:
            attending.confirm_attendance(
                by=person,
                gathering=here,
                came=_said(request, "came"),
                guests=_said(request, "guest"),
                others=form.cleaned_data["others"] or 0,
            )
        except attending.NotYet:
            form.add_error(None, _("It has not begun, or does not take place."))
        else:
            messages.success(request, _("Kept. You can correct it at any time."))
            return HttpResponseRedirect(page_url(here, viewpoint))
    asked_for = request.POST.get("q", "")[:80]
    walk_ins = choosing.to_walk_in(here, viewpoint, asked=asked_for, now=timezone.now()) if asked_for else []
    context: dict[str, Any] = {
        "rows": choosing.attendance_of(here, viewpoint, said=_said(request, "came") if request.POST else None),
        "guests": choosing.guests_of(here),
        "walk_ins": walk_ins,
        "asked": asked_for,
        "is_ready": here.is_address_open(timezone.now()) or here.is_over(timezone.now()),
        "came_ways": [(one.value, one.label) for one in SAID_OF],
    }
    return deed_page(request, viewpoint, here, "attendance", form, **context)


def _said(request: HttpRequest, prefix: str) -> dict[int, str]:
    """What the form says of each, by their key: `came-41=phone`."""
    found = {}
    for name, value in request.POST.items():
        kind, _dash, key = name.partition("-")
        number = number_in(key)
        if kind == prefix and number is not None and value in MAY_BE_SAID:
            found[number] = str(value)
    return found
