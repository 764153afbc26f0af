"""Looking at the tables in a long transaction lets no other house of the same server wait."""

import pytest
from django.db import connection

from commonplace.store.statistics import look_at_tables

# Locks on what no single database has: the catalogues that all of a server share.
SHARED = """
    SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND database = 0 AND mode = 'ShareUpdateExclusiveLock'
"""
OURS = "SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND mode = 'ShareUpdateExclusiveLock'"


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite needs no looking")
def test_no_catalogue_that_houses_share_is_locked() -> None:
    look_at_tables()
    with connection.cursor() as cursor:
        cursor.execute(SHARED)
        assert cursor.fetchone() == (0,)
        cursor.execute(OURS)
        assert cursor.fetchone()[0] > 100
