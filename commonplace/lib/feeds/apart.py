"""Reading a feed in a process of its own, which may take so much time and memory and no more.

What strangers write can be made so that it costs without end: entities within entities, elements within elements, signs
that never close. Whoever waits for the process goes on when it has run out, and nothing of it is left. It is given no
part of the house's settings, and asks nobody for anything.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from commonplace.lib.feeds.reading import Entry, NoFeed, read

SECONDS: Final = 60  # by the clock, on a machine that has other things to do as well
EFFORT: Final = 20  # seconds of the processor; ten thousand entries take two
MEMORY: Final = 1 << 29  # bytes; ten thousand entries take a tenth
_ROOT: Final = str(Path(__file__).resolve().parents[3])
_NO_FEED: Final = 3


class TooCostly(ValueError):
    """It cannot be read within what one feed may cost."""


def read_apart(data: bytes, *, content_type: str = "", url: str = "", seconds: float = SECONDS) -> list[Entry]:
    """What `reading.read` gives. Raises NoFeed and TooCostly."""
    head = json.dumps({"content_type": content_type, "url": url}).encode()
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "commonplace.lib.feeds.apart"],
            input=head + b"\n" + data,
            capture_output=True,
            timeout=seconds,
            env={"PYTHONPATH": _ROOT, "PYTHONUTF8": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired as problem:
        raise TooCostly(url) from problem
    if done.returncode > 0:
        raise NoFeed(url)
    if done.returncode < 0:
        raise TooCostly(f"{url}: ended with {done.returncode}")
    told = json.loads(done.stdout)
    return [Entry._make((*words, datetime.fromisoformat(at) if at else None)) for *words, at in told]


def main() -> int:
    """Read the feed on standard input, and tell its entries on standard output."""
    with suppress(ImportError, OSError, ValueError):  # where the system knows no such bounds, time alone is one
        import resource  # noqa: PLC0415  # only where there is one

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (EFFORT, EFFORT))
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    head, _line, data = sys.stdin.buffer.read().partition(b"\n")
    try:
        found = read(data, **json.loads(head))
    except NoFeed:
        return _NO_FEED
    told = [[*one[:-1], one.at.isoformat() if one.at else ""] for one in found]
    sys.stdout.buffer.write(json.dumps(told).encode())
    return os.EX_OK


if __name__ == "__main__":
    sys.exit(main())
