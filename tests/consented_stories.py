"""What somebody agrees to among stories: that a step of theirs is read, and that they are shown leads."""

from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.repertoire.models import Resource, Told, Use
from commonplace.stories.actions.leads import find_in, follow_leads, take
from commonplace.stories.actions.releasing import let_go
from commonplace.stories.actions.telling import Words, begin, tell
from commonplace.stories.models import Audience, Cycle, StoryLead

HERE = "/c/stick/value/stories/"


def let_go_in(community: Community, person: Person, mark: str) -> tuple[list[str], str]:
    """A step that anyone reads; its pages, and what stands there."""
    _switched_on(community)
    story = begin(by=person, community=community, title="A night")
    step = tell(by=person, story=story, words=Words(Cycle.APPLIED, f"We moved {mark} a shift."))
    let_go(by=person, story=story, reach={step.pk: Audience.PUBLIC})
    return [f"{HERE}{story.pk}/", "/c/stick/feeds/stories.atom"], mark


def followed_in(community: Community, kept: Resource, user: Person, person: Person) -> tuple[list[str], str]:
    """A lead that somebody follows; where another who follows some reads of it, and what stands there."""
    _switched_on(community)
    Use.objects.create(resource=kept, person=user, how="helped", told=Told.MEMBERS, number=1, text="It held.")
    find_in(community, now=timezone.now())
    for each in (person, user):
        follow_leads(by=each, community=community)
    take(by=person, lead=StoryLead.objects.select_related("community").get())
    return [f"{HERE}leads"], "follows it"


def _switched_on(community: Community) -> None:
    community.modules = [*community.modules, "value"]
    community.save(update_fields=["modules"])
