"""Introductions: what one was asked, whom one was introduced to, and for stewards who could be."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonplace.communities.inside import as_member, as_steward
from commonplace.communities.viewpoint import Viewpoint
from commonplace.people.viewer import require_viewer
from commonplace.weaving import by_link
from commonplace.weaving.actions import answering, introducing
from commonplace.weaving.forms import AnswerForm, CameForm, ProposalForm
from commonplace.weaving.models import ASKED_FOR, Came, Introduction, Side, Unintroduced
from commonplace.weaving.queries import introductions as queries
from commonplace.weaving.queries.suggesting import suggested


@login_required
@require_safe
def introductions(request: HttpRequest, slug: str) -> HttpResponse:
    """What one was asked, and what a steward could propose."""
    return _page(request, as_member(request, slug))


@login_required
@require_POST
def introductions_willing(request: HttpRequest, slug: str) -> HttpResponse:
    """Be proposed to nobody, or be proposed again."""
    viewpoint, person = as_member(request, slug), require_viewer(request)
    if "no" in request.POST:
        answering.be_left_alone(by=person, community=viewpoint.community)
        messages.success(request, _("You are proposed to nobody here any more."))
    else:
        answering.be_proposed(by=person, community=viewpoint.community)
        messages.success(request, _("You may be proposed again; you are asked each time."))
    return _back(slug, "willing")


@login_required
@require_safe
def introduction(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One that one was asked about: why, yes or no; and once both said yes, with whom."""
    viewpoint, found = _asked_or_404(request, slug, pk)
    seen = queries.seen(found, viewpoint, now=timezone.now())
    context = {
        "viewpoint": viewpoint,
        "seen": seen,
        "said": by_link.said_back(found, seen.side),
        "ways": Side.Says.choices,
        "outcomes": Came.choices,
        "came": seen.side.get_came_display(),
    }
    return render(request, "weaving/introduction.html", context)


@login_required
@require_POST
def introduction_answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say yes or no."""
    _viewpoint, found = _asked_or_404(request, slug, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose yes or no."))
        return _to(slug, pk)
    try:
        answering.answer(by=require_viewer(request), introduction=found, says=form.cleaned_data["says"])
    except answering.IsOver:
        messages.info(request, _("It can be answered no more."))
    return _to(slug, pk)


@login_required
@require_POST
def introduction_came(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say what came of it."""
    _viewpoint, found = _asked_or_404(request, slug, pk)
    form = CameForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the three."))
        return _to(slug, pk, "came")
    try:
        answering.say_what_came(by=require_viewer(request), introduction=found, came=form.cleaned_data["came"])
    except answering.NotIntroduced:
        messages.info(request, _("You were not introduced yet."))
        return _to(slug, pk)
    messages.success(request, _("Thank you. You are not asked again."))
    return _to(slug, pk, "came")


@login_required
@require_POST
def propose(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask the two."""
    viewpoint, found = _proposed_or_none(request, slug, pk)
    if found is None:
        messages.info(request, _("These two stand here no more."))
        return _back(slug, "proposals")
    form = ProposalForm(request.POST, prefix=str(pk))
    if not form.is_valid():
        return _page(request, viewpoint, sent=(pk, form))
    try:
        introducing.propose(by=require_viewer(request), introduction=found, words=form.cleaned_data["words"])
    except introducing.IsTakenUp:
        messages.info(request, _("These two stand here no more."))
    except introducing.NotNow:
        messages.info(request, _("They are not to be asked just now."))
    else:
        messages.success(request, _("Each of the two is asked, by themselves."))
    return _back(slug, "proposals")


@login_required
@require_POST
def put_aside(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Leave two alone for a year."""
    _viewpoint, found = _proposed_or_none(request, slug, pk)
    try:
        if found is None:
            raise introducing.IsTakenUp(pk)
        introducing.put_aside(by=require_viewer(request), introduction=found)
    except introducing.IsTakenUp:
        messages.info(request, _("These two stand here no more."))
    else:
        messages.success(request, _("These two stand here no more, for a year."))
    return _back(slug, "proposals")


def _proposed_or_none(request: HttpRequest, slug: str, pk: int) -> tuple[Viewpoint, Introduction | None]:
    """Two who may be put aside or asked, None where another steward did so before; Http404 for two of elsewhere."""
    viewpoint = as_steward(request, slug)
    tended = Introduction.objects.tended_by(require_viewer(request)).filter(community=viewpoint.community, pk=pk)
    if not tended.exists():
        raise Http404(pk)
    return viewpoint, tended.proposed().select_related("community").first()


def _asked_or_404(request: HttpRequest, slug: str, pk: int) -> tuple[Viewpoint, Introduction]:
    """What one was asked, while one may answer or once both said yes; else one would learn that it came to nothing."""
    viewpoint = as_member(request, slug)
    found = queries.one_asked(require_viewer(request), pk)
    if found is None or found.community_id != viewpoint.community.pk:
        raise Http404(pk)
    if not found.is_open(timezone.now()) and found.introduced_at is None:
        raise Http404(pk)
    return viewpoint, found


def _back(slug: str, anchor: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('introductions', args=[slug])}#{anchor}")


def _to(slug: str, pk: int, anchor: str = "leaf") -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('introduction', args=[slug, pk])}#{anchor}")


def _page(request: HttpRequest, viewpoint: Viewpoint, *, sent: tuple[int, ProposalForm] | None = None) -> HttpResponse:
    now, person = timezone.now(), require_viewer(request)
    offered = []
    if viewpoint.is_steward:
        for one in queries.proposals(viewpoint):
            pk = one.introduction.pk
            offered.append((one, sent[1] if sent and sent[0] == pk else ProposalForm(prefix=str(pk))))
    context = {
        "viewpoint": viewpoint,
        "asked": queries.asked(viewpoint, now=now),
        "offered": offered,
        "suggested": suggested(viewpoint, now=now),
        "under_way": queries.under_way(viewpoint, now=now) if viewpoint.is_steward else (),
        "is_left_alone": Unintroduced.objects.filter(community=viewpoint.community, person=person).exists(),
        "days": ASKED_FOR.days,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if sent else HTTPStatus.OK
    return render(request, "weaving/introductions.html", context, status=status)
