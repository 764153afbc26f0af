"""What is left out on PostgreSQL says why, and which tests ask there instead; these are not left out."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.databases import OF_A_DATABASE, names_of

ROOT = Path(__file__).resolve().parents[1]
MARK = "any_database"


class LeftOut(NamedTuple):
    """A module or one of its tests that is left out, with what its mark says."""

    path: str
    name: str
    why: str
    seen: list[str]
    node: ast.AST


def left_out() -> Iterator[LeftOut]:
    for folder in ("commonplace", "tests"):
        for path in sorted((ROOT / folder).rglob("test_*.py")):
            if MARK in (written := path.read_text()) and path != Path(__file__):
                yield from marked(str(path.relative_to(ROOT)), ast.parse(written))


def marked(path: str, tree: ast.Module) -> Iterator[LeftOut]:
    for node in tree.body:
        where: list[ast.expr] = []
        name, about = "", tree
        if isinstance(node, ast.Assign) and [ast.unparse(one) for one in node.targets] == ["pytestmark"]:
            where = [node.value]
        elif isinstance(node, ast.FunctionDef):
            where, name, about = node.decorator_list, node.name, node
        for call in (one for part in where for one in ast.walk(part) if isinstance(one, ast.Call)):
            if isinstance(call.func, ast.Attribute) and call.func.attr == MARK:
                said = {word.arg: ast.literal_eval(word.value) for word in call.keywords}
                yield LeftOut(path, name, said["why"], said["seen"], about)


LEFT_OUT = list(left_out())
NAMED = {f"{one.path}::{one.name}".removesuffix("::") for one in LEFT_OUT}


def test_some_are_left_out() -> None:
    assert "tests/test_others.py" in NAMED
    assert "tests/test_permissions.py" not in NAMED


@pytest.mark.parametrize("one", LEFT_OUT, ids=lambda one: f"{one.path}::{one.name}")
def test_each_says_why_and_who_asks_instead(one: LeftOut) -> None:
    assert len(one.why) > 20
    assert one.seen
    for seen in one.seen:
        path, _, name = seen.partition("::")
        assert not {path, seen} & NAMED, f"{seen} is left out itself."
        written = (ROOT / path).read_text()
        assert f"def {name or 'test_'}" in written, f"There is no {seen}."
        assert not path.startswith("commonplace/lib/"), f"{seen} asks no database."


@pytest.mark.parametrize("one", LEFT_OUT, ids=lambda one: f"{one.path}::{one.name}")
def test_none_is_about_a_database(one: LeftOut) -> None:
    assert not OF_A_DATABASE & names_of(one.node)


def test_they_are_found_in_either_place() -> None:
    tree = ast.parse(
        "pytestmark = [m.db, pytest.mark.any_database(why='x', seen=['a'])]\n"
        "@pytest.mark.any_database(why='y', seen=[])\ndef test_one(): ...\ndef test_two(): ..."
    )
    assert [(one.name, one.why) for one in marked("p", tree)] == [("", "x"), ("test_one", "y")]
