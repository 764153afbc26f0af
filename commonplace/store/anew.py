"""Rows written anew in another order, so that where they lie and what wrote them says nothing of who came first.

PostgreSQL keeps with each row the transaction that wrote it (`xmin`), and where there was room for it (`ctid`). SQLite
puts what comes later before what came earlier within a page of the file, whatever the numbers of the rows.
"""

from __future__ import annotations

from itertools import batched
from secrets import SystemRandom
from typing import Any, Final

from django.db import connection, models, transaction

AT_ONCE: Final = 5000  # rows that one transaction writes, and so many may share its mark
FEW: Final = 12  # a mark that fewer rows share still tells when
MOST: Final = 100_000  # in one night


def write_anew(rows: models.QuerySet[Any]) -> int:
    """Write these rows again as they are, in an order drawn by chance, in one transaction; how many there were.

    What others write meanwhile is neither lost nor undone: it keeps a mark of its own until the next time.
    """
    model = rows.model
    with transaction.atomic():
        if connection.vendor == "sqlite":
            # To set a row to what it says changes not a byte. Nobody else writes until this is committed.
            assert not model._meta.related_objects, "what points at a row would go with it"
            found = list(rows)
            SystemRandom().shuffle(found)
            rows.all().delete()
            model._base_manager.bulk_create(found, batch_size=AT_ONCE)
        else:
            # Never waiting, so that nobody waits for this who is waited for.
            found = list(rows.select_for_update(no_key=True, skip_locked=True))
            SystemRandom().shuffle(found)
            # Row by row: one statement for all would go through them as they lie.
            for one in found:
                model._base_manager.filter(pk=one.pk).update(**{model._meta.pk.attname: one.pk})
    _vacuum(model)
    return len(found)


def blur(*tables: type[models.Model]) -> int:
    """Have the rows that were lately written one by one share a mark with thousands; how many there were.

    On PostgreSQL, where the mark of a row says between which others it was written. On SQLite there is nothing to do.
    """
    if connection.vendor != "postgresql":
        return 0
    count = 0
    for model in tables:
        found = _told_apart(model)
        SystemRandom().shuffle(found)
        count += sum(write_anew(model._base_manager.filter(pk__in=some)) for some in batched(found, AT_ONCE))
    return count


def _told_apart(model: type[models.Model]) -> list[Any]:
    """The keys of rows that share their mark with few, those first that were written last."""
    table, key = (connection.ops.quote_name(str(name)) for name in (model._meta.db_table, model._meta.pk.column))
    sql = (  # both names are the model's own
        f"SELECT {key} FROM {table} WHERE xmin::text IN"  # noqa: S608
        f" (SELECT xmin::text FROM {table} GROUP BY 1 HAVING count(*) < %s) ORDER BY age(xmin) LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [FEW, MOST])
        return [key for (key,) in cursor.fetchall()]


def _vacuum(model: type[models.Model]) -> None:
    """Take away what was written before: it keeps its marks until its room is taken."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"VACUUM {table}")  # nosemgrep: glued-sql  # the model's own table
