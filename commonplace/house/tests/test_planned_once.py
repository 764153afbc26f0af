"""What a connection to PostgreSQL asks often is planned once; DATABASE_URL may say otherwise."""

import json
import os
import subprocess
import sys

import pytest
from django.db import connection

from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.store.prepared import prepared

SAY = (
    "import json; from commonplace.house.settings import DATABASES as d; o = d['default'].get('OPTIONS', {});"
    "print(json.dumps([o.get('server_side_binding'), o.get('prepare_threshold'), o.get('options', '')]))"
)


def options_of(url: str, tmp_path: object) -> list[object]:
    ran = subprocess.run(
        [sys.executable, "-c", SAY],
        env={**os.environ, "DATABASE_URL": url, "COMMONPLACE_DATA": str(tmp_path)},
        check=True,
        capture_output=True,
        text=True,
    )
    said: list[object] = json.loads(ran.stdout.splitlines()[-1])
    return said


def test_values_go_apart_from_the_text_unless_the_address_says_otherwise(tmp_path: object) -> None:
    url = "postgresql://user:password@host/name"
    binding, threshold, options = options_of(url, tmp_path)
    assert (binding, threshold) == (True, 2)
    assert "lock_timeout=20s" in str(options)
    binding, _threshold, options = options_of(f"{url}?server_side_binding=0", tmp_path)
    assert not binding
    assert "lock_timeout=20s" in str(options)


@prepared
def _founded(*, by: Person) -> object:
    return Community.objects.filter(founded_by=by)


@pytest.mark.django_db
def test_a_prepared_query_is_planned_once(stick: Community, ines: Person, hal: Person) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps the statements of a connection by itself")
    for person in (ines, hal, ines, hal):
        assert _founded(by=person) == ([stick] if person == ines else [])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%founded_by_id%'")
        assert cursor.fetchone() == (1,)
