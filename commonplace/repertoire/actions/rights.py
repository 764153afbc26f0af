"""What belongs to the steward of a resource, and to the stewards of its community."""

from __future__ import annotations

from commonplace.communities.viewpoint import Viewpoint, standing_of
from commonplace.conversations.actions.rights import NotTheirs
from commonplace.people.models import Person
from commonplace.repertoire.models import Collection, Resource
from commonplace.store.locks import lock

__all__ = ["IsGone", "NotTheirs", "held_still", "may_look_after", "may_tend", "require_tending"]


class IsGone(LookupError):
    """Somebody has taken it off the shelf meanwhile."""


def may_look_after(viewpoint: Viewpoint, what: Resource | Collection) -> bool:
    """Whether whoever looks may change it: its keeper, and stewards of the community; no query."""
    keeper = what.steward_id if isinstance(what, Resource) else what.kept_by_id
    standing = viewpoint.membership
    if viewpoint.person is None or standing is None:
        return False
    return standing.is_steward or (keeper == viewpoint.person.pk and not standing.is_guest)


def may_tend(person: Person | None, what: Resource | Collection) -> bool:
    """Whether `person` looks after it or tends its community, and has a standing there; one query at most."""
    return may_look_after(Viewpoint(person, what.community, standing_of(person, what.community)), what)


def require_tending(by: Person, what: Resource | Collection) -> None:
    """Raise NotTheirs unless `by` looks after it."""
    if not may_tend(by, what):
        raise NotTheirs(f"{by} does not look after {what.pk}")


def held_still(resource: Resource) -> Resource:
    """The resource as it stands, kept to this transaction; raises IsGone."""
    found = lock(Resource.objects.filter(pk=resource.pk))
    if not found:
        raise IsGone(resource.pk)
    found[0].community, found[0].space = resource.community, resource.space
    return found[0]
