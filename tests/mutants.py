"""Breaks a room in one small place after another and looks whether its tests notice; a plugin for pytest.

    bin/test attention -p tests.mutants --mutate commonplace/attention --mutants 40

The tests run once, and which lines each of them passes is written down. Then each mutant lives in a fork of the
process, where it meets the tests that pass its line, the quickest first. What no test notices is told.
SQLite in memory only: its database is forked too.
"""

from __future__ import annotations

import ast
import functools
import gc
import itertools
import os
import random
import resource
import signal
import sys
import time
import types
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from django.core.cache import caches

from commonplace.store.prepared import Prepared

TOOL = sys.monitoring.PROFILER_ID
SPARE_SECONDS = 10
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


class Passed:
    """Which lines of the room each test passes, and how long it takes."""

    def __init__(self, paths: set[str]) -> None:
        self.paths, self.lines, self.names = paths, defaultdict(set), defaultdict(set)
        self.seconds: dict[pytest.Item, float] = {}
        self.test: pytest.Item | None = None
        monitoring = sys.monitoring
        monitoring.use_tool_id(TOOL, "mutants")
        monitoring.register_callback(TOOL, monitoring.events.LINE, self._line)

    def _line(self, code: types.CodeType, line: int) -> object:
        if code.co_filename in self.paths:
            self.lines[code.co_filename, line].add(self.test)
            for name in code.co_names:
                self.names[name].add(self.test)
        return sys.monitoring.DISABLE

    def run(self, test: pytest.Item, following: pytest.Item) -> bool:
        """Run a test; whether it failed."""
        forget()
        self.test = test
        sys.monitoring.set_events(TOOL, sys.monitoring.events.LINE)
        sys.monitoring.restart_events()
        began = time.process_time()
        reports = runtestprotocol(test, log=True, nextitem=following)
        self.seconds[test] = time.process_time() - began
        sys.monitoring.set_events(TOOL, 0)
        return any(report.failed for report in reports)

    def by(self, spot: Spot) -> list[pytest.Item]:
        """The tests that could notice what is broken there, the quickest first."""
        found = self.names[spot.constant] if spot.constant else self.lines[spot.path, spot.line]
        return sorted(found - {None}, key=lambda test: self.seconds[test])


def forget() -> None:
    """Nothing that was worked out before stands in for what is worked out now."""
    for cache in caches.all(initialized_only=True):
        cache.clear()
    for one in _kept():
        if type(one) is Prepared:
            one._compiled.clear()
        else:
            one.cache_clear()


@functools.cache
def _kept() -> list:
    # By `type`: a lazy object wakes up when `isinstance` asks it.
    return [one for one in gc.get_objects() if type(one) is Prepared or _is_ours(one)]


def _is_ours(one: object) -> bool:
    return type(one) is functools._lru_cache_wrapper and str(one.__module__).startswith("commonplace")


def breed(mutant: Mutant) -> bool:
    """Put a mutant in the place of what runs; whether there was such a place."""
    module = next(
        (one for one in list(sys.modules.values()) if getattr(one, "__file__", None) == mutant.spot.path), None
    )
    if module is None:
        return False
    if mutant.spot.constant:
        return _breed_constant(mutant, module)
    new = dict(_codes(compile(mutant.tree, mutant.spot.path, "exec")))
    bred = False
    for one in gc.get_objects():
        if type(one) is types.FunctionType and one.__code__.co_filename == mutant.spot.path:
            code = new.get((one.__code__.co_qualname, one.__code__.co_firstlineno))
            if code is not None and len(code.co_freevars) == len(one.__code__.co_freevars):
                bred = bred or code != one.__code__
                one.__code__ = code
    return bred


def _breed_constant(mutant: Mutant, module: types.ModuleType) -> bool:
    old = vars(module)[mutant.spot.constant]
    statement = next(
        one for one in mutant.tree.body
        if isinstance(one, ast.Assign) and getattr(one.targets[0], "id", "") == mutant.spot.constant
    )  # fmt: skip
    given = dict(vars(module))
    exec(compile(ast.Module([statement], []), mutant.spot.path, "exec"), given)  # noqa: S102 - that is what a mutant is
    for one in list(sys.modules.values()):
        if getattr(one, "__name__", "").startswith("commonplace") and vars(one).get(mutant.spot.constant) is old:
            setattr(one, mutant.spot.constant, given[mutant.spot.constant])
    return True


def _codes(code: types.CodeType) -> Iterator[tuple[tuple[str, int], types.CodeType]]:
    for one in code.co_consts:
        if isinstance(one, types.CodeType):
            yield (one.co_qualname, one.co_firstlineno), one
            yield from _codes(one)


def fate(mutant: Mutant, tests: list[pytest.Item], seconds: float) -> str:
    """What became of a mutant: noticed, survived, or nowhere (it could not be put in place)."""
    child = os.fork()
    if child == 0:
        # Whatever goes wrong here, the fork ends here.
        try:
            spent = int(time.process_time() + SPARE_SECONDS + 5 * seconds)
            resource.setrlimit(resource.RLIMIT_CPU, (spent, spent))
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            signal.alarm(20 * SPARE_SECONDS)
            try:
                if not breed(mutant):
                    os._exit(2)
            except Exception:  # noqa: BLE001 - a constant that cannot even be made would have been noticed
                os._exit(1)
            forget()
            for test, following in zip(tests, [*tests[1:], tests[0]], strict=True):
                if any(report.failed for report in runtestprotocol(test, log=False, nextitem=following)):
                    os._exit(1)
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return {0: "survived", 2: "nowhere"}.get(code, "noticed")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("mutants")
    group.addoption("--mutate", action="append", default=[], help="a file or folder to break")
    group.addoption("--mutants", type=int, default=40, help="how many of all the mutants to try")
    group.addoption("--seed", type=int, default=1, help="which of them")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    asked = session.config.getoption("mutate")
    if not asked:
        return None
    files = [
        path.resolve()
        for one in map(Path, asked)
        for path in ([one] if one.is_file() else sorted(one.rglob("*.py")))
        if not {"tests", "migrations"} & set(path.parts)
    ]
    passed = Passed({str(path) for path in files})
    tests = session.items
    failed = [one for one, following in zip(tests, [*tests[1:], tests[0]], strict=True) if passed.run(one, following)]
    if failed:
        raise session.Failed(f"{len(failed)} tests fail before anything is broken")
    spots = [spot for path in files for spot in spots_of(path)]
    random.Random(session.config.getoption("seed")).shuffle(spots)
    fates = Counter[str]()
    for spot in spots:
        if fates["survived"] + fates["noticed"] == session.config.getoption("mutants"):
            break
        mutant, met = mutant_at(spot), passed.by(spot)
        what = fate(mutant, met, sum(passed.seconds[test] for test in met)) if met else "passed by no test"
        fates[what] += 1
        # Told at once, so that whoever stops halfway has what was found.
        if what in ("survived", "passed by no test"):
            print(f"\n{what}: {mutant}", end="", flush=True)
    print(f"\n{len(spots)} ways to break it; {', '.join(f'{n} {what}' for what, n in fates.items())}")
    return True
