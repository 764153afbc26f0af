"""What the house asks somebody who never carried a part: whether they would, this once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from commonplace.communities.doors import Confidence
from commonplace.communities.questions import Askable, Asking, HouseQuestion, row
from commonplace.gatherings.models import Answer, Gathering
from commonplace.leadership.groups import Group
from commonplace.leadership.models import Part
from commonplace.leadership.places import MODULE
from commonplace.lib.direction import isolated
from commonplace.people.models import Person

AHEAD = timedelta(days=14)


def carry_one(person: Person, now: datetime) -> QuerySet[Any, Any]:
    """Gatherings that they said yes to, in communities where they never had a turn, with a part that nobody carries."""
    comes = Answer.objects.filter(person=person, says=Answer.Says.YES, gathering=OuterRef("pk"))
    had_a_turn = Part.objects.filter(person=person, community=OuterRef("community"))
    taken = Part.objects.filter(gathering=OuterRef("pk")).values("gathering").annotate(n=Count("group", distinct=True))
    ahead = (
        Gathering.objects.visible_to(person)
        .convened()
        .alias(modules=Cast("community__modules", TextField()), taken=Coalesce(Subquery(taken.values("n")[:1]), 0))
        .filter(
            Exists(comes),
            ~Exists(had_a_turn),
            ends_at__gt=now,
            starts_at__lte=now + AHEAD,
            modules__contains=f'"{MODULE}"',
            taken__lt=len(Group),
        )
        # A question may come by mail, which tells no title of what is sealed.
        .exclude(confidence=Confidence.SEALED)
    )
    return row(ahead, slug="community__slug", title="title", since="made_at")


def _asking(one: Askable) -> Asking:
    words = _("“%(title)s” has parts that nobody carries yet, and you have not had a turn. Would you, this once?") % {
        "title": isolated(one.title)
    }
    return Asking(str(one.about_id), words, f"{reverse('gathering', args=[one.slug, one.about_id])}#parts")


QUESTIONS = (HouseQuestion("carry_a_part", carry_one, _asking, order=40),)
