"""What the base templates say around every page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from commonplace.communities.models import Community
from commonplace.communities.standings import standings_of
from commonplace.communities.viewpoint import Viewpoint
from commonplace.people.models import Person
from commonplace.people.viewer import viewer
from commonplace.ui import words
from commonplace.ui.addresses import address
from commonplace.ui.spine import Link, Reader, Spine
from commonplace.web.waiting import MOST, open_count

# Which word of the navigation is the present one, by the word that an address begins with: in a community, and above.
ROOM_OF = {
    "": "community", "conversations": "conversations", "topics": "conversations", "people": "people",
    "invitations": "people", "about": "about", "charter": "about", "join": "about", "leaving": "about",
    "cultivate": "cultivate", "requests": "join_requests", "moderation": "moderation", "hold": "moderation",
    "flag": "moderation", "pace": "cultivate", "naming": "about", "imports": "imports",
    "set-aside": "imports", "claims": "imports", "settings": "settings",
}  # fmt: skip
ABOVE = {
    "": "home", "search": "search", "for-you": "for_you", "communities": "communities", "found": "communities",
    "me": "me", "account": "me",
}  # fmt: skip
# What stewards have a room for, others reach from About.
STEWARDS_ROOMS = ("join_requests", "moderation", "imports", "settings")


def spine(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the navigation for whoever reads, or None for strangers; two queries, three outside."""
    # Pages of errors are rendered before anyone is known.
    person = viewer(request) if hasattr(request, "user") else None
    if person is None:
        return {"spine": None}
    # Every fragment of a page (see ui/places.py) comes by here too.
    known: Spine | None = getattr(request, "spine", None)
    if known is None:
        known = request.spine = _spine(request, person)  # type: ignore[attr-defined]
    return {"spine": known}


@dataclass(frozen=True, slots=True)
class _Known:
    """All that the navigation is made of: who reads, at which word of it they are, and what they may enter."""

    reader: str
    here: str
    community: str
    slug: str
    is_shut: bool
    is_member: bool
    is_steward: bool
    people: int
    waiting: int
    also: tuple[tuple[str, str], ...]


def _spine(request: HttpRequest, person: Person) -> Spine:
    viewpoint: Viewpoint | None = getattr(request, "viewpoint", None)
    community = viewpoint.community if viewpoint else None
    is_shut = viewpoint is not None and _is_shut(viewpoint)
    known = _Known(
        reader=person.name,
        here=here_in(request.path, is_steward=viewpoint is not None and viewpoint.is_steward),
        community=community.name if community else "",
        slug=community.slug if community else "",
        is_shut=is_shut,
        is_member=viewpoint is not None and viewpoint.is_member,
        is_steward=viewpoint is not None and viewpoint.is_steward,
        people=community.people_count if community else 0,
        waiting=open_count(request, viewpoint) if viewpoint and not is_shut else 0,
        also=tuple(
            (one.community.name, one.community.slug)
            for one in standings_of(request)
            if community is None or one.community_id != community.pk
        ),
    )
    return _made(known, get_language())


def _is_shut(viewpoint: Viewpoint) -> bool:
    """Whether this reader may know of the community and not enter it; one query more for those outside of it."""
    if viewpoint.is_member or viewpoint.community.visibility == Community.Visibility.PUBLIC:
        return False
    return not Community.objects.open_to(viewpoint.person).filter(pk=viewpoint.community.pk).exists()


@lru_cache(maxsize=500)
def _made(known: _Known, language: str | None) -> Spine:
    """The navigation, made once for as long as it says the same."""
    return Spine(
        reader=Reader(known.reader, address("me"), current=known.here == "me"),
        house=_house(known),
        community=Link(known.community, address("community", known.slug)) if known.slug else None,
        rooms=_rooms(known),
        stewards=_stewards(known),
        also=tuple(Link(name, address("community", slug)) for name, slug in known.also),
        foot=_links(known.here, ("account_logout", _("Sign out"))),
    )


def here_in(path: str, *, is_steward: bool = False) -> str:
    """The name of the page in the navigation that the page at this path belongs to, "" where there is none."""
    words = path.strip("/").split("/")
    if words[0] != "c":
        return ABOVE.get(words[0], "")
    room = ROOM_OF.get(words[2] if len(words) > 2 else "", "")
    return "about" if room in STEWARDS_ROOMS and not is_steward else room


def _links(
    here: str, *wanted: tuple[str, str], slug: str = "", counts: dict[str, str] | None = None
) -> tuple[Link, ...]:
    """Links to those of the wanted pages that exist, the present one marked."""
    return tuple(
        Link(label, url, count=(counts or {}).get(name, ""), current=name == here)
        for name, label in wanted
        if (url := _url(name, slug))
    )


@lru_cache(maxsize=4096)
def _url(name: str, slug: str) -> str:
    try:
        return address(name, slug) if slug else address(name)
    except NoReverseMatch:
        return ""


def _house(known: _Known) -> tuple[Link, ...]:
    """The pages above all communities; inside of one, Today is that community's own."""
    above = (("search", _("Search")), ("for_you", _("For you")))
    if known.slug:
        return _links(known.here, *above)
    return _links(known.here, above[0], ("home", _("Today")), above[1], ("communities", _("Communities")))


def _rooms(known: _Known) -> tuple[Link, ...]:
    """The rooms of the present community that exist for this reader."""
    if not known.slug:
        return ()
    if known.is_shut:
        return _links(known.here, ("about", _("About")), slug=known.slug)
    counts = {"conversations": _open(known.waiting) if known.waiting else ""}
    inside: tuple[tuple[str, str], ...] = ()
    if known.is_member:
        counts["people"] = words.count(known.people)
        inside = (("people", _("People")), ("cultivate", _("Cultivate")))
    return _links(
        known.here, ("community", _("Today")), ("conversations", _("Conversations")), *inside, ("about", _("About")),
        slug=known.slug, counts=counts,
    )  # fmt: skip


def _open(waiting: int) -> str:
    number = f"{MOST}+" if waiting > MOST else str(waiting)
    return ngettext("%(n)s open", "%(n)s open", waiting) % {"n": number}


def _stewards(known: _Known) -> tuple[Link, ...]:
    if not known.is_steward:
        return ()
    return _links(
        known.here, ("join_requests", _("At the door")), ("moderation", _("Moderation")), ("imports", _("Archives")),
        ("settings", _("Settings")),
        slug=known.slug,
    )  # fmt: skip
