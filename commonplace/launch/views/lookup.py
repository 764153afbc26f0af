"""A launch is looked up for those who start it; to everyone else its pages are not there."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from commonplace.communities.inside import as_member
from commonplace.communities.viewpoint import Viewpoint
from commonplace.launch.models import Interview, Launch
from commonplace.launch.queries import launch_for
from commonplace.people.models import Person
from commonplace.people.viewer import require_viewer

UNFIT = 422


def as_starter(request: HttpRequest, slug: str) -> tuple[Viewpoint, Person, Launch]:
    """The viewpoint of somebody who starts this community, and its launch; raises Http404 for everyone else."""
    viewpoint = as_member(request, slug)
    launch = launch_for(viewpoint)
    if launch is None:
        raise Http404(slug)
    return viewpoint, require_viewer(request), launch


def interview_for(person: Person, launch: Launch, pk: int) -> Interview:
    """A conversation of this launch, for whoever may read it."""
    found = Interview.objects.visible_to(person).filter(launch=launch).select_related("by", "invitation")
    interview = get_object_or_404(found, pk=pk)
    interview.launch = launch
    return interview
