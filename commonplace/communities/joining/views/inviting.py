"""Inviting someone, or several at once, in one's own words."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.communities.inside import as_steward
from commonplace.communities.joining import queries as arrivals
from commonplace.communities.joining.actions.inviting import (
    AT_ONCE,
    AddressInWords,
    InvitationGone,
    Invited,
    MayNotInvite,
    TooManyInvitations,
    Whom,
    invite,
    invite_many,
    withdraw_invitation,
)
from commonplace.communities.joining.forms import InvitationForm, ManyInvitationsForm
from commonplace.communities.joining.pasted import read
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
        form.add_error("words", _no_addresses())
        return _page(request, viewpoint, form, status=422)
    except Unproven:
        form.add_error("address", _unproven())
        return _page(request, viewpoint, form, status=422)
    # The link is shown on the answer itself: its token is kept nowhere, so no later page could show it.
    return _page(request, viewpoint, InvitationForm(), invited=invited)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def many_invitations(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite several people in the same words, for stewards; lines that could not be read are given back."""
    viewpoint = as_steward(request, slug)
    form = ManyInvitationsForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _many(request, viewpoint, form)
    pasted = read(form.cleaned_data["lines"])
    if len(pasted.whom) > AT_ONCE:
        problem = _("These are %(n)s people. Send at most %(most)s at once, and the others afterwards.")
        form.add_error("lines", problem % {"n": len(pasted.whom), "most": AT_ONCE})
        return _many(request, viewpoint, form)
    try:
        sent = invite_many(
            by=require_viewer(request),
            community=viewpoint.community,
            words=form.cleaned_data["words"],
            whom=[Whom(address, name) for address, name in pasted.whom.items()],
            idempotency_key=form.cleaned_data["idempotency_key"] or uuid4(),
        )
    except MayNotInvite:
        raise Http404 from None
    except TooManyInvitations:
        form.add_error(None, _("That is a great many invitations for one day. Go on tomorrow."))
    except AddressInWords:
        form.add_error("words", _no_addresses())
    except Unproven:
        form.add_error(None, _unproven())
    else:
        return _sent(request, viewpoint, form.cleaned_data["words"], len(sent), len(pasted.whom), pasted.unread)
    return _many(request, viewpoint, form)


def _sent(
    request: HttpRequest, viewpoint: Viewpoint, words: str, sent: int, read: int, unread: list[str]
) -> HttpResponse:
    """Say what went out, and give back what could not be read."""
    if sent:
        said = ngettext("%(n)d letter is on its way.", "%(n)d letters are on their way.", sent)
        messages.success(request, said % {"n": sent})
    if passed := read - sent:
        said = ngettext(
            "%(n)d person has an invitation already, and was not written to again.",
            "%(n)d people have an invitation already, and were not written to again.",
            passed,
        )
        messages.info(request, said % {"n": passed})
    if not unread:
        return redirect("invitations", viewpoint.community.slug)
    again = ManyInvitationsForm({"words": words, "lines": "\n".join(unread), "idempotency_key": uuid4()})
    again.add_error(
        "lines", _("We found no mail address in these lines, or words that belong to none. Mend them here.")
    )
    return _many(request, viewpoint, again)


def _many(request: HttpRequest, viewpoint: Viewpoint, form: ManyInvitationsForm) -> HttpResponse:
    context = {"viewpoint": viewpoint, "community": viewpoint.community, "form": form}
    status = 422 if form.errors else 200
    return render(request, "communities/joining/many_invitations.html", context, status=status)


def _no_addresses() -> str:
    return _(
        "Leave out web and mail addresses: the letter has one link, which leads here. "
        "A full stop needs a space after it."
    )


def _unproven() -> str:
    return _("Confirm your own mail address first; it is on your own page.")


def _page(
    request: HttpRequest,
    viewpoint: Viewpoint,
    form: InvitationForm,
    *,
    invited: Invited | None = None,
    status: int = 200,
) -> HttpResponse:
    mine = arrivals.invitations(viewpoint.community, by=None if viewpoint.is_steward else viewpoint.person)
    earlier, now = list(mine[:30]), timezone.now()
    opening = set(mine.opening(now).filter(pk__in=[row.pk for row in earlier]).values_list("pk", flat=True))
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "form": form,
        "invited": invited,
        "earlier": [(row, viewpoint.byline_for(row.by), row.pk in opening) for row in earlier],
        "now": now,
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
