"""Whom one can choose for something of an undertaking."""

from __future__ import annotations

from collections.abc import Sequence

from commonplace.communities import access
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.people.models import Person
from commonplace.undertakings.models import Undertaking

MOST = 12


def who_reads(undertaking: Undertaking, viewpoint: Viewpoint, *, asked: str) -> Sequence[Byline]:
    """People who read where it stands and are called so, but for the viewer; one query, and none for nothing."""
    if not asked.strip():
        return []
    found = Person.objects.filter(access.is_here_and_reads(undertaking.space), claimed_at__isnull=False)
    found = found.filter(name__icontains=asked.strip()).exclude(
        pk=viewpoint.person.pk if viewpoint.person is not None else 0
    )
    return [viewpoint.byline_for(one) for one in found.order_by("name", "pk")[:MOST]]
