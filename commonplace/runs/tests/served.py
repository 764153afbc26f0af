"""A clinic that is being run, in a house of its own in other processes; several houses may serve the same."""

import http.client
import json
import re
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

from commonplace.house.tests.served import Served

TOKEN = "a" * 32
PATIENCE = 60  # seconds, on a machine that does much else


class Clinic(Served):
    """One server of a clinic, and the lines that pages hold to it."""

    def __init__(self, environment: dict[str, str], facts: dict[str, str], log: Path) -> None:
        self.facts, self.page = facts, f"/c/stick/gatherings/{facts['clinic']}/run/"
        self.lines: list[Line] = []
        super().__init__(environment, log)
        self.begin()

    def end(self) -> None:
        for line in self.lines:
            line.close()
        super().end()

    def ask(self, who: str, address: str, **words: str) -> tuple[int, str]:
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        cookies = {"Cookie": f"sessionid={self.facts[who]}; csrftoken={TOKEN}"}
        if words:
            body = urlencode(words | {"csrfmiddlewaretoken": TOKEN})
            asked.request("POST", address, body, cookies | {"Content-Type": "application/x-www-form-urlencoded"})
        else:
            asked.request("GET", address, headers=cookies)
        answer = asked.getresponse()
        with closing(asked), closing(answer):
            return answer.status, answer.read().decode()

    def listen(self, who: str, past: int) -> "Line":
        self.lines.append(Line(self, who, past))
        return self.lines[-1]

    @property
    def version(self) -> int:
        return int(re.search(r'data-run="(\d+)"', self.ask("rosa", self.page)[1])[1])


class Line:
    """A page's line to the house."""

    def __init__(self, served: Clinic, who: str, past: int) -> None:
        self.asked = http.client.HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE)
        address = f"/live/run-{served.facts['clinic']}/?past={past}"
        headers = {"Cookie": f"sessionid={served.facts[who]}", "Accept": "text/event-stream"}
        self.asked.request("GET", address, headers=headers)
        self.answer = self.asked.getresponse()

    def event(self) -> dict[str, object]:
        while line := self.answer.readline():
            if line.startswith(b"data: "):
                said: dict[str, object] = json.loads(line[6:])
                return said
        raise AssertionError("the line ended")

    def close(self) -> None:
        self.answer.close()
        self.asked.close()
