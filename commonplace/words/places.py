"""What words show on pages of lower rooms: the way to write to somebody, and what one wants of words."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from commonplace.communities.viewpoint import Viewpoint
from commonplace.people.models import Person
from commonplace.words.models import LettersOfWords, WhoMayWrite
from commonplace.words.whom import WhyNot, whom, wish_of


def to_person(request: HttpRequest, *, viewpoint: Viewpoint, person: Person) -> Mapping[str, Any] | None:
    """A word to whoever this page is about; why not, where they take none."""
    reader = viewpoint.person
    if reader is None or not viewpoint.is_member or reader.pk == person.pk or not person.is_claimed:
        return None
    known = whom(reader, [person.pk]).get(person.pk)
    if known is None or not known.is_known:
        return None
    return {"to": known, "is_refused": known.why_not is WhyNot.YOUR_REFUSAL}


def wishes(request: HttpRequest, *, person: Person) -> Mapping[str, Any]:
    """From whom the reader takes words, what of them comes by mail, and from whom they want no more."""
    wish, refused = wish_of(person)
    return {
        "wish": wish,
        "who_choices": WhoMayWrite.choices,
        "letters_choices": LettersOfWords.choices,
        "refused": sorted(refused.values(), key=lambda one: (one.name, one.pk)),
    }
