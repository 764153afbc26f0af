"""What the readings of cultivation cost, and how well the groups found are the units that people belong to.

    python bench/readings.py --edges FILE --units FILE [--json]

reads a plain list of ties (two names and perhaps a weight on a line, parted by white space or a comma) and of units (a
name and its unit), finds groups, and tells how like the units they are (`ami`), how far ties keep to them
(`modularity`), and the processor time of it (`seconds`) beside what raw igraph and numpy take for the same arrays
(`raw_seconds`); both are the best of some rounds.

    python bench/readings.py --size [DEEDS] [--people N] [--json]

makes up a year of deeds (10 million by 100,000 people), in circles of fifty, and tells the processor time of ties,
counts and cut people of 52 weeks from nothing (`seconds`), of the last week alone (`seconds_new_week`, `raw_new_week`
for igraph and numpy alone on the same ties), of the groups of that week, of all signs of these weeks from nothing and
of the last alone (`seconds_signs`, `seconds_signs_new_week`), and the most memory it took. Deeds are arrays in the
order of days: what a database takes to hand them out is not in it (`bench/readings_kept.py` has that).

    python bench/readings.py --day [DEEDS] [--json]

makes up deeds that all were done on one day (a million, by a thousand people), and tells the processor time of their
ties and counts (`seconds`), and of all signs (`seconds_signs`).

    python bench/readings.py --truth [--json]

is `bench/truth.py`: signs and levels held against archives whose fate is known.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from time import process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import igraph
import numpy as np

from commonplace.cultivation.arrays import by_day
from commonplace.cultivation.network import groups, ties, weeks
from commonplace.cultivation.network.shape import graph_of
from commonplace.cultivation.participation import Deeds
from commonplace.cultivation.signs.found import TOLD, signs
from commonplace.cultivation.signs.life import Life

ROUNDS = 5
# The first line of some lists says what stands below it.
HEADS = {"source", "src", "from", "u", "one"}
TRUTH = Path(__file__).with_name("truth.py")
DAYS = 364
CIRCLE = 50
DAYS_PEOPLE = 1000
ANSWERED = 4.0


def rows_of(path: Path) -> list[list[str]]:
    """The words of each line that says something."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [re.split(r"[\s,;]+", line) for line in lines if line and not line.startswith(("#", "%"))]


def read_ties(path: Path) -> tuple[list[str], ties.Pairs]:
    """The names in the list and the ties between them: each once whichever way it stands, with all of its weight."""
    rows = rows_of(path)
    if rows and rows[0][0].casefold() in HEADS:
        rows = rows[1:]
    if alone := next((row[0] for row in rows if len(row) < 2), None):
        raise ValueError(f"a tie has two names: {alone}")
    names = sorted({name for row in rows for name in row[:2]})
    place = {name: at for at, name in enumerate(names)}
    one = np.fromiter((place[row[0]] for row in rows), np.int64)
    other = np.fromiter((place[row[1]] for row in rows), np.int64)
    weight = np.fromiter((float(row[2]) if len(row) > 2 else 1.0 for row in rows), np.float64)
    apart = one != other
    one, other, weight = one[apart], other[apart], weight[apart]
    return names, ties.summed(np.minimum(one, other), np.maximum(one, other), weight, len(names))


def ours(pairs: ties.Pairs, people: int, units: ties.Ints) -> tuple[float | None, float]:
    """How like the units the groups are that are found, and their modularity."""
    found = groups.find(graph_of(pairs, people), pairs.weight)
    known = units >= 0
    return groups.likeness(found.of[known], units[known]), found.modularity


def raw(pairs: ties.Pairs, people: int, units: ties.Ints) -> tuple[float | None, float]:
    """The same by igraph and numpy alone, as one would write it down for a page of figures."""
    graph = igraph.Graph(n=people, edges=np.column_stack([pairs.one, pairs.other]))
    igraph.set_random_number_generator(random.Random(groups.SEED))  # nosec B311
    found = graph.community_leiden(objective_function="modularity", weights=pairs.weight, n_iterations=-1)
    known = units >= 0
    ami = raw_likeness(np.array(found.membership)[known], units[known]) if known.any() else None
    return ami, graph.modularity(found.membership, weights=pairs.weight)


def raw_likeness(one: ties.Ints, other: ties.Ints) -> float:
    """Adjusted mutual information as it is defined, part by part."""
    table = np.zeros((one.max() + 1, other.max() + 1))
    np.add.at(table, (one, other), 1)
    people = one.size
    a, b = table.sum(axis=1), table.sum(axis=0)
    table, a, b = table[a > 0][:, b > 0], a[a > 0], b[b > 0]
    share, chance = table / people, np.outer(a, b) / people**2
    mutual = float((share[table > 0] * np.log(share[table > 0] / chance[table > 0])).sum())
    factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, people + 1)))])
    expected = 0.0
    for x in a.astype(int):
        for y in b.astype(int):
            both = np.arange(max(1, x + y - people), min(x, y) + 1)
            ways = factorial[[x, y, people - x, people - y]].sum() - factorial[people]
            ways = ways - factorial[both] - factorial[x - both] - factorial[y - both] - factorial[people - x - y + both]
            expected += float((both / people * np.log(people * both / (x * y)) * np.exp(ways)).sum())
    mean = float(-(a / people * np.log(a / people)).sum() - (b / people * np.log(b / people)).sum()) / 2
    return (mutual - expected) / (mean - expected)


def best_of(rounds: int, call: Callable[[], Any]) -> float:
    """The least processor time of some rounds, in seconds."""
    times = []
    for _ in range(rounds):
        began = process_time()
        call()
        times.append(process_time() - began)
    return min(times)


def of_files(edges: Path, units: Path, *, rounds: int = ROUNDS) -> dict[str, Any]:
    """What `--edges` and `--units` tell."""
    names, pairs = read_ties(edges)
    said = {row[0]: row[1] for row in rows_of(units) if len(row) > 1}
    number = {unit: at for at, unit in enumerate(sorted(set(said.values())))}
    told = np.fromiter((number[said[name]] if name in said else -1 for name in names), np.int64)
    ami, modularity = ours(pairs, len(names), told)
    seconds = best_of(rounds, lambda: ours(pairs, len(names), told))
    raw_seconds = best_of(rounds, lambda: raw(pairs, len(names), told))
    return {
        "people": len(names),
        "ties": len(pairs),
        "ami": ami,
        "modularity": modularity if len(pairs) else None,
        "seconds": round(seconds, 4),
        "raw_seconds": round(raw_seconds, 4),
        "times_raw": round(seconds / raw_seconds, 2) if raw_seconds else None,
    }


def made_up(deeds: int, people: int, *, days: int = DAYS) -> tuple[ties.Towards, ties.Together]:
    """A year of deeds: few do much, most of it within circles of fifty, some of it at gatherings of up to twelve."""
    lots = np.random.default_rng(2026)
    met = deeds // 20
    one_way = deeds - met
    # Whoever draws a small number often is who does much.
    person = (people * lots.random(one_way) ** 2).astype(np.int64)
    near = person - person % CIRCLE + (CIRCLE * lots.random(one_way) ** 1.5).astype(np.int64)
    far = lots.integers(0, people, one_way)
    other = np.where(lots.random(one_way) < 0.97, np.minimum(near, people - 1), far)
    weight = lots.choice([4.0, 1.0, 2.0, 3.0], one_way, p=[0.6, 0.25, 0.1, 0.05])
    thing = lots.integers(0, max(1, met // 8), met)
    circle = (thing * 7919) % max(1, people // CIRCLE)
    came = np.minimum(circle * CIRCLE + lots.integers(0, CIRCLE, met), people - 1)
    day = lots.integers(0, days, max(1, met // 8))
    return (
        ties.Towards(person, other, lots.integers(0, days, one_way), weight),
        ties.Together(came, thing, day[thing], np.full(met, 3.0)),
    )


def of_size(deeds: int, people: int) -> dict[str, Any]:
    """What `--size` tells."""
    towards, together = made_up(deeds, people)
    began = last = process_time()
    for who, on, pairs in weeks.by_week(towards, together, range(6, DAYS, 7)):
        week = weeks.counted(who, on, pairs)
        new_week, last = process_time() - last, process_time()
    seconds = process_time() - began
    raw_began = process_time()
    np.unique(np.concatenate([pairs.one, pairs.other]))
    graph = igraph.Graph(n=who.size, edges=np.column_stack([pairs.one, pairs.other]))
    graph.articulation_points()
    raw_week = process_time() - raw_began
    found_began = process_time()
    found = groups.find(graph, pairs.weight)
    found_seconds = process_time() - found_began
    del graph
    return {
        "deeds": deeds,
        "people": people,
        "weeks": DAYS // 7,
        "tied": week.tied,
        "ties": week.ties,
        "cut_people": week.cut_people,
        "groups": int((found.sizes > 1).sum()),
        "seconds": round(seconds, 2),
        "seconds_new_week": round(new_week, 3),
        "raw_new_week": round(raw_week, 3),
        "seconds_groups": round(found_seconds, 2),
        **signs_of(towards, together),
        "megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def signs_of(towards: ties.Towards, together: ties.Together) -> dict[str, Any]:
    """What signs of the same deeds take; each circle is a unit, and what weighs most an answer."""
    nobody = np.full(together.person.size, -1)
    day = np.concatenate([towards.day, together.day])
    order = by_day(day)
    person = np.concatenate([towards.person, together.person])[order]
    other = np.concatenate([towards.other, nobody])[order]
    is_reply = np.concatenate([towards.weight == ANSWERED, nobody > 0])[order]
    seen, never = np.ones(day.size, np.bool_), np.zeros(day.size, np.bool_)
    deeds = Deeds(person, day[order], other, seen, never, is_reply)
    units = person // CIRCLE, np.where(other >= 0, other // CIRCLE, -1)
    on, began_on = date(1970, 1, 1) + timedelta(DAYS - 1), date(1970, 1, 1)
    began = process_time()
    life = Life(on, deeds, began_on, *units)
    codes = [code for ago in range(DAYS // 7) for code, told in TOLD.items() if told(life, ago) is not None]
    seconds, began = process_time() - began, process_time()
    life = Life(on, deeds, began_on, *units)
    last = [code for code, told in TOLD.items() if told(life, 0) is not None]
    return {
        "signs": len(codes),
        "signs_new_week": last,
        "seconds_signs": round(seconds, 2),
        "seconds_signs_new_week": round(process_time() - began, 3),
    }


def of_a_day(deeds: int) -> dict[str, Any]:
    """What `--day` tells."""
    lots, on = np.random.default_rng(groups.SEED), 366
    person, other = lots.integers(0, DAYS_PEOPLE, deeds), lots.integers(0, DAYS_PEOPLE, deeds)
    day, nothing, seen = np.full(deeds, on - 2), np.full(deeds, -1), np.ones(deeds, np.bool_)
    nobody = ties.Together(*(np.array([], dtype=np.int64),) * 3, np.array([], dtype=np.float64))
    began = process_time()
    done = ties.Towards(person, other, day, np.full(deeds, 4.0))
    (week,) = (weeks.counted(*one) for one in weeks.by_week(done, nobody, [on]))
    seconds, began = process_time() - began, process_time()
    told = Life(date(1971, 1, 2), Deeds(person, day, other, seen, ~seen, seen), date(1970, 1, 2), nothing, nothing)
    said = [sign.code for sign in signs(told)]
    return {
        "deeds": deeds,
        "tied": week.tied,
        "ties": week.ties,
        "signs": said,
        "seconds": round(seconds, 2),
        "seconds_signs": round(process_time() - began, 2),
        "megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edges", type=Path, metavar="FILE")
    parser.add_argument("--units", type=Path, metavar="FILE")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--size", type=int, nargs="?", const=10_000_000, metavar="DEEDS")
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--day", type=int, nargs="?", const=1_000_000, metavar="DEEDS")
    parser.add_argument("--truth", action="store_true")
    parser.add_argument("--made-up", type=int, default=200, metavar="N", help="for --truth, as bench/truth.py has it")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if given.truth:
        words = [sys.executable, str(TRUTH), "--made-up", str(given.made_up), *(["--json"] if given.json else [])]
        os.execv(sys.executable, words)  # a script of ours, which needs a house where the others need none
    if given.size is None and given.day is None and (given.edges is None or given.units is None):
        parser.error("tell either --edges and --units, or --size, or --day, or --truth")
    if given.size is not None:
        told = of_size(given.size, given.people)
    elif given.day is not None:
        told = of_a_day(given.day)
    else:
        try:
            told = of_files(given.edges, given.units, rounds=given.rounds)
        except (OSError, ValueError) as error:
            parser.error(str(error))
    if given.json:
        print(json.dumps(told))
    else:
        for name, value in told.items():
            print(f"  {name:<16} {value}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
