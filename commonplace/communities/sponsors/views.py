"""Stewards ask somebody to sponsor the community, and end it; a sponsor ends it on the page About."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.communities.inside import as_steward
from commonplace.communities.joining import queries as arrivals
from commonplace.communities.joining.actions.inviting import (
    AddressInWords,
    Invited,
    MayNotInvite,
    TooManyInvitations,
    invite,
)
from commonplace.communities.membership.actions.sponsoring import NotSponsoring, end_sponsoring
from commonplace.communities.models import Membership
from commonplace.communities.settings.views.arranging import around
from commonplace.communities.sponsors import queries
from commonplace.communities.sponsors.forms import EndForm, SponsorInvitationForm
from commonplace.communities.standing import Standing
from commonplace.communities.viewpoint import Viewpoint, enter
from commonplace.people.proof import Unproven
from commonplace.people.viewer import require_viewer

EARLIER = 12


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def settings_sponsors(request: HttpRequest, slug: str) -> HttpResponse:
    """Who sponsors the community, from outside and inside, and whom stewards ask to; POST writes an invitation."""
    viewpoint = as_steward(request, slug)
    form = SponsorInvitationForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, viewpoint, form=form)
    try:
        invited = invite(
            by=require_viewer(request), community=viewpoint.community, as_sponsor=True, **form.cleaned_data
        )
    except MayNotInvite:
        raise Http404 from None
    except TooManyInvitations:
        form.add_error(None, _("That is a great many invitations for one day. Go on tomorrow."))
    except AddressInWords:
        form.add_error("words", _("Leave out web and mail addresses: the letter has one link, which leads here."))
    except Unproven:
        form.add_error("address", _("Confirm your own mail address first; it is on your own page."))
    else:
        # The link is shown on the answer itself: its token is kept nowhere, so no later page could show it.
        return _page(request, viewpoint, form=SponsorInvitationForm(), invited=invited)
    return _page(request, viewpoint, form=form)


@login_required
@require_POST
def settings_sponsor(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """End what somebody is as a sponsor outside, with a line that reaches them by letter."""
    viewpoint = as_steward(request, slug)
    membership = get_object_or_404(queries.outside(viewpoint.community), pk=pk)
    form = EndForm(request.POST, prefix=str(pk))
    if not form.is_valid():
        return _page(request, viewpoint, wrong={pk: form})
    try:
        end_sponsoring(by=require_viewer(request), membership=membership, words=form.cleaned_data["words"])
        messages.success(request, _("It ends today. Your line is on its way to them."))
    except NotSponsoring:
        messages.info(request, _("They had ended it before."))
    return redirect("settings_sponsors", slug)


@login_required
@require_POST
def sponsoring_end(request: HttpRequest, slug: str) -> HttpResponse:
    """A sponsor outside ends it, of their own."""
    viewpoint = enter(request, slug, inside=False)
    person = require_viewer(request)
    membership = get_object_or_404(
        Membership.objects.sponsoring().select_related("person", "community"),
        community=viewpoint.community,
        person=person,
    )
    try:
        end_sponsoring(by=person, membership=membership)
        messages.success(request, _("You do not sponsor it any more. The stewards see that."))
    except NotSponsoring:
        messages.info(request, _("It had ended before."))
    return redirect("communities")


def _page(
    request: HttpRequest,
    viewpoint: Viewpoint,
    *,
    form: SponsorInvitationForm | None = None,
    wrong: dict[int, EndForm] | None = None,
    invited: Invited | None = None,
) -> HttpResponse:
    community, given = viewpoint.community, wrong or {}
    form = form or SponsorInvitationForm()
    asked = list(arrivals.invitations(community).filter(standing=Standing.SPONSOR)[:EARLIER])
    context = {
        **around(viewpoint, "settings_sponsors"),
        "form": form,
        "invited": invited,
        "outside": [
            (one, viewpoint.byline_for(one.person), given.get(one.pk) or EndForm(prefix=str(one.pk)))
            for one in queries.outside(community)
        ],
        "inside": [(one, viewpoint.byline_for(one.membership.person)) for one in queries.inside(community)],
        "asked": [(one, viewpoint.byline_for(one.by)) for one in asked],
        "now": timezone.now(),
    }
    return render(request, "communities/sponsors/settings.html", context, status=422 if form.errors or given else 200)
