"""Whose stories somebody may write down: of those with an account here, who have to say that it is theirs."""

from __future__ import annotations

from commonplace.communities.models import Membership
from commonplace.communities.viewpoint import Viewpoint, beyond_byline
from commonplace.people.models import Person

MOST_OFFERED = 500


def tellers_beside(viewpoint: Viewpoint) -> list[Person]:
    """Those who stand here beside the viewer, by name."""
    here = Membership.objects.current().filter(community=viewpoint.community, person__claimed_at__isnull=False)
    rows = here.exclude(person=viewpoint.person).select_related("person").defer(*beyond_byline("person"))
    return [one.person for one in rows.order_by("person__name", "person_id")[:MOST_OFFERED]]
