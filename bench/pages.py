"""How fast pages are, in houses of several sizes, beside a bare Django view under the same server in the same run.

Each size is filled once (bench/fill.py) and kept in --keep; the servers are the production ones, wrk drives them, and
rounds are interleaved, so that a noisy moment meets everyone. A ratio is requests a second over those of the bare view
(two queries, twenty stored posts, a plain template) in the same round; the median round is printed. The second ratio is
that of processor time in the workers, which a busy machine distorts less.

    python bench/pages.py [--sizes 5k,100k,1m] [--seconds 3] [--rounds 3] [--only guest,member] [--pages list]
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import quote_plus

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.serving import ROOT, Failed, Load, Server, bare, house, need_wrk

SIZES = {"5k": 5_000, "100k": 100_000, "1m": 1_000_000}
# What issue and architecture promise: the least ratio to the bare view.
TARGETS = {
    ("guest", "conversation"): 0.8,
    ("member", "conversation"): 0.4,
    ("guest", "community"): 0.3,
    ("member", "community"): 0.3,
    ("guest", "list"): 0.3,
    ("member", "list"): 0.3,
}
COUNT = """
import json, sys
import django
django.setup()
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.conf import settings
settings.ALLOWED_HOSTS = ["*"]
for path, headers in json.load(sys.stdin):
    client = Client(headers=headers, raise_request_exception=False)
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(path)
    if answer.status_code != 200:
        sys.exit(f"{path} was answered with {answer.status_code}")
    print(len(seen), len(answer.content), flush=True)
"""


@dataclass(frozen=True)
class Asked:
    """One line of the table: who asks for what."""

    who: str
    page: str
    paths: tuple[str, ...]
    headers: dict[str, str]
    posting: tuple[str, ...] = ()


def asked(facts: dict[str, object]) -> Iterator[Asked]:
    """Every line; replies come last, for they change what the others ask for."""
    slug, found = facts["slug"], facts["conversation"]
    searches = tuple(f"/search?q={quote_plus(words)}" for words in facts["searches"])  # type: ignore[attr-defined]
    api = f"/api/v1/communities/{slug}/conversations/{found}/posts?limit=20"
    for who in ("guest", "member"):
        signed = {"Cookie": f"sessionid={facts['session']}"} if who == "member" else {}
        token = {"Authorization": f"Bearer {facts['token']}"} if who == "member" else {}
        yield Asked(who, "community", (f"/c/{slug}/",), signed)
        yield Asked(who, "list", (f"/c/{slug}/conversations/",), signed)
        yield Asked(who, "conversation", (f"/c/{slug}/conversations/{found}/",), signed)
        yield Asked(who, "long", (f"/c/{slug}/conversations/{facts['long']}/?from=1000",), signed)
        yield Asked(who, "search", searches, signed)
        yield Asked(who, "api", (api,), token)
    reply = f"/c/{slug}/conversations/{facts['answered']}/posts"
    yield Asked("member", "reply", (reply,), {}, tuple(facts["sessions"]))  # type: ignore[arg-type]


def environment(folder: Path) -> dict[str, str]:
    """Settings of a house in production, without those of whoever runs this."""
    ours = {"COMMONPLACE_DATA": str(folder), "API_READS_A_MINUTE": "0", "DEBUG": "0"}
    others = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    if url := os.environ.get("BENCH_DATABASE_URL"):
        ours["DATABASE_URL"] = url
    return {**others, **ours, "DJANGO_SETTINGS_MODULE": "commonplace.house.settings"}


def fill(folder: Path, posts: int) -> dict[str, object]:
    """The house of so many posts, filled if it is not."""
    folder.mkdir(parents=True, exist_ok=True)
    words = [sys.executable, str(ROOT / "bench" / "fill.py"), "--posts", str(posts)]
    subprocess.run(words, env=environment(folder), check=True)
    facts: dict[str, object] = json.loads((folder / "facts.json").read_text())
    return facts


def queries(folder: Path, lines: list[Asked]) -> dict[tuple[str, str], tuple[int, int]]:
    """Queries and bytes of each page, the second time it is asked for."""
    reading = [one for one in lines if not one.posting]
    ran = subprocess.run(
        [sys.executable, "-c", COUNT],
        env={**environment(folder), "PYTHONPATH": str(ROOT)},
        check=True,
        text=True,
        input=json.dumps([(one.paths[0], one.headers) for one in reading]),
        stdout=subprocess.PIPE,
    )
    counts = [tuple(map(int, line.split())) for line in ran.stdout.splitlines() if re.fullmatch(r"\d+ \d+", line)]
    return {(one.who, one.page): (count[0], count[1]) for one, count in zip(reading, counts, strict=True)}


@dataclass(frozen=True)
class Running:
    """One size, being served by both."""

    size: str
    facts: dict[str, object]
    lines: list[Asked]
    ours: Server
    bare: Server
    at_rest: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="5k,100k")
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="guest,member")
    parser.add_argument("--pages", default="")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "commonplace-bench")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    options = parser.parse_args()
    need_wrk()
    wanted, pages = set(options.only.split(",")), set(filter(None, options.pages.split(",")))
    with ExitStack() as stack:
        running = []
        for size in options.sizes.split(","):
            folder = options.keep / size
            facts = fill(folder, SIZES.get(size) or int(size))
            lines = [one for one in asked(facts) if one.who in wanted and (not pages or one.page in pages)]
            ours = stack.enter_context(house(environment(folder), folder / "serve.log"))
            beside = stack.enter_context(bare(environment(folder), folder / "bare.log"))
            ours.wait("/api/v1/communities")
            beside.wait(f"/{facts['conversation']}")
            running.append(Running(size, facts, lines, ours, beside, ours.memory()))
        loads, bases, memory = measure(running, options.rounds, options.seconds)
    said = []
    for one in running:
        counts = queries(options.keep / one.size, one.lines)
        said += report(one, loads[one.size], bases[one.size], memory[one.size], counts)
    compare(said)
    if options.json:
        options.json.write_text(json.dumps(said, indent=1))
    return int(len(said) < sum(len(one.lines) for one in running))


Loads = dict[tuple[str, str], list[Load]]


def measure(
    running: list[Running], rounds: int, seconds: float
) -> tuple[dict[str, Loads], dict[str, list[Load]], dict[str, float]]:
    """Rounds over all sizes and pages, the bare view before and after the pages of each."""
    loads: dict[str, Loads] = defaultdict(lambda: defaultdict(list))
    bases: dict[str, list[Load]] = defaultdict(list)
    memory: dict[str, float] = {}
    for number in range(rounds + 1):
        # The first round only warms: caches of the system, templates, memory.
        span = 1 if number == 0 else seconds
        for one in running:
            base = f"/{one.facts['conversation']}"
            around = [one.bare.drive(seconds=span, paths=[base])]
            seen = [(line, attempt(one, line, span)) for line in one.lines]
            around.append(one.bare.drive(seconds=span, paths=[base]))
            memory[one.size] = one.ours.memory()
            if number:
                bases[one.size].append(max(around, key=lambda load: load.rate))
                for line, load in seen:
                    if load:
                        loads[one.size][line.who, line.page].append(load)
            print(f"round {number} of {rounds}, {one.size}", file=sys.stderr)
    return loads, bases, memory


def attempt(one: Running, line: Asked, seconds: float) -> Load | None:
    """One run; wrong answers are told and leave a gap in the table."""
    try:
        return one.ours.drive(seconds=seconds, paths=line.paths, headers=line.headers, posting=line.posting)
    except Failed as failed:
        print(failed, file=sys.stderr)
        return None


def report(
    one: Running, loads: Loads, bases: list[Load], memory: float, counts: dict[tuple[str, str], tuple[int, int]]
) -> list[dict[str, object]]:
    """Print one size; its figures."""
    print(
        f"\n{one.size}: {one.facts['posts']:,} posts; a worker has {one.at_rest:.0f} MB at rest, {memory:.0f} MB after"
    )
    print(f"{'':22}{'requests/s':>11}{'median ms':>11}{'95% ms':>9}{'ratio':>8}{'target':>8}", end="")
    print(f"{'cpu ms':>8}{'ratio':>7}{'queries':>9}{'kB':>6}")
    rate = median(load.rate for load in bases)
    middle, slow = median(load.median for load in bases), median(load.slow for load in bases)
    spent = median(load.cpu for load in bases)
    print(f"{'bare view':22}{rate:>11.0f}{middle:>11.1f}{slow:>9.1f}{1:>8.2f}{'':8}{spent:>8.2f}{1:>7.2f}")
    said: list[dict[str, object]] = []
    for key, seen in loads.items():
        ratio = median(load.rate / base.rate for load, base in zip(seen, bases, strict=False))
        figures = [
            median(load.rate for load in seen),
            median(load.median for load in seen),
            median(load.slow for load in seen),
        ]
        cpu = max(0.01, median(load.cpu for load in seen))
        target, (count, size) = TARGETS.get(key), counts.get(key, (0, 0))
        short = target is not None and ratio < target
        print(
            f"{key[0] + ' ' + key[1]:22}{figures[0]:>11.0f}{figures[1]:>11.1f}{figures[2]:>9.1f}{ratio:>8.2f}"
            f"{target if target else '':>8}{cpu:>8.2f}{spent / cpu:>7.2f}{count or '':>9}{size // 1000 or '':>6}"
            f"{'  short' if short else ''}"
        )
        said.append(
            {
                "size": one.size,
                "who": key[0],
                "page": key[1],
                "rate": figures[0],
                "median": figures[1],
                "p95": figures[2],
                "ratio": ratio,
                "cpu": cpu,
                "queries": count,
                "memory": memory,
            }
        )
    return said


def compare(said: list[dict[str, object]]) -> None:
    """What each page costs in the largest house, in times of the smallest: by the ratio to the bare view, by processor
    time; and memory.
    """
    sizes = list(dict.fromkeys(line["size"] for line in said))
    if len(sizes) < 2:
        return
    print(f"\n{sizes[-1]} over {sizes[0]} (1.2 at most)")
    ratios = {(line["size"], line["who"], line["page"]): line for line in said}
    for (size, who, page), line in ratios.items():
        other = ratios.get((sizes[-1], who, page))
        if size == sizes[0] and other:
            print(
                f"{who + ' ' + page:22}{float(line['ratio']) / float(other['ratio']):>8.2f}"  # type: ignore[arg-type]
                f"{float(other['cpu']) / float(line['cpu']):>8.2f}"
            )  # type: ignore[arg-type]
    first = next(line for line in said if line["size"] == sizes[0])
    last = next(line for line in said if line["size"] == sizes[-1])
    print(f"{'memory':22}{float(last['memory']) / float(first['memory']):>8.2f}")  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main())
