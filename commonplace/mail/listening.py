"""A mail server's door: letters for addresses of this house are taken, each a row before we say that we have it.

It is meant to stand behind a mail server (by LMTP, which answers for each address on its own) or a relay of one's own
(by SMTP); neither asks who hands a letter over, so they belong on an address that only that server reaches.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, Self

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections

from commonplace.letters.signed_addresses import domain
from commonplace.mail.actions.receiving import receive
from commonplace.mail.queries import is_address_here

MOST_RECIPIENTS: Final = 100  # of one letter (RFC 5321, 4.5.3.1.8)
LONGEST_LINE: Final = 1 << 20  # bytes; programs that break no lines are no reason to lose a letter
SECONDS: Final = 120  # that a server may say nothing
WRITERS: Final = 4

TAKEN: Final = "250 2.0.0 It is here"
LATER: Final = "451 4.3.0 Please come again: it cannot be kept at the moment"
NOBODY: Final = "550 5.1.1 There is no such address here"
TOO_MANY: Final = "452 4.5.3 Too many addresses; send the rest in another letter"

logger = logging.getLogger(__name__)
Wire = tuple[str, int]


class _Limits:
    line_length_limit = LONGEST_LINE


class _Lmtp(_Limits, LMTP):
    """LMTP as aiosmtpd speaks it, with lines of any length."""


class _Smtp(_Limits, SMTP):
    """SMTP as aiosmtpd speaks it, with lines of any length."""


@dataclass
class Handler:
    """What is said to a server that brings letters; with `is_lmtp`, for each address on its own."""

    is_lmtp: bool
    ask: Callable[..., Awaitable[Any]]

    async def handle_RCPT(  # noqa: N802  # aiosmtpd looks for it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Sequence[str]
    ) -> str:
        """Whether a letter for this address is taken."""
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return TOO_MANY
        try:
            is_here = await self.ask(is_address_here, address)
        except DatabaseError:
            logger.exception("Addresses cannot be looked up")
            return LATER
        if not is_here:
            return NOBODY
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the letter, and only then say so."""
        sender = "" if envelope.mail_from in (None, "<>") else str(envelope.mail_from)
        raw = envelope.original_content
        assert isinstance(raw, bytes)
        try:
            await self.ask(receive, raw=raw, recipients=list(envelope.rcpt_tos), mail_from=sender)
            said = TAKEN
        except Exception:
            # Whatever it is: whoever brings it keeps it and comes again.
            logger.exception("A letter could not be kept")
            said = LATER
        return "\r\n".join([said] * (len(envelope.rcpt_tos) if self.is_lmtp else 1))


@dataclass
class Listener:
    """Listens in a thread of its own until it is closed; a port 0 is any that is free, and `ports` tells which."""

    lmtp: Wire | None = None
    smtp: Wire | None = None
    ports: dict[str, int] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self._writers = ThreadPoolExecutor(WRITERS, thread_name_prefix="mail")
        self._loop = asyncio.new_event_loop()
        self._protocols: set[SMTP] = set()
        begun: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, args=[begun], daemon=True)
        self._thread.start()
        try:
            begun.result()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *why: object) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)
        self._end()

    def _end(self) -> None:
        self._thread.join()
        # Each writer waits until all are at it, so that each closes what it has opened.
        together = threading.Barrier(WRITERS)
        for _writer in range(WRITERS):
            self._writers.submit(_close, together)
        self._writers.shutdown()

    def _run(self, begun: Future[None]) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._listen(begun))
        finally:
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()

    async def _listen(self, begun: Future[None]) -> None:
        self._ended = asyncio.Event()
        servers = []
        try:
            for name, wire, protocol in (("lmtp", self.lmtp, _Lmtp), ("smtp", self.smtp, _Smtp)):
                if wire is not None:
                    server = await self._loop.create_server(partial(self._protocol, protocol), *wire)
                    servers.append(server)
                    self.ports[name] = server.sockets[0].getsockname()[1]
        except BaseException as problem:  # noqa: BLE001  # raised where it was asked for
            for server in servers:
                server.close()
            begun.set_exception(problem)
            return
        begun.set_result(None)
        await self._ended.wait()
        for server in servers:
            server.close()
        await self._let_go()

    def _protocol(self, kind: type[SMTP]) -> SMTP:
        made = kind(
            Handler(kind is _Lmtp, self._ask),
            data_size_limit=settings.MAIL_MAX_BYTES,
            enable_SMTPUTF8=True,
            hostname=domain(),
            ident="Commonplace",
            timeout=SECONDS,
            loop=self._loop,
        )
        self._protocols = {one for one in self._protocols if one.transport is not None} | {made}
        return made

    async def _let_go(self) -> None:
        """Whoever is in the middle of a letter is heard to its end, for a moment; then all hang up."""
        tasks = [one._handler_coroutine for one in self._protocols if one._handler_coroutine is not None]
        for one in self._protocols:
            if one.transport is not None:
                one.transport.close()
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await task

    async def _ask(self, what: Callable[..., Any], *words: Any, **more: Any) -> Any:
        """Ask the database, in a thread: nobody else on the wire waits meanwhile."""
        return await self._loop.run_in_executor(self._writers, partial(_asked, what, *words, **more))


def _asked(what: Callable[..., Any], *words: Any, **more: Any) -> Any:
    close_old_connections()
    try:
        return what(*words, **more)
    finally:
        close_old_connections()


def _close(together: threading.Barrier) -> None:
    with suppress(threading.BrokenBarrierError):
        together.wait(5)
    connections.close_all()
