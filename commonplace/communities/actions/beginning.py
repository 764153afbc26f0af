"""A community is as old as what was said in it first."""

from datetime import datetime

from django.db.models import Q

from commonplace.communities.models import Community


def begin_no_later_than(*, community: Community, at: datetime) -> None:
    """Remember that people were at it already then; an earlier beginning stays."""
    later = Community.objects.filter(Q(began_at=None) | Q(began_at__gt=at), pk=community.pk)
    later.update(began_at=at)
