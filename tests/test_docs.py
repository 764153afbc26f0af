"""The documentation names every room, every setting and every command."""

import argparse
import re
from pathlib import Path

import pytest

from commonplace.house.cli import COMMANDS, doctor
from commonplace.lib.mail.mailbox import LARGEST
from commonplace.store.registry import HOOKS, REGISTRIES

ROOT = Path(__file__).resolve().parents[1]
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text()
OPERATING = (ROOT / "docs/operating.md").read_text()
DEVELOPMENT = (ROOT / "docs/development.md").read_text()

ROOMS = sorted(path.parent.name for path in (ROOT / "commonplace").glob("*/__init__.py"))
SETTINGS = sorted({*re.findall(r"env\.\w+\([\"']([A-Z_]+)", (ROOT / "commonplace/house/settings.py").read_text())})
SCRIPTS = sorted(path.name for path in (ROOT / "bin").iterdir() if path.is_file())


@pytest.mark.parametrize("room", ROOMS)
def test_architecture_names_the_room(room: str) -> None:
    assert re.search(rf"^\| `{room}` \|", ARCHITECTURE, re.MULTILINE)


@pytest.mark.parametrize("setting", SETTINGS)
def test_operating_explains_the_setting(setting: str) -> None:
    assert re.search(rf"^\| `{setting}` \|", OPERATING, re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_operating_explains_the_command(command: str) -> None:
    assert re.search(rf"^\| `bin/commonplace {command}` \|", OPERATING, re.MULTILINE)


@pytest.mark.parametrize("script", SCRIPTS)
def test_development_explains_the_script(script: str) -> None:
    assert f"`bin/{script}" in DEVELOPMENT


def test_readme_says_the_two_commands() -> None:
    assert set(re.findall(r"^bin/\S+", (ROOT / "README.md").read_text(), re.MULTILINE)) == {"bin/dev", "bin/check"}


def test_links_between_documents_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    links = [
        (page, link) for page in pages for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text())
    ]
    assert [f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("name", sorted(REGISTRIES))
def test_architecture_names_the_registry(name: str) -> None:
    assert f"`{name}`" in ARCHITECTURE


def test_the_doctor_lists_what_rooms_declare(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    doctor.arguments(parser)
    assert doctor.run(parser.parse_args(["--offers"])) == 0
    listed = {line.partition(":")[0] for line in capsys.readouterr().out.splitlines()}
    assert listed == {*REGISTRIES, *HOOKS}


def test_importing_tells_how_much_of_a_letter_is_read() -> None:
    told = re.findall(r"(\d+) MB are read|letter larger than (\d+) MB", (ROOT / "docs/importing.md").read_text())
    assert {size for pair in told for size in pair if size} == {str(LARGEST >> 20)}


@pytest.mark.parametrize(
    ("page", "least"),
    [("decisions/0029-what-was-found", 200), ("decisions/0031-gatherings-that-change", 35), ("threats", 80)],
)
def test_what_is_said_to_be_held_by_a_test_is(page: str, least: int) -> None:
    said = (ROOT / f"docs/{page}.md").read_text()
    named = set(re.findall(r"`([\w/]+\.py)::(\w+)`", said))
    assert len(named) > least
    for path, name in sorted(named):
        found = next((one for one in (ROOT / path, ROOT / "commonplace" / path) if one.exists()), None)
        assert found, path
        assert f"def {name}(" in found.read_text(), f"{path}::{name}"
