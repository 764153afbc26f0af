"""What people agree to after a gathering: the note of their case, and being asked what came of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonplace.communities.consents import page_of, placed, seen_title
from commonplace.gatherings.models import Gathering
from commonplace.people.consents import Consent, Lets, row
from commonplace.people.models import Person
from commonplace.protocols.protocol import Capture
from commonplace.runs.actions.asking import ask_on_day, want_asking, want_no_asking
from commonplace.runs.actions.case_note import refuse
from commonplace.runs.models import Captured, CaseNote, NotAsked


def _of_run(rows: QuerySet[Any], person: Person, *, at: Any) -> QuerySet[Any, Any]:
    title = seen_title(Gathering.objects.visible_to(person), "run__gathering")
    here = placed(person, "run__gathering__community")
    return row(rows, at=at, about_id=F("run__gathering_id"), title=title, **here)


def _allowed(person: Person) -> QuerySet[Any, Any]:
    rows = CaseNote.objects.filter(presenter=person, allowed_at__isnull=False, refused_at=None)
    return _of_run(rows, person, at="allowed_at")


def _refuse(*, by: Person, pk: int, at: datetime) -> None:
    refuse(note=CaseNote.objects.get(pk=pk, presenter=by), by=by, at=at)


def _to_ask_about(person: Person) -> QuerySet[Any, Any]:
    unsaid = Q(what_came=None) | Q(what_came__came="")
    rows = Captured.objects.filter(unsaid, by=person, kind=Capture.TAKEAWAY, taken_back_at=None, ask_on__isnull=False)
    return _of_run(rows, person, at="at")


def _ask_no_more(*, by: Person, pk: int, at: datetime) -> list[Any]:
    line = Captured.objects.get(pk=pk, by=by)
    ask_on_day(captured=line, by=by, day=None)
    return [pk, line.ask_on.isoformat()] if line.ask_on else [pk, ""]


def _ask_again(*, by: Person, before: list[Any]) -> None:
    pk, day = before
    ask_on_day(captured=Captured.objects.get(pk=pk, by=by), by=by, day=date.fromisoformat(day) if day else None)


def _asked(person: Person) -> QuerySet[Any, Any]:
    rows = Person.objects.filter(pk=person.pk).exclude(pk__in=NotAsked.objects.values("person"))
    return row(rows, at=Coalesce("claimed_at", "joined_at"))


def _write_no_more(*, by: Person, pk: int, at: datetime) -> list[Any]:
    want_no_asking(person=by, at=at)
    return [pk]


def _write_again(*, by: Person, before: list[Any]) -> None:
    want_asking(person=by)


CONSENTS = (
    Consent(
        "case_notes",
        Lets.NAMED,
        _("A note of your case goes round, without names."),
        _("From then on no word of it is kept, posted or not. This cannot be undone."),
        CaseNote,
        _allowed,
        lambda given: page_of("run_case_note", given),
        _refuse,
        order=140,
    ),
    Consent(
        "takeaways",
        Lets.TOLD,
        _("You are asked what came of what you meant to try after this gathering."),
        _("From then on nobody asks. What you said that you would try stays."),
        Captured,
        _to_ask_about,
        lambda given: page_of("gathering", given),
        _ask_no_more,
        _ask_again,
        order=340,
    ),
    Consent(
        "letters_that_ask",
        Lets.TOLD,
        _("You are asked by letter what came of it, and what should stay of a gathering."),
        _("From then on it stands in the house for you, and no letter asks."),
        Person,
        _asked,
        lambda _given: reverse("my_attention"),
        _write_no_more,
        _write_again,
        order=330,
    ),
)
