"""What is a person's on agendas: what they put there, carry, weighed and reviewed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from commonplace.agenda.models import Asking, Item, NeedAnswer, Review, Want, Wanted, Weight
from commonplace.communities.mine import titled, told_where
from commonplace.people.mine import Erasing, Mine
from commonplace.people.models import Person


def _own_title(person: Person) -> Mapping[str, Any]:
    """What it is called, where they may still see it."""
    return {"item_title": told_where(Q(pk__in=Item.objects.visible_to(person)), "title")}


LISTS = (
    Mine(
        "put_on_agenda",
        Item,
        "by",
        Erasing.NAMELESS,
        ("community__slug", "kind", "title", "why", "form", "at", "ended_at"),
        order=390,
    ),
    Mine(
        "carried_on_agenda",
        Item,
        "carrier",
        Erasing.NAMELESS,
        ("community__slug", "at", "ended_at"),
        named=_own_title,
        order=391,
    ),
    Mine(
        "ended_on_agenda",
        Item,
        "ended_by",
        Erasing.NAMELESS,
        ("community__slug", "came_of", "ended_at"),
        named=_own_title,
        order=391,
    ),
    Mine(
        "matters_on_agenda",
        Weight,
        "person",
        Erasing.GOES,
        ("item__community__slug", "item_id"),
        named=titled(lambda person: Item.objects.visible_to(person), "item", as_="item_title"),
        order=392,
    ),
    Mine(
        "seasons_reviewed",
        Review,
        "by",
        Erasing.NAMELESS,
        ("community__slug", "served", "comes_next", "at"),
        order=393,
    ),
    Mine(
        "season_said",
        Wanted,
        "person",
        Erasing.GOES,
        ("asking__community__slug", "asking__at", "words"),
        order=394,
    ),
    Mine(
        "season_needs",
        Want,
        "wanted__person",
        Erasing.WITH_ITS_WHOLE,
        ("wanted__asking__community__slug", "wanted__asking__at", "need", "is_brought", "helped"),
        order=394,
    ),
    Mine(
        "seasons_asked_about",
        Asking,
        "by",
        Erasing.NAMELESS,
        ("community__slug", "at", "ends_at", "lasts_until"),
        order=395,
    ),
    Mine(
        "needs_answered",
        NeedAnswer,
        "by",
        Erasing.NAMELESS,
        ("need__asking__community__slug", "need__need", "words", "at"),
        order=395,
    ),
)
