"""What became of steps that a page or a report once showed: whether they may still be shown to that audience."""

from __future__ import annotations

from collections.abc import Collection

from commonplace.communities.models import Community
from commonplace.stories.models import Audience, Step, Story, Withdrawal


def still_released(steps: Collection[int], audience: Audience) -> set[int]:
    """The keys of those steps that may be shown to an audience as of now. Of the others one says: withdrawn."""
    if not steps:
        return set()
    return set(Step.objects.released_to(audience).filter(pk__in=steps).values_list("pk", flat=True))


def taken_back(stories: Collection[int], audience: Audience) -> set[int]:
    """The keys of stories, out of those that were shown, of which nothing may be shown to an audience any more."""
    if not stories:
        return set()
    shown = Story.objects.released_to(audience).filter(pk__in=stories)
    return set(stories) - set(shown.values_list("pk", flat=True))


def withdrawn_in(community: Community) -> int:
    """How many stories of a community that others had been shown were withdrawn; never whose, nor which."""
    return Withdrawal.objects.filter(story__community=community, was_shown=True).count()
