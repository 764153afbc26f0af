"""What this room keeps rather than works out anew: names as they are looked up."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db import transaction

from commonplace.lib.folding import folded
from commonplace.people.models import Person
from commonplace.store.kept import Kept, in_steps


def _folded_names_are_off(now: datetime) -> Iterator[int]:
    for some in in_steps(Person.objects.order_by("pk")):
        for pk, name, kept in some.values_list("pk", "name", "folded_name"):
            if kept != folded(name):
                yield pk


def _fold_names(keys: Collection[int]) -> None:
    with transaction.atomic():
        for pk, name in Person.objects.filter(pk__in=keys).values_list("pk", "name"):
            Person.objects.filter(pk=pk, name=name).update(folded_name=folded(name))


KEPT = (Kept("folded_names", "the names of people as they are looked up", _folded_names_are_off, _fold_names),)
