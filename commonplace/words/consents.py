"""What people agree to hear of words: letters that bring them, or say that there are some."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonplace.people.consents import Consent, Lets, row
from commonplace.people.models import Person
from commonplace.words.actions.choosing import choose
from commonplace.words.models import LettersOfWords, WordsWish


def _told(person: Person) -> QuerySet[Any, Any]:
    silent = WordsWish.objects.filter(letters=LettersOfWords.NONE).values("person")
    rows = Person.objects.filter(pk=person.pk).exclude(pk__in=silent)
    return row(rows, at=Coalesce("claimed_at", "joined_at"))


def _tell_no_more(*, by: Person, pk: int, at: datetime) -> list[Any]:
    wish = WordsWish.objects.filter(person=by).first() or WordsWish(person=by)
    choose(person=by, letters=LettersOfWords.NONE, at=at)
    return [wish.letters]


def _tell_again(*, by: Person, before: list[Any]) -> None:
    choose(person=by, letters=LettersOfWords(before[0]))


CONSENTS = (
    Consent(
        "letters_of_words",
        Lets.TOLD,
        _("You hear by letter when somebody writes to you here."),
        _("From then on what they write waits for you in the house, and no letter says so."),
        Person,
        _told,
        lambda _given: reverse("my_attention"),
        _tell_no_more,
        _tell_again,
        order=315,
    ),
)
