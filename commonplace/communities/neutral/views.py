"""Neutral ground, as everyone here has it: who leads them by their word, and what that does about themselves."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.communities.inside import as_member
from commonplace.communities.models import Lead
from commonplace.communities.neutral import actions, queries
from commonplace.communities.neutral.forms import LeadForm
from commonplace.communities.viewpoint import Viewpoint
from commonplace.people.viewer import require_viewer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def neutral_ground(request: HttpRequest, slug: str) -> HttpResponse:
    """What neutral ground is, whom one said to be led by, and whether it is for oneself; POST names somebody."""
    viewpoint = as_member(request, slug)
    beside = list(queries.could_lead(viewpoint)[: queries.MOST_CHOICES])
    if (asked := request.GET.get("who", "")).isdecimal() and len(asked) < 16:
        # Somebody whose page led here is among them, however many there are.
        beside += [one for one in queries.could_lead(viewpoint).filter(person=int(asked)) if one not in beside]
    people = [(one.person_id, viewpoint.name_of(one.person)) for one in beside]
    form = LeadForm(request.POST if request.method == "POST" else None, people=people, initial={"person": asked})
    if request.method == "POST" and form.is_valid():
        person = next(one.person for one in beside if one.person_id == form.cleaned_data["person"])
        try:
            actions.say_who_leads(by=require_viewer(request), community=viewpoint.community, person=person)
        except actions.NotForGuests:
            form.add_error(None, _("Guests say of nobody but themselves that they lead."))
        except actions.TooManyLeads:
            form.add_error(None, _("Five people are as many as one can name. Take one back first."))
        else:
            messages.success(request, _("Kept, and shown to nobody else. Neutral ground is not for them."))
            return redirect("neutral_ground", slug)
    return _page(request, viewpoint, form)


@login_required
@require_POST
def neutral_own(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that one leads people here, or no more."""
    viewpoint, person = as_member(request, slug), require_viewer(request)
    own = queries.say_of(viewpoint).own
    if own is None:
        actions.say_who_leads(by=person, community=viewpoint.community, person=person)
        messages.success(request, _("Kept. Neutral ground is not for you from now on."))
    else:
        actions.take_back(by=person, lead=own)
        messages.success(request, _("Taken back."))
    return redirect("neutral_ground", slug)


@login_required
@require_POST
def neutral_word(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take back what one said of somebody, or leave it as it is after another look."""
    viewpoint, person = as_member(request, slug), require_viewer(request)
    said = get_object_or_404(Lead.objects.said_by(person), community=viewpoint.community, pk=pk)
    if request.POST.get("so") == "still":
        actions.say_it_is_so(by=person, lead=said)
        messages.success(request, _("It stays as you said."))
    else:
        actions.take_back(by=person, lead=said)
        messages.success(request, _("Taken back."))
    return redirect("neutral_ground", slug)


@login_required
@require_POST
def neutral_look(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask whoever said that one leads them to look again, without learning who it is."""
    viewpoint = as_member(request, slug)
    try:
        actions.ask_to_look_again(person=require_viewer(request), community=viewpoint.community)
        messages.success(request, _("Whoever said so is asked to look again. Who it is stays with them."))
    except actions.AskedAlready:
        messages.info(request, _("You asked not long ago. One may ask again after thirty days."))
    except actions.NobodySaidSo:
        messages.info(request, _("Nobody says so any more."))
    return redirect("neutral_ground", slug)


def _page(request: HttpRequest, viewpoint: Viewpoint, form: LeadForm) -> HttpResponse:
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "form": form,
        "say": queries.say_of(viewpoint),
        "said": [(one, viewpoint.byline_for(one.person)) for one in queries.said_by(viewpoint)],
        "may_name": queries.may_name_leads(viewpoint),
    }
    return render(request, "communities/neutral/ground.html", context, status=422 if form.errors else 200)
