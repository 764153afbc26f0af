"""A viewpoint as far as a part that is kept for many may know it (see ui/kept_parts.py): not who looks, but as what."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from commonplace.communities.models import Community, Membership
from commonplace.communities.viewpoint import Viewpoint
from commonplace.people.models import Person

SOMEBODY = 0  # no person has this number


@dataclass(frozen=True, slots=True)
class Vantage:
    """A community's address and name, what one is there ("" for those outside), and who one is among those who matter:
    their number, SOMEBODY for anybody else, None for a stranger.
    """

    slug: str
    name: str
    standing: str
    own: int | None

    @property
    def viewpoint(self) -> Viewpoint:
        """The viewpoint of whoever sees it so: rows that know no more than stands here."""
        person = None if self.own is None else Person.from_db(None, ["id"], [self.own])
        membership = Membership.from_db(None, ["standing"], [self.standing]) if self.standing else None
        return Viewpoint(person, Community.from_db(None, ["slug", "name"], [self.slug, self.name]), membership)


def vantage_of(viewpoint: Viewpoint, *, among: Collection[int | None] = ()) -> Vantage:
    """How this viewer sees what `among` these persons do or wrote: as one of them, or as anybody like them."""
    person, membership = viewpoint.person, viewpoint.membership
    own = None if person is None else person.pk if person.pk in among else SOMEBODY
    standing = membership.standing if membership is not None else ""
    return Vantage(viewpoint.community.slug, viewpoint.community.name, standing, own)
