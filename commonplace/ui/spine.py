"""The navigation beside the page: who is reading, where they are, and which rooms exist for them.

A context processor of a higher room fills a ``Spine`` and gives it to templates as ``spine``; without one
(signed out, or a page of an error) the base templates show the public bar instead.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils.translation import gettext

FEW = 5  # other communities that stand beside the rooms of one without a fold


@dataclass(frozen=True)
class Link:
    """One word in the navigation; ``count`` is a short text such as "4 open", never a score of a person.

    Where ``count_at`` is an address, script asks there for the number and keeps it up to date.
    """

    label: str
    url: str
    count: str = ""
    current: bool = False
    count_at: str = ""


@dataclass(frozen=True)
class Group:
    """Links that belong together, under a word or none."""

    label: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Reader:
    """The person who reads, as the foot of the spine shows them."""

    name: str
    url: str
    photo_url: str = ""
    current: bool = False


@dataclass(frozen=True)
class Spine:
    """Everything the spine, the bar and the rail say.

    ``house`` stands above (search first, then for you), ``rooms`` are those of the present ``community``, ``stewards``
    are its stewards' rooms, ``also`` the reader's other communities. ``foot`` holds settings and the like;
    ``ask`` leads to where one begins a conversation.
    """

    reader: Reader
    home_url: str = "/"
    house: tuple[Link, ...] = ()
    community: Link | None = None
    rooms: tuple[Link, ...] = ()
    stewards: tuple[Link, ...] = ()
    also: tuple[Link, ...] = ()
    foot: tuple[Link, ...] = ()
    ask: Link | None = None
    # The same without a name, where it is one for many.
    _shared: Spine | None = field(default=None, compare=False, repr=False)

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.reader, self.house, self.community, self.rooms, self.stewards, self.also, self.foot))

    def read_by(self, name: str) -> Spine:
        """The same for one reader; what it says besides their name is set once for all (see `anyone`)."""
        return replace(self, reader=replace(self.reader, name=name), _shared=self)

    @property
    def anyone(self) -> Spine:
        """The same without the reader's name."""
        return self._shared or replace(self, reader=replace(self.reader, name=""))

    @property
    def rail(self) -> tuple[Link, ...]:
        """The words at the foot of a small screen: the first rooms here, or those of the house elsewhere.

        Search stands in the bar above, one's own page among the house's words.
        """
        if self.rooms and self.ask:
            return (*self.rooms[:2], self.ask, *self.rooms[2:3])
        if self.rooms:
            return self.rooms[:4]
        return (*self.house[1:4], Link(gettext("You"), self.reader.url, current=self.reader.current))

    @property
    def also_is_folded(self) -> bool:
        """Whether the other communities are so many that the rooms of the present one would drown among them."""
        return self.community is not None and len(self.also) > FEW

    @property
    def more(self) -> tuple[Group, ...]:
        """What the rail has no width for, shown behind its last word, in groups as the spine has them."""
        shown = self.rail
        groups = (
            Group(self.community.label if self.community else "", self.rooms),
            Group(gettext("Stewards’ rooms"), self.stewards),
            Group(gettext("The house"), self.house),
            Group(gettext("Also yours") if self.community else gettext("Your communities"), self.also),
            Group("", self.foot),
        )
        left = (Group(one.label, tuple(link for link in one.links if link not in shown)) for one in groups)
        return tuple(one for one in left if one.links)

    @property
    def more_is_current(self) -> bool:
        """Whether the present page is one of those behind the last word."""
        return any(link.current for group in self.more for link in group.links)
