"""Databases of a run's own, beside whatever the PostgreSQL server holds; see bin/postgres."""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def database_of_its_own(*, like: str = "") -> Iterator[str]:
    """The URL of an empty database on the server that DATABASE_URL names, or a copy of the one at another; dropped in
    the end.
    """
    import psycopg  # noqa: PLC0415  # only where PostgreSQL is asked
    from psycopg import sql  # noqa: PLC0415

    name = f"bench_{secrets.token_hex(4)}"
    url = re.sub(r"^(postgres|psql|pgsql)://", "postgresql://", os.environ["DATABASE_URL"])
    with psycopg.connect(url, autocommit=True) as server:
        template = like.partition("?")[0].rpartition("/")[2] or "template1"
        copied = (sql.Identifier(one) for one in (name, template))
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*copied))
        try:
            yield re.sub(r"(?<=[^/])/[^/?]*(?=\?|$)", f"/{name}", url, count=1)
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
