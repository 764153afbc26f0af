"""The places that pages of a community offer to the rooms above, and why a page of one asks for signing in."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import Resolver404, resolve

from commonplace.communities.models import Community
from commonplace.communities.viewpoint import Viewpoint
from commonplace.ui import words

DIRECTORY = ("people", "person")
# Open to strangers: whoever comes from there knows what they want.
DOORS = ("join", "community", "about")


def why_sign_in(request: HttpRequest, onward: str) -> Mapping[str, Any] | None:
    """Whose page it is, and how one comes in; nothing where a stranger may not know of the community."""
    try:
        asked = resolve(onward.partition("?")[0])
    except Resolver404:
        return None
    if "slug" not in asked.kwargs or asked.url_name in DOORS:
        return None
    community = Community.objects.visible_to(None).filter(slug=asked.kwargs["slug"]).first()
    return {"community": community, "is_directory": asked.url_name in DIRECTORY} if community else None


def people_mark(request: HttpRequest, viewpoint: Viewpoint) -> str:
    """How many people are here."""
    return words.count(viewpoint.community.people_count)
