"""`bin/commonplace reading knowledge`: topics with their numbers, and gaps with their reason."""

import json

import pytest

from commonplace.conversations.actions.opening import open_conversation
from commonplace.house.cli import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(stick, table, hal):
    for number in range(3):
        open_conversation(
            by=hal, space=table, kind="question", title=f"Which {number}?", text="Which?", topics=["valves"]
        )


def test_topics_and_gaps_are_one_object(asked, stick, capsys):
    assert main(["reading", "knowledge", "--community", "stick", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)

    (topic,) = said["topics"]
    nothing = {"hours_to_answer", "hours_to_settle", "newest", "oldest"}
    assert {name: value for name, value in topic.items() if name not in nothing} == {
        "topic": "valves",
        "name": "valves",
        "asked": 3,
        "answered": 0,
        "answered_share": 0.0,
        "answered_by": 0,
        "settled": 0,
        "kept": 0,
        "stale": 0,
        "known": {"declared": 0, "shown": 0, "said_yes": 0},
        "learning": 0,
        "gaps": ["rarely_answered"],
    }
    assert {topic[name] for name in nothing} == {None}
    assert said["gaps"] == [
        {
            "topic": "valves",
            "gap": "rarely_answered",
            "reason": "Asked three times within a year, and never answered.",
        }
    ]


def test_the_same_in_lines(asked, stick, capsys):
    assert main(["reading", "knowledge", "--community", "stick"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("The Listening Stick: knowledge at the end of ")
    assert lines[2].split() == ["valves", "3", "0", "0", "0", "0"]
    assert lines[3] == "valves: Asked three times within a year, and never answered."
