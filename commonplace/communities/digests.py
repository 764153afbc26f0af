"""Sections of a community's letter: what a room would tell people who have not looked in for a while.

The room of digests lays letters out from these; a room says what it has, and nothing of when or how it is sent. What
everyone inside may read is found once for all of them, what is one person's for many persons at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from commonplace.communities.models import Community, Membership
from commonplace.communities.viewpoint import Viewpoint
from commonplace.store.registry import Registry


@dataclass(frozen=True)
class DigestLine:
    """One thing in a letter: what it is, whose, a word on it, and where one goes on, with the verb for that.

    `url` is an address inside the house. A line about somebody is not said to themselves (`not_for`).
    """

    title: str
    text: str
    url: str
    kind: str = ""
    by: str = ""
    action: str = ""
    not_for: int | None = None
    about: tuple[str, int] = ("", 0)


@dataclass(frozen=True)
class Candidate:
    """A thing that could stand in a letter, by its key; who chose it and why, where a human did."""

    key: int
    why: str = ""
    chosen_by_id: int | None = None


@dataclass(frozen=True)
class Reader:
    """For whom lines are said: somebody who looks from a viewpoint, or everyone inside and nobody in particular."""

    viewpoint: Viewpoint
    is_everyone_inside: bool = False

    @classmethod
    def everyone_inside(cls, community: Community) -> Reader:
        """Whoever has a standing, of whatever kind: no seat, no role, nothing of one's own."""
        return cls(Viewpoint(None, community, Membership()), is_everyone_inside=True)


@dataclass(frozen=True)
class DigestSection:
    """A section, by the kind of content it is about.

    `candidates(community, since, now)` are what everyone inside may read, best first and the same whenever it is asked;
    `lines(reader, keys, now)` says things for one reader, in the language of the moment, less what they may not read;
    `personal(standings, since, now)` is what concerns each of many people of one community, by their keys, best first.
    Up to `at_most` things of it are laid out for everyone, and told to one person.
    """

    code: str
    heading: str | Promise
    kind: str
    candidates: Callable[[Community, datetime, datetime], Sequence[Candidate]] | None = None
    lines: Callable[[Reader, Collection[int], datetime], Mapping[int, DigestLine]] | None = None
    personal: Callable[[Sequence[Membership], datetime, datetime], Mapping[int, Sequence[DigestLine]]] | None = None
    at_most: int = 3
    order: int = 50


DIGEST_SECTIONS: Registry[DigestSection] = Registry("digest sections", DigestSection)
