"""Rows written anew in another order, so that where they lie and what wrote them says nothing of who came first.

PostgreSQL keeps with each row the transaction that wrote it (`xmin`), and where there was room for it (`ctid`). SQLite
puts what comes later before what came earlier within a page of the file, whatever the numbers of the rows.
"""

from __future__ import annotations

from secrets import SystemRandom
from typing import Any

from django.db import connection, models, transaction

from commonplace.store.locks import lock

AT_ONCE = 500


def write_anew(rows: models.QuerySet[Any]) -> int:
    """Write these rows again as they are, in an order drawn by chance, in one transaction; how many there were.

    What others write meanwhile is neither lost nor undone: it keeps a mark of its own until the next time.
    """
    model = rows.model
    with transaction.atomic():
        found = lock(rows)
        SystemRandom().shuffle(found)
        if connection.vendor == "sqlite":
            # To set a row to what it says changes not a byte. Nobody else writes until this is committed.
            assert not model._meta.related_objects, "what points at a row would go with it"
            rows.all().delete()
            model._base_manager.bulk_create(found, batch_size=AT_ONCE)
        else:
            # Row by row: one statement for all would go through them as they lie.
            for one in found:
                model._base_manager.filter(pk=one.pk).update(**{model._meta.pk.attname: one.pk})
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        # A dead row keeps its marks until its room is taken; in a small table nobody comes for it unasked.
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM {connection.ops.quote_name(model._meta.db_table)}")
    return len(found)
