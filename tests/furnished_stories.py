"""A story told in steps, let go and objected to, one that is read back, one withdrawn, a lead, and a question later."""

from datetime import timedelta

from django.utils import timezone

from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import LASTING
from commonplace.people.models import Person
from commonplace.stories.actions.asking_by_letter import ask_what_difference
from commonplace.stories.actions.leads import find_in, follow_leads, take
from commonplace.stories.actions.linking import link
from commonplace.stories.actions.narrating import narrate
from commonplace.stories.actions.objecting import keep_out, object_to
from commonplace.stories.actions.reading_back import ask_to_read
from commonplace.stories.actions.releasing import let_go, withdraw
from commonplace.stories.actions.telling import Words, begin, tell
from commonplace.stories.models import Audience, Cycle, FollowUp, Kind, NarrativePart, StoryLead, Worth


def storied(community: Community, steward: Person) -> dict[str, list[object]]:
    """Told by two members of a community; the keys by which addresses name what came of it."""
    community.modules = [*dict.fromkeys([*community.modules, "value"])]
    community.save(update_fields=["modules"])
    here = Membership.objects.filter(community=community, standing__in=LASTING, person__claimed_at__isnull=False)
    one, other = (row.person for row in here.exclude(person=steward).select_related("person").order_by("pk")[:2])
    now = timezone.now()
    story = begin(by=one, community=community, title="The Sunday-night shift")
    said = {"happened": "2026-02", "checked_with": "the crew", "checked_on": now.date()}
    first = tell(by=one, story=story, words=Words(Cycle.APPLIED, "We *moved* a shift.", **said))
    second = tell(by=one, story=story, words=Words(Cycle.REALIZED, "A cellar stood under water.", worth=Worth.NEGATIVE))
    hoped = tell(by=one, story=story, words=Words(Cycle.TRANSFORMATIVE, "That nobody counts leaks.", kind=Kind.HOPE))
    point = link(by=one, step=first, kind="person", object_id=other.pk)
    let_go(by=one, story=story, reach={first.pk: Audience.PUBLIC, second.pk: Audience.MEMBERS})
    settled = object_to(by=other, step=second, words="It was my cellar.")
    keep_out(by=steward, objection=settled, reply="You are right.")
    let_go(by=one, story=story, reach={second.pk: Audience.MEMBERS})
    held = object_to(by=other, step=second, words="It still is.")
    told = begin(by=one, community=community, title="What they told me", teller=other)
    tell(by=one, story=told, words=Words(Cycle.IMMEDIATE, "They told me at lunch."))
    ask_to_read(by=one, story=told)
    taken = begin(by=other, community=community, title="Taken back")
    gone = tell(by=other, story=taken, words=Words(Cycle.POTENTIAL, "A sheet."))
    let_go(by=other, story=taken, reach={gone.pk: Audience.MEMBERS})
    withdraw(by=other, story=taken)
    for person in (one, steward):
        follow_leads(by=person, community=community)
    lead = followed(community, one, object_id=first.pk)
    find_in(community, now=now)
    narrate(by=one, parts=dict.fromkeys(NarrativePart.About.values, ("Because of the nights.", "A longer one.")))
    asked = FollowUp.objects.get(step=hoped)
    return {
        "stories": [story.pk, told.pk],
        "steps": [first.pk, second.pk],
        "points": [point.pk],
        "held": [held.pk, settled.pk],
        "leads": [lead.pk],
        "later": [asked.pk],
    }


def followed(community: Community, person: Person, *, object_id: int) -> StoryLead:
    """A lead that somebody has taken; nothing of it is left to say."""
    lead = StoryLead.objects.create(
        community=community, why=StoryLead.Why.USE, object_id=2**40 + object_id, happened_at=timezone.now()
    )
    take(by=person, lead=lead)
    return lead


def letters_about_stories(community: Community, person: Person, steward: Person) -> None:
    """The two letters of stories, each to one person."""
    community.modules = [*dict.fromkeys([*community.modules, "value"])]
    community.save(update_fields=["modules"])
    told = begin(by=steward, community=community, title="What they told me", teller=person)
    tell(by=steward, story=told, words=Words(Cycle.IMMEDIATE, "They told me at lunch."))
    ask_to_read(by=steward, story=told)
    own = begin(by=person, community=community)
    tell(by=person, story=own, words=Words(Cycle.REALIZED, "A longer night.", kind=Kind.HOPE))
    FollowUp.objects.filter(person=person).update(ask_on=timezone.localdate() - timedelta(days=1))
    ask_what_difference(now=timezone.now().replace(hour=12))
