"""Leads for those who follow them: take one, let it go, put it aside, begin a story."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonplace.communities.content import LARGEST
from commonplace.communities.inside import as_member
from commonplace.people.viewer import require_viewer
from commonplace.store.paging import page
from commonplace.stories.actions import leads as deeds
from commonplace.stories.models import StoryLead
from commonplace.stories.queries.leads import follows, said_of, tracked_in

MOST_SHOWN = 30


@login_required
@require_safe
def leads(request: HttpRequest, slug: str) -> HttpResponse:
    """What may have changed somebody’s work and nobody has told of yet."""
    viewpoint = as_member(request, slug)
    is_following = follows(viewpoint)
    sees = is_following or viewpoint.is_steward
    shown = page(
        tracked_in(viewpoint) if sees else StoryLead.objects.none(),
        by=("-happened_at", "-id"),
        after=request.GET.get("after"),
        size=MOST_SHOWN,
    )
    said = said_of(shown.items, viewpoint.person)
    rows = [
        (one, said[one.pk], viewpoint.byline_for(one.taken_by) if one.taken_by_id else None)
        for one in shown.items
        if one.pk in said
    ]
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "rows": rows,
        "page": shown,
        "follows": is_following,
        "sees": sees,
        "may_follow": viewpoint.membership is not None and not viewpoint.membership.is_guest,
        "place": "leads",
    }
    return render(request, "stories/leads.html", context)


@login_required
@require_POST
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that one would follow leads, or no more."""
    viewpoint, person = as_member(request, slug), require_viewer(request)
    if "no" in request.POST:
        deeds.follow_no_more(by=person, community=viewpoint.community)
        messages.success(request, _("You are shown none any more."))
        return redirect("stories", slug)
    try:
        deeds.follow_leads(by=person, community=viewpoint.community)
    except deeds.NotAMember:
        raise Http404(slug) from None
    messages.success(request, _("Take one whenever you like. Nobody is asked twice about the same."))
    return redirect("story_leads", slug)


@login_required
@require_POST
def lead(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take it, let it go, or put it aside."""
    viewpoint, person = as_member(request, slug), require_viewer(request)
    seen = StoryLead.objects.visible_to(person).filter(community=viewpoint.community)
    found = get_object_or_404(seen, pk=min(pk, LARGEST))
    found.community = viewpoint.community
    try:
        if "take" in request.POST:
            deeds.take(by=person, lead=found)
            messages.success(request, _("It is yours to follow. Ask whoever it was, and write down what they tell."))
        elif "let" in request.POST:
            deeds.let_go(by=person, lead=found)
            messages.success(request, _("It is free for others."))
        else:
            deeds.put_aside(by=person, lead=found)
            messages.success(request, _("Put aside. Nobody is shown it again."))
    except deeds.IsTaken:
        messages.info(request, _("Somebody else follows it by now."))
    except (deeds.NotADetective, deeds.NotAMember, deeds.NotASteward):
        raise Http404(pk) from None
    return redirect("story_leads", slug)
