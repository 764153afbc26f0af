"""Which tests are about a database, told by what they ask for and what their file speaks of."""

import ast
from functools import cache
from pathlib import Path

import pytest
from django.test import TransactionTestCase

ROOT = Path(__file__).resolve().parents[1]
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
    """Whether a test commits, its file speaks of a database, or its room does something else on each of them."""
    mark = item.get_closest_marker("django_db")
    commits = (
        COMMITTED.intersection(getattr(item, "fixturenames", ()))
        or (mark is not None and mark.kwargs.get("transaction"))
        or issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
    )
    return bool(commits) or bool(OF_A_DATABASE & _names(item.path)) or _differs(room_of(item.path))


def room_of(path: Path) -> str:
    """The room that a test belongs to, or nothing where it is about the whole house."""
    parts = path.relative_to(ROOT).parts if path.is_relative_to(ROOT / "commonplace") else ("", "")
    return parts[1]


@cache
def _differs(room: str) -> bool:
    """Whether the code of a room asks which database it stands on."""
    files = (ROOT / "commonplace" / room).rglob("*.py") if room else ()
    return any("vendor" in path.read_text() for path in files if not {"tests", "migrations"} & {*path.parts})


@cache
def _names(path: Path) -> frozenset[str]:
    return names_of(ast.parse(path.read_text()))


def names_of(tree: ast.AST) -> frozenset[str]:
    """Every name, attribute and argument in it."""
    return frozenset(getattr(node, "id", getattr(node, "attr", getattr(node, "arg", ""))) for node in ast.walk(tree))
