"""What the house asks whoever had said what would help them: was what was done about it relevant to you?

It goes through the one queue of questions, in the last three weeks of the season.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from commonplace.agenda.models import NeedTold, Want
from commonplace.agenda.queries.items import MODULE
from commonplace.agenda.queries.needs import LOOKS_BACK
from commonplace.communities.models import Membership
from commonplace.communities.questions import Askable, Asking, HouseQuestion, row
from commonplace.communities.standing import LASTING
from commonplace.lib.direction import isolated
from commonplace.people.models import Person
from commonplace.protocols.needs import Need


def did_it_help(person: Person, now: datetime) -> QuerySet[Any, Any]:
    """Needs of theirs that were answered and of which they have not said whether that helped."""
    here = Membership.objects.filter(person=person, standing__in=LASTING)
    theirs = Want.objects.filter(
        wanted__asking=OuterRef("asking"), wanted__person=person, need=OuterRef("need"), is_brought=False, helped=None
    )
    found = NeedTold.objects.alias(modules=Cast("asking__community__modules", TextField())).filter(
        Exists(theirs),
        answer__isnull=False,
        asking__over_at=None,
        asking__lasts_until__gt=now,
        asking__lasts_until__lte=now + LOOKS_BACK,
        asking__community__in=here.values("community"),
        modules__contains=f'"{MODULE}"',
    )
    return row(found, slug="asking__community__slug", title="need", since="asking__closed_at", number=F("id"))


def _asking(one: Askable) -> Asking:
    need = Need(one.title).label if one.title in Need.values else one.title
    words = _("You had said: “%(need)s”. Was what was done about it relevant to you?") % {"need": isolated(str(need))}
    return Asking(str(one.about_id), words, f"{reverse('agenda_need', args=[one.slug, one.number])}#helped")


QUESTIONS = (HouseQuestion("did_it_help", did_it_help, _asking, order=34),)
