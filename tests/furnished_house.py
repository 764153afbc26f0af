"""A furnished house as those who walk in it know it."""

from dataclasses import dataclass

from commonplace.communities.models import Community
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
