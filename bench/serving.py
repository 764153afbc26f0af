"""Servers started as in production, loads driven by wrk, and the memory of workers."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORKERS = 2
# How many ask at once.
CONNECTIONS = 8
TAB = "\t"
SCRIPT = Path(__file__).with_name("load.lua")


@dataclass(frozen=True)
class Load:
    """What one run of wrk saw: requests a second, median and 95th percentile in milliseconds, and the processor time of
    the workers for each request, which tells a slow page from a busy machine.
    """

    rate: float
    median: float
    slow: float
    cpu: float = 0.0


class Failed(RuntimeError):
    """A server did not come up, or answers were wrong."""


class Unanswered(Failed):
    """Not one answer came while it was waited for."""


def need_wrk() -> None:
    """Have wrk installed, where that may be done."""
    if shutil.which("wrk") is None:
        subprocess.run([ROOT / "bin" / "debian", "wrk"], check=True)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextlib.contextmanager
def server(words: Sequence[str], environment: dict[str, str], log: Path) -> Iterator["Server"]:
    """A server while the block lasts, in a process group of its own, so that nothing of it is left behind."""
    port = free_port()
    with log.open("ab") as out:
        process = subprocess.Popen(
            [*words, "--port", str(port)], cwd=ROOT, env=environment, stdout=out, stderr=out, start_new_session=True
        )
    try:
        yield Server(process, port, log)
    finally:
        _end(process)


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    process: "subprocess.Popen[bytes]"
    port: int
    log: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def wait(self, path: str, seconds: float = 60) -> None:
        """Until it answers `path`; raises Failed when it does not."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(OSError), urllib.request.urlopen(self.address + path, timeout=10):  # nosec B310  # our own server
                return
            time.sleep(0.1)
        raise Failed(f"no answer to {path}; see {self.log}")

    def workers(self) -> list[int]:
        """The processes that answer: children of the server, its helpers left out."""
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                pid, _, rest = stat.read_text().partition(" ")
                if int(rest.rpartition(")")[2].split()[1]) == self.process.pid and "resource_tracker" not in Path(
                    f"/proc/{pid}/cmdline"
                ).read_text(errors="replace"):
                    found.append(int(pid))
        return sorted(found)

    def cpu(self) -> float:
        """Seconds of processor time that the workers have used so far."""
        ticks = 0
        for pid in self.workers():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def drive(
        self, lines: Iterable[str], *, seconds: float, headers: Mapping[str, str] | None = None, is_reply: bool = False
    ) -> Load:
        """Ask for these lines in turn (a session, a tab, a path), or reply there. Raises Failed."""
        before = self.cpu()
        load, requests = drive(self.address, list(lines), seconds=seconds, headers=headers, is_reply=is_reply)
        return replace(load, cpu=(self.cpu() - before) / requests * 1000)

    def memory(self) -> float:
        """Megabytes in a worker, resident, on average."""
        sizes = []
        for pid in self.workers():
            lines = Path(f"/proc/{pid}/status").read_text().splitlines()
            sizes += [int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")]
        return sum(sizes) / max(1, len(sizes))


def house(environment: dict[str, str], log: Path) -> "contextlib.AbstractContextManager[Server]":
    """Ours, by the production command."""
    return server([str(ROOT / "bin" / "commonplace"), "serve", "--workers", str(WORKERS)], environment, log)


def bare(environment: dict[str, str], log: Path) -> "contextlib.AbstractContextManager[Server]":
    """The bare view, under the same server with the same switches."""
    return server(
        [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "asginl",
            "bench.bare:application",
            "--workers",
            str(WORKERS),
            "--http",
            "1",
            "--no-ws",
            "--workers-kill-timeout",
            "5",
            "--no-access-log",
            "--log-level",
            "warning",
        ],
        {**environment, "PYTHONPATH": str(ROOT)},
        log,
    )


@contextlib.contextmanager
def worker(environment: dict[str, str], log: Path) -> Iterator[None]:
    """The worker while the block lasts, by the production command, looking for work every second."""
    with log.open("ab") as out:
        words = [str(ROOT / "bin" / "commonplace"), "worker", "--every", "1"]
        process = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=out, stderr=out, start_new_session=True)
    try:
        yield
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a process and all that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(10)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def drive(
    address: str, lines: Sequence[str], *, seconds: float, headers: Mapping[str, str] | None, is_reply: bool
) -> tuple[Load, int]:
    """Ask for these lines in turn (a session, a tab, a path), as eight at once. Raises Failed on wrong answers,
    and Unanswered where none came.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(lines))
        file.flush()
        words = [
            "wrk",
            "-t1",
            f"-c{CONNECTIONS}",
            f"-d{max(1, round(seconds))}s",
            "--timeout",
            "30s",
            "-s",
            str(SCRIPT),
        ]
        for name, value in (headers or {}).items():
            words += ["-H", f"{name}: {value}"]
        ways = {"BENCH_LINES": file.name, "BENCH_REPLY": str(int(is_reply))}
        ran = subprocess.run([*words, address], env={**os.environ, **ways}, capture_output=True, text=True, check=True)
    said = json.loads(ran.stdout.rpartition("RESULT ")[2])
    if said["wrong"]:
        raise Failed(f"{address}{lines[0].partition(TAB)[2]}: {said['wrong']} wrong answers of {said['requests']}")
    if not said["requests"]:
        raise Unanswered(f"{address}{lines[0].partition(TAB)[2]}: no answer within {seconds:.0f} s")
    return Load(said["requests"] / said["seconds"], said["median"], said["slow"]), said["requests"]
