"""The link in a letter by which one person answers one gathering without signing in: it opens a page with a button.

It says who answers and to what, and ends with the gathering. It has a page of its own beside `people/answers_by_link`:
guests without an account answer too, in one of three ways or for each time of a poll, and go in by it.
"""

from __future__ import annotations

from dataclasses import dataclass

from commonplace.communities.viewpoint import standing_of
from commonplace.gatherings.models import Gathering, Invited
from commonplace.letters.signed_links import signed_link, signed_path, token_of, told_by
from commonplace.people.models import Person
from commonplace.people.queries import person_by_now

PAGE, SALT = "answer_by_link", "gatherings.answer"


@dataclass(frozen=True)
class Bearer:
    """Whose link it is, and to which gathering."""

    gathering: Gathering
    person: Person | None = None
    guest: Invited | None = None


def token_for(gathering_id: int, *, person: int | None = None, guest: int | None = None) -> str:
    """What stands in the link of one person, or of one guest from outside."""
    return token_of(_told(gathering_id, person, guest), salt=SALT)


def link_for(gathering_id: int, *, person: int | None = None, guest: int | None = None) -> str:
    """The whole link, as a letter carries it."""
    return signed_link(PAGE, _told(gathering_id, person, guest), salt=SALT)


def path_for(gathering_id: int, *, person: int | None = None, guest: int | None = None) -> str:
    """The link without the house."""
    return signed_path(PAGE, _told(gathering_id, person, guest), salt=SALT)


def _told(gathering_id: int, person: int | None, guest: int | None) -> list[object]:
    return [gathering_id, *(["p", person] if guest is None else ["g", guest])]


def behind(token: str) -> Bearer | None:
    """Whose it is, as far as they may still see the gathering; None where it was not made here, or nothing is left."""
    told = told_by(token, salt=SALT, parts=3)
    if told is None:
        return None
    pk, kind, who = told
    found = Gathering.objects.select_related("community", "space")
    if kind == "p":
        person = person_by_now(who)
        gathering = found.visible_to(person).filter(pk=pk).first() if person is not None else None
        # Strangers see what is open to anyone, but only those who have a standing come to it.
        is_here = gathering is not None and standing_of(person, gathering.community) is not None
        return Bearer(gathering, person=person) if gathering is not None and is_here else None
    guest = Invited.objects.filter(pk=who, gathering=pk, withdrawn_at=None).first()
    if guest is None:
        return None
    # What is held reaches nobody outside.
    gathering = found.not_held().filter(pk=pk).first()
    return Bearer(gathering, guest=guest) if gathering is not None else None
