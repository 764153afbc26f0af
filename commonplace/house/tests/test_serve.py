"""`bin/commonplace serve`, with real sockets: who is slow is left waiting, and nobody else is."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from commonplace.house import settings
from commonplace.house.assets import collect
from commonplace.house.cli import serve

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

SECONDS = 3
# What a page may take while others are slow, on a machine that does much else; a starved worker takes SECONDS and more.
SOON = 2.0
MANY = 64
LONG = "long.bin"
FREE_PORT = "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"
GET = b"GET /account/login/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
POST = b"POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"


def environment(folder: Path, **variables: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "STATIC_ROOT", "DEBUG")}
    return {**kept, "COMMONPLACE_DATA": str(folder), "REQUEST_SECONDS": str(SECONDS), **variables}


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "commonplace.house", *words]


@pytest.fixture(scope="module")
def port(tmp_path_factory) -> Iterator[int]:
    """A house that is served by one worker, as in production."""
    folder = tmp_path_factory.mktemp("served")
    # More than the system keeps on the way, so that a server has to wait for whoever reads it.
    static = collect(folder / "static")
    (static / LONG).write_bytes(b"x" * 16 * 1024 * 1024)
    # Sockets are closed to tests until one begins that may have them.
    with (folder / "log").open("wb") as log:
        found = subprocess.run([sys.executable, "-c", FREE_PORT], capture_output=True, check=True)
        number = int(found.stdout)
        process = subprocess.Popen(
            command("serve", "--workers", "1", "--port", str(number)),
            cwd=settings.ROOT,
            env=environment(folder, STATIC_ROOT=str(static)),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield number
        finally:
            process.terminate()
            process.wait(20)
    assert (folder / "log").read_text() == ""


@pytest.fixture
def visitors() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def come(port: int, visitors: ExitStack):
    """A visitor's connection; the first one waits until the house is open."""

    def coming(*said: bytes, room: int | None = None) -> socket.socket:
        for _try in range(600):
            visitor = visitors.enter_context(closing(socket.socket()))
            visitor.settimeout(10 * SECONDS)
            if room:
                visitor.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
            try:
                visitor.connect(("127.0.0.1", port))
            except ConnectionRefusedError:
                time.sleep(0.1)
                continue
            for one in said:
                visitor.sendall(one)
            return visitor
        raise AssertionError("the house did not open")

    # Opened by somebody who is not measured.
    everything(coming(GET))
    return coming


def everything(visitor: socket.socket) -> bytes:
    """What comes until the connection ends, in whatever way it ends."""
    gathered = b""
    try:
        while piece := visitor.recv(65536):
            gathered += piece
    except ConnectionResetError:
        pass
    return gathered


def status(answer: bytes) -> int:
    return int(answer[9:12]) if answer else 0


def assert_soon(come) -> None:
    began = time.monotonic()
    assert status(everything(come(GET))) == 200
    assert time.monotonic() - began < SOON


@pytest.mark.parametrize("count", [4, MANY])
def test_slow_bodies_stop_nobody_and_end(come, count):
    slow = [come(POST, b"Content-Length: 1000\r\n\r\nx") for _ in range(count)]
    for _ in range(3):
        assert_soon(come)
        for one in slow:
            one.sendall(b"x")
    answers = [everything(one) for one in slow]
    assert {status(answer) for answer in answers} == {408}
    assert b"This took too long to arrive" in answers[0]
    assert_soon(come)


def test_slow_heads_and_silent_connections_stop_nobody_and_end(come):
    silent = [come() for _ in range(MANY)]
    slow = [come(b"GET / HTTP/1.1\r\nHost: local") for _ in range(MANY)]
    assert_soon(come)
    for one in slow:
        one.sendall(b"h")
    began = time.monotonic()
    assert {status(everything(one)) for one in (*silent, *slow)} <= {0, 408}
    assert time.monotonic() - began < 3 * SECONDS


def test_connections_that_stay_after_an_answer_end(come):
    kept = come(GET.replace(b"Connection: close\r\n", b""))
    assert status(everything(kept)) == 200


def test_slow_readers_stop_nobody(come):
    slow = [come(f"GET /static/{LONG} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode(), room=1024) for _ in range(MANY)]
    assert {status(one.recv(15)) for one in slow} == {200}
    for _ in range(3):
        assert_soon(come)
        for one in slow:
            one.recv(1)
    # Whoever takes longer over a piece than a visitor may is left with what was read.
    time.sleep(2 * SECONDS)
    assert all(len(everything(one)) < 16 * 1024 * 1024 for one in slow[:4])


def test_a_body_that_arrives_in_time_is_answered(come):
    visitor = come(POST, b"Content-Length: 3\r\n\r\n")
    for letter in (b"a", b"b", b"c"):
        time.sleep(0.3)
        visitor.sendall(letter)
    # The house itself has answered.
    assert status(visitor.recv(65536)) == 404


def test_who_leaves_half_way_leaves_nothing_behind(come):
    for _ in range(MANY):
        come(POST, b"Content-Length: 1000\r\n\r\nx").close()
    assert_soon(come)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (b"Content-Length: 99999999999\r\n\r\nx", 413),
        (b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n", 411),
        (b"Content-Length: -1\r\n\r\nx", 400),
        (b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nx", 400),
    ],
)
def test_bodies_that_are_refused(come, said, expected):
    assert status(everything(come(POST, said))) == expected


def test_addresses_and_heads_of_any_bytes_are_answered(come):
    strange = b"GET /%ff%00%c3 HTTP/1.1\r\nHost: localhost\r\nCookie: a=\xc5\x82\r\nConnection: close\r\n\r\n"
    assert status(everything(come(strange))) == 404


def test_a_port_that_is_taken_is_told_in_one_line(port, come, tmp_path):
    said = subprocess.run(
        command("serve", "--port", str(port)),
        cwd=settings.ROOT,
        env=environment(tmp_path),
        timeout=60,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.returncode, said.stderr) == (1, f"Port {port} of 127.0.0.1 cannot be used: Address already in use.\n")


def test_hosts_and_ports_that_are_none():
    assert serve.unusable("127.0.0.1", 0) == ""
    assert serve.unusable("no.such.host.invalid", 0) != ""
    assert serve.unusable("127.0.0.1", 70000) != ""


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="only Linux tells a process its processors")
def test_one_processor_gets_one_worker():
    ours = os.sched_getaffinity(0)
    code = "import argparse; from commonplace.house.cli import serve; p = argparse.ArgumentParser(); serve.arguments(p); print(p.parse_args([]).workers)"  # noqa: E501
    asked = [sys.executable, "-c", code]
    told = {
        count: subprocess.run(
            asked, cwd=settings.ROOT, env=os.environ | {"DJANGO_SETTINGS_MODULE": "commonplace.house.settings"},
            preexec_fn=lambda count=count: os.sched_setaffinity(0, sorted(ours)[:count]),
            capture_output=True, text=True, check=True, timeout=60,
        ).stdout.strip()
        for count in (1, 2)
    }  # fmt: skip
    assert told == {1: "1", 2: str(min(2, len(ours)))}
