"""What the reader of a page is in each of their communities, or to one that they sponsor, loaded once for the page."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import HttpRequest

from commonplace.communities.models import Membership
from commonplace.people.models import Person
from commonplace.people.viewer import viewer
from commonplace.store.prepared import prepared


def viewer_standings(request: HttpRequest) -> Sequence[Membership]:
    """The reader's current standings with their communities, by name; one query for a page."""
    known = _known(request)
    return [one for one in known if not one.is_sponsor]


def viewer_sponsorships(request: HttpRequest) -> Sequence[Membership]:
    """What the reader is to communities that they sponsor from outside, by name; from the same query."""
    return [one for one in _known(request) if one.is_sponsor]


def _known(request: HttpRequest) -> Sequence[Membership]:
    person = viewer(request)
    if person is None:
        return ()
    known: Sequence[Membership] | None = getattr(request, "standings", None)
    if known is None:
        known = _standings(person=person)
        request.standings = known  # type: ignore[attr-defined]
    return known


@prepared
def _standings(*, person: Person) -> QuerySet[Membership]:
    return (
        Membership.objects.current_or_sponsoring()
        .filter(person=person)
        .select_related("community")
        .order_by("community__name")
    )
