"""Where a community is in its life: for everyone what stewards have set, for stewards what hints at another stage."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import enter
from commonplace.cultivation.signs.kept import hinted
from commonplace.cultivation.stages.hints import Stage
from commonplace.cultivation.stages.said import WORDS, reason


@login_required
@require_safe
def stages(request: HttpRequest, slug: str) -> HttpResponse:
    """The stage, its tension and what others did; strangers get 404."""
    viewpoint = enter(request, slug)
    if not viewpoint.is_member:
        raise Http404(slug)
    community = viewpoint.community
    here = Stage(community.stage)
    hints = hinted(community) if viewpoint.is_steward else []
    context = {
        "viewpoint": viewpoint,
        "community": community,
        "here": WORDS[here],
        "others": [words for stage, words in WORDS.items() if stage != here],
        "hints": [{"stage": WORDS[hint.stage].name, "reason": reason(hint)} for hint in hints],
        "ends": here is Stage.TRANSFORMATION,
        "meets": is_on(community, "gatherings"),
        "keeps": is_on(community, "repertoire"),
    }
    return render(request, "cultivation/stages.html", context)
