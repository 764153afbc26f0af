"""What people agree to hear of gatherings: a reminder before each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonplace.gatherings.actions.reminding import choose_reminder
from commonplace.gatherings.models import Answer, Reminding
from commonplace.people.consents import Consent, Lets, row
from commonplace.people.models import Person


def _reminded(person: Person) -> QuerySet[Any, Any]:
    """Whoever has ever answered, and has not chosen to hear nothing."""
    silent = Reminding.objects.filter(lead=Reminding.Lead.NONE).values("person")
    rows = Person.objects.filter(Exists(Answer.objects.filter(person=OuterRef("pk"))), pk=person.pk)
    return row(rows.exclude(pk__in=silent), at=Coalesce("claimed_at", "joined_at"))


def _remind_no_more(*, by: Person, pk: int, at: datetime) -> list[Any]:
    chosen = Reminding.objects.filter(person=by).first() or Reminding(person=by)
    choose_reminder(person=by, lead=Reminding.Lead.NONE)
    return [chosen.lead]


def _remind_again(*, by: Person, before: list[Any]) -> None:
    choose_reminder(person=by, lead=before[0])


CONSENTS = (
    Consent(
        "reminders",
        Lets.TOLD,
        _("You are reminded by letter before a gathering to which you come."),
        _("From then on no letter reminds you."),
        Person,
        _reminded,
        lambda _given: f"{reverse('my_attention')}#reminders",
        _remind_no_more,
        _remind_again,
        order=325,
    ),
)
