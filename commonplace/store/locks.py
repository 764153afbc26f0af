"""Rows that one transaction keeps to itself until it ends: the one place where the house locks.

PostgreSQL lets each statement see what was committed before that statement began (READ COMMITTED), a subquery of an
update that had to wait not even that. So whatever decides by reading, or counts rows, locks first and reads afterwards.
On SQLite a transaction takes the write lock as it begins, so there everybody has queued already.

Locks are taken in one order, or two would wait for each other: persons; then what is talked about, from the roof down
(conversations, posts, gatherings); then the community, and last what belongs to it (standings, seats, requests,
invitations).
"""

from django.db import models


def lock[Row: models.Model](rows: models.QuerySet[Row], *, even_names: bool = False) -> list[Row]:
    """Wait until nobody else changes these rows, keep them to this transaction, and give them as they stand now.

    They come by their keys, the order in which they were waited for. Rows that only point at them are written
    meanwhile, but with `even_names`, for rows about to go. What they point at is not joined: PostgreSQL drops a row
    that was changed to point elsewhere while it was waited for. Raises TransactionManagementError outside of a
    transaction.
    """
    return list(locking(rows, even_names=even_names))


def locking[Row: models.Model](rows: models.QuerySet[Row], *, even_names: bool = False) -> models.QuerySet[Row]:
    """The query that `lock` asks, for an action that has it prepared."""
    return rows.select_related(None).order_by("pk").select_for_update(no_key=not even_names)
