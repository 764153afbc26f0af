"""A daughter, a parting and a merger whose process is killed in each of its steps end as ones that nobody disturbed."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from commonplace.house.tests.homes import Builder, Home, build

MODULE = "commonplace.constellation.tests.crosses"
# Three are begun; each takes some seven steps, and a process that is killed in its second has done one.
MOST = 40


@pytest.fixture
def home(tmp_path: Path, migrated_home: Callable[[str], Home]) -> Iterator[Builder]:
    yield from build(tmp_path, migrated_home)


def test_killed_in_each_step_everything_is_there_once(home: Builder) -> None:
    undisturbed, killed = home(connection.vendor), home(connection.vendor)
    for one in (undisturbed, killed):
        one.run("settle", module=MODULE)
    undisturbed.run("to-the-end", module=MODULE)
    whole = _told(undisturbed)
    assert (whole["done"], whole["off"], whole["came"]) == (["daughter", "merge", "split"], [], 6)
    assert ["New of split", "By ear"] in whole["kept"]
    struck = 0
    while (code := killed.tries("take-on", module=MODULE).returncode) == -signal.SIGKILL:
        struck += 1
        assert struck < MOST
    assert code == 0
    assert struck >= 15
    assert _told(killed) == whole


def _told(home: Home) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(home.run("told", module=MODULE))
    return found
