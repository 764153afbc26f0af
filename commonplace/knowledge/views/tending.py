"""Gaps of the map as a steward tends them: not now, and again."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonplace.communities.inside import as_member
from commonplace.communities.models import Topic
from commonplace.knowledge.actions import tending
from commonplace.knowledge.gaps import Missing
from commonplace.people.viewer import require_viewer


@login_required
@require_POST
def set_gaps_aside(request: HttpRequest, slug: str, topic: int) -> HttpResponse:
    """Offer the gaps of a topic that a steward names to nobody for a while, or, with `undo`, again."""
    viewpoint = as_member(request, slug)
    if not viewpoint.is_steward:
        raise Http404(topic)
    words = Topic.objects.filter(community=viewpoint.community).select_related("community")
    about, by = get_object_or_404(words, pk=topic), require_viewer(request)
    if request.POST.get("undo"):
        tending.take_up(by=by, topic=about)
        messages.success(request, _("It is offered again."))
    else:
        known = {one.value: one for one in Missing}
        named = [known[word] for word in request.POST.getlist("missing")[: len(known)] if word in known]
        if named:
            tending.set_aside(by=by, topic=about, missing=named)
            messages.success(request, _("Set aside for twelve weeks. It stands below, where it can be taken up again."))
    return HttpResponseRedirect(f"{reverse('map_gaps', args=[slug])}#leaf")
