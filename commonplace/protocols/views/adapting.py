"""A community changes a protocol and keeps its own; and takes one out again."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonplace.communities.audience import audience_of_space
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.views.lookup import writable_spaces
from commonplace.lib.sending import key_of_sending
from commonplace.people.models import Person
from commonplace.protocols.actions.adapting import (
    IsWithdrawn,
    TooMany,
    adapt,
    may_change,
    require_room,
    revise,
    withdraw,
)
from commonplace.protocols.forms.adapting import AdaptationForm
from commonplace.protocols.models import Adaptation
from commonplace.protocols.protocol import OWN, Protocol
from commonplace.protocols.views.lookup import find_to_make, page_url

UNFIT = HTTPStatus.UNPROCESSABLE_ENTITY


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def protocol_adapting(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Keep a protocol, changed, as the community's own."""
    viewpoint, person, one, row = find_to_make(request, slug, ref)
    spaces = writable_spaces(viewpoint)
    first = {"space": spaces[0][0].slug} if spaces else {}
    data = request.POST if request.method == "POST" else None
    form = AdaptationForm(data, like=one, spaces=spaces, is_new=True, initial=first)
    if "more" in request.POST:
        return _page(request, viewpoint, one, _with_more(request, one, spaces=spaces, is_new=True))
    if request.method == "POST" and form.is_valid():
        try:
            require_room(person, now=timezone.now())
        except TooMany:
            form.add_error(None, _("You have made many today. Try some of them first."))
            return _page(request, viewpoint, one, form, status=HTTPStatus.TOO_MANY_REQUESTS)
        made = adapt(
            by=person,
            space=form.spaces[form.cleaned_data["space"]],
            protocol=form.protocol(),
            after=row,
            idempotency_key=key_of_sending(form.cleaned_data["idempotency_key"], ref, _said(request)),
        )
        messages.success(request, _("Kept, as your own. What it came from stands beside it."))
        return HttpResponseRedirect(page_url(viewpoint, f"{OWN}{made.pk}"))
    return _page(request, viewpoint, one, form, status=UNFIT if form.errors else HTTPStatus.OK)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def protocol_changing(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Change what is the community's own already."""
    viewpoint, person, one, row = _own(request, slug, ref)
    data = request.POST if request.method == "POST" else None
    form = AdaptationForm(data, like=one, is_new=False)
    if "more" in request.POST:
        return _page(request, viewpoint, one, _with_more(request, one, is_new=False), row=row)
    if request.method == "POST" and form.is_valid():
        try:
            revise(by=person, adaptation=row, protocol=form.protocol())
        except IsWithdrawn:
            raise Http404(ref) from None
        messages.success(request, _("Kept. What follows it already goes on as it was chosen."))
        return HttpResponseRedirect(page_url(viewpoint, ref))
    return _page(request, viewpoint, one, form, row=row, status=UNFIT if form.errors else HTTPStatus.OK)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def protocol_withdrawing(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Take one out."""
    viewpoint, person, one, row = _own(request, slug, ref)
    if request.method == "POST":
        withdraw(by=person, adaptation=row)
        messages.success(request, _("It is taken out. What follows it already goes on."))
        return HttpResponseRedirect(reverse("protocols", args=[slug]))
    context = {"viewpoint": viewpoint, "protocol": one, "back": page_url(viewpoint, ref)}
    return render(request, "protocols/withdrawing.html", context)


def _own(request: HttpRequest, slug: str, ref: str) -> tuple[Viewpoint, Person, Protocol, Adaptation]:
    viewpoint, person, one, row = find_to_make(request, slug, ref)
    if row is None:
        raise Http404(ref)
    if not may_change(row, viewpoint):
        raise PermissionDenied
    row.community = viewpoint.community
    return viewpoint, person, one, row


def _with_more(request: HttpRequest, one: Protocol, **kw: object) -> AdaptationForm:
    """The form as it was filled in, with more empty steps, and nothing complained of yet."""
    before = AdaptationForm(request.POST, like=one, **kw)  # type: ignore[arg-type]
    number = len(before.steps()) + 3
    initial = {name: field.value() for name, field in ((name, before[name]) for name in before.fields)}
    places = {f"place_{n}": n + 1 for n in range(len(before.steps()), number)}
    return AdaptationForm(like=one, rows=number, initial={**initial, **places, "rows": number}, **kw)  # type: ignore[arg-type]


def _said(request: HttpRequest) -> list[tuple[str, list[str]]]:
    left_out = ("csrfmiddlewaretoken", "idempotency_key")
    return sorted((name, values) for name, values in request.POST.lists() if name not in left_out)


def _page(
    request: HttpRequest,
    viewpoint: Viewpoint,
    one: Protocol,
    form: AdaptationForm,
    *,
    row: Adaptation | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "viewpoint": viewpoint,
        "protocol": one,
        "form": form,
        "row": row,
        "back": page_url(viewpoint, one.ref),
        "audience": audience_of_space(row.space, viewpoint) if row is not None else None,
    }
    return render(request, "protocols/adapting.html", context, status=status)
