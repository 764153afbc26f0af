"""Everything that points at one row points at another: keys found, rows moved, twins folded; with a way back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from commonplace.people.way_back import WayBack


def keys_to(model: type[models.Model]) -> Iterator[models.ForeignKey[Any, Any]]:
    """Every foreign key to `model`, of visible and of hidden tables."""
    for one in apps.get_models(include_auto_created=True):
        for field in one._meta.local_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is model:
                yield field


def move(field: models.ForeignKey[Any, Any], *, since: models.Model, onto: models.Model, way_back: WayBack) -> None:
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
    for field in keys_to(type(row)):
        move(field, since=row, onto=into, way_back=way_back)
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
