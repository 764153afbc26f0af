"""Tables that are filled quickly, with rows as the database takes them."""

from datetime import datetime
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model


class Table:
    """One table and its rows on their way in: by COPY on PostgreSQL, by one prepared statement on SQLite."""

    def __init__(self, model: type[Model]) -> None:
        self.fields = [field for field in model._meta.concrete_fields if not field.generated]
        self.places = {field.attname: place for place, field in enumerate(self.fields)}
        self.usual = [
            None if field.primary_key else field.get_db_prep_save(field.get_default(), connection)
            for field in self.fields
        ]
        self.name, self.rows, self.model = model._meta.db_table, [], model

    def add(self, **values: Any) -> None:
        row = self.usual.copy()
        for name, value in values.items():
            row[self.places[name]] = value
        self.rows.append(row)

    def write(self) -> None:
        names = ", ".join(f'"{field.column}"' for field in self.fields)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.cursor.copy(f'COPY "{self.name}" ({names}) FROM STDIN') as copy:
                    for row in self.rows:
                        copy.write_row(row)
            else:
                marks = ", ".join("?" * len(self.fields))
                # The plain cursor: Django's would look at every parameter once more.
                connection.connection.executemany(f'INSERT INTO "{self.name}" ({names}) VALUES ({marks})', self.rows)
        self.rows = []


def moment(at: datetime) -> Any:
    """A moment as the database takes it."""
    return at if connection.vendor == "postgresql" else at.replace(tzinfo=None).isoformat(" ")


def reset(*models: type[Model]) -> None:
    """Have PostgreSQL count on from the rows that were given their ids here."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
