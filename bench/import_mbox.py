"""How fast an archive moves in, beside Python's own mailbox (email.policy.default), same files, same run.

COMMONPLACE_ARCHIVES names the folder of real archives; without it, give files or folders. For each: every message
accounted for, the seconds of both, and the ratio of their speeds; rounds are interleaved and the best of each counts.
Each import runs through the command line into a new SQLite file. --memory MB also repeats the files into one archive
of that size and prints the peak of the process that imports it.

    python bench/import_mbox.py [--rounds 3] [--memory 120] [PATH...]
"""

import argparse
import email
import json
import mailbox
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from email import policy
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ARCHIVES = ["twisted-web", "r-sig-teaching", "twisted-reality", "edge-cases"]
sys.path.insert(0, str(ROOT))

from commonplace.lib.mail.mailbox import files_of


def baseline(path: Path) -> tuple[int, float]:
    """Python's own: messages, and the seconds to parse each and ask for its sender, subject, date, id and text."""
    begun = perf_counter()
    number = 0
    box = mailbox.mbox(path, factory=lambda file: email.message_from_binary_file(file, policy=policy.default))
    for message in box:
        _ = (str(message["subject"]), str(message["from"]), str(message["date"]), str(message["message-id"]))
        body = message.get_body(("plain", "html"))
        with suppress(LookupError, UnicodeError):
            _ = body.get_content() if body else ""
        number += 1
    return number, perf_counter() - begun


def ours(paths: list[Path], folder: Path) -> tuple[dict[str, Any], float]:
    """The command line's summary, and its peak memory in MB."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    words = ["import", "mbox", *map(str, paths), "--community", "bench", "--json"]
    environment = {**os.environ, "COMMONPLACE_DATA": str(folder), "PYTHONPATH": str(ROOT)}
    environment.pop("DATABASE_URL", None)
    run = [sys.executable, "-P", "-m", "commonplace.house"]
    subprocess.run([*run, "migrate"], env=environment, check=True, stderr=subprocess.DEVNULL)
    process = subprocess.Popen([*run, *words], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    said = process.stdout.read()
    _pid, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"The import failed ({status}).")
    return json.loads(said), usage.ru_maxrss / 1024


def joined(files: list[Path], folder: Path, size: int = 0) -> Path:
    """The files as one, repeated until it has `size` bytes; ids are told apart so that every copy counts."""
    path = folder / "joined.mbox"
    with path.open("wb") as out:
        copy = 0
        while copy == 0 or out.tell() < size:
            for file in files:
                data = file.read_bytes()
                if copy:
                    data = data.replace(b"Message-ID: <", b"Message-ID: <%d." % copy)
                    data = data.replace(b"In-Reply-To: <", b"In-Reply-To: <%d." % copy)
                out.write(data.rstrip(b"\n") + b"\n\n")
            copy += 1
    return path


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", type=int, default=0, metavar="MB")
    options = parser.parse_args()
    archives = os.environ.get("COMMONPLACE_ARCHIVES", "")
    given = options.paths or [Path(archives) / "mbox" / name for name in ARCHIVES if archives]
    if not given or not all(path.exists() for path in given):
        sys.exit("Give files, or set COMMONPLACE_ARCHIVES to the folder of real archives.")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        print(f"{'archive':<18}{'read':>7}{'kept':>7}{'again':>6}{'aside':>6}{'not':>5}{'talks':>7}{'people':>7}"
              f"{'ours s':>9}{'python s':>10}{'ratio':>7}{'MB':>6}")  # fmt: skip
        for path in given:
            files = files_of([path])
            whole = joined(files, folder)
            said, seconds, peak, python = {}, float("inf"), 0.0, float("inf")
            for _ in range(options.rounds):
                python = min(python, baseline(whole)[1])
                said, peak = ours([path], folder / "data")
                seconds = min(seconds, said["seconds"])
            assert said["read"] == said["kept"] + said["already"] + said["aside"] + said["unreadable"]
            print(f"{path.name[:17]:<18}{said['read']:>7}{said['kept']:>7}{said['already']:>6}{said['aside']:>6}"
                  f"{said['unreadable']:>5}{said['conversations']:>7}{said['people']:>7}{seconds:>9.2f}{python:>10.2f}"
                  f"{python / seconds:>7.2f}{peak:>6.0f}", flush=True)  # fmt: skip
        if options.memory:
            files = [file for path in given for file in files_of([path])]
            whole = joined(files, folder, options.memory << 20)
            said, peak = ours([whole], folder / "data")
            print(f"{whole.stat().st_size >> 20} MB: {said['read']} messages, {said['kept']} kept in"
                  f" {said['seconds']:.0f} s, peak {peak:.0f} MB")  # fmt: skip
            print(f"(this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB)")


if __name__ == "__main__":
    main()
