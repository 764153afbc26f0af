"""How fast a place moves in, and what memory that takes: an invented archive of as many records as one likes.

    python bench/moving.py [--records 20000] [--rounds 1] [--people 400] [KIND PATH...]

Without a kind the archive is invented here: threads and flat chat, replies, thanks, what settled it; its reader gives
records one by one, so that nothing but the importer holds any. With a kind and paths, real files are read. Each run
goes into a new house on SQLite (or the one of BENCH_DATABASE_URL), then once more, which keeps nothing. Printed:
records, seconds, the processor time (which says more where other programs run), records a second, the peak memory in
MB, and what was kept.
"""

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import django

if "--here" in sys.argv:  # else nothing asks a database
    django.setup()

from django.db import connection

from commonplace.lib.archives.kinds import KINDS
from commonplace.lib.archives.stream import (
    Author,
    Form,
    Joined,
    Message,
    PassedOver,
    Place,
    Record,
    Settled,
    Thanks,
    Why,
)

if "--here" in sys.argv:
    from commonplace.transfer.actions.housing import house_for
    from commonplace.transfer.actions.moving_in import move_in

START = datetime(2015, 3, 2, 8, 0, tzinfo=UTC)
WORDS = (
    "the valve sings when nobody draws water and we heard it at the hydrant near the old mill last night with a stick"
    " which clamp holds on lead pipe without a leak does anybody know how to read the correlator in clay soil"
).split()


class Invented:
    """A reader of so many records, the same each time."""

    kind, title = "invented", "The old forum"

    def __init__(self, records: int, people: int) -> None:
        self._records, self._people = records, people

    def records(self) -> Iterator[Record]:
        chance = random.Random(7)  # nosec B311  # the same each time
        yield from (Place(f"p{number}", f"Place {number}") for number in range(8))
        yield from (Author(f"a{number}", f"Person {number} Quill") for number in range(self._people))
        yield from (Joined(f"a{number}", "p0", START) for number in range(self._people))
        number, left, at = 0, self._records - 8 - 2 * self._people, START
        opened = ""
        while left > 0:
            at += timedelta(seconds=chance.expovariate(1 / 400))
            place, author = f"p{number % 8 if number % 3 else 0}", f"a{int(chance.paretovariate(0.7)) % self._people}"
            key, text = f"m{number}", " ".join(chance.choices(WORDS, k=90 if chance.random() < 0.1 else 14))
            if place == "p0":  # flat chat
                yield Message(key, place, author, at, text, form=Form.PLAIN)
            elif number % 40 < 8 or not opened:
                opened = f"{key}@{place}"
                yield Message(key, place, author, at, text, title=text[:50], thread=key, kind="question")
            else:
                thread, _sign, there = opened.partition("@")
                yield Message(key, there, author, at, f"**{text}**", thread=thread, answers=thread)
                if number % 11 == 0:
                    yield Settled(thread, key)
                    left -= 1
            number, left = number + 1, left - 1
            if left > 0 and chance.random() < 0.3:
                yield Thanks(key, f"a{chance.randrange(self._people)}", at)
                left -= 1
            if left > 0 and number % 50 == 0:
                yield PassedOver(Why.SYSTEM, f"log, {number}")
                left -= 1


def here(options: argparse.Namespace) -> None:
    """One move, in the process that the figures are of."""
    reader = KINDS[options.kind].opens(options.paths) if options.kind else Invented(options.records, options.people)
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA wal_autocheckpoint=8000")
    house = house_for("bench")
    begun, worked = perf_counter(), process_time()
    moved = move_in(reader=reader, community=house.community)
    told = {**moved.account.as_json(), "conversations": moved.conversations, "people": moved.people}
    seconds = perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(json.dumps({**told, "seconds": round(seconds, 3), "worked": round(process_time() - worked, 3), "peak": peak}))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", nargs="?", default="")
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--people", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        here(options)
        return
    print(f"{'':<8}{'records':>9}{'kept':>9}{'again':>9}{'aside':>7}{'not':>7}{'talks':>8}{'people':>8}"
          f"{'seconds':>9}{'worked':>8}{'a second':>10}{'MB':>6}")  # fmt: skip
    with tempfile.TemporaryDirectory() as scratch:
        empty, folder = Path(scratch) / "empty", Path(scratch) / "data"
        empty.mkdir()
        words = [sys.executable, "-P", "-m", "commonplace.house", "migrate"]
        subprocess.run(words, env=environment(empty), check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        for _ in range(options.rounds):
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(empty, folder)
            for called in ("first", "again"):
                ran = subprocess.run([sys.executable, __file__, *sys.argv[1:], "--here"], env=environment(folder),
                                     check=True, capture_output=True, text=True)  # fmt: skip
                said = json.loads(ran.stdout)
                outcomes = ("kept", "already", "updated", "aside", "passed_over", "unreadable")
                assert said["read"] == sum(said[one] for one in outcomes)
                assert called == "first" or said["kept"] == said["updated"] == said["aside"] == 0
                print(
                    f"{called:<8}{said['read']:>9}{said['kept']:>9}{said['already']:>9}{said['aside']:>7}"
                    f"{said['passed_over'] + said['unreadable']:>7}{said['conversations']:>8}{said['people']:>8}"
                    f"{said['seconds']:>9.2f}{said['worked']:>8.2f}{said['read'] / said['seconds']:>10,.0f}"
                    f"{said['peak']:>6}",
                    flush=True,
                )


def environment(folder: Path) -> dict[str, str]:
    """Settings of a house on SQLite in this folder, or on the database that BENCH_DATABASE_URL names."""
    others = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    if url := os.environ.get("BENCH_DATABASE_URL", ""):
        others["DATABASE_URL"] = url
    return {
        **others,
        "COMMONPLACE_DATA": str(folder),
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "commonplace.house.settings",
    }


if __name__ == "__main__":
    main()
