"""What a gathering is called for, where a room above knows it: said in the address of the form, and kept with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from commonplace.communities.viewpoint import Viewpoint
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.store.registry import Registry

LONGEST = 80


@dataclass(frozen=True)
class Occasion:
    """A kind of thing that a gathering is called for.

    `words(key, viewpoint)` says in a line what it is, and nothing where there is none such or it is not the viewer's;
    `tie(by=, gathering=, key=)` keeps with that thing which gathering was called for it, once.
    """

    code: str
    words: Callable[[str, Viewpoint], str]
    tie: Callable[..., object]


OCCASIONS: Registry[Occasion] = Registry("occasions of gatherings", Occasion)


@dataclass(frozen=True)
class CalledFor:
    """What one gathering is called for: as an address and a form say it, and in a line for whoever calls it."""

    said: str
    words: str
    occasion: Occasion
    key: str

    def tie(self, gathering: Gathering, *, by: Person) -> None:
        """Keep with it that this gathering was called for it."""
        self.occasion.tie(by=by, gathering=gathering, key=self.key)


def called_for(said: str, viewpoint: Viewpoint) -> CalledFor | None:
    """What `said` (a kind, a colon and a key) names for this viewer; None for all else."""
    code, _colon, key = said[:LONGEST].partition(":")
    occasion = OCCASIONS.get(code)
    words = occasion.words(key, viewpoint) if occasion is not None and key.isprintable() else ""
    return CalledFor(said[:LONGEST], words, occasion, key) if occasion is not None and words else None
