"""The learning agenda, one thing on it, and a season's review."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.agenda.actions import items as actions
from commonplace.agenda.forms.items import EndForm, PutForm, ReviewForm, SayForm, TakingForm
from commonplace.agenda.models import Item, Kind, Review
from commonplace.agenda.queries import items as queries
from commonplace.communities.inside import as_member
from commonplace.communities.viewpoint import Viewpoint, enter
from commonplace.conversations.views.lookup import enter_to_write, writable_spaces
from commonplace.lib.sending import key_of_sending
from commonplace.people.models import Person
from commonplace.people.viewer import require_viewer
from commonplace.protocols.protocol import Protocol
from commonplace.store import paging
from commonplace.ui import words

UNFIT = HTTPStatus.UNPROCESSABLE_ENTITY
SIZE, REVIEWS = 30, 4


@require_safe
def agenda(request: HttpRequest, slug: str) -> HttpResponse:
    """What is open, what matters to most first; with `?show=ended` what came of the rest."""
    viewpoint, now = enter(request, slug), timezone.now()
    ended = request.GET.get("show") == "ended"
    page = None
    if ended:
        found = queries.seen_here(viewpoint).exclude(ended_at=None)
        page = paging.page(found, by=("-ended_at", "-pk"), after=request.GET.get("after"), size=SIZE)
    reviews = Review.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    context = {
        "viewpoint": viewpoint,
        "ended": ended,
        "page": page,
        "rows": queries.rows_of(page.items, viewpoint, now=now) if page else queries.open_here(viewpoint, now=now),
        "may_put": _may_put(viewpoint),
        "tends": actions.may_tend(viewpoint.person, viewpoint.community, now=now),
        "reviews": [] if ended else list(reviews.order_by("-at", "-pk")[:REVIEWS]),
        "most_weights": actions.MOST_WEIGHTS,
    }
    return render(request, "agenda/agenda.html", context)


@require_safe
def agenda_item(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One thing: why it matters, who carries it, which gatherings took it up and what came of it."""
    viewpoint = enter(request, slug)
    return _page(request, viewpoint, _item(viewpoint, pk))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_put(request: HttpRequest, slug: str) -> HttpResponse:
    """Put something on the agenda."""
    viewpoint = enter(request, slug)
    if viewpoint.membership is None:
        return HttpResponseRedirect(reverse("join", args=[slug]))
    viewpoint, person = _lasting(request, slug)
    offered, spaces = _offered(viewpoint), writable_spaces(viewpoint)
    first = {"kind": Kind.INQUIRY, "space": spaces[0][0].slug if spaces else ""}
    form = PutForm(request.POST if request.method == "POST" else None, initial=first, offered=offered, spaces=spaces)
    status: int = HTTPStatus.OK
    if request.method == "POST":
        status = UNFIT
        if form.is_valid():
            key = key_of_sending(form.cleaned_data["idempotency_key"], *form.said.values())
            space = form.spaces[form.cleaned_data["space"]]
            try:
                made = actions.put(by=person, space=space, idempotency_key=key, **form.said)
            except actions.TooMany:
                form.add_error(None, _("You have put much there today. Let others weigh it first."))
                status = HTTPStatus.TOO_MANY_REQUESTS
            else:
                return HttpResponseRedirect(made.url(slug))
    return render(request, "agenda/put.html", {"viewpoint": viewpoint, "form": form}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say it better."""
    viewpoint, person, item = _to_change(request, slug, pk)
    first = {"kind": item.kind, "title": item.title, "why": item.why, "protocol": item.form}
    form = SayForm(request.POST if request.method == "POST" else None, initial=first, offered=_offered(viewpoint))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(by=person, item=item, **form.said)
        except actions.IsOver:
            messages.info(request, _over())
        return HttpResponseRedirect(item.url(slug))
    context = {"viewpoint": viewpoint, "item": item, "form": form}
    return render(request, "agenda/change.html", context, status=UNFIT if form.errors else HTTPStatus.OK)


@login_required
@require_POST
def agenda_weigh(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that it is among what matters most to one, or no more."""
    viewpoint, person = _lasting(request, slug)
    item = _item(viewpoint, pk)
    if "no_more" in request.POST:
        actions.weigh_no_more(person=person, item=item)
    else:
        try:
            actions.weigh(person=person, item=item)
        except actions.AllGiven:
            messages.error(request, _("Five things matter most to you already. Take one back first."))
        except actions.IsOver:
            messages.info(request, _over())
    return HttpResponseRedirect(f"{item.url(slug)}#weight")


@login_required
@require_POST
def agenda_carry(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """See to it that something happens, or no more."""
    viewpoint, person = _lasting(request, slug)
    item = _item(viewpoint, pk)
    if "no_more" in request.POST:
        actions.lay_down(by=person, item=item)
        messages.success(request, _("You carry it no more."))
    else:
        try:
            actions.carry(by=person, item=item)
        except actions.NotTheirs:
            messages.info(request, _("Somebody carries it already."))
        except actions.IsOver:
            messages.info(request, _over())
        else:
            messages.success(request, _("You carry it: you see to it that something happens, and say what came of it."))
    return HttpResponseRedirect(f"{item.url(slug)}#carried")


@login_required
@require_POST
def agenda_take_up(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Name a gathering that takes it up."""
    viewpoint, person, item = _to_change(request, slug, pk)
    gatherings = {one.pk: one for one in queries.could_take_up(item, viewpoint, now=timezone.now())}
    form = TakingForm(request.POST, offered=[(key, "") for key in gatherings])
    if not form.is_valid():
        return _page(request, viewpoint, item, taking=form)
    try:
        actions.take_up(by=person, item=item, gathering=gatherings[form.cleaned_data["gathering"]])
        messages.success(request, _("Kept. Whoever reads this sees where it is taken up."))
    except actions.IsOver:
        messages.info(request, _over())
    return HttpResponseRedirect(f"{item.url(slug)}#gatherings")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say what came of it."""
    viewpoint, person, item = _to_change(request, slug, pk)
    form = EndForm(request.POST if request.method == "POST" else None, initial={"came_of": item.came_of})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end(by=person, item=item, came_of=form.cleaned_data["came_of"])
            messages.success(request, _("It has left the agenda. What came of it stays here."))
        except actions.IsOver:
            messages.info(request, _over())
        return HttpResponseRedirect(item.url(slug))
    context = {"viewpoint": viewpoint, "item": item, "form": form}
    return render(request, "agenda/end.html", context, status=UNFIT if form.errors else HTTPStatus.OK)


@login_required
@require_POST
def agenda_reopen(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put it on the agenda again."""
    _viewpoint, person, item = _to_change(request, slug, pk)
    actions.reopen(by=person, item=item)
    messages.success(request, _("It stands on the agenda again."))
    return HttpResponseRedirect(item.url(slug))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_review(request: HttpRequest, slug: str) -> HttpResponse:
    """What a season was good for and what is next, with what is still open beside it."""
    viewpoint, person, now = as_member(request, slug), require_viewer(request), timezone.now()
    if not actions.may_tend(person, viewpoint.community, now=now):
        raise PermissionDenied
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("served", "comes_next")}
        key = key_of_sending(form.cleaned_data["idempotency_key"], *said.values())
        actions.review(by=person, community=viewpoint.community, idempotency_key=key, **said)
        messages.success(request, _("Kept. Everyone here can read it."))
        return HttpResponseRedirect(f"{reverse('agenda', args=[slug])}#reviews")
    context = {"viewpoint": viewpoint, "form": form, "rows": queries.open_here(viewpoint, now=now)}
    return render(request, "agenda/review.html", context, status=UNFIT if form.errors else HTTPStatus.OK)


def _over() -> str:
    return _("Somebody has said what came of it. It can be put on the agenda again.")


def _may_put(viewpoint: Viewpoint) -> bool:
    return viewpoint.membership is not None and not viewpoint.membership.is_guest


def _lasting(request: HttpRequest, slug: str) -> tuple[Viewpoint, Person]:
    """Members and stewards; Http404 for those outside, PermissionDenied for guests."""
    viewpoint, person = enter_to_write(request, slug)
    if not _may_put(viewpoint):
        raise PermissionDenied
    return viewpoint, person


def _item(viewpoint: Viewpoint, pk: int) -> Item:
    found = get_object_or_404(queries.seen_here(viewpoint).weighed(), pk=pk)
    found.community = viewpoint.community
    return found


def _to_change(request: HttpRequest, slug: str, pk: int) -> tuple[Viewpoint, Person, Item]:
    viewpoint, person = _lasting(request, slug)
    item = _item(viewpoint, pk)
    if not actions.may_change(person, item, now=timezone.now()):
        raise PermissionDenied
    return viewpoint, person, item


def _offered(viewpoint: Viewpoint) -> Sequence[Protocol]:
    return queries.forms_here(viewpoint, language=viewpoint.community.language)


def _page(request: HttpRequest, viewpoint: Viewpoint, item: Item, *, taking: TakingForm | None = None) -> HttpResponse:
    now = timezone.now()
    may_change = actions.may_change(viewpoint.person, item, now=now)
    form = queries.form_of(item, viewpoint, language=viewpoint.community.language)
    could = queries.could_take_up(item, viewpoint, now=now) if may_change and not item.is_over else []
    offered = [(one.pk, f"{one.title}, {words.day(one.starts_at, now=now)}") for one in could]
    context = {
        "viewpoint": viewpoint,
        "item": item,
        "row": queries.rows_of([item], viewpoint, now=now)[0],
        "form": form,
        "calling": queries.titled(queries.calling(form, viewpoint), item) if may_change and not item.is_over else "",
        "gatherings": queries.gatherings_of(item, viewpoint),
        "taking": taking or (TakingForm(offered=offered) if offered else None),
        "may_take_part": _may_put(viewpoint),
        "may_change": may_change,
        "tends": actions.may_tend(viewpoint.person, viewpoint.community, now=now),
    }
    status = UNFIT if taking is not None else HTTPStatus.OK
    return render(request, "agenda/item.html", context, status=status)
