"""The catalogue on the command line, for people and for programs."""

import json

import pytest

from commonplace.house.cli import main
from commonplace.protocols.catalogue import protocols


def test_a_program_reads_the_whole_catalogue(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["protocols", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["code"] for one in told] == list(protocols())
    for one in told:
        assert {"title", "cluster", "formality", "mode", "source", "artefact"} <= one.keys()
        assert one["minutes"] == sum(phase["minutes"] for phase in one["phases"])
    prompts = [phase["prompt"] for one in told for phase in one["phases"]]
    assert len(set(prompts)) == len(prompts)


def test_people_read_a_line_for_each_in_their_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["protocols", "--language", "pl"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(protocols())
    clinic = [line for line in lines if line.startswith("case-clinic\t")]
    assert [line.split("\t")[1:4] for line in clinic] == [["Klinika przypadków", "60", "z zegarem"]]
