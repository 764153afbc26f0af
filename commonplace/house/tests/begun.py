"""Processes that begin where Python's start ends.

Starting Python and loading the rooms takes 1.2 s of processor time, several times what most commands do then. So one
process of an installation has read its settings and loaded the rooms, done nothing else, and forks one for each
command: with arguments, standard streams and a number of its own, to be waited for, and to be killed.

python -m commonplace.house.tests.begun SOCKET
"""

from __future__ import annotations

import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parents[3]
PIECE = 65_536


class Begun:
    """A process of one installation that forks one for each command."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        ours, theirs = socket.socketpair()
        # Threads of numpy would not come along into a fork.
        settings = {"DJANGO_SETTINGS_MODULE": "commonplace.house.settings", "OPENBLAS_NUM_THREADS": "1"}
        with theirs:
            words = [sys.executable, "-P", "-m", "commonplace.house.tests.begun", str(theirs.fileno())]
            self._process = subprocess.Popen(
                words, env=settings | dict(environment), pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL
            )
        self._socket = ours

    def start(self, module: str, words: tuple[str, ...]) -> Forked:
        """A process in which `python -m module words` goes on from here."""
        out, err, status = os.pipe(), os.pipe(), os.pipe()
        given = [pipe[1] for pipe in (out, err, status)]
        socket.send_fds(self._socket, [json.dumps([module, *words]).encode() + b"\n"], given)
        for one in given:
            os.close(one)
        return Forked(out[0], err[0], status[0])

    def end(self) -> None:
        """Let it go; those that it has forked are ended by whoever started them."""
        self._socket.close()
        self._process.wait(60)


class Forked:
    """One of them, as `subprocess.Popen` shows its own."""

    def __init__(self, out: int, err: int, status: int) -> None:
        self.stdout, self._err, self._status = os.fdopen(out), err, os.fdopen(status, "rb", buffering=0)
        self.pid = int(self._status.readline())
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None and select.select([self._status], [], [], 0)[0]:
            self.returncode = int(self._status.readline())
        return self.returncode

    def kill(self) -> None:
        # Whoever ended and was waited for has no number any more; it might be another's by now.
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)

    def communicate(self, timeout: float = 180) -> tuple[str, str]:
        """What it wrote to its end, beyond what was read already."""
        said: dict[int, bytes] = {self.stdout.fileno(): b"", self._err: b""}
        waiting, end = list(said), time.monotonic() + timeout
        while waiting:
            ready = select.select(waiting, [], [], max(0, end - time.monotonic()))[0]
            if not ready:
                self.kill()
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
            for one in ready:
                said[one] += (piece := os.read(one, PIECE))
                if not piece:
                    waiting.remove(one)
        select.select([self._status], [], [])
        self.poll()
        out, err = (each.decode() for each in said.values())
        self.stdout.close()
        os.close(self._err)
        self._status.close()
        return out, err


def serve(asked: socket.socket) -> tuple[list[str], list[int]]:
    """Fork for each command that comes; returns, in the forked process alone, what it is to do and its streams."""
    waking, woken = os.pipe()
    os.set_blocking(woken, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(woken)
    statuses: dict[int, int] = {}
    while True:
        for one in select.select([asked, waking], [], [])[0]:
            if one is asked:
                message, streams, _flags, _address = socket.recv_fds(asked, PIECE, 3)
                if not message:
                    os._exit(0)
                if (pid := os.fork()) == 0:
                    signal.set_wakeup_fd(-1)
                    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                    for other in (waking, woken, *statuses.values()):
                        os.close(other)
                    asked.close()
                    return json.loads(message), streams
                os.write(streams[2], f"{pid}\n".encode())
                os.close(streams[0])
                os.close(streams[1])
                statuses[pid] = streams[2]
            else:
                os.read(waking, PIECE)
                for pid in list(statuses):
                    ended, status = os.waitpid(pid, os.WNOHANG)
                    if ended:
                        os.write(statuses[pid], f"{os.waitstatus_to_exitcode(status)}\n".encode())
                        os.close(statuses.pop(pid))


def go_on(told: tuple[list[str], list[int]]) -> Any:
    """Be the process that was asked for, from here to its end."""
    (module, *words), (out, err, status) = told
    os.dup2(out, 1)
    os.dup2(err, 2)
    for one in (out, err, status):
        os.close(one)
    sys.argv = [module, *words]
    return runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    django.setup()
    go_on(serve(socket.socket(fileno=int(sys.argv[1]))))
