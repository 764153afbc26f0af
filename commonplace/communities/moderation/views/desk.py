"""Flags, holds and appeals, and the log that everyone here can read."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.communities import content
from commonplace.communities.inside import as_member, as_steward
from commonplace.communities.looks.actions import keep_looks
from commonplace.communities.models import Flag, Hold, Looked
from commonplace.communities.moderation import actions as moderating
from commonplace.communities.moderation import queries
from commonplace.communities.moderation.forms import AppealForm, FlagForm, HoldForm, ReleaseForm
from commonplace.communities.reasons.queries import saved_reasons
from commonplace.communities.reasons.views import keep_if_ticked
from commonplace.communities.viewpoint import Viewpoint, enter
from commonplace.people.viewer import require_viewer
from commonplace.store.paging import page


@login_required
@require_safe
def moderation(request: HttpRequest, slug: str) -> HttpResponse:
    """What lies before the stewards."""
    viewpoint = as_steward(request, slug)
    desk = queries.desk(viewpoint)
    _keep_looks(request, viewpoint, desk.whose_is_held)
    context = {**_around(viewpoint), "desk": desk}
    return render(request, "communities/moderation/desk.html", context)


def _keep_looks(request: HttpRequest, viewpoint: Viewpoint, people: Iterable[int]) -> None:
    """Keep that a steward reads what nobody but its author reads beside them."""
    by = require_viewer(request)
    keep_looks(what=Looked.MODERATED, by=by, community=viewpoint.community, people=people)


@require_safe
def moderation_log(request: HttpRequest, slug: str) -> HttpResponse:
    """What was held and let go, with reasons and without names."""
    viewpoint = enter(request, slug)
    # The reasons were written for those inside; a window shows its space, not the whole house.
    if not viewpoint.is_member and not viewpoint.community.is_public:
        raise Http404(slug)
    holds = page(
        Hold.objects.filter(community=viewpoint.community), by=("-at", "-pk"), after=request.GET.get("after"), size=40
    )
    lines = [(content.words_for(hold.kind), hold) for hold in holds.items]
    return render(request, "communities/moderation/log.html", {**_around(viewpoint), "lines": lines, "page": holds})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def flag(request: HttpRequest, slug: str, kind: str, object_id: int) -> HttpResponse:
    """Ask the stewards to look at something."""
    viewpoint = as_member(request, slug)
    thing = _thing(viewpoint, kind, object_id)
    form = FlagForm(request.POST or None)
    status = _status(request)
    if request.method == "POST" and form.is_valid():
        try:
            moderating.flag(
                by=require_viewer(request),
                kind=kind,
                object_id=object_id,
                community=viewpoint.community,
                why=form.cleaned_data["why"],
            )
        except moderating.TooManyFlags as too_many:
            form.add_error(None, too_many.words)
            status = HTTPStatus.TOO_MANY_REQUESTS
        else:
            messages.success(request, _("Thank you. A steward will look at it; nobody is told who asked."))
            return redirect(thing.url)
    context = {**_around(viewpoint), "thing": thing, "kind_words": content.words_for(kind), "form": form}
    return render(request, "communities/moderation/flag.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest, slug: str, kind: str, object_id: int) -> HttpResponse:
    """Hold something back, or hide it."""
    viewpoint = as_steward(request, slug)
    thing = _thing(viewpoint, kind, object_id)
    form = HoldForm(request.POST or None, reasons=saved_reasons(viewpoint))
    if request.method == "POST" and form.is_valid():
        try:
            moderating.hold(
                by=require_viewer(request),
                kind=kind,
                object_id=object_id,
                community=viewpoint.community,
                why=form.cleaned_data["why"],
                measure=form.cleaned_data["measure"],
            )
            keep_if_ticked(request, viewpoint, form)
            messages.success(request, _("Held back. Its author sees the reason and may appeal."))
        except moderating.AlreadyHeld:
            messages.info(request, _("It is held back already."))
        return redirect("moderation", slug)
    one = queries.read(kind, object_id, viewpoint)
    _keep_looks(request, viewpoint, one.whose_is_held)
    context = {
        **_around(viewpoint),
        "thing": thing,
        "kind_words": content.words_for(kind),
        "form": form,
        "one": one,
    }
    return render(request, "communities/moderation/hold.html", context, status=_status(request))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let what was held be read again."""
    viewpoint = as_steward(request, slug)
    standing = get_object_or_404(
        Hold.objects.in_force().select_related("community"), community=viewpoint.community, pk=pk
    )
    form = ReleaseForm(request.POST or None, reasons=saved_reasons(viewpoint))
    if request.method == "POST" and form.is_valid():
        try:
            moderating.release(by=require_viewer(request), hold=standing, why=form.cleaned_data["why"])
            keep_if_ticked(request, viewpoint, form)
            messages.success(request, _("It can be read again."))
        except moderating.AlreadyReleased:
            messages.info(request, _("Another steward let it go before you."))
        return redirect("moderation", slug)
    one = queries.read(standing.kind, standing.object_id, viewpoint)
    _keep_looks(request, viewpoint, one.whose_is_held)
    context = {
        **_around(viewpoint),
        "hold": standing,
        "one": one,
        "thing": one.thing,
        "kind_words": content.words_for(standing.kind),
        "form": form,
    }
    return render(request, "communities/moderation/release.html", context, status=_status(request))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask for a second look at what one wrote."""
    viewpoint = enter(request, slug)
    person = require_viewer(request)
    standing = get_object_or_404(
        Hold.objects.in_force().select_related("community"), community=viewpoint.community, pk=pk
    )
    thing = content.describe(standing.kind, [standing.object_id], person).get(standing.object_id)
    if thing is None or thing.author_id != person.pk:
        raise Http404
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            moderating.appeal(by=person, hold=standing, words=form.cleaned_data["words"])
            messages.success(request, _("A steward will look again and answer you here."))
        except moderating.AlreadyAppealed:
            messages.info(request, _("You have asked already; a steward will answer you here."))
        except moderating.AlreadyReleased:
            messages.info(request, _("It was let go a moment ago."))
        return redirect(thing.url)
    context = {
        **_around(viewpoint),
        "hold": standing,
        "thing": thing,
        "kind_words": content.words_for(standing.kind),
        "form": form,
    }
    return render(request, "communities/moderation/appeal.html", context, status=_status(request))


@login_required
@require_POST
def looked(request: HttpRequest, slug: str, kind: str, object_id: int) -> HttpResponse:
    """Say of everything flagged on one thing that it was looked at and may stay."""
    viewpoint = as_steward(request, slug)
    person = require_viewer(request)
    flags = Flag.objects.filter(
        community=viewpoint.community, kind=kind, object_id=object_id, settled_at__isnull=True
    ).select_related("community")
    for one in flags:
        try:
            moderating.settle_flag(by=person, flag=one)
        except moderating.AlreadyLooked:
            continue
    messages.success(request, _("It stays as it is."))
    return redirect("moderation", slug)


def _thing(viewpoint: Viewpoint, kind: str, object_id: int) -> content.Thing:
    """What the page is about; raises Http404 where it cannot be held, is not here, or is not the viewer's to see."""
    if not content.may_be_held(kind):
        raise Http404(kind)
    thing = content.describe(kind, [object_id], viewpoint.person).get(object_id)
    if thing is None or thing.community_id != viewpoint.community.pk:
        raise Http404(object_id)
    return thing


def _around(viewpoint: Viewpoint) -> dict[str, object]:
    back = reverse("about", args=[viewpoint.community.slug])
    base = "ui/book.html" if viewpoint.is_member else "ui/public.html"
    return {"viewpoint": viewpoint, "community": viewpoint.community, "back": back, "base": base}


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200
