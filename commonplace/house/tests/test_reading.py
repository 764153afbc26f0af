"""`bin/commonplace reading`: a few lines to read, one object to reckon with, and no complaint when nobody reads on."""

import json
import os
import sys

import pytest

from commonplace.house.cli import PIPE_CLOSED, main

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("instrument", "told"),
    [
        ("participation", ["core", "active", "occasional", "peripheral", "around the edge", "alumni"]),
        ("rhythm", ["conversations", "replies", "silent weeks", "overloaded", "answered", "first reply", "usual wait"]),
    ],
)
def test_a_reading_is_told_in_lines(instrument, told, stick, hal, capsys):
    assert main(["reading", instrument, "--community", "stick"]) == 0
    said = capsys.readouterr().out
    lines = said.splitlines()
    assert lines[0].startswith(f"The Listening Stick: {instrument} at the end of ")
    assert [line[2:18].strip() for line in lines[1 : len(told) + 1]] == told
    assert "{" not in said
    assert "None" not in said


def test_what_is_not_known_is_not_told_as_a_number(stick, capsys):
    main(["reading", "rhythm", "--community", "stick"])
    said = capsys.readouterr().out
    assert "  answered        no evidence yet\n" in said
    assert "  first reply     no evidence yet\n" in said


def test_a_reading_is_one_object(stick, capsys):
    assert main(["reading", "rhythm", "--community", "stick", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["answered_share"] is None


def test_a_reader_who_has_seen_enough_ends_it_quietly(stick, monkeypatch, capsys):
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as gone:
        monkeypatch.setattr(sys, "stdout", gone)
        assert main(["reading", "rhythm", "--community", "stick", "--json"]) == PIPE_CLOSED
        monkeypatch.undo()
    assert capsys.readouterr().err == ""


def test_signs_are_a_list_that_is_empty_where_nothing_is_to_be_said(stick, capsys):
    assert main(["reading", "signs", "--community", "stick", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert main(["reading", "signs", "--community", "stick"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["  nothing to be said"]


def test_stages_are_what_is_set_and_what_hints_at_another(stick, capsys):
    assert main(["reading", "stages", "--community", "stick", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["community"], said["stage"], len(said["others"])) == ("stick", stick.stage, 3)
    assert [hint["code"] for hint in said["hints"]] == ["few_yet"]
    assert main(["reading", "stages", "--community", "stick"]) == 0
    assert "  potential       It began less than half a year ago" in capsys.readouterr().out
