"""Real archives, where COMMONPLACE_ARCHIVES names them: every message accounted for, and readings that follow."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from commonplace.house.cli import main
from commonplace.transfer.actions.housing import house_for
from commonplace.transfer.actions.importing import bring_in
from commonplace.transfer.archive import Archive


@pytest.fixture(autouse=True)
def planned_anew(db: None) -> None:
    """PostgreSQL plans each statement for what is there now.

    Within one transaction nobody counts the rows that it wrote: a plan that an earlier test made for empty tables
    stayed, and 885 letters took 52 s of the server's processor time in place of two.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL plan_cache_mode = force_custom_plan")


@pytest.mark.parametrize(("name", "messages"), [("twisted-reality", 153), ("r-sig-teaching", 885)])
def test_every_message_of_a_real_archive(db: None, archives: Callable[[str], Path], name: str, messages: int) -> None:
    archive = Archive([archives(f"mbox/{name}")])
    space = house_for("real").space
    outcome = bring_in(archive=archive, space=space)
    assert outcome.read == messages
    assert outcome.read == outcome.kept + outcome.already + outcome.aside + outcome.unreadable
    again = bring_in(archive=archive, space=space)
    assert (again.kept, again.already + again.aside + again.unreadable) == (0, messages)


def test_odd_senders_are_accounted_for(db: None, archives: Callable[[str], Path]) -> None:
    outcome = bring_in(archive=Archive([archives("mbox/edge-cases")]), space=house_for("real").space)
    assert outcome.read == outcome.kept + outcome.already + outcome.aside + outcome.unreadable
    assert outcome.kept >= 80


def test_readings_follow_an_import(
    db: None, archives: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "mbox", str(archives("mbox/twisted-reality")), "--community", "real", "--json"]) == 0
    capsys.readouterr()
    assert main(["reading", "participation", "--community", "real", "--on", "2003-09-30", "--json"]) == 0
    assert "people" not in json.loads(capsys.readouterr().out)
    asked = ["--people", "--why", "To see who was there"]
    assert main(["reading", "participation", "--community", "real", "--on", "2003-09-30", "--json", *asked]) == 0
    said = json.loads(capsys.readouterr().out)
    assert sum(said["rings"].values()) > 0
    assert [one for one in said["people"] if one["deeds"] > 0] != []
