"""The page behind an invitation."""

from allauth.core import ratelimit
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commonplace.communities.joining.actions.inviting import InvitationGone, invitation_behind, is_proven
from commonplace.communities.joining.actions.linking import digest_of
from commonplace.communities.models import Invitation, Membership
from commonplace.communities.standing import Standing
from commonplace.communities.viewpoint import is_sponsor_of, standing_of
from commonplace.people.actions import AddressTaken
from commonplace.people.one_time_links import let_in
from commonplace.people.preferences import chosen_language
from commonplace.people.viewer import viewer
from commonplace.ui.forms import Form
from commonplace.web.arriving import arrive, come_in, is_known
from commonplace.web.forms.arriving import (
    ArrivalForm,
    FirstSponsorByLinkForm,
    FirstSponsorForm,
    FirstVisitByLinkForm,
    FirstVisitForm,
    SponsorForm,
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Come in by an invitation: its words, three fields at most, and one is in."""
    person = viewer(request)
    found = invitation_behind(token, now=timezone.now())
    if found is None:
        return _gone(request, token)
    if person is not None:
        standing = standing_of(person, found.community)
        if standing is not None and not _is_step_closer(standing, found):
            messages.info(request, _("You are in already; the link still waits for the one it was meant for."))
            return redirect("community", found.community.slug)
        return _known_person(request, found)
    proven = is_proven(found, request.GET.get("by", ""))
    if proven and is_known(found.address):
        return render(request, "web/arriving/known.html", {"invitation": found})
    return _newcomer(request, found, proven=proven)


def _is_step_closer(standing: Membership, found: Invitation) -> bool:
    """Whether the invitation makes a guest a member, or has whoever is inside sponsor it."""
    return found.asks_a_sponsor or standing.standing == Standing.GUEST != found.standing


def _known_person(request: HttpRequest, found: Invitation) -> HttpResponse:
    person = viewer(request)
    form = (SponsorForm if found.asks_a_sponsor else ArrivalForm)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and person is not None and form.is_valid():
        try:
            come_in(invitation=found, person=person, line=form.cleaned_data.get("line", ""))
        except InvitationGone:
            return render(request, "web/arriving/gone.html", status=410)
        return _inside(request, found)
    return _page(request, found, form)


def _newcomer(request: HttpRequest, found: Invitation, *, proven: bool) -> HttpResponse:
    form_class: type[Form] = FirstVisitForm if proven else FirstVisitByLinkForm
    if found.asks_a_sponsor:
        form_class = FirstSponsorForm if proven else FirstSponsorByLinkForm
    if request.method != "POST":
        return _page(request, found, form_class(initial={"name": found.name}))
    if not ratelimit.consume(request, action="signup"):
        too_fast: HttpResponse = ratelimit.respond_429(request)
        return too_fast
    form = form_class(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    said = form.cleaned_data
    address = found.address if proven else said["address"]
    try:
        person = arrive(
            invitation=found,
            name=said["name"],
            address=address,
            is_proven=proven,
            craft=said.get("craft", ""),
            line=said.get("line", ""),
            language=chosen_language(request),
        )
    except InvitationGone:
        return render(request, "web/arriving/gone.html", status=410)
    except AddressTaken:
        form.add_error("address", _sign_in_first(request))
        return _page(request, found, form)
    let_in(request, person)
    return _inside(request, found)


def _inside(request: HttpRequest, found: Invitation) -> HttpResponse:
    """On to where it led; a sponsor reads what it is that they stand by now."""
    if found.asks_a_sponsor:
        messages.success(request, _("Thank you. You sponsor it now, from outside."))
        return redirect("about", found.community.slug)
    return redirect("community", found.community.slug)


def _sign_in_first(request: HttpRequest) -> SafeString:
    url = f"{reverse('account_request_login_code')}?{urlencode({'next': request.get_full_path()})}"
    return render_to_string("web/arriving/sign_in_first.html", {"url": url})


def _page(request: HttpRequest, found: Invitation, form: Form) -> HttpResponse:
    context = {"invitation": found, "community": found.community, "form": form}
    page = "sponsor" if found.asks_a_sponsor else "first_visit"
    return render(request, f"web/arriving/{page}.html", context, status=422 if form.errors else 200)


def _gone(request: HttpRequest, token: str) -> HttpResponse:
    """A link that was used: its bearer goes on to where it led, everyone else learns how to get another."""
    person = viewer(request)
    if person is not None:
        digest = digest_of(token)
        theirs = Invitation.objects.filter(Q(digest=digest) | Q(link__digest=digest), taken_by=person)
        taken = theirs.select_related("community").first()
        if taken is not None and taken.asks_a_sponsor and is_sponsor_of(person, taken.community):
            return redirect("about", taken.community.slug)
        if taken is not None and standing_of(person, taken.community) is not None:
            return redirect("community", taken.community.slug)
    return render(request, "web/arriving/gone.html", status=410)
