"""Rows that hang on another, asked along with it: a list in one column, so that a page need not ask for each kind."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db.models import F, Func, JSONField, QuerySet, Subquery
from django.db.models.functions import JSONObject


class _Listed(Func):
    """A list of what each row says, in no order; None where there is none (on SQLite an empty one)."""

    function = "JSONB_AGG"
    output_field = JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """SQLite has another word for it."""
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **extra)


def along(rows: QuerySet[Any], **columns: str) -> Subquery:
    """`columns` of these rows, which name the outer row, as a list of dictionaries in no order; None where none are."""
    told = JSONObject(**{name: F(path) for name, path in columns.items()})
    return Subquery(rows.order_by().values(told=_Listed(told)))


def moment(said: str) -> datetime:
    """A moment as a database writes it into JSON; SQLite's have no zone, and are in UTC."""
    at = datetime.fromisoformat(said)
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
