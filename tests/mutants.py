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
import os
import random
import resource
import signal
import sys
import time
import types
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from django.core.cache import caches

from commonplace.store.prepared import Prepared
from tests.kept import STAGE
from tests.ways_to_break import Mutant, Spot, mutant_at, spots_of

TOOL = sys.monitoring.PROFILER_ID
SPARE_SECONDS = 10


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
    STAGE.is_keeping = False
    # What was there when the tests began is looked for among all objects; see `conftest.py`.
    gc.unfreeze()
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
