"""Where a module can be broken, and in which small ways: what `tests/mutants.py` draws from."""

from __future__ import annotations

import ast
import functools
import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LOOKUPS = {"gt": "gte", "gte": "gt", "lt": "lte", "lte": "lt"}
ASKED = ("filter", "exclude", "update", "get", "delete")
TURNED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip


@dataclass(frozen=True)
class Spot:
    """One place of a module that can be broken, and which of its ways: the number of the node, and of the way."""

    path: str
    node: int
    way: int
    line: int
    constant: str


@dataclass(frozen=True)
class Mutant:
    """One module, broken in one place."""

    spot: Spot
    was: str
    now: str
    tree: ast.Module

    def __str__(self) -> str:
        same = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(self.was, self.now, strict=False))
        alike = max(len(list(same)) - 40, 0)
        was, now = ("…" * bool(alike) + text[alike : alike + 120] for text in (self.was, self.now))
        return f"{os.path.relpath(self.spot.path)}:{self.spot.line}: {was}  ->  {now}"


def spots_of(path: Path) -> Iterator[Spot]:
    """Where a module can be broken: in its functions, and in its constants."""
    tree = ast.parse(path.read_text())
    constants = {
        id(inner): statement.targets[0].id
        for statement in tree.body
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)
        for inner in ast.walk(statement)
    }
    running = {
        id(inner)
        for function in ast.walk(tree) if isinstance(function, ast.FunctionDef)
        for statement in function.body for inner in ast.walk(statement)
    }  # fmt: skip
    for number, node in enumerate(ast.walk(tree)):
        if id(node) in constants or id(node) in running:
            for way in range(len(_ways(node))):
                yield Spot(str(path), number, way, node.lineno, constants.get(id(node), ""))  # type: ignore[attr-defined]


def mutant_at(spot: Spot) -> Mutant:
    """The module, broken there."""
    tree = ast.parse(Path(spot.path).read_text())
    node = next(one for number, one in enumerate(ast.walk(tree)) if number == spot.node)
    was = _said(node)
    instead = _ways(node)[spot.way]()
    if instead is not None:
        _put(tree, node, instead)
    ast.fix_missing_locations(tree)
    return Mutant(spot, was, _said(instead or node), tree)


def _said(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())


def _put(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    ast.copy_location(new, old)
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list):
                value[:] = [new if one is old else one for one in value]


def _ways(node: ast.AST) -> list:
    """Functions that break this node: each changes it in place, or returns what stands there instead."""
    ways: list = []

    def way(deed, *given) -> None:
        ways.append(functools.partial(deed, *given))

    if isinstance(node, ast.Compare):
        for n, step in enumerate(node.ops):
            if type(step) in TURNED:
                way(node.ops.__setitem__, n, TURNED[type(step)]())
    elif isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in TURNED:
        way(setattr, node, "op", TURNED[type(node.op)]())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert):
        way(lambda: node.operand)
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        way(setattr, node, "value", not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        way(setattr, node, "value", node.value + 1)
    elif isinstance(node, ast.If | ast.IfExp):
        way(setattr, node, "test", ast.UnaryOp(ast.Not(), node.test))
    elif isinstance(node, ast.Raise) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
        way(lambda: ast.Pass())
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and node.slice.upper:
        way(setattr, node.slice, "upper", None)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in ASKED:
            for n in range(len(node.args)):
                way(node.args.__delitem__, n)
            for n, given in enumerate(node.keywords):
                if given.arg:
                    way(node.keywords.__delitem__, n)
                    stem, _, lookup = given.arg.rpartition("__")
                    if lookup in LOOKUPS:
                        way(setattr, given, "arg", f"{stem}__{LOOKUPS[lookup]}")
        if node.func.attr == "order_by":
            for n, name in enumerate(node.args):
                if isinstance(name, ast.Constant) and isinstance(name.value, str):
                    turned = name.value[1:] if name.value.startswith("-") else f"-{name.value}"
                    way(node.args.__setitem__, n, ast.Constant(turned))
    return ways if hasattr(node, "lineno") else []
