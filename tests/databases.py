"""Which tests are about a database, told by what they ask for and what their file speaks of."""

import ast
from functools import cache
from pathlib import Path

import pytest
from django.test import TransactionTestCase

# What a test asks for that looks into a database; the last gives houses of their own to other processes.
ASKED = {"db", "transactional_db", "live_server", "migrated_home"}
# What commits, or asks in connections and processes of its own.
COMMITTED = {"transactional_db", "live_server", "migrated_home"}
# Whoever speaks of these is about a database: what is raw, locked, kept apart or made by one of them.
OF_A_DATABASE = frozenset(
    "IntegrityError OperationalError RawSQL cursor migrated_home prepared raw select_for_update transactional_db vendor"
    .split()
)  # fmt: skip


def asks_a_database(item: pytest.Item) -> bool:
    if issubclass(getattr(item, "cls", None) or object, TransactionTestCase):
        return True
    asked = ASKED.intersection(getattr(item, "fixturenames", ()))
    return bool(asked) or item.get_closest_marker("django_db") is not None


def speaks_of_a_database(item: pytest.Item) -> bool:
    """Whether a test commits, or its file speaks of a database."""
    mark = item.get_closest_marker("django_db")
    commits = (
        COMMITTED.intersection(getattr(item, "fixturenames", ()))
        or (mark is not None and mark.kwargs.get("transaction"))
        or issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
    )
    return bool(commits) or bool(OF_A_DATABASE & _names(item.path))


@cache
def _names(path: Path) -> frozenset[str]:
    return names_of(ast.parse(path.read_text()))


def names_of(tree: ast.AST) -> frozenset[str]:
    """Every name, attribute and argument in it."""
    return frozenset(getattr(node, "id", getattr(node, "attr", getattr(node, "arg", ""))) for node in ast.walk(tree))
