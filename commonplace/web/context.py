"""What the base templates say around every page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonplace.communities.models import Community
from commonplace.communities.modules import MODULES, is_on
from commonplace.communities.navigation import HOUSE_PAGES, PAGES, For, audience_of, here_in
from commonplace.communities.viewer_standings import viewer_sponsorships, viewer_standings
from commonplace.communities.viewpoint import Viewpoint
from commonplace.people.models import Person
from commonplace.people.viewer import viewer
from commonplace.ui.addresses import address
from commonplace.ui.spine import Link, Reader, Spine

# The navigation stands on every page, twice: more communities than these are a page of their own.
ALSO = 12


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
    """All that the navigation is made of but the reader's name: at which word of it they are, what they may enter."""

    here: str
    community: str
    slug: str
    audience: For
    switched_off: tuple[str, ...]
    marks: tuple[tuple[str, str], ...]
    also: tuple[tuple[str, str], ...]
    is_sponsor: bool = False


def _spine(request: HttpRequest, person: Person) -> Spine:
    viewpoint: Viewpoint | None = getattr(request, "viewpoint", None)
    community = viewpoint.community if viewpoint else None
    audience = audience_of(viewpoint, is_shut=_is_shut(viewpoint)) if viewpoint else For.ANYONE
    known = _Known(
        here=here_in(request.path, is_steward=viewpoint is not None and viewpoint.is_steward),
        community=community.name if community else "",
        slug=community.slug if community else "",
        audience=audience,
        switched_off=tuple(one.code for one in MODULES if community and not is_on(community, one.code)),
        marks=_marks(request, viewpoint, audience) if viewpoint else (),
        also=tuple(
            (one.community.name, one.community.slug)
            for one in (*viewer_standings(request), *viewer_sponsorships(request))
            if community is None or one.community_id != community.pk
        )[: ALSO + 1],
        is_sponsor=viewpoint is not None and viewpoint.is_sponsor,
    )
    return _made(known, get_language()).read_by(person.name)


def _marks(request: HttpRequest, viewpoint: Viewpoint, audience: For) -> tuple[tuple[str, str], ...]:
    """What stands beside the words that this reader is offered."""
    return tuple(
        (page.name, mark)
        for page in PAGES
        if page.mark
        and page.is_offered_to(audience, is_sponsor=viewpoint.is_sponsor)
        and (mark := page.mark(request, viewpoint))
    )


def _is_shut(viewpoint: Viewpoint) -> bool:
    """Whether this reader may know of the community and not enter it; one query more for those outside of it."""
    if viewpoint.is_member or viewpoint.community.is_public:
        return False
    return not Community.objects.open_to(viewpoint.person).filter(pk=viewpoint.community.pk).exists()


@lru_cache(maxsize=500)
def _made(known: _Known, language: str | None) -> Spine:
    """The navigation, made once for as long as it says the same."""
    return Spine(
        reader=Reader("", address("me"), current=known.here == "me"),
        house=_house(known),
        community=Link(known.community, address("community", known.slug)) if known.slug else None,
        rooms=_rooms(known, of_stewards=False),
        stewards=_rooms(known, of_stewards=True),
        also=_also(known),
        ask=_ask(known),
        foot=_links(known.here, ("account_logout", _("Sign out"))),
    )


def _ask(known: _Known) -> Link | None:
    """The way to the composer, for whoever may write in the present community."""
    if not known.slug or known.audience < For.MEMBERS or "conversations" in known.switched_off:
        return None
    return Link(_("Ask"), address("compose", known.slug))


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
    wanted = [page for page in HOUSE_PAGES if page.is_offered and (page.is_everywhere or not known.slug)]
    links = _links(known.here, *((page.name, str(page.label)) for page in wanted))
    counted = {_url(page.name, ""): _url(page.count, "") for page in wanted if page.count}
    return tuple(replace(link, count_at=counted.get(link.url, "")) for link in links)


def _rooms(known: _Known, *, of_stewards: bool) -> tuple[Link, ...]:
    """The rooms of the present community that exist for this reader: everyone's, or the stewards'."""
    if not known.slug:
        return ()
    wanted = [
        page
        for page in PAGES
        if page.is_offered_to(known.audience, is_sponsor=known.is_sponsor)
        and (page.audience == For.STEWARDS) == of_stewards
        and page.module not in known.switched_off
    ]
    return _links(
        known.here, *((page.name, str(page.label)) for page in wanted), slug=known.slug, counts=dict(known.marks)
    )


def _also(known: _Known) -> tuple[Link, ...]:
    """The reader's other communities by name; where there are many, the way to all of them."""
    links = tuple(Link(name, address("community", slug)) for name, slug in known.also[:ALSO])
    return (*links, Link(_("All of yours"), address("communities"))) if len(known.also) > ALSO else links
