"""A place that moves in while its process is really killed, and two that move the same one in at once."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from commonplace.house.tests.begun import Forked
from commonplace.house.tests.homes import Home
from commonplace.transfer.tests.test_killed import A_LOOK, House, build

MODULE = "commonplace.transfer.tests.moves"
WORDS = ("import", "invented", "--community", "wells", "--json")
KEPT = "SELECT count(*) FROM transfer_known WHERE sort = 'message'"
ALL = 400


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, migrated_home: Callable[[str], Home]) -> Iterator[House]:
    for make in build(tmp_path_factory.mktemp("house"), migrated_home):
        yield House(make)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "talk"
    path.write_text(str(ALL))
    return path


def _start(house: House, archive: Path) -> Forked:
    return house._home.start(*WORDS, str(archive), module=MODULE)


def _run(house: House, archive: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(house._home.run(*WORDS, str(archive), module=MODULE))
    return said


def _told(house: House) -> dict[str, Any]:
    """All but what the run says of itself."""
    return {name: rows for name, rows in house.told().items() if name not in ("imports", "beats")}


def test_killed_and_run_again_ends_as_a_run_that_was_not(house: House, archive: Path) -> None:
    house.renew()
    whole = _run(house, archive)
    assert whole["read"] == whole["kept"] + whole["passed_over"]
    as_it_is = _told(house)
    house.renew()
    struck = 0
    for moment in (
        "SELECT count(*) FROM transfer_import",
        "SELECT count(*) FROM transfer_handle",
        KEPT,
        f"SELECT ({KEPT}) > 200",
        f"SELECT ({KEPT}) = {ALL}",
        "SELECT count(*) FROM conversations_thanks",
    ):
        process = _start(house, archive)
        while process.poll() is None and not house.ask(moment):
            time.sleep(A_LOOK)
        struck += process.poll() is None
        process.kill()
        process.communicate()
    last = _run(house, archive)
    assert struck >= 3
    assert last["read"] == last["kept"] + last["already"] + last["passed_over"]
    assert _told(house) == as_it_is
    assert house.ask("SELECT count(*) FROM transfer_import") == 1
    assert _run(house, archive)["kept"] == 0


def test_two_at_once_make_one(house: House, archive: Path) -> None:
    house.renew()
    processes = [_start(house, archive) for _ in range(2)]
    codes = []
    for process in processes:
        process.communicate(timeout=120)
        codes.append(process.returncode)
    assert set(codes) <= {0, 1}
    _run(house, archive)
    assert house.ask(KEPT) == ALL
    assert house.ask("SELECT count(*) FROM conversations_post") == ALL
    assert house.ask("SELECT count(*) FROM transfer_import") == 1
