"""Rows of the database as objects, made without a detour."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Self

from django.db import models
from django.db.models.base import ModelState


class FromRows(models.Model):
    """A model whose rows are read by the dozen on everyday pages.

    What the database gave becomes the object as it is. Django's own way asks of each field whether it was given, sets
    one after the other, and calls whoever wants to hear of it: three times as long, for nothing that we use. Columns
    that were left unread stay deferred. Not for models with files as fields, which must be told of their values.
    """

    class Meta:
        abstract = True

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], *, fetch_mode: Any = None
    ) -> Self:
        row = cls.__new__(cls)
        row.__dict__.update(zip(field_names, values, strict=True))
        row._state = state = ModelState()
        state.adding, state.db = False, db
        if fetch_mode is not None:
            state.fetch_mode = fetch_mode
        return row
