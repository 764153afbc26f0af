"""A house of its own, served by two workers as in production, that a test kills and starts again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from commonplace.house import settings

# In a process of its own, since a test that opens no sockets may not ask for one.
FREE_PORT = "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"
LONGEST = 240  # seconds; a house opens in some, and on a machine that does much else in a minute


class Served:
    """One installation with a port that stays the same, by which its letters call it as well."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self.port = int(subprocess.run([sys.executable, "-c", FREE_PORT], capture_output=True, check=True).stdout)
        self.url, self.log = f"http://127.0.0.1:{self.port}", log
        self.environment = {**environment, "BASE_URL": self.url}

    def begin(self) -> None:
        """Start it, and wait until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "commonplace.house", "serve", "--workers", "2", "--port", str(self.port)],
                cwd=settings.ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        end = time.monotonic() + LONGEST
        while time.monotonic() < end:
            with suppress(OSError), urllib.request.urlopen(f"{self.url}/account/login/", timeout=20):  # nosec B310  # our own server
                return
            time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def kill(self) -> None:
        """All of it at once, as when the power goes."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)

    def end(self) -> None:
        """Let it go, if it runs."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(20)
