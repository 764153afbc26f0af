"""Beginning an undertaking: the same page for each kind, with a form of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from commonplace.communities.viewpoint import enter
from commonplace.conversations.views.lookup import enter_to_write, writable_spaces
from commonplace.lib.sending import key_of_sending
from commonplace.people.models import Person
from commonplace.undertakings.actions.beginning import TooMany, require_room
from commonplace.undertakings.forms.beginning import BeginForm
from commonplace.undertakings.models import Undertaking
from commonplace.undertakings.views.lookup import UNFIT
from commonplace.undertakings.views.offered import OFFERED

type Begin[F] = Callable[[Person, F, str | None], Undertaking]


def begin_page[F: BeginForm](
    request: HttpRequest,
    slug: str,
    *,
    name: str,
    form: type[F],
    begin: Begin[F],
    initial: Mapping[str, object] | None = None,
) -> HttpResponse:
    """The page on which one kind is begun: `name` is that of its address, `begin(person, form, key)` does it."""
    viewpoint = enter(request, slug)
    if viewpoint.membership is None:
        return HttpResponseRedirect(reverse("join", args=[slug]))
    viewpoint, person = enter_to_write(request, slug)
    if viewpoint.membership is not None and viewpoint.membership.is_guest:
        raise PermissionDenied
    spaces = writable_spaces(viewpoint)
    status: int = HTTPStatus.OK
    shown: Any = (
        form(request.POST, spaces=spaces)
        if request.method == "POST"
        else form(initial={"space": spaces[0][0].slug if spaces else "", **(initial or {})}, spaces=spaces)
    )
    if request.method == "POST":
        status = UNFIT
        if shown.is_valid():
            try:
                require_room(person, now=timezone.now())
            except TooMany:
                shown.add_error(None, _("You have begun often today. See one of it through first."))
                status = HTTPStatus.TOO_MANY_REQUESTS
            else:
                key = key_of_sending(shown.cleaned_data["idempotency_key"], *shown.content)
                made = begin(person, shown, key)
                return HttpResponseRedirect(made.url(slug))
    context = {
        "viewpoint": viewpoint,
        "form": shown,
        "offered": next(one for one in OFFERED if one.begins == name),
        "address": reverse(name, args=[slug]),
    }
    return render(request, "undertakings/beginning.html", context, status=status)
