"""What conversations would ask someone weeks later: what came of the answer that settled their question."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from commonplace.communities.questions import Asking, HouseQuestion
from commonplace.conversations.models import Conversation, Outcome
from commonplace.lib.direction import isolated
from commonplace.people.models import Person

# Long enough to have tried it, and not so long that it is forgotten (field notes, on following up).
AFTER = timedelta(weeks=6)
UNTIL = timedelta(weeks=26)
AT_ONCE = 5


def what_came_of_it(person: Person, now: datetime) -> Iterable[Asking]:
    """Their own questions that were settled six weeks ago and of which they have told nothing since, latest first."""
    told = Outcome.objects.filter(person=person, conversation=OuterRef("pk"))
    asked = (
        Conversation.objects.visible_to(person)
        .filter(
            ~Exists(told), author=person, settlement__at__gt=now - UNTIL, settlement__at__lte=now - AFTER, closure=None
        )
        .exclude(settlement__post__author=person)
        .order_by("-settlement__at", "-pk")
        .values_list("pk", "community__slug", "title", "settlement__post__number")[:AT_ONCE]
    )
    for pk, slug, title, number in asked:
        words = _("What came of “%(title)s”?") % {"title": isolated(title)}
        yield Asking(str(pk), words, reverse("post_outcome", args=[slug, pk, number]))


QUESTIONS = (HouseQuestion("what_came_of_it", what_came_of_it, order=10),)
