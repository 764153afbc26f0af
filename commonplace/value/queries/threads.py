"""Stories that the reader may see, as threads through what is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Case, Exists, F, OuterRef, QuerySet, TextField, Value, When
from django.utils.translation import gettext as _

from commonplace.communities.models import Community
from commonplace.communities.viewpoint import Viewpoint, beyond_byline
from commonplace.lib.direction import isolated
from commonplace.stories.models import Cycle, Kind, Step, Story, Worth
from commonplace.ui.addresses import address
from commonplace.value.matrix import Thread
from commonplace.value.models import Touch


@dataclass
class Seen:
    """What is known of a story from those of its steps that touch something and that the reader may see."""

    touches: dict[int, bool] = field(default_factory=dict)
    is_harm: bool = False
    is_hoped: bool = False
    checked_with: str = ""


@dataclass(frozen=True)
class InSteps:
    """One step as its reader may read it."""

    cycle: Cycle
    is_hope: bool
    html: str


@dataclass(frozen=True)
class Told:
    """A story as it stands beside its thread, and for one of them what its reader may read of it."""

    story: Story
    seen: Seen
    teller: str
    url: str
    writer: str = ""
    steps: list[InSteps] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Its name, or that it has none."""
        return self.story.title or _("A story without a name yet")

    @property
    def states(self) -> list[str]:
        """How far it is told, and what is to be known before one reads it."""
        said = []
        if self.seen.is_harm:
            said.append(_("value lost"))
        if self.seen.checked_with:
            said.append(_("checked with %(who)s") % {"who": isolated(self.seen.checked_with)})
        if self.seen.is_hoped:
            said.append(_("a part of it is hoped for"))
        elif self.story.is_half_told:
            said.append(_("half told"))
        return said


def seen_by(viewpoint: Viewpoint) -> dict[int, Seen]:
    """By story what its steps touch, of steps that the viewer may read, the latest begun first; one query."""
    return _seen(Step.objects.visible_to(viewpoint.person).filter(story__withdrawal=None), viewpoint.community)


def _seen(steps: QuerySet[Step], community: Community) -> dict[int, Seen]:
    rows = Touch.objects.filter(
        indicator__community=community, indicator__put_aside_at=None, step__in=steps, step__story__community=community
    ).order_by("-step__story__begun_at", "-step__story_id", "step__number", "pk")
    found: dict[int, Seen] = {}
    columns = ("step__story_id", "indicator_id", "step__kind", "step__worth", "step__checked_with")
    for story, indicator, kind, worth, checked_with in rows.values_list(*columns):
        one = found.setdefault(story, Seen())
        is_hope = kind == Kind.HOPE
        # What happened weighs more than what was hoped of the same.
        one.touches[indicator] = one.touches.get(indicator, True) and is_hope
        one.is_harm |= worth == Worth.NEGATIVE
        one.is_hoped |= is_hope
        one.checked_with = one.checked_with or checked_with
    return found


def threads_of(seen: dict[int, Seen]) -> list[Thread]:
    """The same to be drawn."""
    return [Thread(story, one.touches) for story, one in seen.items()]


def told(stories: Sequence[int], seen: dict[int, Seen], viewpoint: Viewpoint, *, in_steps: int = 0) -> dict[int, Told]:
    """These stories as they stand beside their threads, the words of one of them in its steps; one query."""
    steps = Step.objects.visible_to(viewpoint.person).filter(story__in=stories).in_order()
    shown = Case(When(story=in_steps, then=F("html")), default=Value(""), output_field=TextField())
    people = ("story__teller", "story__written_by")
    rows = steps.select_related(*people).defer("words", "html", *beyond_byline(*people))
    found: dict[int, Told] = {}
    slug = viewpoint.community.slug
    for step in rows.annotate(shown=shown):
        story = step.story
        if story.pk not in found:
            url = f"{address('value', slug)}stories/{story.pk}/"
            writer = viewpoint.name_of(story.written_by) if story.is_by_interview else ""
            found[story.pk] = Told(story, seen[story.pk], _teller(story, viewpoint), url, writer)
        if story.pk == in_steps:
            found[story.pk].steps.append(InSteps(Cycle(step.cycle), step.is_hope, getattr(step, "shown", "")))
    return found


def _teller(story: Story, viewpoint: Viewpoint) -> str:
    person = viewpoint.person
    knows = person is not None and person.pk in (story.teller_id, story.written_by_id)
    if story.is_nameless and not knows:
        return _("A member, who asked not to be named")
    return viewpoint.name_of(story.teller)


def touched_steps(story: Story, viewpoint: Viewpoint) -> list[tuple[Step, list[int]]]:
    """The steps of a story that the viewer may read, each with what it touches; two queries."""
    steps = list(Step.objects.visible_to(viewpoint.person).filter(story=story).in_order())
    rows = Touch.objects.filter(step__in=steps, indicator__put_aside_at=None).values_list("step_id", "indicator_id")
    found: dict[int, list[int]] = {}
    for step, indicator in rows:
        found.setdefault(step, []).append(indicator)
    return [(one, found.get(one.pk, [])) for one in steps]


def loose(viewpoint: Viewpoint) -> QuerySet[Story]:
    """Stories that the viewer may read of which no step touches anything yet."""
    touches = Touch.objects.filter(step__story=OuterRef("pk"))
    found = Story.objects.visible_to(viewpoint.person).standing().filter(community=viewpoint.community)
    return found.filter(~Exists(touches)).order_by("-begun_at", "-pk")
