"""All that the page of a learning project shows to one viewer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commonplace.communities.viewpoint import Byline, Viewpoint, beyond_byline
from commonplace.conversations.models import Conversation
from commonplace.undertakings.models import LearningProject, Milestone, ProjectNote

MOST = 100


@dataclass(frozen=True)
class Step:
    """A milestone, and whether its day has passed without a word."""

    milestone: Milestone
    is_past: bool


@dataclass(frozen=True)
class Noted:
    """What somebody learned on the way."""

    note: ProjectNote
    byline: Byline
    is_own: bool


def steps_of(project: LearningProject, *, today: date) -> Sequence[Step]:
    """Its milestones by their days; one query."""
    found = project.milestones.order_by("on", "pk")
    return [Step(one, not one.is_settled and one.on < today) for one in found]


def notes_of(project: LearningProject, viewpoint: Viewpoint) -> Sequence[Noted]:
    """What was learned on the way, the latest first; one query."""
    person = viewpoint.person
    found = project.notes.select_related("by").defer(*beyond_byline("by")).order_by("-at", "-pk")
    return [
        Noted(one, viewpoint.byline_for(one.by), person is not None and one.by_id == person.pk) for one in found[:MOST]
    ]


def conversation_of(project: LearningProject, viewpoint: Viewpoint) -> Conversation | None:
    """The conversation in which its product lies, as the viewer may see it; one query at most."""
    if project.product_conversation_id is None:
        return None
    seen = Conversation.objects.visible_to(viewpoint.person).select_related("community")
    return seen.filter(pk=project.product_conversation_id).first()
