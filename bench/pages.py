"""How fast pages are, in houses of several sizes, beside a bare Django view under the same server in the same run.

Each size is filled once (bench/fill.py) and kept in --keep; the servers are the production ones, wrk drives them, eight
asking at once, and rounds are interleaved, so that a noisy moment meets everyone. Members are 200 with habits of their
own, a steward has forty things to tend, guests come from an address each, and the worker works off what
bench/backlog.py gives it before each round. A ratio is requests a second over those of the bare view (two queries,
twenty stored posts, a plain template) in the same round; the median round is printed. The second ratio is that of
processor time in the server's workers, which a busy machine distorts less.

SQLite, and PostgreSQL too with --postgres (see bin/postgres), where each size is filled afresh.

On a busy machine, --processor asks without servers (bench/processor.py) and tells processor time alone, with that of
PostgreSQL's own process; nothing is written, and no worker runs.

    python bench/pages.py [--postgres] [--sizes 5k,100k,1m] [--seconds 3] [--rounds 3] [--only member] [--pages list]
        [--processor]
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import processor
from bench.asked import Asked, asked, wanted
from bench.databases import database_of_its_own
from bench.figures import Measured, compare, report
from bench.serving import ROOT, Failed, Load, Server, Unanswered, bare, house, need_wrk, worker

SIZES = {"5k": 5_000, "100k": 100_000, "1m": 1_000_000}
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


def environment(folder: Path, url: str = "") -> dict[str, str]:
    """Settings of a house in production, behind a web server, without those of whoever runs this."""
    ours = {"COMMONPLACE_DATA": str(folder), "API_READS_A_MINUTE": "0", "DEBUG": "0", "BEHIND_PROXY": "1"}
    others = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    if url:
        ours["DATABASE_URL"] = url
    return {**others, **ours, "DJANGO_SETTINGS_MODULE": "commonplace.house.settings"}


def fill(folder: Path, posts: int, url: str = "") -> dict[str, Any]:
    """The house of so many posts, filled if it is not."""
    folder.mkdir(parents=True, exist_ok=True)
    words = [sys.executable, str(ROOT / "bench" / "fill.py"), "--posts", str(posts)]
    subprocess.run(words, env=environment(folder, url), check=True)
    facts: dict[str, Any] = json.loads((folder / "facts.json").read_text())
    return facts


def queries(settings: dict[str, str], lines: Sequence[Asked]) -> dict[tuple[str, str], tuple[int, int]]:
    """Queries and bytes of each page, the second time it is asked for."""
    reading = [one for one in lines if not one.is_reply]
    ran = subprocess.run(
        [sys.executable, "-c", COUNT],
        env={**settings, "PYTHONPATH": str(ROOT)},
        check=True,
        text=True,
        input=json.dumps([one.once() for one in reading]),
        stdout=subprocess.PIPE,
    )
    counts = [tuple(map(int, line.split())) for line in ran.stdout.splitlines() if re.fullmatch(r"\d+ \d+", line)]
    return {(one.who, one.page): (count[0], count[1]) for one, count in zip(reading, counts, strict=True)}


@dataclass(frozen=True)
class Running:
    """One size, being served by both, with its worker."""

    size: str
    settings: dict[str, str]
    facts: dict[str, Any]
    lines: list[Asked]
    ours: Server
    bare: Server
    at_rest: float

    def gives_work(self, number: int) -> str:
        """Have something waiting for the worker; says what waits."""
        words = [sys.executable, str(ROOT / "bench" / "backlog.py"), "--posts", str(number), "--letters", str(number)]
        ran = subprocess.run(words, env=self.settings, check=True, text=True, stdout=subprocess.PIPE)
        return ran.stdout.strip()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="5k,100k")
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="of guest, member and steward")
    parser.add_argument("--pages", default="")
    parser.add_argument("--backlog", type=int, default=100, help="posts and letters for the worker, before each round")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "commonplace-bench")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    parser.add_argument("--postgres", action="store_true", help="ask PostgreSQL as well")
    parser.add_argument("--processor", action="store_true", help="processor time alone, without servers")
    parser.add_argument("--on-postgres", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.processor:
        code = run_alone(options)
    else:
        need_wrk()
        code = run(options)
    if options.postgres and not options.on_postgres:
        again = [sys.executable, __file__, "--on-postgres", *sys.argv[1:]]
        code = subprocess.run([ROOT / "bin" / "postgres", *again], check=False).returncode or code
    return code


def run(options: argparse.Namespace) -> int:
    """Serve and ask every size on one of the databases; 1 where a line is missing."""
    with ExitStack() as stack:
        running = [serve(options, size, stack) for size in options.sizes.split(",")]
        loads, bases, memory = measure(running, options)
        said = []
        for one in running:
            name = f"{one.size} on {'PostgreSQL' if options.on_postgres else 'SQLite'}"
            measured = Measured(one.size, name, one.facts["posts"], one.at_rest, memory[one.size], bases[one.size])
            said += report(measured, loads[one.size], queries(one.settings, one.lines))
    compare(said)
    if options.json:
        path = options.json.with_stem(f"{options.json.stem}-postgresql") if options.on_postgres else options.json
        path.write_text(json.dumps(said, indent=1))
    return int(len(said) < sum(len(one.lines) for one in running))


def run_alone(options: argparse.Namespace) -> int:
    """Have every size answer without a server, and tell processor time."""
    for size in options.sizes.split(","):
        with ExitStack() as stack:
            _folder, settings, facts = filled(options, size, stack)
            print(f"\n{size} on {'PostgreSQL' if options.on_postgres else 'SQLite'}")
            lines = wanted(list(asked(facts)), options.only, options.pages)
            processor.measure(settings, facts, lines, options.rounds)
    return 0


def filled(options: argparse.Namespace, size: str, stack: ExitStack) -> tuple[Path, dict[str, str], dict[str, Any]]:
    """A house of this size, filled, until the stack is left: its folder, its settings, its facts."""
    folder, url = options.keep / size, ""
    if options.on_postgres:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(database_of_its_own())
    facts = fill(folder, SIZES.get(size) or int(size), url)
    return folder, environment(folder, url), facts


def serve(options: argparse.Namespace, size: str, stack: ExitStack) -> Running:
    """Fill a house of this size, and have it served until the stack is left."""
    folder, settings, facts = filled(options, size, stack)
    ours = stack.enter_context(house(settings, folder / "serve.log"))
    beside = stack.enter_context(bare(settings, folder / "bare.log"))
    ours.wait("/api/v1/communities")
    beside.wait(f"/{facts['conversation']}")
    stack.enter_context(worker(settings, folder / "worker.log"))
    lines = wanted(list(asked(facts)), options.only, options.pages)
    return Running(size, settings, facts, lines, ours, beside, ours.memory())


Loads = dict[tuple[str, str], list[Load]]


def measure(
    running: list[Running], options: argparse.Namespace
) -> tuple[dict[str, Loads], dict[str, list[Load]], dict[str, float]]:
    """Rounds over all sizes and pages, the bare view before and after the pages of each."""
    loads: dict[str, Loads] = defaultdict(lambda: defaultdict(list))
    bases: dict[str, list[Load]] = defaultdict(list)
    memory: dict[str, float] = {}
    for number in range(options.rounds + 1):
        # The first round only warms: caches of the system, templates, memory.
        span = 1 if number == 0 else options.seconds
        for one in running:
            base = [f"\t/{one.facts['conversation']}"]
            waits = one.gives_work(options.backlog)
            around = [one.bare.drive(base, seconds=span)]
            seen = [(line, attempt(one, line, span)) for line in one.lines]
            around.append(one.bare.drive(base, seconds=span))
            memory[one.size] = one.ours.memory()
            if number:
                bases[one.size].append(max(around, key=lambda load: load.rate))
                for line, load in seen:
                    if load:
                        loads[one.size][line.who, line.page].append(load)
            print(f"round {number} of {options.rounds}, {one.size}; {waits}", file=sys.stderr)
    return loads, bases, memory


def attempt(one: Running, line: Asked, seconds: float) -> Load | None:
    """One run, and a longer one where a busy machine gave no answer at all; wrong answers are told and leave a gap in
    the table.
    """
    for span in (seconds, 10 * seconds):
        try:
            return one.ours.drive(line.lines(), seconds=span, headers=dict(line.headers), is_reply=line.is_reply)
        except Unanswered as late:
            print(late, file=sys.stderr)
        except Failed as failed:
            print(failed, file=sys.stderr)
            break
    return None


if __name__ == "__main__":
    sys.exit(main())
