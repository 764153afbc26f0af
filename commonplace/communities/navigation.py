"""The words of the navigation: which page each leads to, for whom, and which addresses belong to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from django.http import HttpRequest
from django.utils.functional import Promise

from commonplace.communities.viewpoint import Viewpoint
from commonplace.store.registry import Registry


class For(IntEnum):
    """Who is offered a page of a community."""

    ANYONE = 0  # who may know of it
    VISITORS = 1  # who may enter
    MEMBERS = 2
    STEWARDS = 3


@dataclass(frozen=True)
class Page:
    """A page in the navigation, by the name of its address, in the order of `order`.

    `addresses` are the words with which addresses of its room begin, inside the community or, for a page of the
    `house`, at the root. Whoever sponsors the community from outside is offered it where it `is_for_sponsors`, and is a
    visitor else. `mark` gives a short text beside the word ("4 open"), never a score of a person; `module` is
    what a community switches off with it.
    """

    name: str
    label: str | Promise
    order: int
    audience: For = For.VISITORS
    addresses: tuple[str, ...] = ()
    mark: Callable[[HttpRequest, Viewpoint], str] | None = None
    module: str = ""
    is_for_sponsors: bool = False

    def is_offered_to(self, audience: For, *, is_sponsor: bool) -> bool:
        """Whether it stands in the navigation of whoever is offered pages so."""
        return self.audience <= audience or (self.is_for_sponsors and is_sponsor)


@dataclass(frozen=True)
class HousePage:
    """A page above all communities; `is_everywhere` where it is offered inside of one as well.

    `count` names the address that answers how much stands there for whoever asks.
    """

    name: str
    label: str | Promise
    order: int
    addresses: tuple[str, ...] = ()
    is_everywhere: bool = False
    is_offered: bool = True
    count: str = ""


PAGES: Registry[Page] = Registry("navigation", Page, by="name")
HOUSE_PAGES: Registry[HousePage] = Registry("navigation of the house", HousePage, by="name")


def audience_of(viewpoint: Viewpoint, *, is_shut: bool) -> For:
    """As what someone is offered pages of a community; `is_shut` where they may know of it and not enter."""
    if viewpoint.is_steward:
        return For.STEWARDS
    if viewpoint.is_member:
        return For.MEMBERS
    return For.ANYONE if is_shut else For.VISITORS


def page_at(word: str) -> Page | None:
    """The page to which addresses that begin with this word belong."""
    return next((page for page in PAGES if word in page.addresses), None)


def here_in(path: str, *, is_steward: bool = False) -> str:
    """The name of the page in the navigation that the page at this path belongs to, "" where there is none."""
    words = path.strip("/").split("/")
    if words[0] != "c":
        return next((page.name for page in HOUSE_PAGES if words[0] in page.addresses), "")
    page = page_at(words[2] if len(words) > 2 else "")
    if page is None:
        return ""
    # What stewards have a room for, others reach from About.
    return "about" if page.audience == For.STEWARDS and not is_steward else page.name
