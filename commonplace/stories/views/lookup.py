"""What an address of a story leads to, for whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render

from commonplace.communities.content import LARGEST
from commonplace.communities.inside import as_member
from commonplace.communities.viewpoint import Viewpoint, enter
from commonplace.stories.models import Step, Story
from commonplace.stories.queries.reading import with_faces
from commonplace.stories.rights import may_change, may_write


def find(request: HttpRequest, slug: str, pk: int) -> tuple[Viewpoint, Story]:
    """The story of an address, from where its viewer looks; Http404 where they may read nothing of it."""
    viewpoint = enter(request, slug)
    seen = Story.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    story = get_object_or_404(with_faces(seen), pk=_key(pk))
    story.community = viewpoint.community
    return viewpoint, story


def find_own(request: HttpRequest, slug: str, pk: int) -> tuple[Viewpoint, Story]:
    """The same for its teller alone."""
    viewpoint, story = find(request, slug, pk)
    if viewpoint.person is None or viewpoint.person.pk != story.teller_id:
        raise Http404(pk)
    return viewpoint, story


def find_writing(request: HttpRequest, slug: str, pk: int) -> tuple[Viewpoint, Story]:
    """The same for its teller and whoever writes it down, who have a standing here."""
    as_member(request, slug)
    viewpoint, story = find(request, slug, pk)
    if not may_write(viewpoint.person, story):
        raise Http404(pk)
    return viewpoint, story


def find_step(request: HttpRequest, slug: str, pk: int, step: int) -> tuple[Viewpoint, Story, Step]:
    """A step whose words are theirs to change."""
    viewpoint, story = find(request, slug, pk)
    row = get_object_or_404(Step.objects.visible_to(viewpoint.person).filter(story=story), pk=_key(step))
    row.story = story
    if not may_change(viewpoint.person, story, row):
        raise Http404(step)
    return viewpoint, story, row


def back_to(story: Story, slug: str, anchor: str = "leaf") -> HttpResponseRedirect:
    """To a place on the page of a story."""
    return HttpResponseRedirect(f"{story.url(slug)}#{anchor}")


def deed_page(request: HttpRequest, viewpoint: Viewpoint, deed: str, form: Any, **more: object) -> HttpResponse:
    """A small page on which something is told or decided."""
    context = {"viewpoint": viewpoint, "community": viewpoint.community, "form": form, **more}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form is not None and form.errors else HTTPStatus.OK
    return render(request, f"stories/{deed}.html", context, status=status)


def said_in(request: HttpRequest, fields: Sequence[str]) -> dict[str, str]:
    """What a form says, as a draft of it is kept."""
    return {name: request.POST.get(name, "") for name in fields}


def _key(pk: int) -> int:
    if pk > LARGEST:
        raise Http404(pk)
    return pk
