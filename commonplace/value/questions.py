"""A pulse is put to each member through the one queue of questions: nobody is asked more than once in a while."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from commonplace.communities.models import Membership
from commonplace.communities.questions import Askable, Asking, HouseQuestion, row
from commonplace.communities.standing import LASTING
from commonplace.lib.direction import isolated
from commonplace.people.models import Person
from commonplace.value.models import Pulse, PulseTaken
from commonplace.value.module import MODULE


def put_to(person: Person, now: datetime) -> QuerySet[Pulse]:
    """The pulses that somebody is asked, where the module is on."""
    here = Membership.objects.filter(person=person, standing__in=LASTING)
    return (
        Pulse.objects.open_at(now)
        .alias(modules=Cast("indicator__community__modules", TextField()))
        .filter(modules__contains=f'"{MODULE}"', indicator__community__in=here.values("community"))
    )


def open_to(person: Person, now: datetime) -> QuerySet[Pulse]:
    """Those that they have not answered."""
    return put_to(person, now).exclude(Exists(PulseTaken.objects.filter(pulse=OuterRef("pk"), person=person)))


def asked_of(person: Person, pk: int, now: datetime) -> Pulse | None:
    """One that they are asked, answered or not, joined to its community."""
    return put_to(person, now).select_related("indicator__community").filter(pk=pk).first()


def one_open_to(person: Person, pk: int, now: datetime) -> Pulse | None:
    """One of them, joined to its community."""
    return open_to(person, now).select_related("indicator__community").filter(pk=pk).first()


def how_far_is_it_true(person: Person, now: datetime) -> QuerySet[Any, Any]:
    """Those, as the queue takes them; `number` is which."""
    return row(open_to(person, now), slug="indicator__community__slug", title="question", since="at", number=F("id"))


def _asking(one: Askable) -> Asking:
    words = _("How far is this true? “%(question)s”") % {"question": isolated(one.title)}
    return Asking(str(one.about_id), words, reverse("pulse", args=[one.slug, one.number]))


QUESTIONS = (HouseQuestion("how_far_is_it_true", how_far_is_it_true, _asking, order=35),)
