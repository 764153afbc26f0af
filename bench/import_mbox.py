"""How fast an archive moves in, beside Python's own mailbox (email.policy.default), same files, same run.

COMMONPLACE_ARCHIVES names the folder of real archives; without it, give files or folders. For each: every message
accounted for, the seconds of both, and the ratio of their speeds; rounds are interleaved and the best of each counts.
Each import runs through the command line into a new SQLite file, migrated before, and `ours` are the seconds that its
summary says: from an open database to the last letter kept and found by search. Python's are those of reading every
letter and asking for its sender, subject, date, id and text, with its modules loaded. Beside them stands the processor
time of both, ours in all processes; where other programs run, it says more than the clock.

--memory 60 --memory 120 also repeats the files into archives of these sizes (MB), ids told apart so that every copy
counts, and prints the peak memory of an import: of its process and the one beside it together, what they share counted
once.

--made-up 500 --files 1200 does nothing but print the peak memory of an import of so many MB of made-up mail in so many
files.

    python bench/import_mbox.py [--rounds 3] [--memory 60 --memory 120] [--made-up 500 --files 1200] [PATH...]
"""

import argparse
import email
import json
import mailbox
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from email import policy
from pathlib import Path
from select import select
from time import perf_counter, process_time
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ARCHIVES = ["twisted-web", "r-sig-teaching", "twisted-reality", "edge-cases"]
RUN = [sys.executable, "-P", "-m", "commonplace.house"]
NAMES_IDS = re.compile(rb"^(?:(?:Message-ID|In-Reply-To|References):|[ \t]+<).*$", re.IGNORECASE | re.MULTILINE)
sys.path.insert(0, str(ROOT))

from bench.made_up_mail import write_mail
from commonplace.lib.mail.mailbox import files_of


def baseline(path: Path) -> tuple[int, float, float]:
    """Python's own: messages, and the seconds (and processor time) to parse each and ask for what a letter says."""
    begun, worked = perf_counter(), process_time()
    number = 0
    box = mailbox.mbox(path, factory=lambda file: email.message_from_binary_file(file, policy=policy.default))
    for message in box:
        _ = (str(message["subject"]), str(message["from"]), str(message["date"]), str(message["message-id"]))
        body = message.get_body(("plain", "html"))
        with suppress(LookupError, UnicodeError):
            _ = body.get_content() if body else ""
        number += 1
    return number, perf_counter() - begun, process_time() - worked


@dataclass(frozen=True)
class Imported:
    """The command line's summary, its processor time, and the peak memory in MB of all its processes."""

    said: dict[str, Any]
    worked: float
    peak: int


def environment(folder: Path) -> dict[str, str]:
    """Settings of a house on SQLite in this folder."""
    others = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**others, "COMMONPLACE_DATA": str(folder), "PYTHONPATH": str(ROOT)}


def ours(paths: list[Path], folder: Path, *, run: Sequence[str] = RUN) -> Imported:
    """Import through the command line into a new house, which is migrated once and then copied."""
    empty = folder.with_name("empty")
    if not empty.exists():
        empty.mkdir()
        subprocess.run([*RUN, "migrate"], env=environment(empty), check=True, stderr=subprocess.DEVNULL)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(empty, folder)
    words = [*run, "import", "mbox", *map(str, paths), "--community", "bench", "--json"]
    process = subprocess.Popen(words, env=environment(folder), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    peak = 0
    while not select([process.stdout], [], [], 0.2)[0]:
        peak = max(peak, memory_of(process.pid))
    said = process.stdout.read()
    _pid, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"The import failed ({status}).")
    return Imported(json.loads(said), usage.ru_utime + usage.ru_stime, peak >> 10)


def memory_of(process: int) -> int:
    """The memory of a process and its children in kB, what they share counted once; 0 where there is no /proc."""
    total = 0
    with suppress(OSError):
        children = (Path(f"/proc/{process}/task") / str(process) / "children").read_text().split()
        total = sum(memory_of(int(child)) for child in children)
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total


def joined(files: list[Path], folder: Path, size: int = 0) -> Path:
    """The files as one, repeated until it has `size` bytes; ids are told apart so that every copy counts."""
    path = folder / "joined.mbox"
    with path.open("wb") as out:
        copy = 0
        while copy == 0 or out.tell() < size:
            for file in files:
                data = file.read_bytes()
                if copy:
                    mark = b"<%d." % copy
                    data = NAMES_IDS.sub(lambda line, mark=mark: line[0].replace(b"<", mark), data)
                out.write(data.rstrip(b"\n") + b"\n\n")
            copy += 1
    return path


def measure_made_up(megabytes: int, files: int) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        mail = Path(scratch) / "mail"
        mail.mkdir()
        letters = write_mail(mail, megabytes=megabytes, files=files)
        run = ours([mail], Path(scratch) / "data")
        assert run.said["read"] == letters
        print(
            f"{megabytes} MB in {files} files: {letters} letters, {run.said['kept']} kept in"
            f" {run.said['seconds']:.0f} s, peak {run.peak} MB"
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", action="append", type=float, default=[], metavar="MB")
    parser.add_argument("--made-up", type=int, default=0, metavar="MB")
    parser.add_argument("--files", type=int, default=1200)
    options = parser.parse_args()
    if options.made_up:
        measure_made_up(options.made_up, options.files)
        return
    archives = os.environ.get("COMMONPLACE_ARCHIVES", "")
    given = options.paths or [Path(archives) / "mbox" / name for name in ARCHIVES if archives]
    if not given or not all(path.exists() for path in given):
        sys.exit("Give files, or set COMMONPLACE_ARCHIVES to the folder of real archives.")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        print(
            f"{'archive':<18}{'read':>7}{'kept':>7}{'again':>6}{'aside':>6}{'not':>5}{'talks':>7}{'people':>7}"
            f"{'ours s':>9}{'python s':>10}{'ratio':>7}{'worked':>14}{'MB':>6}"
        )
        for path in given:
            files = files_of([path])
            whole = joined(files, folder)
            runs: list[Imported] = []
            python: list[tuple[int, float, float]] = []
            for _ in range(options.rounds):
                python.append(baseline(whole))
                runs.append(ours([path], folder / "data"))
            said = runs[-1].said
            assert said["read"] == said["kept"] + said["already"] + said["aside"] + said["unreadable"]
            seconds, theirs = min(run.said["seconds"] for run in runs), min(taken for _, taken, _ in python)
            worked = f"{min(run.worked for run in runs):.2f}/{min(one for _, _, one in python):.2f}"
            print(
                f"{path.name[:17]:<18}{said['read']:>7}{said['kept']:>7}{said['already']:>6}{said['aside']:>6}"
                f"{said['unreadable']:>5}{said['conversations']:>7}{said['people']:>7}{seconds:>9.2f}{theirs:>10.2f}"
                f"{theirs / seconds:>7.2f}{worked:>14}{max(run.peak for run in runs):>6}",
                flush=True,
            )
        files = [file for path in given for file in files_of([path])]
        for size in options.memory:
            whole = joined(files, folder, int(size * 2**20))
            run = ours([whole], folder / "data")
            print(
                f"{whole.stat().st_size / 2**20:.1f} MB: {run.said['read']} messages, {run.said['kept']} kept in"
                f" {run.said['seconds']:.0f} s, peak {run.peak} MB",
                flush=True,
            )


if __name__ == "__main__":
    main()
