"""What would cost every run of the suite half a minute more: found here, before it is a habit."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# The fixture of the demo's own tests, what they say of sowing twice, and the journey through it.
SOWERS = {
    "commonplace/demo/tests/conftest.py",
    "commonplace/demo/tests/test_story.py",
    "tests/journeys/test_demo.py",
}


def calls(path: Path, name: str) -> bool:
    """Whether a file calls what has this name, as a function of its own or of a module."""
    called = (one.func for one in ast.walk(ast.parse(path.read_text())) if isinstance(one, ast.Call))
    return any(getattr(one, "attr", getattr(one, "id", "")) == name for one in called)


def files_of_tests() -> list[Path]:
    found = [path for path in (ROOT / "commonplace").rglob("*.py") if "tests" in path.relative_to(ROOT).parts]
    return found + list((ROOT / "tests").rglob("*.py"))


def test_the_demo_is_sown_by_one_fixture_and_one_journey() -> None:
    """Whoever needs the demo's two years takes the fixture `sown`; a room's own tests have the cast."""
    assert {str(path.relative_to(ROOT)) for path in files_of_tests() if calls(path, "sow")} == SOWERS


def test_the_house_is_furnished_by_a_fixture() -> None:
    """Furnishing takes seconds by its actions, and next to nothing as the rows that they wrote."""
    furnishers = {str(path.relative_to(ROOT)) for path in files_of_tests() if calls(path, "furnish")}
    once = {"commonplace/web/tests/test_nothing_of_others.py"}
    assert furnishers == {"tests/conftest.py", "tests/journeys/test_every_page.py"} | once
