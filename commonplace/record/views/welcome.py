"""The first steps in a community: for whoever comes, for whoever would be beside them, and for who writes them."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.communities.inside import as_member, as_steward
from commonplace.communities.standing import LASTING
from commonplace.people.viewer import require_viewer
from commonplace.record.actions import buddies, welcoming
from commonplace.record.forms.welcome import ChooseForm, HelpedForm, StepsForm
from commonplace.record.models import Buddy, BuddyWilling, Helped
from commonplace.record.queries import welcome as queries
from commonplace.ui.addresses import back_to


@login_required
@require_safe
def first_steps(request: HttpRequest, slug: str) -> HttpResponse:
    """The steps and what one did of them, who would be beside one, and whom one is beside."""
    viewpoint, person, now = as_member(request, slug), require_viewer(request), timezone.now()
    community, membership = viewpoint.community, viewpoint.membership
    if membership is None:
        raise Http404(slug)
    two = queries.buddies_of(viewpoint, now=now)
    mine = next(((one, byline) for one, byline, is_newcomer in two if is_newcomer), None)
    is_new = queries.is_new(membership, now=now)
    steps = queries.steps_of(community)
    context = {
        "viewpoint": viewpoint,
        "is_new": is_new,
        "steps": queries.shown_to(person, community, since=membership.joined_at, steps=steps),
        "is_set_aside": queries.is_set_aside(person, community),
        "mine": mine,
        "mine_is_at_it": mine is not None and mine[0].is_at_it(now),
        "helped": mine[0].get_helped_display() if mine is not None and mine[0].helped else "",
        "outcomes": Helped.choices,
        "beside": queries.beside(viewpoint, now=now) if is_new and mine is None else (),
        "newcomers": [(one, byline) for one, byline, is_newcomer in two if not is_newcomer],
        "may_be_one": membership.standing in LASTING,
        "is_willing": BuddyWilling.objects.filter(community=community, person=person).exists(),
    }
    return render(request, "record/first_steps.html", context)


@login_required
@require_POST
def first_step(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Say that one did it, or take that back."""
    viewpoint, person = as_member(request, slug), require_viewer(request)
    deed = welcoming.undo_step if "no" in request.POST else welcoming.do_step
    try:
        deed(by=person, community=viewpoint.community, number=number - 1)
    except welcoming.NoStep:
        raise Http404(number) from None
    return HttpResponseRedirect(back_to(request) or f"{reverse('first_steps', args=[slug])}#steps")


@login_required
@require_POST
def first_steps_aside(request: HttpRequest, slug: str) -> HttpResponse:
    """Set them aside for good, or bring them back."""
    viewpoint, person = as_member(request, slug), require_viewer(request)
    if "no" in request.POST:
        welcoming.bring_back(by=person, community=viewpoint.community)
        messages.success(request, _("They stand on Today again, while you are new."))
    else:
        welcoming.set_aside(by=person, community=viewpoint.community)
        messages.success(request, _("They are set aside."))
    return HttpResponseRedirect(back_to(request) or f"{reverse('first_steps', args=[slug])}#steps")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def first_steps_write(request: HttpRequest, slug: str) -> HttpResponse:
    """Stewards write them."""
    viewpoint = as_steward(request, slug)
    initial = StepsForm.initial_of(queries.steps_of(viewpoint.community))
    form = StepsForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        welcoming.write_steps(by=require_viewer(request), community=viewpoint.community, steps=form.steps())
        messages.success(request, _("Whoever comes reads it so from now on."))
        return HttpResponseRedirect(f"{reverse('first_steps', args=[slug])}#steps")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "record/steps_form.html", {"viewpoint": viewpoint, "form": form}, status=status)


@login_required
@require_POST
def buddy_willing(request: HttpRequest, slug: str) -> HttpResponse:
    """Agree to be at a newcomer's side, or take it back."""
    viewpoint, person = as_member(request, slug), require_viewer(request)
    if "no" in request.POST:
        buddies.be_unwilling(by=person, community=viewpoint.community)
        messages.success(request, _("Newcomers are not told of you any more."))
    else:
        try:
            buddies.be_willing(by=person, community=viewpoint.community)
        except buddies.NotHere:
            messages.info(request, _("Only members can be at somebody’s side."))
        else:
            messages.success(request, _("Newcomers of your craft are told that you would."))
    return _back(slug, "willing")


@login_required
@require_POST
def buddy_choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Say yes to one."""
    viewpoint, person = as_member(request, slug), require_viewer(request)
    form = ChooseForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of them."))
        return _back(slug, "buddy")
    try:
        buddies.choose(by=person, community=viewpoint.community, buddy=form.cleaned_data["who"])
    except (buddies.NotProposed, buddies.NotHere):
        messages.info(request, _("They are not free any more. Look again, please."))
    except buddies.HasOne:
        messages.info(request, _("You have somebody at your side already."))
    else:
        messages.success(request, _("They are told. Either of you may write first."))
    return _back(slug, "buddy")


@login_required
@require_POST
def buddy_end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """End it."""
    buddies.end(by=require_viewer(request), buddy=_one_or_404(request, slug, pk))
    messages.success(request, _("It is ended. Nobody is told why."))
    return _back(slug, "buddy")


@login_required
@require_POST
def buddy_helped(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say whether it helped."""
    found, form = _one_or_404(request, slug, pk), HelpedForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the three."))
        return _back(slug, "helped")
    try:
        buddies.say_whether_it_helped(by=require_viewer(request), buddy=found, helped=form.cleaned_data["helped"])
    except buddies.NotTheirs:
        raise Http404(pk) from None
    messages.success(request, _("Thank you. You are not asked again."))
    return _back(slug, "helped")


def _one_or_404(request: HttpRequest, slug: str, pk: int) -> Buddy:
    viewpoint = as_member(request, slug)
    return get_object_or_404(Buddy.objects.visible_to(viewpoint.person), community=viewpoint.community, pk=pk)


def _back(slug: str, anchor: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('first_steps', args=[slug])}#{anchor}")
