"""The door for the server: takes a request in whole before a thread is asked, and hands the answer out afterwards.

A page takes some milliseconds to make and a request may take minutes to arrive, so the one thread in which Django works
waits for no visitor: bodies are gathered and long answers handed out here, each piece within its time. See
docs/decisions/0010-whole-requests.md.
"""

from __future__ import annotations

import asyncio
import contextvars
import io
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import aclosing
from functools import partial
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import Any

from django.db import close_old_connections
from django.utils.translation import gettext as _

from commonplace.files.early import DECLARED, without_its_file
from commonplace.house.desk import Desk
from commonplace.house.wsgi_bridge import PIECE, Answer, Application, Environ, Message, OpenFile, environ_of
from commonplace.live.hub import Hub, Look, Tell

type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]

# What of one body is kept in memory before it goes on to the disk; a form of words is smaller.
IN_MEMORY = 64 * 1024
# Bytes a second on the slowest line that may send a file; each gives a body that much more time.
SLOWEST = 16 * 1024
# How many of the largest bodies may lie on the disk at once, for each worker.
AT_ONCE = 4
# Digits in the length of a body; Python refuses to read numbers of thousands.
LONGEST_LENGTH = 15
# What Django's middleware says to browsers of every answer of its own.
GUARDS = [
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
]

log = logging.getLogger("django.request")


class Refused(Exception):
    """A request that Django is not asked about, and the status that says why."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class Gone(Exception):
    """The visitor went away before the request was whole."""


class Door:
    """An ASGI application: a WSGI application that meets whole requests only, and waits for no reader."""

    def __init__(
        self,
        application: Application,
        *,
        seconds: float,
        largest: int,
        one_file: tuple[int, Callable[[str], bool]] | None = None,
        listeners: tuple[Look, Tell] | None = None,
    ) -> None:
        self.application = application
        self.seconds = seconds
        self.largest = largest
        # What a form with one file may be, and at which paths there is such a form.
        self.one_file = one_file
        self.on_disk = 0
        self.pages = Desk("pages")
        # Long answers are read by another thread, so that no page waits while an archive is packed.
        self.pieces = Desk("pieces")
        # Nor does one wait while those who listen are told what changed.
        self.hub = Hub(self._ask_for_listeners, look=listeners[0], say=listeners[1]) if listeners is not None else None
        self._told: Desk | None = None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request. A visitor who is too slow is refused, or left with what was read."""
        environ = environ_of(scope)
        if "CONTENT_LENGTH" in environ or "HTTP_TRANSFER_ENCODING" in environ:
            answer = await self._with_body(environ, receive)
        else:
            environ["wsgi.input"] = io.BytesIO()
            answer = await self.pages.ask(partial(self._ask, environ))
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        if self.hub is not None and answer.hearing is not None:
            await self._let_hear(self.hub.hear(answer.hearing), receive, send)
        elif answer.pieces is None:
            await send({"type": "http.response.body", "body": answer.body})
        else:
            await self._hand_out(answer, answer.pieces, send)

    async def _with_body(self, environ: Environ, receive: Receive) -> Answer:
        """Gather the body, then ask."""
        taken = 0
        with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            environ["wsgi.input"] = body
            try:
                if self._is_too_large(environ):
                    return await self._without_its_file(environ, receive)
                async for piece in self._body(environ, receive):
                    self._make_room(taken, len(piece))
                    taken += len(piece)
                    body.write(piece)
                body.seek(0)
                return await self.pages.ask(partial(self._ask, environ))
            except Refused as refused:
                return _refusal(refused.status)
            except Gone:
                return _refusal(HTTPStatus.BAD_REQUEST)  # nobody reads it
            finally:
                self.on_disk -= _on_disk(taken)

    def _is_too_large(self, environ: Environ) -> bool:
        """Whether a body is for one file and longer than that may be. Raises Refused when it is longer than anything,
        or of unknown length.
        """
        declared = environ.get("CONTENT_LENGTH", "")
        # Without a length one cannot tell a body that ended from one that broke off. Browsers and proxies give one.
        if not declared.isdecimal():
            raise Refused(HTTPStatus.LENGTH_REQUIRED)
        if len(declared) > LONGEST_LENGTH:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if self.one_file and int(declared) > self.one_file[0] and self.one_file[1](environ["PATH_INFO"]):
            return True
        if int(declared) > self.largest:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return False

    async def _without_its_file(self, environ: Environ, receive: Receive) -> Answer:
        """Read a form no further than to its file, and ask with its words. Raises Refused where it is no such form, and
        as `_body`.
        """
        begun = b""
        async with aclosing(self._body(environ, receive)) as pieces:
            async for piece in pieces:
                begun += piece
                words = without_its_file(begun, environ.get("CONTENT_TYPE", ""))
                if words is not None:
                    environ[DECLARED], environ["CONTENT_LENGTH"] = int(environ["CONTENT_LENGTH"]), str(len(words))
                    environ["wsgi.input"] = io.BytesIO(words)
                    answer = await self.pages.ask(partial(self._ask, environ))
                    answer.headers.append((b"connection", b"close"))
                    return answer
                if len(begun) > IN_MEMORY:
                    break
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)

    async def _body(self, environ: Environ, receive: Receive) -> AsyncGenerator[bytes]:
        """The body as it comes. Raises Refused when it is too slow; Gone."""
        until = asyncio.get_running_loop().time() + self.seconds
        more = int(environ["CONTENT_LENGTH"]) > 0
        while more:
            try:
                async with asyncio.timeout_at(until):
                    message = await receive()
            except TimeoutError:
                raise Refused(HTTPStatus.REQUEST_TIMEOUT) from None
            if message["type"] != "http.request":
                raise Gone
            more = message.get("more_body", False)
            if piece := message.get("body", b""):
                until += len(piece) / SLOWEST
                yield piece

    def _make_room(self, taken: int, more: int) -> None:
        """Count what lies on the disk. Raises Refused when it is too much, for this body or for all."""
        added = _on_disk(taken + more) - _on_disk(taken)
        if taken + more > self.largest:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if self.on_disk + added > self.largest * AT_ONCE:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE)
        self.on_disk += added

    def _ask(self, environ: Environ) -> Answer:
        """Ask the application; in the thread for pages."""
        answer = Answer()
        try:
            said = self.application(environ, answer.start)
        except Exception:
            log.exception("The application raised")
            return _refusal(HTTPStatus.INTERNAL_SERVER_ERROR)
        close = getattr(said, "close", None)
        answer.hearing = getattr(said, "hearing", None) if self.hub is not None else None
        if answer.hearing is not None:
            if close:
                close()
            return answer
        if isinstance(said, OpenFile) or getattr(said, "streaming", False):
            answer.pieces, answer.close, answer.context = iter(said), close, contextvars.copy_context()
            return answer
        try:
            answer.body = b"".join(said)
        finally:
            if close:
                close()
        return answer

    async def _ask_for_listeners(self, what: Callable[[], Any]) -> Any:
        if self._told is None:
            self._told = Desk("live")
        return await self._told.ask(partial(_on_a_fresh_connection, what))

    async def _let_hear(self, heard: AsyncGenerator[bytes], receive: Receive, send: Send) -> None:
        """Keep a line open until it ends, its reader goes away, or is too slow."""
        both = {asyncio.ensure_future(self._speak(heard, send)), asyncio.ensure_future(_until_gone(receive))}
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in both:
                one.cancel()
            await asyncio.gather(*both, return_exceptions=True)

    async def _speak(self, heard: AsyncGenerator[bytes], send: Send) -> None:
        async with aclosing(heard):
            async for piece in heard:
                async with asyncio.timeout(self.seconds):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def _hand_out(self, answer: Answer, pieces: Iterator[bytes], send: Send) -> None:
        """Read a piece, have it taken within its time, read the next."""
        try:
            while piece := await self.pieces.ask(partial(answer.context.run, _next, pieces)):
                async with asyncio.timeout(self.seconds):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        except TimeoutError:
            return
        finally:
            if answer.close:
                await self.pieces.ask(partial(answer.context.run, answer.close))


def _on_a_fresh_connection[T](what: Callable[[], T]) -> T:
    """Do this as a request would: not on a connection that broke or is too old."""
    close_old_connections()
    return what()


async def _until_gone(receive: Receive) -> None:
    """Wait until the visitor goes away."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _on_disk(size: int) -> int:
    """How much of a body of this size lies on the disk."""
    return size if size > IN_MEMORY else 0


def _next(pieces: Iterator[bytes]) -> bytes:
    """The next pieces together, until they are worth a journey; empty at the end."""
    gathered: list[bytes] = []
    size = 0
    while size < PIECE and (piece := next(pieces, None)) is not None:
        gathered.append(piece)
        size += len(piece)
    return b"".join(gathered)


def _refusal(status: HTTPStatus) -> Answer:
    words = {
        HTTPStatus.BAD_REQUEST: _("This broke off before it was whole."),
        HTTPStatus.REQUEST_TIMEOUT: _("This took too long to arrive. Nothing was changed; please try again."),
        HTTPStatus.LENGTH_REQUIRED: _("What is sent here has to say how long it is."),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _(
            "This is larger than anything that may be sent here. Nothing was changed."
        ),
        HTTPStatus.SERVICE_UNAVAILABLE: _("Many people are sending files just now. Please try again in a minute."),
        HTTPStatus.INTERNAL_SERVER_ERROR: _("Something stumbled here."),
    }[status]
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close"), *GUARDS]
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        headers.append((b"retry-after", b"60"))
    body = words.encode()
    return Answer(status, [*headers, (b"content-length", str(len(body)).encode())], body)
