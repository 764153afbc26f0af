"""A mailbox on this machine that speaks as much IMAP as the house asks for, and may hang up at a word."""

from __future__ import annotations

import re
import socketserver
import threading
from dataclasses import dataclass, field
from typing import Self

CAPABILITIES = "IMAP4rev1 UIDPLUS"


@dataclass
class Letter:
    """A letter that lies there."""

    raw: bytes
    flags: set[str] = field(default_factory=set)


@dataclass
class Mailbox:
    """Holds letters by their UIDs; `hangs_up_at` a word, such as STORE or EXPUNGE, once."""

    letters: dict[int, Letter] = field(default_factory=dict)
    password: str = "open sesame"
    hangs_up_at: str = ""
    capabilities: str = CAPABILITIES
    said: list[str] = field(default_factory=list)

    def put(self, *raws: bytes) -> None:
        for raw in raws:
            self.letters[max(self.letters, default=0) + 1] = Letter(raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))

    def __enter__(self) -> Self:
        kept = self

        class Talk(socketserver.StreamRequestHandler):
            def handle(self) -> None:
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
    def url(self) -> str:
        return f"imap://post:{self.password.replace(' ', '%20')}@127.0.0.1:{self._server.server_address[1]}/INBOX"

    def _talk(self, wire: socketserver.StreamRequestHandler) -> None:
        say = lambda line: wire.wfile.write(line.encode() + b"\r\n")  # noqa: E731
        say(f"* OK [CAPABILITY {self.capabilities}] here")
        while line := wire.rfile.readline().decode().strip():
            tag, _blank, command = line.partition(" ")
            word = command.removeprefix("UID ").partition(" ")[0].upper()
            self.said.append(command)
            if word == self.hangs_up_at:
                self.hangs_up_at = ""
                return
            if word == "LOGIN" and self.password not in command:
                say(f"{tag} NO [AUTHENTICATIONFAILED] Wrong password")
                continue
            if word == "CAPABILITY":
                say(f"* CAPABILITY {self.capabilities}")
            elif word == "SELECT":
                say(f"* {len(self.letters)} EXISTS")
            elif word == "SEARCH":
                say(f"* SEARCH {' '.join(map(str, self._found(command)))}".rstrip())
            elif word == "FETCH":
                self._fetch(wire, command)
            elif word == "STORE":
                uid, flag = re.search(r"STORE (\d+) \S+ \((\S+)\)", command).groups()
                self.letters[int(uid)].flags.add(flag)
            elif word == "EXPUNGE":
                for uid in [uid for uid, one in self.letters.items() if r"\Deleted" in one.flags]:
                    del self.letters[uid]
            say(f"{tag} OK done")
            if word == "LOGOUT":
                return

    def _found(self, command: str) -> list[int]:
        without = [rf"\{name[2:].capitalize()}" for name in command.split() if name.startswith("UN")]
        return [uid for uid, one in self.letters.items() if not one.flags & set(without)]

    def _fetch(self, wire: socketserver.StreamRequestHandler, command: str) -> None:
        uid = int(command.split()[2])
        if (one := self.letters.get(uid)) is None:
            return
        if "RFC822.SIZE" in command:
            wire.wfile.write(b"* 1 FETCH (UID %d RFC822.SIZE %d)\r\n" % (uid, len(one.raw)))
            return
        raw = one.raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if "HEADER" in command else one.raw
        name = b"BODY[HEADER]" if "HEADER" in command else b"BODY[]"
        wire.wfile.write(b"* 1 FETCH (UID %d %s {%d}\r\n" % (uid, name, len(raw)) + raw + b")\r\n")
