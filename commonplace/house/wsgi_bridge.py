"""What WSGI says of a request and of an answer, from and for a server that speaks ASGI."""

from __future__ import annotations

import contextvars
import sys
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import IO, Any, Protocol
from urllib.parse import unquote_to_bytes

from commonplace.live.hub import Hearing

type Message = MutableMapping[str, Any]
type Environ = dict[str, Any]

# What is handed on at once of a long answer.
PIECE = 64 * 1024


class Application(Protocol):
    """A WSGI application."""

    def __call__(self, environ: Environ, start_response: Any, /) -> Iterable[bytes]: ...


@dataclass(slots=True)
class OpenFile:
    """A file that is an answer, in pieces (`wsgi.file_wrapper`)."""

    file: IO[bytes]
    size: int = PIECE

    def __iter__(self) -> Iterator[bytes]:
        return iter(partial(self.file.read, max(self.size, PIECE)), b"")

    def close(self) -> None:
        self.file.close()


@dataclass(slots=True)
class Answer:
    """What the application said: a body, or pieces that are read one by one and then closed, in their context; or that
    its reader goes on to listen.
    """

    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""
    pieces: Iterator[bytes] | None = None
    close: Callable[[], object] | None = None
    context: contextvars.Context = field(default_factory=contextvars.copy_context)
    hearing: Hearing | None = None

    def start(self, status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        """WSGI's `start_response`."""
        self.status = int(status[:3])
        self.headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]


def environ_of(scope: Message) -> Environ:
    """What WSGI says of a request; its `wsgi.input` is still to be set."""
    path: bytes = scope["raw_path"]
    environ: Environ = {
        **FIXED,
        "REQUEST_METHOD": scope["method"],
        "PATH_INFO": (unquote_to_bytes(path) if b"%" in path else path).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": scope["server"][0],
        "SERVER_PORT": str(scope["server"][1]),
        "REMOTE_ADDR": scope["client"][0],
        "wsgi.url_scheme": scope["scheme"],
    }
    for name, value in scope["headers"]:
        key = _key(name)
        if key:
            said = value.decode("latin-1")
            between = "; " if key == "HTTP_COOKIE" else ","
            environ[key] = f"{environ[key]}{between}{said}" if key in environ else said
    return environ


FIXED: Environ = {
    "SCRIPT_NAME": "",
    "wsgi.errors": sys.stderr,
    "wsgi.file_wrapper": OpenFile,
    "wsgi.input_terminated": True,
    "wsgi.multiprocess": True,
    "wsgi.multithread": False,
    "wsgi.run_once": False,
    "wsgi.version": (1, 0),
}


@lru_cache(512)
def _key(name: bytes) -> str:
    """A header's name in WSGI; empty where it has a low line, for `X_Forwarded_For` would pass for another's."""
    if b"_" in name:
        return ""
    key = name.decode("latin-1").upper().replace("-", "_")
    return key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
