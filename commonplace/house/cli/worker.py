"""Do what is due: letters, and whatever else waits in a row."""

import argparse
import signal
import sys
import threading
import time
from types import FrameType

from django.core.management import call_command
from django.db import close_old_connections
from django.utils import timezone

from commonplace.house.cli.prepared import prepare
from commonplace.store.due import do_due

HELP = "Run the worker: sends letters and does what is due."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="do what is due now, then end")
    parser.add_argument(
        "--every", type=float, default=15.0, metavar="SECONDS", help="how often to look for what is due"
    )


def run(options: argparse.Namespace) -> int:
    """Sweep now and then; jobs between sweeps are only nudges, so a killed worker loses nothing."""
    prepare()
    if options.once:
        do_due(now=timezone.now())
        return 0
    ended = threading.Event()

    def sweeping() -> None:
        while not ended.is_set():
            close_old_connections()
            try:
                do_due(now=timezone.now())
            except Exception as error:  # noqa: BLE001  # the sweeper outlives one bad day
                print(f"worker: {error}", file=sys.stderr)
            ended.wait(options.every)

    def end(number: int, frame: FrameType | None) -> None:
        ended.set()
        raise SystemExit(0)

    threading.Thread(target=sweeping, daemon=True).start()
    signal.signal(signal.SIGTERM, end)
    try:
        call_command("db_worker", queue_name="*", interval=1.0, reload=False)
    finally:
        ended.set()
        time.sleep(0)
    return 0
