"""What a community owns of stories: the steps that its members may read, of tellers who are named."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from commonplace.communities.owned import Owned, stays
from commonplace.stories.models import (
    Audience,
    Detective,
    FollowUp,
    NarrativePart,
    Objection,
    Release,
    Step,
    StepLink,
    Story,
    StoryLead,
    Withdrawal,
)
from commonplace.stories.models.story import KIND


def _steps() -> QuerySet[Step]:
    return Step.objects.released_to(Audience.MEMBERS).filter(story__is_nameless=False)


def _told(stories: QuerySet[Any]) -> QuerySet[Any]:
    return stories.filter(Exists(_steps().filter(story=OuterRef("pk"))))


def _let_go(steps: QuerySet[Any]) -> QuerySet[Any]:
    return steps.filter(pk__in=_steps().values("pk"))


def _of_them(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(step__in=_steps().values("pk"))


def _of_things(links: QuerySet[Any]) -> QuerySet[Any]:
    """Links to things: whom a step points at was asked about it in this house."""
    return _of_them(links).exclude(kind="person")


def _standing(releases: QuerySet[Any]) -> QuerySet[Any]:
    return _of_them(releases).filter(withdrawn_at=None)


LISTS = (
    Owned(
        "stories",
        Story,
        "community",
        ("idempotency_key", "read_back_at"),
        kind=KIND,
        paths=("value/stories",),
        rows=_told,
    ),
    Owned("story_steps", Step, "story__community", ("idempotency_key",), rows=_let_go),
    Owned("story_releases", Release, "step__story__community", rows=_standing),
    Owned("story_links", StepLink, "step__story__community", things=(("kind", "object_id"),), rows=_of_things),
    *stays("was taken back by whoever told it", Withdrawal),
    *stays("is between whoever told a story, whom it is about and the stewards of this house", Objection),
    *stays("is what somebody does in this house, and says anew in another", Detective),
    *stays("points at what may be asked of people in this house, and is found anew", StoryLead),
    *stays("was asked of somebody for themselves", FollowUp),
    *stays("is for nobody but whoever wrote it", NarrativePart),
)
