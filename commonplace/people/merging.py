"""Two persons who are one: everything that points at one of them points at the other, and nothing is lost.

Where a row cannot be moved because the kept person has its twin (one standing for each community), whatever hangs on
the row moves to the twin, and only the row itself goes. A mark that only one row may carry is lowered instead, and a
form's token, which may be empty, emptied: then nothing goes at all.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from commonplace.people.models import Merger, Person
from commonplace.people.repointing import keys_to, move
from commonplace.people.way_back import WayBack, go_back, without
from commonplace.store.locks import lock
from commonplace.store.registry import Hook

# Called as `callback(kept, other, way_back)`: to lock and settle what both have before rows are moved, and to put rows
# in order after the move, before `other` goes. What they change besides counts they note in `way_back`.
BEFORE_MERGE: Hook[Person, Person, WayBack] = Hook("before two persons become one")
ON_MERGE: Hook[Person, Person, WayBack] = Hook("when two persons become one")
# Called as `callback(kept, other)`: to lock what is theirs before it is told apart again, and to count anew afterwards,
# when `other` is here again.
BEFORE_PART: Hook[Person, Person] = Hook("before one person is two again")
ON_PART: Hook[Person, Person] = Hook("when one person is two again")


class NotMergeable(ValueError):
    """These two cannot become one: it is the same person already, or one of them has become another."""


class NotPartable(ValueError):
    """They are two already, no way back was kept, or somebody has claimed the name since."""


def merge(*, kept: Person, other: Person, why: str, by: Person | None = None, is_undoable: bool = False) -> Merger:
    """Make `other` and `kept` one person, in one transaction; `other` is gone afterwards. Raises NotMergeable.

    With `is_undoable` the way back is kept (see `part`), which is for names from archives: what it keeps of `other`
    would be more than a living account should leave behind.
    """
    way_back = WayBack(is_undoable)
    if kept.pk == other.pk:
        raise NotMergeable(kept.pk)
    with transaction.atomic():
        if len(lock(Person.objects.filter(pk__in=[kept.pk, other.pk]))) < 2:
            raise NotMergeable(other.pk)
        # From the roof down, the order in which rows are locked (see store/locks.py).
        BEFORE_MERGE.downward(kept, other, way_back)
        # From here on nobody writes another row that names whoever goes.
        lock(Person.objects.filter(pk=other.pk), even_names=True)
        for field in keys_to(Person):
            move(field, since=other, onto=kept, way_back=way_back)
        ON_MERGE(kept, other, way_back)
        way_back.going([other])
        merger = Merger.objects.create(
            kept=kept, merged_id=other.pk, merged_name=other.name, why=why[:240], by=by, way_back=way_back.sealed(),
            kept_then=kept.pk,
        )  # fmt: skip
        other.delete()
        Person.objects.filter(pk=kept.pk).update(changed_at=timezone.now())
    return merger


def part(*, merger: Merger) -> Person:
    """Undo a merger whose way back was kept: `other` is here again under its old number, with all that was moved.

    What was written since stays with the kept person. Where that one was joined to a third, the later merger is undone
    first. Raises NotPartable.
    """
    with transaction.atomic():
        kept = next(iter(lock(Person.objects.filter(pk=merger.kept_id))), None)
        found = Merger.objects.filter(pk=merger.pk, kept=kept).first()
        if kept is None or kept.is_claimed or found is None or found.way_back is None or found.kept_then != kept.pk:
            raise NotPartable(merger.pk)
        other = Person(pk=found.merged_id, name=found.merged_name)
        BEFORE_PART.downward(kept, other)
        go_back(found.way_back)
        for later in Merger.objects.filter(kept=kept, pk__gt=found.pk, way_back__isnull=False):
            if later.way_back and without(later.way_back, found.way_back):
                later.save(update_fields=["way_back"])
        found.delete()
        Person.objects.filter(pk__in=[kept.pk, other.pk]).update(changed_at=timezone.now())
        other.refresh_from_db()
        ON_PART(kept, other)
    return other
