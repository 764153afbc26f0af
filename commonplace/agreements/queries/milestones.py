"""The milestones of a practitioner as the charter lists them, and who may be asked about which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from commonplace.agreements.models import Reached
from commonplace.agreements.models.milestones import LONGEST, TOLD
from commonplace.communities.charter.queries import current_charter
from commonplace.communities.models import Community, Hold
from commonplace.communities.moderation.queries import holds_on
from commonplace.communities.viewpoint import Byline, Viewpoint, beyond_byline

MILESTONES = "milestones"
MOST_LISTED, MOST_SHOWN = 40, 300
_ITEM = re.compile(r"^ {0,3}[-*+•] +(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Story:
    """What somebody told of themselves."""

    row: Reached
    byline: Byline
    is_own: bool
    hold: Hold | None = None


@dataclass(frozen=True)
class Milestone:
    """One line of the charter, and whoever told that they have done it."""

    words: str
    stories: Sequence[Story]


def listed(words: str) -> list[str]:
    """The milestones in the words of that section: each item of a list, once."""
    found = (one.strip()[:LONGEST].strip() for one in _ITEM.findall(words))
    return list(dict.fromkeys(one for one in found if one))[:MOST_LISTED]


def milestones_of(community: Community) -> list[str]:
    """Those that stand; one query."""
    current = current_charter(community)
    return listed(current.words.get(MILESTONES, "")) if current else []


def told_by(viewpoint: Viewpoint, standing: Sequence[str]) -> tuple[list[Milestone], list[Milestone]]:
    """Each milestone that stands with what was told, the first to tell first; and those that were called otherwise."""
    rows = Reached.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    found = list(rows.select_related("person").defer(*beyond_byline("person")).order_by("at", "pk")[:MOST_SHOWN])
    held = holds_on(TOLD, [row.pk for row in found])
    stories: dict[str, list[Story]] = {one: [] for one in standing}
    for row in found:
        is_own = viewpoint.person is not None and row.person_id == viewpoint.person.pk
        stories.setdefault(row.milestone, []).append(
            Story(row, viewpoint.byline_for(row.person), is_own, held.get(row.pk))
        )
    milestones = [Milestone(words, said) for words, said in stories.items()]
    return milestones[: len(standing)], milestones[len(standing) :]
