"""The matrix: what the community has been good for, in numbers and stories together."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commonplace.communities.inside import as_member
from commonplace.stories.queries.leads import latest_leads
from commonplace.value.cycles import Horizon, Whose
from commonplace.value.models import Sense
from commonplace.value.queries.matrix import matrix_for
from commonplace.value.queries.reading import Wanted
from commonplace.value.views.indicators import one_of

MOST_LEADS = 3


@login_required
@require_safe
def value(request: HttpRequest, slug: str) -> HttpResponse:
    """The matrix, whole or of one term or side; `thread` is the story that somebody follows through it."""
    viewpoint = as_member(request, slug)
    horizon, whose = one_of(Horizon, request.GET.get("term")), one_of(Whose, request.GET.get("for"))
    said = request.GET.get("thread", "")
    follow = int(said) if said.isdecimal() and len(said) < 20 else 0
    matrix = matrix_for(viewpoint, wanted=Wanted(horizon, whose), follow=follow)
    drawn = {knot.story for knot, _told in matrix.told}
    membership = viewpoint.membership
    context = {
        "viewpoint": viewpoint,
        "matrix": matrix,
        "follow": follow if follow in drawn else 0,
        "leads": latest_leads(viewpoint, most=MOST_LEADS),
        "may_tell": membership is not None and not membership.is_guest,
        "terms": [("", _("All")), *Horizon.choices],
        "sides": [("", _("Members and organisation")), *Whose.choices],
        "term": horizon or "",
        "side": whose or "",
        "sense": Sense.objects.visible_to(viewpoint.person)
        .filter(community=viewpoint.community)
        .order_by("-on", "-pk")
        .first(),
    }
    return render(request, "value/value.html", context)
