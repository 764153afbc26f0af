"""A server that is killed in the middle of a meeting and started again: the clock goes on, and no line is lost."""

import http.client
import json
import re
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.db import connection

from commonplace.house.tests.homes import Home
from commonplace.house.tests.served import Served

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]
TOKEN = "a" * 32


class Clinic(Served):
    """A clinic that is being run in a house of its own."""

    def __init__(self, environment: dict[str, str], facts: dict[str, str], log: Path) -> None:
        self.facts, self.page = facts, f"/c/stick/gatherings/{facts['clinic']}/run/"
        self.lines: list[Line] = []
        super().__init__(environment, log)
        self.begin()

    def ask(self, who: str, address: str, **words: str) -> tuple[int, str]:
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
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
        self.asked = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
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


@pytest.fixture
def served(migrated_home, tmp_path: Path) -> Iterator[Clinic]:
    home = Home(tmp_path / "home", connection.vendor, like=migrated_home(connection.vendor))
    facts = json.loads(home.run("a-clinic", module="commonplace.runs.tests.held").splitlines()[-1])
    there = Clinic(home.environment, facts, tmp_path / "log")
    try:
        yield there
    finally:
        for line in there.lines:
            line.close()
        there.end()
        home.go()


def test_a_run_goes_on_where_it_was_and_no_line_is_lost(served: Clinic) -> None:
    line = served.listen("rosa", served.version)
    begun = time.time()
    assert served.ask("hal", served.page + "step", act="next", number="2")[0] == 302
    heard = line.event()
    assert "The case is told" in heard["parts"]["stage"]
    assert abs(heard["now"] / 1000 - time.time()) < 1
    mark = {"words": "A valve sang.", "kind": "note", "phase": "1", "idempotency_key": "7" * 32}
    assert served.ask("rosa", served.page + "note", **mark)[0] == 302
    assert "A valve sang." in "".join(line.event()["lines"])
    served.kill()
    served.begin()
    status, page = served.ask("rosa", served.page)
    assert status == 200
    assert "The case is told" in page
    assert page.count("A valve sang.") == 1
    # By the clock of the server: what was shown, and the moment for which it was.
    left = float(re.search(r'data-left="([\d.]+)"', page)[1])
    shown_at = float(re.search(r'data-clock-at="(\d+)"', page)[1]) / 1000
    assert abs(left + (shown_at - begun) - 7 * 60) < 1
    # Its sender never had an answer, for all they know, and sends it again.
    assert served.ask("rosa", served.page + "note", **mark)[0] == 302
    assert served.ask("hal", served.page)[1].count("A valve sang.") == 1
    again = served.listen("hal", served.version)
    mark |= {"words": "And another.", "idempotency_key": "8" * 32}
    assert served.ask("rosa", served.page + "note", **mark)[0] == 302
    assert "And another." in "".join(again.event()["lines"])
