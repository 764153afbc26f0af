"""What becomes of people's word on being pointed to when two topics become one."""

from commonplace.communities.models import Topic
from commonplace.knowledge.models import Pointing
from commonplace.people.way_back import WayBack


def hold_to_what_was_said(kept: Topic, other: Topic, way_back: WayBack) -> None:
    """A no to either is a no to both; a yes to the word that goes is none to the word that stays: the house asks."""
    refused = Pointing.objects.filter(topic=other, is_welcome=False).values("person")
    welcome = Pointing.objects.filter(topic=kept, is_welcome=True, person__in=refused)
    way_back.changing(welcome, "is_welcome")
    welcome.update(is_welcome=False)
    Pointing.objects.filter(topic=other, is_welcome=True).delete()
