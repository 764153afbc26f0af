"""The figures of pages that were measured, as tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from bench.asked import TARGETS
from bench.serving import CONNECTIONS, Load

type Loads = Mapping[tuple[str, str], Sequence[Load]]
type Counts = Mapping[tuple[str, str], tuple[int, int]]


@dataclass(frozen=True)
class Measured:
    """One house of a run: its size and name, the memory of a worker in MB at rest and after, and its bare views."""

    size: str
    name: str
    posts: int
    at_rest: float
    memory: float
    bases: Sequence[Load]


def report(one: Measured, loads: Loads, counts: Counts) -> list[dict[str, Any]]:
    """Print one size; its figures."""
    print(f"\n{one.name}: {one.posts:,} posts; a worker has {one.at_rest:.0f} MB at rest, {one.memory:.0f} MB after")
    print(f"{'':22}{'requests/s':>11}{'median ms':>11}{'95% ms':>9}{'ratio':>8}{'target':>8}", end="")
    print(f"{'cpu ms':>8}{'ratio':>7}{'queries':>9}{'kB':>6}")
    bases = one.bases
    spent = median(load.cpu for load in bases)
    print(f"{'bare view':22}{_middle(bases)}{1:>8.2f}{'':8}{spent:>8.2f}{1:>7.2f}")
    said: list[dict[str, Any]] = []
    for key, seen in loads.items():
        ratio = median(load.rate / base.rate for load, base in zip(seen, bases, strict=False))
        cpu = max(0.01, median(load.cpu for load in seen))
        target, (count, size) = TARGETS.get(key), counts.get(key, (0, 0))
        short = target is not None and ratio < target
        print(
            f"{' '.join(key):22}{_middle(seen)}{ratio:>8.2f}{target or '':>8}{cpu:>8.2f}{spent / cpu:>7.2f}"
            f"{count or '':>9}{size // 1000 or '':>6}{'  short' if short else ''}"
        )
        said.append(
            {
                "size": one.size,
                "name": one.name,
                "who": key[0],
                "page": key[1],
                "rate": median(load.rate for load in seen),
                "median": median(load.median for load in seen),
                "p95": median(load.slow for load in seen),
                "ratio": ratio,
                "cpu": cpu,
                "queries": count,
                "memory": one.memory,
            }
        )
    for line in said:
        if line["page"] == "reply":
            print(f"With {CONNECTIONS} people writing, 95 of 100 replies were answered within {line['p95']:.0f} ms.")
    return said


def _middle(seen: Sequence[Load]) -> str:
    rate = median(load.rate for load in seen)
    return f"{rate:>11.0f}{median(load.median for load in seen):>11.1f}{median(load.slow for load in seen):>9.1f}"


def compare(said: Sequence[dict[str, Any]]) -> None:
    """What each page costs in the largest house, in times of the smallest: by the ratio to the bare view, by processor
    time; and memory.
    """
    sizes = list(dict.fromkeys(line["size"] for line in said))
    if len(sizes) < 2:
        return
    print(f"\n{sizes[-1]} over {sizes[0]} (1.2 at most)")
    lines = {(line["size"], line["who"], line["page"]): line for line in said}
    for (size, who, page), line in lines.items():
        other = lines.get((sizes[-1], who, page))
        if size == sizes[0] and other:
            print(f"{who + ' ' + page:22}{line['ratio'] / other['ratio']:>8.2f}{other['cpu'] / line['cpu']:>8.2f}")
    first = next(line for line in said if line["size"] == sizes[0])
    last = next(line for line in said if line["size"] == sizes[-1])
    print(f"{'memory':22}{last['memory'] / first['memory']:>8.2f}")
