"""Serve the pages."""

import argparse
import os
import resource
import socket
import sys

from django.conf import settings

from commonplace.house.assets import collect
from commonplace.house.cli.prepared import NotReady, prepare

HELP = "Serve the pages on one port."

# Connections a worker keeps open at once, most of them idle or slow, and the files that each worker may open for them.
CONNECTIONS = 2048
OPEN_FILES = 2 * CONNECTIONS + 512


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=settings.PORT)
    parser.add_argument("--workers", type=int, default=min(2, processors()), help="processes; two, or one on one core")


def run(options: argparse.Namespace) -> int:
    """Become Granian, so that signals reach the server itself. Raises NotReady where the port is taken."""
    if problem := unusable(options.host, options.port):
        raise NotReady(f"Port {options.port} of {options.host} cannot be used: {problem}.")
    prepare()
    if not settings.DEBUG and not settings.STATIC_ROOT:
        os.environ["STATIC_ROOT"] = str(collect(settings.DATA / "static"))
    allow_open_files()
    sys.stdout.flush()
    os.execv(sys.executable, server("commonplace.house.asgi:application", options))


def server(target: str, options: argparse.Namespace) -> list[str]:
    """The words that start Granian with this application behind our door."""
    return [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "asginl",
        target,
        "--host",
        options.host,
        "--port",
        str(options.port),
        "--workers",
        str(options.workers),
        # HTTP/2 would let a connection stay that says nothing; with HTTP/1 each head has its time.
        "--http",
        "1",
        "--no-ws",
        "--http1-header-read-timeout",
        str(settings.REQUEST_SECONDS * 1000),
        "--backlog",
        str(CONNECTIONS),
        "--backpressure",
        str(CONNECTIONS),
        "--workers-kill-timeout",
        "5",
        "--respawn-failed-workers",
        "--no-access-log",
        "--log-level",
        "warning",
    ]


def processors() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def unusable(host: str, port: int) -> str:
    """Why one cannot listen there; empty when one can. The server itself would share a port that is taken."""
    if not 0 <= port < 65536:
        return "it is no port"
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
            tried.listen()
    except OSError as problem:
        return problem.strerror or str(problem)
    return ""


def allow_open_files() -> None:
    """As many open files as the connections need, where the system allows it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
