"""What a house takes on the smallest machine: web and worker on one core, asked for pages, in megabytes.

Each process is told with its proportional share (PSS: what several share is counted once), as the kernel tells it.

    COMMONPLACE_DATA=/somewhere/filled python bench/smallest.py [--rounds 20]
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from urllib.parse import quote_plus

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.serving import ROOT, server


def share(pid: int) -> float:
    """Megabytes of one process."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in family(int(child)))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    facts = json.loads((Path(os.environ["COMMONPLACE_DATA"]) / "facts.json").read_text())
    community = f"/c/{facts['slug']}"
    paths = [f"{community}/", f"{community}/conversations/", f"{community}/conversations/{facts['conversation']}/"]
    paths += [f"/search?q={quote_plus(facts['searches'][0])}", f"/api/v1/communities/{facts['slug']}"]
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    commonplace = str(ROOT / "bin" / "commonplace")
    with (
        tempfile.TemporaryDirectory() as scratch,
        server([commonplace, "serve"], dict(os.environ), Path(scratch) / "log") as web,
    ):
        web.wait(paths[0])
        with (Path(scratch) / "worker").open("wb") as log:
            worker = subprocess.Popen([commonplace, "worker"], stdout=log, stderr=log, start_new_session=True)
        try:
            for number in range(rounds):
                signed = {"Cookie": f"sessionid={facts['session']}"} if number % 2 else {}
                for path in paths:
                    asked = urllib.request.Request(web.address + path, headers=signed)
                    with urllib.request.urlopen(asked, timeout=30) as answer:  # nosec B310  # our own server
                        answer.read()
            shares = {
                name: sum(map(share, family(pid))) for name, pid in (("web", web.process.pid), ("worker", worker.pid))
            }
        finally:
            os.killpg(worker.pid, signal.SIGTERM)
            worker.wait()
        print(
            f"{len(web.workers())} process answers; "
            + ", ".join(f"{name} {size:.0f} MB" for name, size in shares.items())
            + f", together {sum(shares.values()):.0f} MB"
        )


if __name__ == "__main__":
    main()
