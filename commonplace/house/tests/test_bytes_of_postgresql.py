"""What docs/confidence.md says of PostgreSQL: deleted words stay in its files until tables are written anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from commonplace.house.tests import postgres_bytes
from commonplace.house.tests.homes import Builder, Home, at, ours
from commonplace.house.tests.leaving import MARK, OLD
from commonplace.house.tests.test_erase import lives_in

pytestmark = pytest.mark.skipif(ours() != "postgresql", reason="SQLite overwrites what it deletes")


@pytest.fixture
def house(home: Builder) -> Home:
    return home("postgresql")


@pytest.fixture
def asked(house: Home) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(**at(house.name), autocommit=True) as connection:
        if not postgres_bytes.may_be_read(connection):
            pytest.skip("whoever asks here may not read the files of this server")
        yield connection


def _leave_alone(asked: psycopg.Connection[Any]) -> None:
    """Have autovacuum not come by, as where it has not yet."""
    for table in ("people_person", "conversations_draft"):
        asked.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = off)")


def test_an_erased_person_is_in_dead_rows_until_tables_are_written_anew(house: Home, asked) -> None:
    postgres_bytes.keep_long_words_as_they_are(asked)
    lives_in(house, "settle")
    asked.execute("ANALYZE")
    before = postgres_bytes.standing_in(asked, MARK)
    assert {
        "people_person",
        "conversations_draft",
        "conversations_post",
        "search_searchentry",
        "pg_statistic",
    } <= before
    _leave_alone(asked)
    house.run("erase", "--address", OLD, "--withdraw", "--yes")
    # No row says it, and a disk does.
    rows = [one for table in house.told().values() for one in table]
    assert [one for one in rows if MARK.lower() in str(one).lower()] == []
    assert {"people_person", "conversations_draft"} <= postgres_bytes.standing_in(asked, MARK)
    assert postgres_bytes.write_anew(asked)
    assert postgres_bytes.standing_in(asked, MARK) == set()


def test_who_is_at_work_in_another_database_keeps_dead_rows_here(house: Home, asked) -> None:
    postgres_bytes.keep_long_words_as_they_are(asked)
    lives_in(house, "settle")
    with psycopg.connect(**at("postgres")) as elsewhere:
        elsewhere.execute("SELECT pg_current_xact_id()")
        _leave_alone(asked)
        house.run("erase", "--address", OLD, "--withdraw", "--yes")
        assert not postgres_bytes.write_anew(asked, patience=0)
        assert {"people_person", "conversations_draft"} <= postgres_bytes.standing_in(asked, MARK)
    assert postgres_bytes.write_anew(asked)
    assert postgres_bytes.standing_in(asked, MARK) == set()
