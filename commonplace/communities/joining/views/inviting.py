"""Inviting someone in one's own words."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.communities.joining import queries as arrivals
from commonplace.communities.joining.actions.inviting import (
    AddressInWords,
    InvitationGone,
    Invited,
    MayNotInvite,
    TooManyInvitations,
    invite,
    withdraw_invitation,
)
from commonplace.communities.joining.forms import InvitationForm
from commonplace.communities.viewpoint import Viewpoint, enter
from commonplace.people.proof import Unproven
from commonplace.people.viewer import require_viewer


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest, slug: str) -> HttpResponse:
    """Write an invitation, get its link, and see what became of the earlier ones."""
    viewpoint = enter(request, slug)
    if viewpoint.membership is None or viewpoint.membership.is_guest:
        raise Http404
    if request.method != "POST":
        return _page(request, viewpoint, InvitationForm())
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _page(request, viewpoint, form, status=422)
    try:
        invited = invite(by=require_viewer(request), community=viewpoint.community, **form.cleaned_data)
    except MayNotInvite:
        raise Http404 from None
    except TooManyInvitations:
        form.add_error(None, _("That is a great many invitations for one day. Go on tomorrow."))
        return _page(request, viewpoint, form, status=422)
    except AddressInWords:
        words = _(
            "Leave out web and mail addresses: the letter has one link, which leads here. "
            "A full stop needs a space after it."
        )
        form.add_error("words", words)
        return _page(request, viewpoint, form, status=422)
    except Unproven:
        form.add_error("address", _("Confirm your own mail address first; it is on your own page."))
        return _page(request, viewpoint, form, status=422)
    # The link is shown on the answer itself: its token is kept nowhere, so no later page could show it.
    return _page(request, viewpoint, InvitationForm(), invited=invited)


def _page(
    request: HttpRequest,
    viewpoint: Viewpoint,
    form: InvitationForm,
    *,
    invited: Invited | None = None,
    status: int = 200,
) -> HttpResponse:
    mine = arrivals.invitations(viewpoint.community, by=None if viewpoint.is_steward else viewpoint.person)
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "form": form,
        "invited": invited,
        "earlier": [(row, viewpoint.byline_for(row.by)) for row in mine[:30]],
        "now": timezone.now(),
    }
    return render(request, "communities/joining/invitations.html", context, status=status)


@login_required
@require_POST
def invitation_withdrawal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take back an invitation nobody has taken: one's own, or any as a steward."""
    viewpoint = enter(request, slug)
    mine = arrivals.invitations(viewpoint.community, by=None if viewpoint.is_steward else require_viewer(request))
    try:
        withdraw_invitation(invitation=get_object_or_404(mine, pk=pk))
        messages.success(request, _("The link opens nothing any more."))
    except InvitationGone:
        messages.info(request, _("That invitation was taken or withdrawn before."))
    return redirect("invitations", slug)
