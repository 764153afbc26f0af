"""Two persons who are one: everything that points at one of them points at the other, and nothing is lost.

Where a row cannot be moved because the kept person has its twin (one standing for each community), whatever hangs on
the row moves to the twin, and only the row itself goes. A mark that only one row may carry is lowered instead, and a
form's token, which may be empty, emptied: then nothing goes at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from commonplace.people.models import Merger, Person
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
        for field in _keys_to(Person):
            _move(field, since=other, onto=kept, way_back=way_back)
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


def _keys_to(model: type[models.Model]) -> Iterator[models.ForeignKey[Any, Any]]:
    """Every foreign key to `model`, of visible and of hidden tables."""
    for one in apps.get_models(include_auto_created=True):
        for field in one._meta.local_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is model:
                yield field


def _move(field: models.ForeignKey[Any, Any], *, since: models.Model, onto: models.Model, way_back: WayBack) -> None:
    """Point every row of `field` that points at `since` to `onto`, folding those whose twin is there."""
    rows = field.model._base_manager
    _lower_marks(field, since=since, onto=onto, way_back=way_back)
    twins: dict[Any, Any] = {}
    for names, condition in _uniques(field):
        same = _twins(field, names, condition, since=since, onto=onto)
        token = next((name for name in names if _may_be_empty(field.model, name)), None)
        if token:
            way_back.changing(rows.filter(pk__in=list(same)), token)
            rows.filter(pk__in=list(same)).update(**{token: None})
        else:
            twins |= same
    for row in rows.filter(pk__in=list(twins)):
        _fold(row, into=rows.get(pk=twins[row.pk]), way_back=way_back)
    moved = rows.filter(**{field.attname: since.pk})
    way_back.moving(moved, field.attname, since=since.pk, onto=onto.pk)
    moved.update(**{field.attname: onto.pk})


def _twins(
    field: models.ForeignKey[Any, Any], names: Sequence[str], condition: Q, *, since: models.Model, onto: models.Model
) -> dict[Any, Any]:
    """Rows of `since` that would collide under one constraint, each with the row of `onto` it would collide with."""
    rows = field.model._base_manager
    others = [name for name in names if name != field.attname]
    theirs = {
        tuple(key): pk
        for pk, *key in rows.filter(condition, **{field.attname: onto.pk}).values_list("pk", *others)
        if None not in key
    }
    if not theirs:
        return {}
    ours = rows.filter(condition, **{field.attname: since.pk}).values_list("pk", *others)
    return {pk: theirs[tuple(key)] for pk, *key in ours if tuple(key) in theirs}


def _may_be_empty(model: type[models.Model], name: str) -> bool:
    field = model._meta.get_field(name)
    return bool(getattr(field, "null", False)) and not isinstance(field, models.ForeignKey)


def _fold(row: models.Model, *, into: models.Model, way_back: WayBack) -> None:
    """Move what hangs on `row` to its twin `into`, then let the row go."""
    for field in _keys_to(type(row)):
        _move(field, since=row, onto=into, way_back=way_back)
    way_back.going([row])
    row.delete()


def _uniques(field: models.ForeignKey[Any, Any]) -> Iterable[tuple[Sequence[str], Q]]:
    """The constraints that moving `field` could break: the columns that must differ together, and when."""
    options = field.model._meta
    if field.unique:
        yield [field.attname], Q()
    for constraint in options.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            names = [_column(field.model, name) for name in constraint.fields]
            if field.attname in names:
                yield names, constraint.condition or Q()
    for together in options.unique_together:
        if field.name in together:
            yield [_column(field.model, name) for name in together], Q()


def _column(model: type[models.Model], name: str) -> str:
    return str(model._meta.get_field(name).attname)  # type: ignore[union-attr]


def _lower_marks(
    field: models.ForeignKey[Any, Any], *, since: models.Model, onto: models.Model, way_back: WayBack
) -> None:
    """Where one row of each may be the main one, the kept person's stays it: the mark goes, not the row."""
    rows = field.model._base_manager
    for names, condition in _uniques(field):
        marks = [name for name in names if name != field.attname] or _named_in(condition)
        flags = [name for name in marks if isinstance(field.model._meta.get_field(name), models.BooleanField)]
        if len(flags) == 1 and len(marks) == 1 and rows.filter(**{field.attname: onto.pk, flags[0]: True}).exists():
            marked = rows.filter(**{field.attname: since.pk, flags[0]: True})
            way_back.changing(marked, flags[0])
            marked.update(**{flags[0]: False})


def _named_in(condition: Q) -> list[str]:
    return [child[0] for child in condition.children if isinstance(child, tuple)]
