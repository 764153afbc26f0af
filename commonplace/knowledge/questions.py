"""What the house asks whoever showed that they know something: may people be pointed to them?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.urls import reverse
from django.utils.translation import ngettext

from commonplace.communities.access import space_is_visible_inside
from commonplace.communities.doors import Confidence
from commonplace.communities.models import Membership, Topic
from commonplace.communities.questions import Askable, Asking, HouseQuestion, row
from commonplace.conversations.models import Post, Settlement
from commonplace.knowledge.models import Pointing, Unasked
from commonplace.lib.direction import isolated
from commonplace.people.models import Person
from commonplace.ui.words import number_word

WITHIN = timedelta(weeks=52)


def may_point(person: Person, now: datetime) -> QuerySet[Any, Any]:
    """Topics on which answers of theirs were thanked or settled a question within a year, with how many did, and on
    which they have not said yes or no; nothing where they asked never to be asked.
    """
    said = Pointing.objects.filter(person=person, topic=OuterRef("pk"))
    settles = Settlement.objects.filter(post=OuterRef("pk"))
    helped = (
        Post.objects.filter(
            Q(thanks_count__gt=0) | Q(Exists(settles)),
            space_is_visible_inside("conversation__space__"),
            author=person,
            number__gt=1,
            written_at__gt=now - WITHIN,
            conversation__topics=OuterRef("pk"),
            conversation__space__confidence=Confidence.ORDINARY,
            withdrawal__isnull=True,
        )
        .exclude(conversation__author=person)
        .order_by("-written_at")
    )
    here = Membership.objects.current(now).filter(person=person, community=OuterRef("community"))
    nudged = here.exclude(pace=Membership.Pace.FOLLOW)
    unasked = Unasked.objects.filter(person=person, community=OuterRef("community"))
    topics = Topic.objects.filter(~Exists(said), Exists(helped), Exists(nudged), ~Exists(unasked))
    number = helped.order_by().values("author").annotate(n=Count("pk", distinct=True)).values("n")
    return row(
        topics.annotate(helped=Subquery(number, output_field=IntegerField())),
        number=F("helped"),
        slug="community__slug",
        title="name",
        since=ExpressionWrapper(Subquery(helped.values("written_at")[:1]), output_field=DateTimeField()),
    )


def _asking(one: Askable) -> Asking:
    said = ngettext(
        "Your answer on “%(title)s” helped. May whoever asks about it be pointed to you?",
        "Your answers on “%(title)s” helped %(n)s times. May whoever asks about it be pointed to you?",
        one.number,
    )
    words = said % {"title": isolated(one.title), "n": number_word(one.number)}
    return Asking(str(one.about_id), words, reverse("being_pointed_to", args=[one.slug, one.about_id]))


QUESTIONS = (HouseQuestion("may_point", may_point, _asking, order=45),)
