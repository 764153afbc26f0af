"""How fast a place moves in, and what memory that takes: an invented archive of as many records as one likes.

    python bench/moving.py [--records 20000] [--rounds 1] [--people 400] [KIND PATH...]
    COMMONPLACE_ARCHIVES=/path/to/archives [bin/postgres] python bench/moving.py --archives [--postgres]

Without a kind the archive is invented here: threads and flat chat, replies, thanks, what settled it; its reader gives
records one by one, so that nothing but the importer holds any. With a kind (or mbox) and paths, real files are read;
with --archives every real archive in turn. Each goes into a new house on SQLite, or with --postgres into a new database
of that server, then once more, which keeps nothing. Printed: records, seconds, the processor time of all our processes
(which says more where other programs run; a server's own is not in it), records a second of it, the peak memory in MB
of both processes together, what they share counted once, and what was kept.
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
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from select import select
from time import perf_counter, process_time
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import django

if "--here" in sys.argv:  # else nothing asks a database
    django.setup()

from django.db import connection

from bench.databases import database_of_its_own
from bench.import_mbox import memory_of
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
    from commonplace.transfer.actions.importing import bring_in
    from commonplace.transfer.actions.moving_in import move_in
    from commonplace.transfer.archive import Archive

ARCHIVES = [
    ("stackexchange", "stackexchange/beer-2017"),
    ("stackexchange", "stackexchange/conlang-meta"),
    ("discourse", "discourse/urho3d-sample"),
    ("slack", "slack/houston-data-vis"),
    ("zulip", "zulip/dataverse"),
    ("whatsapp", "whatsapp/lorem-2000.txt"),
    ("whatsapp", "whatsapp/pokemon.txt"),
    ("mbox", "mbox/twisted-web"),
    ("mbox", "mbox/r-sig-teaching"),
    ("mbox", "mbox/twisted-reality"),
    ("mbox", "mbox/edge-cases"),
]
OUTCOMES = ("kept", "already", "updated", "aside", "passed_over", "unreadable")
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
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA wal_autocheckpoint=8000")
    house = house_for("bench")
    begun, worked = perf_counter(), worked_so_far()
    if options.kind == "mbox":
        brought = bring_in(archive=Archive(options.paths), space=house.space)
        told = {one: getattr(brought, one, 0) for one in ("read", *OUTCOMES, "conversations", "people")}
    else:
        reader = KINDS[options.kind].opens(options.paths) if options.kind else Invented(options.records, options.people)
        moved = move_in(reader=reader, community=house.community)
        told = {**moved.account.as_json(), "conversations": moved.conversations, "people": moved.people}
    seconds, worked = perf_counter() - begun, worked_so_far() - worked
    print(json.dumps({**told, "seconds": seconds, "worked": worked}))


def worked_so_far() -> float:
    """Seconds of processor time, of processes that ended beside this one as well."""
    beside = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + beside.ru_utime + beside.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", nargs="?", default="")
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--people", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--archives", action="store_true")
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        here(options)
        return
    if options.archives:
        folder = Path(os.environ["COMMONPLACE_ARCHIVES"])
        given = [(kind, [str(folder / path)]) for kind, path in ARCHIVES]
    else:
        given = [(options.kind, [str(path) for path in options.paths])]
    invented = ["--records", str(options.records), "--people", str(options.people)]
    print(f"{'':<24}{'':<7}{'records':>8}{'kept':>7}{'again':>7}{'aside':>6}{'not':>6}{'talks':>7}{'people':>7}"
          f"{'seconds':>9}{'worked':>8}{'a second':>10}{'MB':>5}")  # fmt: skip
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(database_of_its_own()) if options.postgres else ""
        empty = scratch / "empty"
        empty.mkdir()
        words = [sys.executable, "-P", "-m", "commonplace.house", "migrate"]
        subprocess.run(words, env=environment(empty, url), check=True, capture_output=True)
        for kind, paths in given * options.rounds:
            words = [kind, *paths] if kind else invented
            twice(f"{kind} {Path(paths[0]).name if paths else ''}".strip() or "invented", words, empty, url)


def twice(name: str, words: Sequence[str], empty: Path, url: str) -> None:
    """Move one archive into a house of its own, and again."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "data"
        shutil.copytree(empty, folder)
        own = stack.enter_context(database_of_its_own(like=url)) if url else ""
        for called in ("first", "again"):
            said, peak = told_by([sys.executable, __file__, *words, "--here"], environment(folder, own))
            assert said["read"] == sum(said[one] for one in OUTCOMES)
            assert called == "first" or said["kept"] == said["updated"] == said["conversations"] == 0
            speed = said["read"] / said["worked"]
            print(
                f"{name[:23]:<24}{called:<7}{said['read']:>8}{said['kept']:>7}{said['already']:>7}{said['aside']:>6}"
                f"{said['passed_over'] + said['unreadable']:>6}{said['conversations']:>7}{said['people']:>7}"
                f"{said['seconds']:>9.2f}{said['worked']:>8.2f}{speed:>10,.0f}{peak:>5}",
                flush=True,
            )


def told_by(words: Sequence[str], given: dict[str, str]) -> tuple[dict[str, Any], int]:
    """What a process says in the end, and the most memory in MB that it and the one beside it had at once."""
    process = subprocess.Popen(words, env=given, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    peak = 0
    while not select([process.stdout], [], [], 0.2)[0]:
        peak = max(peak, memory_of(process.pid))
    said = process.stdout.read()
    if process.wait():
        sys.exit("The move failed.")
    return json.loads(said), peak >> 10


def environment(folder: Path, url: str) -> dict[str, str]:
    """Settings of a house in this folder, on SQLite or on the database at `url`."""
    others = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    if url:
        others["DATABASE_URL"] = url
    return {
        **others,
        "COMMONPLACE_DATA": str(folder),
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "commonplace.house.settings",
    }


if __name__ == "__main__":
    main()
