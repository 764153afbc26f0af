"""A journey waits for what it looks for: the answer to a press may be a moment away on a busy machine."""

import ast
import itertools
from pathlib import Path

import pytest

JOURNEYS = Path(__file__).parent / "journeys"
# What Playwright answers at once, from whatever page is there; `expect` looks until it is so.
AT_ONCE = {
    "all_inner_texts",
    "all_text_contents",
    "is_checked",
    "is_disabled",
    "is_editable",
    "is_enabled",
    "is_hidden",
    "is_visible",
}
PRESSES = {"check", "click", "dblclick"}
# Goes elsewhere, or becomes somebody else: a press whose answer has not begun would be lost.
LEAVES = {"goto", "reload", "walk_in"}


def named(node: ast.AST) -> str:
    """What a call calls: the last part of its name."""
    called = node.func if isinstance(node, ast.Call) else None
    return called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""


def looks_at_once(tree: ast.AST) -> list[int]:
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Call) and named(node) in AT_ONCE]


def leaves_too_early(tree: ast.AST) -> list[int]:
    found = []
    for node in ast.walk(tree):
        steps = getattr(node, "body", None)
        if not isinstance(steps, list) or isinstance(node, ast.With):
            continue
        for step, following in itertools.pairwise(steps):
            if not (isinstance(step, ast.Expr) and isinstance(following, ast.Expr)):
                continue
            if named(step.value) in PRESSES and named(following.value) in LEAVES:
                found.append(following.lineno)
    return found


@pytest.mark.parametrize("journey", sorted(JOURNEYS.glob("*.py")), ids=lambda path: path.stem)
def test_a_journey_waits_for_what_it_looks_for(journey: Path) -> None:
    tree = ast.parse(journey.read_text())
    assert not looks_at_once(tree), "Use expect(…): it waits until it is so."
    assert not leaves_too_early(tree), "Wait for the answer first, or begin the press in `expect_navigation()`."


@pytest.mark.parametrize(
    "line",
    [
        "assert page.get_by_text('Kept.').is_visible()",
        "page.click('a')\npage.goto('/')",
        "one.check()\nwalk_in(page, x)",
    ],
)
def test_one_that_does_not_wait_is_found(line: str) -> None:
    tree = ast.parse(line)
    assert looks_at_once(tree) or leaves_too_early(tree)
