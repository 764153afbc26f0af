"""Who stands inside: for pages that only members, or only stewards, may open."""

from django.http import Http404, HttpRequest

from commonplace.communities.viewpoint import Viewpoint, enter


def as_member(request: HttpRequest, slug: str) -> Viewpoint:
    """The viewpoint of someone with a standing; raises Http404 for everyone else."""
    viewpoint = enter(request, slug)
    if not viewpoint.is_member:
        raise Http404(slug)
    return viewpoint


def as_steward(request: HttpRequest, slug: str) -> Viewpoint:
    """The viewpoint of a steward; raises Http404 for everyone else."""
    viewpoint = enter(request, slug)
    if not viewpoint.is_steward:
        raise Http404(slug)
    return viewpoint
