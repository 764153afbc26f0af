"""A mail server on this machine that says what a test wants it to say."""

import socketserver
import threading
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Self

Replies = dict[str, str]
HANG_UP = "hang up"


@dataclass
class MailServer:
    """Answers a verb (`MAIL`), a verb with an address (`RCPT hal@example.org`) or the words (`.`) as it is told to."""

    replies: Replies = field(default_factory=dict)
    letters: list[Message] = field(default_factory=list)
    callers: int = 0
    recipients: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        kept = self

        class Talk(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                kept.callers += 1
                kept._talk(self)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        return self

    def __exit__(self, *why: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def mailers(self) -> dict[str, object]:
        """What MAILERS says to send here."""
        backend = "django.core.mail.backends.smtp.EmailBackend"
        host, port = self._server.server_address
        return {"default": {"BACKEND": backend, "OPTIONS": {"host": host, "port": port, "timeout": 5}}}

    def _talk(self, wire: socketserver.StreamRequestHandler) -> None:
        def say(reply: str) -> bool:
            if reply != HANG_UP:
                wire.wfile.write(f"{reply}\r\n".encode())
            return reply == HANG_UP or reply.startswith("421")

        if say(self.replies.get("HELLO", "220 here")):
            return
        while line := wire.rfile.readline().decode().strip():
            verb = line[:4].upper()
            address = line.partition("<")[2].partition(">")[0]
            if verb == "QUIT":
                say("221 bye")
                return
            if verb == "MAIL":
                self.senders.append(address)
            if verb == "RCPT":
                self.recipients.append(address)
            usual = "354 go on" if verb == "DATA" else "250 ok"
            reply = self.replies.get(f"{verb} {address}", self.replies.get(verb, usual))
            if say(reply):
                return
            if verb == "DATA" and reply.startswith("354"):
                words = b""
                while (part := wire.rfile.readline()) not in (b".\r\n", b""):
                    words += part
                reply = self.replies.get(".", "250 taken")
                if reply.startswith("250") or reply == HANG_UP:
                    self.letters.append(message_from_bytes(words))
                if say(reply):
                    return
