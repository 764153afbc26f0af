"""One process that answers requests by itself, without a server, and says what processor time each took.

`bench/pages.py --processor` starts one with the house and one with the bare view, and hands both some lines by turns.
On a machine that does much else, the clock says nothing and processor time little; but two processes that take turns
every few milliseconds meet the same. On PostgreSQL the time of the server behind the connection is told too.

Lines of JSON come in (headers, and a session and a path for each request), and one line goes out for each.
"""

import io
import json
import os
import sys
from collections.abc import Iterable
from importlib import import_module
from itertools import count
from pathlib import Path
from time import process_time
from typing import Any

NUMBERS = count(1)


def environ_of(session: str, path: str, headers: dict[str, str]) -> dict[str, Any]:
    """What WSGI says of one request, from an address of its own."""
    where, _mark, query = path.partition("?")
    number = next(NUMBERS)
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": where,
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost",
        "HTTP_X_FORWARDED_FOR": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
    }
    if session:
        environ["HTTP_COOKIE"] = f"sessionid={session}; csrftoken={'a' * 32}"
    return environ | {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}


def answer(application: Any, environ: dict[str, Any]) -> None:
    """Ask, and read to the end; a wrong status ends the process."""
    said: list[str] = []
    body: Iterable[bytes] = application(environ, lambda status, _headers: said.append(status))
    for _piece in body:
        pass
    if hasattr(body, "close"):
        body.close()
    if not said[0].startswith("200"):
        sys.exit(f"{environ['PATH_INFO']} was answered with {said[0]}")


def server_time() -> float:
    """Seconds that PostgreSQL's process behind this connection has worked so far; 0 with SQLite."""
    from django.db import connection  # noqa: PLC0415  # of whatever was set up

    if connection.vendor != "postgresql" or connection.connection is None:
        return 0.0
    pid = connection.connection.info.backend_pid
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def main() -> None:
    application = import_module(sys.argv[1]).pages
    print("ready", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        requests = [environ_of(session, path, asked["headers"]) for session, path in asked["lines"]]
        before, server = process_time(), server_time()
        for environ in requests:
            answer(application, environ)
        took, behind = process_time() - before, server_time() - server
        print(json.dumps([took / len(requests) * 1000, behind / len(requests) * 1000]), flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonplace.house.settings")
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    main()
