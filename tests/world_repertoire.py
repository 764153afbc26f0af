"""What is kept in random worlds: a resource in each space, and a collection that it stands in."""

from __future__ import annotations

from dataclasses import dataclass

from commonplace.communities.models import Space
from commonplace.people.models import Person
from commonplace.repertoire.actions import collecting, keeping, suggesting
from commonplace.repertoire.actions.wording import Words
from tests.plans import COMMON, SpacePlan


@dataclass
class Sheet:
    """A resource in a space, what was suggested for it, and who keeps both.

    A suggestion is read by those with a standing alone, whoever reads the rest.
    """

    title: str
    suggested: str
    space: SpacePlan
    keeper: int


def sheet_in(number: str, where: Space, space: SpacePlan, by: Person, keeper: int) -> Sheet:
    """Keep one; its title, its words and those of its collection bear its word."""
    title, suggested = f"zqsheet{number}x", f"zqbetter{number}x"
    words = Words(f"{COMMON} {title}", title, {"how": f"{COMMON} {title}"})
    here = keeping.keep(by=by, space=where, kind="template", words=words)
    better = Words(words.title, words.good_for, {"how": f"{COMMON} {suggested}"})
    suggesting.offer(by=by, resource=here, words=better, on=1, why=suggested)
    path = collecting.collect(by=by, space=where, title=f"{COMMON} {title}", good_for=title)
    collecting.put_in(by=by, collection=path, resource=here, words=title)
    return Sheet(title, suggested, space, keeper)
