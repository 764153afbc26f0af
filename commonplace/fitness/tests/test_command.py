"""`bin/commonplace fitness` prints what every member may see."""

import json

import pytest

from commonplace.fitness.actions.answering import Words, answer
from commonplace.fitness.actions.opening import close
from commonplace.fitness.models import Round
from commonplace.house.cli import main
from commonplace.people.models import Person


def test_it_prints_what_may_be_seen_and_when(
    opened: Round, ines: Person, crowd: list[Person], capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["fitness", "--community", "stick", "--round", "1"]
    for number, person in enumerate(crowd):
        answer(by=person, opened=opened, words=Words({"time": 2} | ({"giving": 1} if number else {})))
    assert main([*asked, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["is_closed"], told["items"]) == (False, [])
    close(by=ines, opened=opened)
    assert main([*asked, "--json"]) == 0
    first = capsys.readouterr().out
    items = {one["code"]: one["circles"]["members"] for one in json.loads(first)["items"]}
    assert items["time"] == {"from": 2, "to": 2, "people_at_least": 5, "trend": 0}
    assert items["giving"] is None
    assert main([*asked, "--json"]) == 0
    assert capsys.readouterr().out == first
    assert main(asked) == 0
    assert "Members: hardly" in capsys.readouterr().out


@pytest.mark.parametrize("said", [("nowhere", "1"), ("stick", "2"), ("stick", str(10**30)), ("stick", "-1")])
def test_what_is_not_there_is_said(said: tuple[str, str], opened: Round, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fitness", "--community", said[0], "--round", said[1]]) == 1
    assert "no " in capsys.readouterr().err
