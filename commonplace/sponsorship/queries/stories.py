"""Stories that their tellers released to sponsors, as the sponsor’s page and a report show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from commonplace.communities.models import Community
from commonplace.communities.viewpoint import Byline, Viewpoint, beyond_byline
from commonplace.sponsorship.models import Report, ReportStep
from commonplace.stories.models import Audience, Release, Step, Story
from commonplace.stories.models.words import Cycle

MOST_SHOWN = 6


@dataclass(frozen=True)
class Told:
    """One story with those of its steps that may be shown to sponsors; without any it was withdrawn, or is held.

    `is_partly` where something of it was withdrawn since a report told it, `is_held` where something is not shown for
    now because somebody objects to it, and `is_reworded` where its teller found other words since.
    """

    steps: Sequence[Step]
    byline: Byline | None
    is_partly: bool = False
    is_reworded: bool = False
    is_held: bool = False

    @property
    def story(self) -> Story:
        return self.steps[0].story

    @property
    def is_withdrawn(self) -> bool:
        """Whether its teller took all of it back that was shown."""
        return not self.steps and not self.is_held

    @property
    def is_out_of_sight(self) -> bool:
        """Whether nothing of it is shown for now, though its teller let it go."""
        return not self.steps and self.is_held

    @property
    def is_harm(self) -> bool:
        """Whether it tells of harm."""
        return any(step.is_harm for step in self.steps)

    @property
    def kind(self) -> str:
        """What it tells of, in a few words."""
        if self.is_harm:
            return _("It did harm")
        if any(step.cycle in (Cycle.REALIZED, Cycle.TRANSFORMATIVE) for step in self.steps if not step.is_hope):
            return _("It made a difference")
        return _("It is under way")

    @property
    def checked(self) -> list[str]:
        """With whom its steps were checked."""
        return list(dict.fromkeys(step.checked_with for step in self.steps if step.checked_with))


def _byline(story: Story, viewpoint: Viewpoint) -> Byline | None:
    """Whoever told it, None for a teller who is named to nobody."""
    return None if story.is_nameless else viewpoint.byline_for(story.teller)


def released_in(community: Community, viewpoint: Viewpoint) -> list[Told]:
    """Those of a community, one of harm second where there is one, else the latest first; one query."""
    steps = Step.objects.released_to(Audience.SPONSOR).filter(story__community=community)
    steps = steps.select_related("story__teller").defer(*beyond_byline("story__teller"))
    found: dict[int, list[Step]] = {}
    for step in steps.order_by("-story__changed_at", "-story", "number", "pk"):
        found.setdefault(step.story_id, []).append(step)
    told = [Told(one, _byline(one[0].story, viewpoint)) for one in found.values()]
    good = [one for one in told if not one.is_harm]
    harm = [one for one in told if one.is_harm]
    return [*good[:1], *harm[:1], *good[1:], *harm[1:]][:MOST_SHOWN]


def withdrawn_from_sponsors() -> Subquery:
    """How many stories of a community (of the outer query) sponsors had been let read, until their tellers withdrew
    them whole.
    """
    shown = Step.objects.filter(
        story__community=OuterRef("pk"),
        story__withdrawal__isnull=False,
        releases__audience__in=Audience.SPONSOR.or_wider,
    )
    counted = shown.order_by().values("story__community").annotate(n=Count("story", distinct=True))
    return Subquery(counted.values("n")[:1])


def told_in(report: Report, viewpoint: Viewpoint) -> list[Told]:
    """The stories of a report as they may be shown now: words that its teller withdrew are nowhere; two queries."""
    let_go = Release.objects.standing().filter(step=OuterRef("step"), audience__in=Audience.SPONSOR.or_wider)
    rows = list(report.steps.annotate(is_let_go=Exists(let_go) & Q(story__withdrawal=None)).order_by("place", "number"))
    keys = [row.step_id for row in rows if row.step_id is not None]
    live = Step.objects.released_to(Audience.SPONSOR).filter(pk__in=keys)
    live = live.select_related("story__teller").defer(*beyond_byline("story__teller"))
    steps = {step.pk: step for step in live} if keys else {}
    places: dict[int, list[ReportStep]] = {}
    for row in rows:
        places.setdefault(row.place, []).append(row)
    return [_told(of_one, steps, viewpoint, report.released_at) for of_one in places.values()]


def _told(
    rows: Iterable[ReportStep], live: dict[int, Step], viewpoint: Viewpoint, released_at: datetime | None
) -> Told:
    rows = list(rows)
    shown = [live[row.step_id] for row in rows if row.step_id in live]
    gone = [row for row in rows if row.step_id not in live]
    is_held = any(row.is_let_go for row in gone)  # type: ignore[attr-defined]
    if not shown:
        return Told([], None, is_held=is_held)
    return Told(
        shown,
        _byline(shown[0].story, viewpoint),
        is_partly=any(not row.is_let_go for row in gone),  # type: ignore[attr-defined]
        is_reworded=released_at is not None and any(step.changed_at > released_at for step in shown),
        is_held=is_held,
    )


def to_choose_from(community: Community) -> list[tuple[int, str]]:
    """Stories that a report could tell, with their titles."""
    steps = Step.objects.released_to(Audience.SPONSOR).filter(story__community=community).select_related("story")
    found: dict[int, str] = {}
    for step in steps.order_by("-story__changed_at", "number"):
        title = step.story.title or step.words[:60]
        found.setdefault(step.story_id, title)
    return list(found.items())
