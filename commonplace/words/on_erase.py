"""Someone is erased: what they wrote stays with those it went to, by someone who left, or goes, as they chose."""

from __future__ import annotations

from datetime import datetime

from commonplace.people.models import Person
from commonplace.words.actions.choosing import let_empty_ones_go
from commonplace.words.actions.writing import forget_words
from commonplace.words.models import Correspondent, HandedWord, Word


def take_leave(person: Person, addresses: frozenset[str], withdraw: bool, now: datetime) -> None:
    """Take their words back with `withdraw`; what nobody is left to read goes either way."""
    if withdraw:
        forget_words(list(Word.objects.filter(author=person).values_list("pk", flat=True)), now=now)
        HandedWord.objects.filter(author=person).delete()
    theirs = Correspondent.objects.filter(person=person)
    left = list(theirs.values_list("correspondence", flat=True))
    theirs.delete()
    let_empty_ones_go(now=now, among=left)
