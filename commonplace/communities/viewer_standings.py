"""What the reader of a page is in each of their communities, loaded once for the page."""

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
    return Membership.objects.current().filter(person=person).select_related("community").order_by("community__name")
