"""Someone is erased: nobody finds them, nor what stays by their number."""

from datetime import datetime

from django.db.models import F, TextField, Value
from django.db.models.functions import Concat, Replace, Trim

from commonplace.people.models import Person
from commonplace.search.models import SearchEntry


def unmark(person: Person, addresses: frozenset[str], withdraw: bool, now: datetime) -> None:
    """Drop their own entry, and take their number from the entries of what stays."""
    SearchEntry.objects.filter(kind="person", object_id=person.pk).delete()
    SearchEntry.objects.filter(parent_author_id=person.pk).update(parent_author_id=None)
    # Marks stand between blanks, so by1 is not the beginning of by12.
    apart = Concat(Value(" "), F("marks"), Value(" "), output_field=TextField())
    SearchEntry.objects.filter(person=person).update(
        marks=Trim(Replace(apart, Value(f" by{person.pk} "), Value(" "), output_field=TextField()))
    )
