"""What Today asks someone weeks later: what came of the answer that settled their question, or of what they tried."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from commonplace.communities.questions import Askable, Asking, HouseQuestion, row
from commonplace.conversations.models import Conversation, Outcome
from commonplace.lib.direction import isolated
from commonplace.people.models import Person
from commonplace.repertoire.models import Trial
from commonplace.repertoire.queries.trials import AFTER, within_reach

UNTIL = timedelta(weeks=26)


def what_came_of_it(person: Person, now: datetime) -> QuerySet[Any, Any]:
    """Their own questions that were settled six weeks ago and of which they have told nothing since."""
    told = Outcome.objects.filter(person=person, conversation=OuterRef("pk"))
    answered = Trial.objects.filter(person=person, post__conversation=OuterRef("pk")).exclude(came="")
    asked = (
        Conversation.objects.visible_to(person)
        .filter(
            ~Exists(told),
            ~Exists(answered),
            author=person,
            settlement__at__gt=now - UNTIL,
            settlement__at__lte=now - AFTER,
            closure=None,
        )
        .exclude(settlement__post__author=person)
    )
    return row(
        asked, slug="community__slug", title="title", since="settlement__at", number=F("settlement__post__number")
    )


def _asking(one: Askable) -> Asking:
    words = _("What came of “%(title)s”?") % {"title": isolated(one.title)}
    return Asking(str(one.about_id), words, reverse("post_outcome", args=[one.slug, one.about_id, one.number]))


def what_came_of_trying(person: Person, now: datetime) -> QuerySet[Any, Any]:
    """What is kept of which they said six weeks ago that they would try it, and have told nothing since."""
    unsaid = Trial.objects.unsaid().filter(
        resource__retirement=None,
        resource__supersession=None,
        resource__isnull=False,
        ask_on__lte=timezone.localdate(now),
        said_at__gt=now - UNTIL,
    )
    asked = within_reach(person).filter(pk__in=unsaid.values("pk"))
    return row(asked, slug="community__slug", title="resource__title", since="said_at", number=F("resource_id"))


def _asking_of_trying(one: Askable) -> Asking:
    words = _("What came of trying “%(title)s”?") % {"title": isolated(one.title)}
    return Asking(str(one.about_id), words, reverse("resource_using", args=[one.slug, one.number]))


def what_came_of_an_answer(person: Person, now: datetime) -> QuerySet[Any, Any]:
    """Answers of others, likewise."""
    unsaid = Trial.objects.unsaid().filter(
        is_asked=False, post__isnull=False, ask_on__lte=timezone.localdate(now), said_at__gt=now - UNTIL
    )
    theirs = within_reach(person).filter(pk__in=unsaid.values("pk"), post__conversation=OuterRef("pk")).order_by("pk")
    asked = Conversation.objects.filter(Exists(theirs)).annotate(
        tried=Subquery(theirs.values("post__number")[:1]), tried_at=Subquery(theirs.values("said_at")[:1])
    )
    return row(asked, slug="community__slug", title="title", since="tried_at", number=F("tried"))


def _asking_of_an_answer(one: Askable) -> Asking:
    words = _("What came of the answer that you would try, in “%(title)s”?") % {"title": isolated(one.title)}
    return Asking(str(one.about_id), words, reverse("post_outcome", args=[one.slug, one.about_id, one.number]))


QUESTIONS = (
    HouseQuestion("what_came_of_it", what_came_of_it, _asking, order=10),
    HouseQuestion("what_came_of_trying", what_came_of_trying, _asking_of_trying, order=11),
    HouseQuestion("what_came_of_an_answer", what_came_of_an_answer, _asking_of_an_answer, order=12),
)
