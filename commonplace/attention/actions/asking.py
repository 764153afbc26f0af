"""Putting a question of the house to someone, and leaving it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commonplace.attention.models import Question
from commonplace.attention.questions import Put, in_turn
from commonplace.people.models import Person
from commonplace.store.locks import lock


def ask_in_turn(*, person: Person, now: datetime) -> Put | None:
    """The question that stands before someone, or else the next, which is written down as put; None when it is too
    early for another, or there is none.
    """
    put = list(Question.objects.filter(person=person))
    if not (found := in_turn(person, put, now)) or found.was_put:
        return found.put if found else None
    with transaction.atomic():
        # Of two pages opened at once the second finds what the first has put.
        lock(Person.objects.filter(pk=person.pk))
        found = in_turn(person, list(Question.objects.filter(person=person)), now)
        if found is not None and not found.was_put:
            Question.objects.update_or_create(
                person=person,
                code=found.put.code,
                about=found.put.asking.about,
                defaults={"again_at": now},
                create_defaults={"asked_at": now},
            )
    return found.put if found else None


def leave(*, person: Person, code: str, about: str, now: datetime) -> None:
    """Someone would rather not say: it is asked no more."""
    Question.objects.filter(person=person, code=code, about=about, left_at=None).update(left_at=now)
