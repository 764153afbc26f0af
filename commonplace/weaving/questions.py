"""What the house asks once some weeks later: did you meet, and was it of use?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from commonplace.communities.models import Membership
from commonplace.communities.questions import Askable, Asking, HouseQuestion, row
from commonplace.lib.direction import isolated
from commonplace.people.models import Person
from commonplace.weaving.models import CoffeeSeat, Side
from commonplace.weaving.queries import coffee, introductions

AFTER = timedelta(weeks=3)
UNTIL = timedelta(weeks=26)


def introduced_and_met(person: Person, now: datetime) -> QuerySet[Any, Any]:
    """Introductions of theirs of which they have not said what came of them; `number` is which."""
    asked = Side.objects.alias(modules=Cast("introduction__community__modules", TextField())).filter(
        person=person,
        came="",
        introduction__introduced_at__gt=now - UNTIL,
        introduction__introduced_at__lte=now - AFTER,
        modules__contains=f'"{introductions.MODULE}"',
        introduction__community__in=Membership.objects.communities_of(person),
    )
    return row(
        asked,
        slug="introduction__community__slug",
        title="introduction__community__name",
        since="introduction__introduced_at",
        number=F("introduction_id"),
    )


def _asking(one: Askable) -> Asking:
    words = _("You were introduced to somebody in %(community)s. Did you meet, and was it of use?")
    url = f"{reverse('introduction', args=[one.slug, one.number])}#came"
    return Asking(str(one.about_id), words % {"community": isolated(one.title)}, url)


def drawn_and_met(person: Person, now: datetime) -> QuerySet[Any, Any]:
    """Coffees for which they were drawn, likewise."""
    asked = CoffeeSeat.objects.alias(modules=Cast("coffee__draw__community__modules", TextField())).filter(
        person=person,
        came="",
        coffee__draw__at__gt=now - UNTIL,
        coffee__draw__at__lte=now - AFTER,
        modules__contains=f'"{coffee.MODULE}"',
        coffee__draw__community__in=Membership.objects.communities_of(person),
    )
    return row(
        asked,
        slug="coffee__draw__community__slug",
        title="coffee__draw__community__name",
        since="coffee__draw__at",
        number=F("coffee_id"),
    )


def _asking_of_coffee(one: Askable) -> Asking:
    words = _("You were drawn for a coffee in %(community)s. Did you meet, and was it of use?")
    url = f"{reverse('coffee', args=[one.slug])}#coffee-{one.number}"
    return Asking(str(one.about_id), words % {"community": isolated(one.title)}, url)


QUESTIONS = (
    HouseQuestion("introduced_and_met", introduced_and_met, _asking, order=30),
    HouseQuestion("drawn_and_met", drawn_and_met, _asking_of_coffee, order=31),
)
