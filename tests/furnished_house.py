"""A furnished house as those who walk in it know it."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from commonplace.communities.doors import SpaceVisibility
from commonplace.communities.models import Community
from commonplace.communities.neutral.actions import ask_to_look_again, say_who_leads
from commonplace.communities.spaces.actions import open_space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person


@dataclass(frozen=True)
class Furnished:
    """The community, who may walk in it, what the arguments of its addresses may be for each, and addresses besides."""

    community: Community
    steward: Person
    member: Person
    known: dict[str, list[object]]
    own: dict[str, dict[str, list[object]]]
    also: list[str]

    def person(self, who: str) -> Person | None:
        """The steward, the member, or nobody for a stranger."""
        return {"steward": self.steward, "member": self.member}.get(who)

    def known_to(self, who: str) -> dict[str, list[object]]:
        """What the arguments may be when this one looks: what is theirs is found as theirs."""
        return self.known | self.own.get(who, {})


def conversation_of(house: Furnished, who: str) -> Conversation:
    """The conversation that this one began."""
    return Conversation.objects.get(pk=house.known_to(who)["conversations"][0])


def on_neutral_ground(community: Community, member: Person, manager: Person) -> dict[str, list[object]]:
    """A space on neutral ground with a question in it, and whoever a member says to lead them, who asks them to look
    again; the key of that word.
    """
    lee = open_space(community=community, slug="lee", name="Lee", visibility=SpaceVisibility.NEUTRAL)
    before = timezone.now() - timedelta(days=2)  # one says only so much on one's first day
    open_conversation(space=lee, by=member, kind="question", title="May one say no?", text="To a target.", at=before)
    word = say_who_leads(by=member, community=community, person=manager)
    ask_to_look_again(person=manager, community=community)
    return {"neutral-ground": [word.pk]}
