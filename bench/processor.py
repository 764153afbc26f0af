"""Pages told in processor time alone: two processes without a server, asked by turns.

What `bench/pages.py --processor` does. A page and the bare view are asked a few requests at a time, one after the
other; the ratio is that of the two neighbours, and the middle one of all rounds is told.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from statistics import median
from typing import Any

from bench.asked import Asked
from bench.serving import ROOT

AT_ONCE = 10
# As many as there are members, so that whatever is kept for one of them is.
WARMING = 220


@dataclass(frozen=True)
class Answering:
    """A process that answers by itself; see bench/answering.py."""

    process: "subprocess.Popen[str]"

    def spend(self, lines: Sequence[tuple[str, str]], headers: dict[str, str]) -> tuple[float, float]:
        """Milliseconds of processor time for each of these requests: its own, and of the database's server."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"lines": lines, "headers": headers}) + "\n")
        self.process.stdin.flush()
        ours, behind = json.loads(self.process.stdout.readline())
        return ours, behind


@contextmanager
def answering(module: str, settings: dict[str, str]) -> Iterator[Answering]:
    """A process that answers as long as the block lasts."""
    words = [sys.executable, "-m", "bench.answering", module]
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        words, cwd=ROOT, env={**settings, "PYTHONPATH": str(ROOT)}, stdin=pipe, stdout=pipe, text=True
    )
    try:
        assert process.stdout is not None
        process.stdout.readline()
        yield Answering(process)
    finally:
        process.kill()
        process.wait()


def measure(settings: dict[str, str], facts: dict[str, Any], lines: Sequence[Asked], rounds: int) -> None:
    """Ask and print the table of one house."""
    reading = [one for one in lines if not one.is_reply]
    base = [("", f"/{facts['conversation']}")] * AT_ONCE
    with answering("commonplace.house.asgi", settings) as house, answering("bench.bare", settings) as bare:
        turns = {(one.who, one.page): cycle(tuple(line.split("\t", 1)) for line in one.lines()) for one in reading}
        seen: dict[tuple[str, str], list[tuple[float, float, float, float]]] = {key: [] for key in turns}
        bare.spend(base * 10, {})
        for one in reading:
            house.spend(list(islice(turns[one.who, one.page], WARMING)), dict(one.headers))
        for number in range(rounds):
            for one in reading:
                some = list(islice(turns[one.who, one.page], AT_ONCE))
                bare_before = bare.spend(base, {})
                ours = house.spend(some, dict(one.headers))
                bare_after = bare.spend(base, {})
                bases = [(before + after) / 2 for before, after in zip(bare_before, bare_after, strict=True)]
                seen[one.who, one.page].append((*ours, bases[0], bases[1]))
            print(f"round {number + 1} of {rounds}", file=sys.stderr, end="\r")
    report(seen)


def report(seen: dict[tuple[str, str], list[tuple[float, float, float, float]]]) -> None:
    """Print what was seen: of each page its time, that of the database's server, the bare view's, and the ratio."""
    print(f"{'':22}{'cpu ms':>9}{'server':>9}{'bare':>9}{'server':>9}{'ratio':>8}")
    for (who, page), rounds in seen.items():
        ours, server, bare, behind = (median(column) for column in zip(*rounds, strict=True))
        ratio = median((base + beside) / (own + database) for own, database, base, beside in rounds)
        print(f"{who + ' ' + page:22}{ours:>9.2f}{server:>9.2f}{bare:>9.2f}{behind:>9.2f}{ratio:>8.2f}")
