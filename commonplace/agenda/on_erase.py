"""Someone is erased: what they put on agendas stays nameless, or without their words."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext, override

from commonplace.agenda.indexing import keep_in_index
from commonplace.agenda.models import Item, NeedAnswer, Review
from commonplace.people.models import Person
from commonplace.store.locks import lock


def take_leave(person: Person, addresses: frozenset[str], withdraw: bool, now: datetime) -> None:
    """Take the name off; with `withdraw` the words go too, reviews and answers to needs with them."""
    theirs = list(lock(Item.objects.filter(Q(by=person) | Q(ended_by=person))))
    if withdraw:
        Review.objects.filter(by=person).delete()
        NeedAnswer.objects.filter(by=person).delete()
        Item.objects.filter(ended_by=person).update(came_of="")
        for one in Item.objects.filter(by=person).select_related("community"):
            with override(one.community.language):
                title = gettext("Something whose words were withdrawn")
            Item.objects.filter(pk=one.pk).update(title=title, why="")
    Item.objects.filter(by=person).update(by=None)
    keep_in_index(*(one.pk for one in theirs))
