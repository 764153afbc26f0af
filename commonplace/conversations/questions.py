"""What conversations would ask someone weeks later: what came of the answer that settled their question."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from commonplace.communities.questions import Askable, Asking, HouseQuestion, row
from commonplace.conversations.models import Conversation, Outcome
from commonplace.lib.direction import isolated
from commonplace.people.models import Person

# Long enough to have tried it, and not so long that it is forgotten (field notes, on following up).
AFTER = timedelta(weeks=6)
UNTIL = timedelta(weeks=26)


def what_came_of_it(person: Person, now: datetime) -> QuerySet[Any, Any]:
    """Their own questions that were settled six weeks ago and of which they have told nothing since."""
    told = Outcome.objects.filter(person=person, conversation=OuterRef("pk"))
    asked = (
        Conversation.objects.visible_to(person)
        .filter(
            ~Exists(told), author=person, settlement__at__gt=now - UNTIL, settlement__at__lte=now - AFTER, closure=None
        )
        .exclude(settlement__post__author=person)
    )
    return row(
        asked, slug="community__slug", title="title", since="settlement__at", number=F("settlement__post__number")
    )


def _asking(one: Askable) -> Asking:
    words = _("What came of “%(title)s”?") % {"title": isolated(one.title)}
    return Asking(str(one.about_id), words, reverse("post_outcome", args=[one.slug, one.about_id, one.number]))


QUESTIONS = (HouseQuestion("what_came_of_it", what_came_of_it, _asking, order=10),)
