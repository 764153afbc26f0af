"""A room that nothing else names appears everywhere: navigation, Today, search, moderation, the worker, cultivation."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_a_room_of_one_sitting_appears_everywhere() -> None:
    """In a process of its own, since the house knows its rooms from the start."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--ds=tests.guestbook.settings"]
    words = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    run = subprocess.run(
        [*command, "tests/guestbook/appears_everywhere.py"], cwd=ROOT, env=words, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-2000:]
    assert "passed" in run.stdout


def test_nothing_but_its_settings_and_addresses_names_it() -> None:
    naming = [
        path
        for path in [*(ROOT / "commonplace").rglob("*.py"), *(ROOT / "commonplace").rglob("*.html")]
        if "guestbook" in path.read_text().lower()
    ]
    assert naming == []
