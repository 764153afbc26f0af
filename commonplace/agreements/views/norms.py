"""What a community holds to, and saying yes to it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonplace.agreements.actions.norms import OtherNorms, say_yes, take_yes_back
from commonplace.agreements.actions.rights import NotAMember
from commonplace.agreements.models import NormsYes
from commonplace.agreements.queries.passages import NORMS
from commonplace.communities.charter.queries import current_charter, words_of
from commonplace.communities.charter.sections import CHARTER
from commonplace.communities.inside import as_member
from commonplace.communities.modules import MATHS, is_on
from commonplace.communities.viewpoint import Viewpoint
from commonplace.lib.differences import differences
from commonplace.people.viewer import require_viewer

FARTHEST = 10  # digits of a number of a revision


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def norms(request: HttpRequest, slug: str) -> HttpResponse:
    """The words, what changed in them since one said yes, and the yes itself."""
    viewpoint = as_member(request, slug)
    if request.method == "POST":
        _say(request, viewpoint)
        return HttpResponseRedirect(f"{reverse('norms', args=[slug])}#yes")
    community = viewpoint.community
    current = current_charter(community)
    section = [one for one in CHARTER if one.key == NORMS]
    (words,) = words_of(current, section, with_maths=is_on(community, MATHS))
    own = NormsYes.objects.filter(community=community, person=viewpoint.person).first()
    holds = own is not None and own.words == words.source
    context = {
        "viewpoint": viewpoint,
        "community": community,
        "words": words,
        "revision": current.number if current else 0,
        "own": own,
        "holds": holds,
        "changed": differences(own.words, words.source) if own and not holds else [],
        "said_yes": NormsYes.objects.filter(community=community, words=words.source).count() if words.source else 0,
        "may_say": viewpoint.membership is not None and not viewpoint.membership.is_guest,
    }
    return render(request, "agreements/norms.html", context)


def _say(request: HttpRequest, viewpoint: Viewpoint) -> None:
    person, read = require_viewer(request), request.POST.get("on_revision", "")
    if "take_back" in request.POST:
        take_yes_back(by=person, community=viewpoint.community)
        messages.success(request, _("It is taken back. Everything stays open to you."))
        return
    number = int(read) if read.isascii() and read.isdigit() and len(read) < FARTHEST else 0
    try:
        say_yes(by=person, community=viewpoint.community, on_revision=number)
    except NotAMember:
        raise PermissionDenied from None
    except OtherNorms:
        messages.error(request, _("The words changed meanwhile. Read them, please, then say yes."))
    else:
        messages.success(request, _("Thank you. You are asked again when the words change."))
