"""What people agree to in the constellation: that their words go along to another community."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from commonplace.communities.consents import page_of, placed
from commonplace.constellation.actions.asking import SAYS, take_words_back
from commonplace.constellation.models import Voice
from commonplace.people.consents import Consent, Lets, row
from commonplace.people.models import Person


def _along(person: Person) -> QuerySet[Any, Any]:
    rows = Voice.objects.filter(person=person, writes=True, words=SAYS.YES, crossing__asked_at__isnull=False)
    here = placed(person, "crossing__community")
    title = Coalesce(F("crossing__to__name"), F("crossing__name"))
    return row(rows, at="words_at", about_id=F("crossing_id"), title=title, **here)


def _stay(*, by: Person, pk: int, at: datetime) -> None:
    voice = Voice.objects.select_related("crossing").get(pk=pk, person=by)
    take_words_back(by=by, crossing=voice.crossing, at=at)


CONSENTS = (
    Consent(
        "words_along",
        Lets.NAMED,
        _("Your words may go along to another community of this house, under your name."),
        _("Nothing more of yours goes, and what has gone is taken back there. Here it stays."),
        Voice,
        _along,
        lambda given: page_of("crossing", given),
        _stay,
        order=395,
    ),
)
