"""`import people`: what the command says, and that nobody is written to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commonplace.communities.models import Community, Membership
from commonplace.house.cli import main
from commonplace.letters.models import Letter
from commonplace.people.models import Person
from commonplace.transfer.models import PeopleList

ROWS = "Name,E-mail,Notes\nNour Aziz,nour@example.net,x\nHal,hal@example.org,\nLost,,\n"


def _list(folder: Path, text: str = ROWS) -> str:
    path = folder / "network.csv"
    path.write_text(text)
    return str(path)


def test_every_row_is_told_and_the_same_file_keeps_nothing(
    stick: Community, hal: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["import", "people", _list(tmp_path), "--community", "stick"]
    members = Membership.objects.count()
    for is_first in (True, False):
        capsys.readouterr()
        assert main([*words, "--json"]) == 0
        said = json.loads(capsys.readouterr().out)
        assert (said["read"], said["kept"], said["already"]) == (3, 3 if is_first else 0, 0 if is_first else 3)
        assert sum(said["stand"].values()) == 3
        assert said["stand"] == {"waits": 1, "wrong": 1, "invited": 0, "here": 1, "left": 0}
        assert (said["reachable"], said["wrong"]) == (2, {"no-address": 1})
        assert said["columns"][2] == {"heading": "Notes", "field": ""}
    assert main(words) == 0
    assert "Nobody was written to: stewards do that at /c/stick/imports/lists/" in capsys.readouterr().out
    assert (Membership.objects.count(), Letter.objects.count()) == (members, 0)


def test_a_dry_run_keeps_nothing(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["import", "people", _list(tmp_path), "--community", "wells", "--dry-run"]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert "3 rows read, 2 with an address of their own." in said
    assert "Notes: left out" in said
    assert main([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["read"] == 3
    assert not Community.objects.exists()
    assert not PeopleList.objects.exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Name,Phone\nHal,1\n", "has a column with their mail addresses"),
        ("A,B\n1,2\n3,x@example.net\n4,5\n6,7", "Bring it in the browser"),
    ],
)
def test_what_is_no_list_is_said(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, words: str
) -> None:
    assert main(["import", "people", _list(tmp_path, text), "--community", "wells"]) == 1
    assert words in capsys.readouterr().err
    assert main(["import", "people", str(tmp_path / "gone.csv"), "--community", "wells"]) == 1
    assert "There is no list at" in capsys.readouterr().err
    assert not Community.objects.exists()
