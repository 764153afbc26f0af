"""A survey that was made elsewhere, as far as it may be told."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commonplace.communities.inside import as_member
from commonplace.fitness.models import Survey


@login_required
@require_safe
def fitness_survey(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Its questions and what may be told of each."""
    viewpoint = as_member(request, slug)
    found = Survey.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    survey = get_object_or_404(found, pk=pk)
    questions = survey.questions.order_by("number").prefetch_related("shares")
    context = {"viewpoint": viewpoint, "community": viewpoint.community, "survey": survey, "questions": questions}
    return render(request, "fitness/survey.html", context)
