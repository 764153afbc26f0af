"""A host on loopback that gives a calendar out, and what stands in it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from commonplace.gatherings.actions.outside import subscribe
from commonplace.gatherings.models import OutsideCalendar

NOW = datetime(2027, 1, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def ics(*events: str, head: str = "") -> bytes:
    within = "\r\n".join(f"BEGIN:VEVENT\r\n{one}\r\nEND:VEVENT" for one in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n{head}{within}\r\nEND:VCALENDAR\r\n".encode()


FAIR = "UID:fair@x\r\nSUMMARY:Water fair\r\nDTSTART;VALUE=DATE:20270110\r\nDTEND;VALUE=DATE:20270113\r\nLOCATION:Kielce"
TALK = (
    "UID:talk@x\r\nSUMMARY:Open talk\r\nDTSTART;TZID=Europe/Warsaw:20270105T170000\r\nDURATION:PT90M\r\n"
    "RRULE:FREQ=WEEKLY\r\nURL:https://fair.example/talk"
)
MOVED = (
    "UID:talk@x\r\nSUMMARY:Open talk\r\nRECURRENCE-ID;TZID=Europe/Warsaw:20270112T170000\r\n"
    "DTSTART;TZID=Europe/Warsaw:20270113T180000\r\nDURATION:PT90M"
)


class Host:
    """A host on loopback: what it answers, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answer: Callable[[str], bytes] | bytes = ok(ics(FAIR, TALK, MOVED))
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}/team.ics"
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            try:
                there, _address = self.socket.accept()
                with there:
                    asked = there.recv(65_536).decode()
                    self.asked.append(asked)
                    there.sendall(self.answer if isinstance(self.answer, bytes) else self.answer(asked))
            except OSError:
                if self.socket.fileno() < 0:
                    return


def ok(data: bytes, head: str = "") -> bytes:
    return f"HTTP/1.1 200 OK\r\n{head}Content-Length: {len(data)}\r\n\r\n".encode() + data


@pytest.fixture
def host(settings) -> Iterator[Host]:
    settings.CALENDARS_INSIDE = True
    there = Host()
    yield there
    there.socket.close()


@pytest.fixture
def calendar(host: Host, stick, ines) -> OutsideCalendar:
    return subscribe(by=ines, community=stick, name="The trade", address=host.address, at=NOW)
