"""The audit of dependencies fails for a weakness that is known, and for nothing else."""

from pathlib import Path
from typing import Any

import pytest

from audit import dependencies
from audit.dependencies import NOT_ASKED, report, told

WEAK = {"id": "GHSA-1", "fix_versions": ["3.7", "4.0"]}
UNKNOWN = {"name": "idna", "skip_reason": "Dependency not found"}


@pytest.mark.parametrize(
    ("packages", "expected"),
    [
        ([{"name": "idna", "version": "3.6", "vulns": []}], (0, ["1 packages were asked about."])),
        (
            [{"name": "idna", "version": "3.6", "vulns": [WEAK]}, UNKNOWN],
            (1, ["idna 3.6: GHSA-1, mended in 3.7, 4.0.", "1 packages were asked about, 1 could not be."]),
        ),
        ([UNKNOWN], (0, [NOT_ASKED])),
        ([], (0, [NOT_ASKED])),
    ],
)
def test_what_is_known_is_told_and_what_is_not_too(packages: list[Any], expected: tuple[int, list[str]]) -> None:
    assert told({"dependencies": packages}) == expected


@pytest.mark.parametrize("says", ["echo", "false"])
def test_a_program_that_could_not_ask_fails_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, says: str) -> None:
    monkeypatch.setattr(dependencies, "PROGRAM", says)
    assert told(report(tmp_path / "first.txt")) == (0, [NOT_ASKED])
