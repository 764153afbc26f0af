"""Stories as somebody reads them: the list, one in its steps, and one’s own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commonplace.communities.viewpoint import Byline, Viewpoint, beyond_byline
from commonplace.people.models import Person
from commonplace.stories.models import Audience, Cycle, Objection, Release, Step, Story, StoryQuerySet
from commonplace.stories.queries.sources import Source, sources_of
from commonplace.stories.rights import may_change


@dataclass(frozen=True)
class Told:
    """One step as its reader may see it; `reach` is how far it may go, for its teller alone."""

    row: Step
    sources: Sequence[Source] = ()
    reach: str = ""
    objections: Sequence[Objection] = field(default_factory=list)
    may_change: bool = False

    @property
    def cycle(self) -> Cycle:
        """Where it belongs."""
        return Cycle(self.row.cycle)

    @property
    def heading(self) -> str:
        """What it answers, as whoever tells it would say."""
        return str(self.cycle.heading)

    @property
    def when(self) -> str:
        """The month or the day on which it happened, in the reader’s language."""
        year, month, day = (*self.row.happened.split("-"), "", "")[:3]
        on = date(int(year), int(month), int(day or 1))
        return date_format(on, "DATE_FORMAT" if day else "YEAR_MONTH_FORMAT")

    @property
    def how_far(self) -> str:
        """How far its teller lets it go."""
        return str(Audience(self.reach).label) if self.reach else _("You alone")


@dataclass(frozen=True)
class Line:
    """One story in a list."""

    row: Story
    teller: Byline
    cycles: Sequence[Cycle]
    worths: frozenset[str]
    steps: int

    @property
    def title(self) -> str:
        """Its name, or that it has none."""
        return self.row.title or _("A story without a name yet")


def nameless() -> Byline:
    """Who told what is told without a name."""
    return Byline(name=_("A member, who asked not to be named"), is_withheld=True)


def teller_of(story: Story, viewpoint: Viewpoint) -> Byline:
    """Who told it, as far as this viewer may know; its teller and whoever wrote it down know."""
    person = viewpoint.person
    knows = person is not None and person.pk in (story.teller_id, story.written_by_id)
    if story.is_nameless and not knows:
        return nameless()
    return viewpoint.byline_for(story.teller)


def writer_of(story: Story, viewpoint: Viewpoint) -> Byline | None:
    """Who wrote it down for its teller; None where they did it themselves."""
    return viewpoint.byline_for(story.written_by) if story.is_by_interview and story.written_by else None


def with_faces(stories: StoryQuerySet) -> StoryQuerySet:
    """Joined to what a page shows of each."""
    rows = stories.select_related("teller", "written_by", "withdrawal")
    return rows.defer(*beyond_byline("teller", "written_by"))


def lines(stories: Sequence[Story], viewpoint: Viewpoint) -> list[Line]:
    """These as rows of a list, with the cycles of the steps that this viewer may read; one query."""
    seen: dict[int, list[tuple[str, str]]] = {one.pk: [] for one in stories}
    steps = Step.objects.visible_to(viewpoint.person).filter(story__in=list(seen)).in_order()
    for story, cycle, worth in steps.values_list("story", "cycle", "worth"):
        seen[story].append((cycle, worth))
    return [
        Line(
            one,
            teller_of(one, viewpoint),
            [cycle for cycle in Cycle if cycle in {said for said, _worth in seen[one.pk]}],
            frozenset(worth for _cycle, worth in seen[one.pk]),
            len(seen[one.pk]),
        )
        for one in stories
    ]


def steps_of(story: Story, viewpoint: Viewpoint) -> list[Told]:
    """The steps that this viewer may read, with what each points at; some four queries."""
    person = viewpoint.person
    rows = list(Step.objects.visible_to(person).filter(story=story).in_order())
    sources = sources_of([one.pk for one in rows], person)
    reach = _reach(rows) if person is not None and person.pk == story.teller_id else {}
    objections = _objections(rows, story, viewpoint)
    return [
        Told(
            one,
            sources.get(one.pk, ()),
            reach.get(one.pk, ""),
            objections.get(one.pk, []),
            may_change(person, story, one),
        )
        for one in rows
    ]


def _reach(steps: Sequence[Step]) -> Mapping[int, str]:
    standing = Release.objects.standing().filter(step__in=[one.pk for one in steps])
    return dict(standing.values_list("step", "audience"))


def _objections(steps: Sequence[Step], story: Story, viewpoint: Viewpoint) -> Mapping[int, list[Objection]]:
    """Open ones for whoever settles them, and one’s own with what became of them."""
    person = viewpoint.person
    if person is None:
        return {}
    mine = Q(by=person)
    settles = person.pk == story.teller_id or viewpoint.is_steward
    rows = Objection.objects.filter(mine | Q(settled_at=None) if settles else mine, step__in=[one.pk for one in steps])
    found: dict[int, list[Objection]] = {}
    for one in rows.order_by("pk"):
        found.setdefault(one.step_id, []).append(one)
    return found


def shown_in(viewpoint: Viewpoint) -> StoryQuerySet:
    """The stories of others that this viewer may read."""
    return Story.objects.visible_to(viewpoint.person).filter(community=viewpoint.community, shown_at__isnull=False)


def unfinished(person: Person, viewpoint: Viewpoint) -> QuerySet[Story]:
    """Their own, and those that they write down, with the number of steps that nobody has confirmed."""
    mine = Story.objects.visible_to(person).filter(Q(teller=person) | Q(written_by=person))
    unsaid = Count("steps", filter=Q(steps__confirmed_at=None))
    return with_faces(mine.filter(community=viewpoint.community)).annotate(unsaid=unsaid)
