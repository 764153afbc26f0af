"""What somebody had begun to tell in a story goes with the words that it was for, whoever was typing."""

from __future__ import annotations

from collections.abc import Collection

from commonplace.conversations.models import Draft

# Where drafts are kept: of a story, of one more step of one, of other words for a step.
DRAFT, STEP, CHANGE = "story", "story-step", "story-change"


def forget_half_typed(*, stories: Collection[int] = (), steps: Collection[int] = ()) -> None:
    """Throw away drafts of further steps of these stories, and of other words for these steps."""
    places = [f"{STEP}:{pk}" for pk in stories] + [f"{CHANGE}:{pk}" for pk in steps]
    Draft.objects.filter(place__in=places).delete()
