"""Serve the pages."""

import argparse
import os
import sys

from django.conf import settings

from commonplace.house.assets import collect
from commonplace.house.cli.prepared import prepare

HELP = "Serve the pages on one port."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    parser.add_argument("--workers", type=int, default=2, help="processes")


def run(options: argparse.Namespace) -> int:
    """Become Granian, so that signals reach the server itself."""
    prepare()
    if not settings.DEBUG and not settings.STATIC_ROOT:
        os.environ["STATIC_ROOT"] = str(collect(settings.DATA / "static"))
    sys.stdout.flush()
    os.execv(
        sys.executable,
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "commonplace.house.wsgi:application",
            "--host", options.host, "--port", str(options.port), "--workers", str(options.workers),
            "--blocking-threads", "1", "--workers-kill-timeout", "5", "--respawn-failed-workers", "--no-access-log",
            "--log-level", "warning",
        ],
    )  # fmt: skip
