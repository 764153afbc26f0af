"""What someone chose of all that reaches them, asked once for a page."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpRequest

from commonplace.attention.models import Budget, NoLetters, PushDevice
from commonplace.people.models import Person
from commonplace.runs.models import Captured, NotAsked, Wish


@dataclass(frozen=True)
class Chosen:
    """How much time someone gives, whether letters say that they were named or answered, and whether a device tells.

    `is_asked` says whether letters ask after a gathering; None for those who could not be asked.
    """

    budget: Budget | None
    wants_letters: bool
    has_devices: bool
    is_asked: bool | None


def chosen_by(request: HttpRequest, person: Person) -> Chosen:
    """What the reader chose; one query for a page."""
    known: Chosen | None = getattr(request, "chosen_of_attention", None)
    if known is None:
        known = request.chosen_of_attention = _chosen(person)  # type: ignore[attr-defined]
    return known


def _chosen(person: Person) -> Chosen:
    budget = Budget.objects.filter(person=OuterRef("pk"))
    minutes, beyond, no_letters, devices, not_asked, wished, kept = Person.objects.values_list(
        Subquery(budget.values("minutes")),
        Subquery(budget.values("beyond")),
        Exists(NoLetters.objects.filter(person=OuterRef("pk"))),
        Exists(PushDevice.objects.filter(person=OuterRef("pk"))),
        Exists(NotAsked.objects.filter(person=OuterRef("pk"))),
        Exists(Wish.objects.filter(person=OuterRef("pk"))),
        Exists(Captured.objects.filter(by=OuterRef("pk"))),
    ).get(pk=person.pk)
    given = Budget(person=person, minutes=minutes, beyond=beyond) if minutes is not None else None
    return Chosen(
        given,
        wants_letters=not no_letters,
        has_devices=devices,
        is_asked=not not_asked if wished or kept or not_asked else None,
    )
