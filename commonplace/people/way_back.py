"""The way back from a merger: what was changed, moved and let go of, in order, so that it can be undone exactly."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

AT_ONCE = 500


class _Exact(DjangoJSONEncoder):
    """Moments to the microsecond, as the database has them."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def _as_json(told: Any) -> Any:
    return json.loads(json.dumps(told, cls=_Exact))


@dataclass
class WayBack:
    """Steps as they are kept: JSON, told by the names of models and columns. Without `is_kept` nothing is noted."""

    is_kept: bool = False
    steps: list[dict[str, Any]] = field(default_factory=list)

    def moving(self, rows: models.QuerySet[Any], column: str, *, since: Any, onto: Any) -> None:
        """These rows are about to point at `onto` instead of `since`."""
        if self.is_kept and (pks := list(rows.values_list("pk", flat=True))):
            label = rows.model._meta.label
            self.steps.append({"moved": label, "column": column, "since": since, "onto": onto, "pks": pks})

    def changing(self, rows: models.QuerySet[Any], *columns: str) -> None:
        """These columns of these rows are about to get other values."""
        if self.is_kept and (found := list(rows.values("pk", *columns))):
            was = {row.pop("pk"): row for row in found}
            self.steps.append({"changed": rows.model._meta.label, "was": list(was.items())})

    def going(self, rows: Iterable[models.Model]) -> None:
        """These rows are about to go."""
        for row in rows if self.is_kept else ():
            self.steps.append({"gone": _as_json(serializers.serialize("python", [row]))[0]})

    def sealed(self) -> list[dict[str, Any]] | None:
        """What is kept: with each change the value that it led to, since a later one is not to be undone."""
        if not self.is_kept:
            return None
        gone = {(told["model"], told["pk"]): told["fields"] for step in self.steps if (told := step.get("gone"))}
        for step in self.steps:
            if "changed" in step:
                model, columns = apps.get_model(step["changed"]), [*step["was"][0][1]]
                rows = model._base_manager.in_bulk([pk for pk, _ in step["was"]])
                led_to = {pk: {one: getattr(row, one) for one in columns} for pk, row in rows.items()}
                # What was changed and then let go of comes back as it was when it went.
                names = {one.attname: one.name for one in model._meta.concrete_fields}
                for pk, _ in step["was"]:
                    if fields := gone.get((model._meta.label_lower, pk)):
                        led_to[pk] = {one: fields[names[one]] for one in columns}
                step["is"] = list(led_to.items())
        sealed: list[dict[str, Any]] = _as_json(self.steps)
        return sealed


def go_back(steps: list[dict[str, Any]]) -> None:
    """Undo the steps, the last first; what is gone since stays gone, and what was changed since stays changed."""
    for step in reversed(steps):
        if "gone" in step:
            _bring_back(step["gone"])
        elif "moved" in step:
            _move_back(step)
        else:
            _change_back(step)


def without(steps: list[dict[str, Any]], undone: list[dict[str, Any]]) -> bool:
    """Have a later merger lead back to what was before an earlier one that was undone; whether it has to."""
    before = {
        (step["changed"], pk, column): value
        for step in undone
        if "changed" in step
        for pk, was in step["was"]
        for column, value in was.items()
    }
    has_changed = False
    for step in steps:
        for pk, was in step["was"] if "changed" in step else ():
            for column in was:
                key = step["changed"], pk, column
                if key in before and was[column] != before[key]:
                    was[column] = before[key]
                    has_changed = True
    return has_changed


def _bring_back(told: dict[str, Any]) -> None:
    row = next(iter(serializers.deserialize("python", [told]))).object
    for one in _keys_of(row):
        value = getattr(row, one.attname)
        if value is not None and not one.related_model._base_manager.filter(pk=value).exists():
            if not one.null:
                return
            setattr(row, one.attname, None)
    if not type(row)._base_manager.filter(pk=row.pk).exists():
        row.save_base(raw=True, force_insert=True)


def _keys_of(row: models.Model) -> Iterator[models.ForeignKey[Any, Any]]:
    return (one for one in row._meta.local_fields if isinstance(one, models.ForeignKey))


def _move_back(step: dict[str, Any]) -> None:
    model = apps.get_model(step["moved"])
    key = next(one for one in model._meta.local_fields if one.attname == step["column"])
    if not key.related_model._base_manager.filter(pk=step["since"]).exists():
        return
    for begin in range(0, len(step["pks"]), AT_ONCE):
        rows = model._base_manager.filter(pk__in=step["pks"][begin : begin + AT_ONCE], **{key.attname: step["onto"]})
        rows.update(**{key.attname: step["since"]})


def _change_back(step: dict[str, Any]) -> None:
    model = apps.get_model(step["changed"])
    led_to = dict(step.get("is", ()))
    rows = model._base_manager.in_bulk([pk for pk, _ in step["was"]])
    for pk, was in step["was"]:
        if pk not in rows or pk not in led_to:
            continue
        back = {
            column: _read(model, column, value)
            for column, value in was.items()
            if getattr(rows[pk], column) == _read(model, column, led_to[pk][column])
        }
        if back:
            model._base_manager.filter(pk=pk).update(**back)


def _read(model: type[models.Model], column: str, value: Any) -> Any:
    """A value as its column has it, from JSON."""
    fields = {one.attname: one for one in model._meta.concrete_fields}
    found = fields[column]
    return value if isinstance(found, models.JSONField) or value is None else found.to_python(value)
