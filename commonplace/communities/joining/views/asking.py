"""Asking to join: the page at the door, waiting, and the stewards' answers."""

from __future__ import annotations

from collections.abc import Sequence

from allauth.account.utils import complete_signup
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.communities.joining import queries as arrivals
from commonplace.communities.joining.actions.asking import (
    AlreadyAnswered,
    AnsweredLately,
    ByInvitationOnly,
    answer_request,
    ask_to_join,
    withdraw_request,
)
from commonplace.communities.joining.forms import AnswerForm, JoinForm, StrangerJoinForm
from commonplace.communities.joining.pending import forget_line, keep_line, kept_line
from commonplace.communities.membership.queries import departure
from commonplace.communities.models import JoinRequest, Membership
from commonplace.communities.reasons.queries import saved_reasons
from commonplace.communities.reasons.views import keep_if_ticked
from commonplace.communities.viewpoint import Viewpoint, byline_outside, enter
from commonplace.lib.direction import isolated
from commonplace.people.viewer import require_viewer

LINE = "cares_about"
WINDOWS = 24


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to join, or come in where the door is open; while one waits, see what is public and whom one waits for."""
    viewpoint = enter(request, slug, inside=False)
    if viewpoint.membership is not None and not viewpoint.membership.is_guest:
        return redirect("community", slug)
    if viewpoint.community.is_by_invitation:
        return render(request, "communities/joining/by_invitation.html", _around(viewpoint))
    asked = arrivals.request_of(viewpoint.person, viewpoint.community)
    if request.method == "POST":
        return _ask(request, viewpoint)
    if asked is not None and asked.answered_at is None:
        context = {**_around(viewpoint, has_asked=True), "asked": asked}
        return render(request, "communities/joining/waiting.html", context)
    line = kept_line(request, slug)
    said = viewpoint.membership.cares_about if viewpoint.membership else line
    form = StrangerJoinForm() if viewpoint.person is None else JoinForm(initial={LINE: said})
    is_no = asked is not None and asked.accepted is False and asked.answered_by_id is not None
    refused = asked if is_no else None
    context = {**_around(viewpoint), "form": form, "is_kept": bool(line), "refused": refused}
    return render(request, "communities/joining/join.html", context)


def _ask(request: HttpRequest, viewpoint: Viewpoint) -> HttpResponse:
    community = viewpoint.community
    if viewpoint.person is None:
        return _ask_as_stranger(request, viewpoint)
    form = JoinForm(request.POST)
    if not form.is_valid():
        return render(request, "communities/joining/join.html", {**_around(viewpoint), "form": form}, status=422)
    try:
        answer = ask_to_join(person=viewpoint.person, community=community, cares_about=form.cleaned_data[LINE])
    except AnsweredLately:
        form.add_error(None, _("A steward answered you a short while ago. Ask again in two weeks, or write to them."))
        return render(request, "communities/joining/join.html", {**_around(viewpoint), "form": form}, status=422)
    except ByInvitationOnly:
        return redirect("join", community.slug)
    forget_line(request)
    if isinstance(answer, Membership):
        if viewpoint.is_member:
            messages.success(request, _("You are a member now. Nothing more is expected of you than before."))
        else:
            messages.success(request, _("You are in. Look around; nothing is expected of you."))
        return redirect("community", community.slug)
    return redirect("join", community.slug)


def _ask_as_stranger(request: HttpRequest, viewpoint: Viewpoint) -> HttpResponse:
    """Make the account first, by allauth's own steps; the line is sent once the address is confirmed."""
    slug = viewpoint.community.slug
    if not ratelimit.consume(request, action="signup"):
        too_fast: HttpResponse = ratelimit.respond_429(request)
        return too_fast
    form = StrangerJoinForm(request.POST)
    if not form.is_valid():
        return render(request, "communities/joining/join.html", {**_around(viewpoint), "form": form}, status=422)
    keep_line(request, slug=slug, line=form.cleaned_data[LINE], address=form.cleaned_data["email"])
    person, response = form.try_save(request)
    if response is None:
        response = complete_signup(request, person, None, reverse("join", args=[slug]))
    # Where the address is known here already, a letter says so and the page does not.
    answer: HttpResponse = response
    return answer


def _around(viewpoint: Viewpoint, *, has_asked: bool = False) -> dict[str, object]:
    """What every page at this door shows: the community, what is public in it, and who tends it.

    Stewards are named to those who have asked them something, and to others where they agreed to it.
    """
    community = viewpoint.community
    tending = list(arrivals.stewards_of(community))
    if viewpoint.is_member or has_asked:
        stewards = [viewpoint.byline_for(row.person) for row in tending]
    else:
        stewards = [byline_outside(row) for row in arrivals.named_outside(community) if row.is_steward]
    return {
        "viewpoint": viewpoint,
        "community": community,
        "windows": list(community.spaces.visible_to(None).order_by("position", "pk")[:WINDOWS]),
        "stewards": stewards,
        "steward_count": len(tending),
        "steward_names": ", ".join(one.name for one in stewards),
        "is_open": community.is_openly_joined,
        "is_guest": viewpoint.is_member,
    }


@login_required
@require_POST
def join_withdrawal(request: HttpRequest, slug: str) -> HttpResponse:
    """Take one's question back."""
    viewpoint = enter(request, slug, inside=False)
    asked = arrivals.request_of(viewpoint.person, viewpoint.community)
    if asked is not None:
        try:
            withdraw_request(request=asked)
            messages.info(request, _("Taken back. You may ask again whenever you like."))
        except AlreadyAnswered:
            messages.info(request, _("A steward answered before you took it back."))
    if viewpoint.community.is_private and not viewpoint.is_member:
        return redirect("home")  # without the question its existence is not theirs to know
    return redirect("join", slug)


@login_required
@require_safe
def join_requests(request: HttpRequest, slug: str) -> HttpResponse:
    """Those who wait at the door, for stewards."""
    viewpoint = _as_steward(request, slug)
    asked = list(arrivals.open_requests(viewpoint.community)[:50])
    reasons = saved_reasons(viewpoint)
    context = _door(viewpoint, [(one, AnswerForm(prefix=str(one.pk), reasons=reasons)) for one in asked])
    return render(request, "communities/joining/requests.html", context)


@login_required
@require_POST
def join_request(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Answer one who waits."""
    viewpoint = _as_steward(request, slug)
    asked = get_object_or_404(arrivals.request_rows(viewpoint.community), pk=pk)
    form = AnswerForm(request.POST, prefix=str(pk), reasons=saved_reasons(viewpoint))
    if not form.is_valid():
        context = _door(viewpoint, [(asked, form)])
        return render(request, "communities/joining/requests.html", context, status=422)
    try:
        said = form.cleaned_data
        answer_request(by=require_viewer(request), request=asked, accept=said["accept"], words=said["words"])
        keep_if_ticked(request, viewpoint, form)
        messages.success(
            request, _("Your line is on its way to %(name)s.") % {"name": isolated(viewpoint.name_of(asked.person))}
        )
    except AlreadyAnswered:
        messages.info(request, _("Someone answered before you; nothing was sent twice."))
    return redirect("join_requests", slug)


def _door(viewpoint: Viewpoint, asked: Sequence[tuple[JoinRequest, AnswerForm]]) -> dict[str, object]:
    """Those who wait, with the form that answers each, what they are here as guests or how they left."""
    places = arrivals.places_of([one for one, _form in asked])
    waiting = []
    for one, form in asked:
        place = places.get(one.person_id)
        byline = viewpoint.byline_for(one.person)
        waiting.append((one, byline, form, place, departure(place, viewpoint) if place else None))
    return {"viewpoint": viewpoint, "community": viewpoint.community, "waiting": waiting}


def _as_steward(request: HttpRequest, slug: str) -> Viewpoint:
    viewpoint = enter(request, slug)
    if not viewpoint.is_steward:
        raise Http404
    return viewpoint
