"""What a story is about: its teller, or a steward who may read it, ties its steps to what is looked at."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonplace.communities.inside import as_member, as_steward
from commonplace.people.viewer import require_viewer
from commonplace.store.paging import page
from commonplace.stories.models import Story
from commonplace.value.actions.touching import may_touch, touch
from commonplace.value.forms.touching import TouchForm
from commonplace.value.models import Indicator
from commonplace.value.queries.threads import loose, touched_steps

SIZE = 20


@login_required
@require_safe
def threads(request: HttpRequest, slug: str) -> HttpResponse:
    """Stories that a steward may read and that touch nothing yet."""
    viewpoint = as_steward(request, slug)
    listed = page(loose(viewpoint), by=("-begun_at", "-id"), after=request.GET.get("after"), size=SIZE)
    context = {"viewpoint": viewpoint, "listed": listed, "stories": listed.items}
    return render(request, "value/threads.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What each step of a story is about."""
    viewpoint, person = as_member(request, slug), require_viewer(request)
    found = Story.objects.visible_to(person).standing().filter(community=viewpoint.community)
    story: Story = get_object_or_404(found, pk=pk)
    story.community = viewpoint.community
    if not may_touch(person, story):
        raise Http404(pk)
    living = Indicator.objects.visible_to(person).filter(community=viewpoint.community).living().order_by("name", "pk")
    form = TouchForm(
        request.POST if request.method == "POST" else None,
        steps=touched_steps(story, viewpoint),
        indicators=[*living],
    )
    if form.is_bound and form.is_valid():
        with transaction.atomic():
            for step, about in form.said():
                step.story = story
                touch(by=person, step=step, indicators=about)
        messages.success(request, _("Its thread runs through what it is about."))
        return HttpResponseRedirect(f"{reverse('value', args=[slug])}?thread={story.pk}#matrix")
    context = {"viewpoint": viewpoint, "story": story, "tying": form, "parts": [*form.parts()]}
    context["is_anything_looked_at"] = bool(form.indicators)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "value/thread_of.html", context, status=status)
