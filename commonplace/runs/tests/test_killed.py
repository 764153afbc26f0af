"""A server that is killed in the middle of a meeting and started again: the clock goes on, and no line is lost."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from commonplace.house.tests.homes import Home
from commonplace.runs.tests.served import Clinic

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]


@pytest.fixture
def served(migrated_home, tmp_path: Path) -> Iterator[Clinic]:
    home = Home(tmp_path / "home", connection.vendor, like=migrated_home(connection.vendor))
    facts = json.loads(home.run("a-clinic", module="commonplace.runs.tests.held").splitlines()[-1])
    there = Clinic(home.environment, facts, tmp_path / "log")
    try:
        yield there
    finally:
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
    # Once among the lines; whoever wrote it can take it back besides.
    assert page.partition("data-lines")[2].partition("</ul>")[0].count("A valve sang.") == 1
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
