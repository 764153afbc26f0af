"""The rows of this room."""

from commonplace.stories.models.asking import Detective, FollowUp, StoryLead
from commonplace.stories.models.narrative import NarrativePart
from commonplace.stories.models.story import Objection, Release, Step, StepLink, Story, StoryQuerySet, Withdrawal
from commonplace.stories.models.words import Audience, Cycle, Kind, Worth

__all__ = [
    "Audience",
    "Cycle",
    "Detective",
    "FollowUp",
    "Kind",
    "NarrativePart",
    "Objection",
    "Release",
    "Step",
    "StepLink",
    "Story",
    "StoryLead",
    "StoryQuerySet",
    "Withdrawal",
    "Worth",
]
