"""What the house asks whoever showed that they know something: may people be pointed to them?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from commonplace.communities.access import space_is_visible_inside
from commonplace.communities.doors import Confidence
from commonplace.communities.models import Membership, Topic
from commonplace.communities.questions import Askable, Asking, HouseQuestion, row
from commonplace.conversations.models import Post, Settlement
from commonplace.knowledge.models import Pointing
from commonplace.lib.direction import isolated
from commonplace.people.models import Person

WITHIN = timedelta(weeks=52)


def may_point(person: Person, now: datetime) -> QuerySet[Any, Any]:
    """Topics on which an answer of theirs was thanked or settled a question within a year, and on which they have not
    said yes or no.
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
    topics = Topic.objects.filter(~Exists(said), Exists(helped), Exists(nudged))
    return row(
        topics,
        slug="community__slug",
        title="name",
        since=ExpressionWrapper(Subquery(helped.values("written_at")[:1]), output_field=DateTimeField()),
    )


def _asking(one: Askable) -> Asking:
    words = _("An answer of yours on “%(title)s” helped. May whoever asks about it be pointed to you?") % {
        "title": isolated(one.title)
    }
    return Asking(str(one.about_id), words, reverse("being_pointed_to", args=[one.slug, one.about_id]))


QUESTIONS = (HouseQuestion("may_point", may_point, _asking, order=45),)
