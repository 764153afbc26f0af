"""The page from which others write and read files of protocols says what the code does."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from commonplace.communities.doors import Confidence
from commonplace.protocols import bounds, exchange
from commonplace.protocols.needs import Need
from commonplace.protocols.protocol import Capture, Cluster, Mode, Pace, Source, Speaks
from commonplace.protocols.recipe import told

PAGE = (Path(__file__).resolve().parents[3] / "docs/protocol-files.md").read_text()
EXAMPLE = json.loads("\n".join(re.findall(r"^    (.*)$", PAGE, re.MULTILINE)))


def row_of(field: str) -> str:
    """The last line of a table that is about a field."""
    return re.findall(rf"^\| `{field}` \|(.*)\|$", PAGE, re.MULTILINE)[-1]


def read(changed: dict[str, Any]) -> exchange.Reading:
    return exchange.read(json.dumps(changed).encode())


def test_the_example_comes_in_whole_and_goes_out_the_same() -> None:
    found = read(EXAMPLE)
    assert (found.problems, found.unknown) == ([], [])
    assert found.protocol is not None
    assert json.loads(exchange.written(found.protocol, came_from=found.came_from)) == EXAMPLE


def test_it_tells_of_every_field() -> None:
    found = read(EXAMPLE).protocol
    assert found is not None
    fields = {"format", "came_from", *told(found), *exchange.PHASE_KEYS}
    named = set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE))
    assert named == fields
    assert "`code` (120), `title` (120) and `brief` (400)" in PAGE
    assert {"code", "title", "brief"} == exchange.ROLE_KEYS


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("cluster", Cluster.values),
        ("speaks", Speaks.values),
        ("captures", Capture.values),
        ("needs", Need.values),
        ("mode", Mode.values),
        ("source", Source.values),
        ("pace", Pace.values),
        ("confidence", Confidence.values),
    ],
)
def test_it_tells_of_every_word(field: str, words: list[str]) -> None:
    assert re.findall(r"`([\w-]+)`", row_of(field)) == words


@pytest.mark.parametrize(
    ("field", "least", "most"),
    [("formality", 1, 5), ("follow_up_days", 1, 1095), ("people", 1, 10_000), ("minutes", 1, 1440), ("days", 1, 365)],
)
def test_it_tells_how_small_and_how_large_a_number_is(field: str, least: int, most: int) -> None:
    assert f"{least} to {most:,}" in row_of(field)

    def with_(number: int) -> exchange.Reading:
        changed = json.loads(json.dumps(EXAMPLE))
        if field in exchange.PHASE_KEYS:
            # Not by the clock, so that days count, and no sum of minutes is too long.
            changed |= {"pace": "days"}
            changed["phases"] = [{**one, "days": 1, field: number} for one in changed["phases"]]
        else:
            changed[field] = [number, number] if field == "people" else number
        return read(changed)

    assert [bool(with_(number).problems) for number in (least - 1, least, most, most + 1)] == [True, False, False, True]


TEXTS = ("code", "title", "line", "language", "artefact", "follow_up", "came_from")


@pytest.mark.parametrize("field", TEXTS)
def test_it_tells_how_long_words_are(field: str) -> None:
    # Of a step's own the last line speaks; these are the first.
    most = int(re.findall(rf"^\| `{field}` \|.*?(\d+) \|$", PAGE, re.MULTILINE)[0])
    assert [bool(read({**EXAMPLE, field: "x" * n}).problems) for n in (most, most + 1)] == [False, True]
    assert bool(read({**EXAMPLE, field: ""}).problems) is ("may be empty" not in row_of(field))


def test_it_tells_how_large_a_file_is_and_how_long_a_meeting() -> None:
    for number in (bounds.FILE_BYTES, bounds.LONGEST_TIMED):
        assert f"{number:,}" in PAGE
    assert f"come to {bounds.SHORTEST_TIMED} at least" in PAGE
    assert f'"{exchange.FORMAT}"' in PAGE
    assert "1 to 20 objects" in row_of("roles")
    assert "1 to 20 objects" in row_of("phases")
    assert (exchange.MOST_LISTED, bounds.MOST_PHASES) == (20, 20)


def test_a_need_that_nobody_knows_is_left_out_without_a_word() -> None:
    found = read({**EXAMPLE, "needs": ["stuck", "a-new-one"], "why": {"a-new-one": "Because."}})
    assert (found.problems, found.unknown) == ([], [])
    assert found.protocol is not None
    assert (found.protocol.needs, found.protocol.why) == (("stuck",), {})
