"""Two persons become one: what is marked with the one is marked with the other."""

from django.db.models import F, TextField, Value
from django.db.models.functions import Concat, Replace, Trim

from commonplace.people.models import Person
from commonplace.people.way_back import WayBack
from commonplace.search.models import SearchEntry


def mark_anew(kept: Person, other: Person, way_back: WayBack) -> None:
    """Point what the index keeps as bare numbers at the kept person; the foreign keys have been moved already."""
    answers = SearchEntry.objects.filter(parent_author_id=other.pk)
    way_back.changing(answers, "parent_author_id")
    answers.update(parent_author_id=kept.pk)
    itself = SearchEntry.objects.filter(kind="person", object_id=other.pk)
    way_back.going(itself)
    itself.delete()
    # Marks stand between blanks, so by1 is not the beginning of by12.
    apart = Concat(Value(" "), F("marks"), Value(" "), output_field=TextField())
    marked = SearchEntry.objects.filter(person=kept, marks__contains=f"by{other.pk}")
    way_back.changing(marked, "marks")
    marked.update(
        marks=Trim(Replace(apart, Value(f" by{other.pk} "), Value(f" by{kept.pk} "), output_field=TextField()))
    )
