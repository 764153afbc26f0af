"""No expression of the house may take more than linear time for what it repeats; see `tests/patterns.py`."""

import pkgutil
import re
from importlib import import_module

import pytest

import commonplace
from tests.patterns import ambiguities

# Read on the first 300 characters of a line alone.
BOUNDED = {"commonplace.lib.mail.layout._CODE_LINE"}
ROOMS = ("lib", "ui", "search", "communities", "people", "conversations", "transfer", "files", "letters", "api", "web")


def patterns_here() -> dict[str, "re.Pattern[str]"]:
    found: dict[str, re.Pattern[str]] = {}
    for room in ROOMS:
        root = import_module(f"{commonplace.__name__}.{room}")
        for module in pkgutil.walk_packages(root.__path__, f"{root.__name__}."):
            if {"tests", "migrations", "management"}.isdisjoint(module.name.split(".")):
                values = vars(import_module(module.name)).items()
                found |= {f"{module.name}.{name}": one for name, one in values if isinstance(one, re.Pattern)}
    return found


def test_no_pattern_repeats_in_two_ways_what_it_reads():
    found = {name: said for name, one in patterns_here().items() if (said := ambiguities(one))}
    assert set(found) == BOUNDED, found


@pytest.mark.parametrize("pattern", [r"(?:a+)*b", r"(?:[ab]*a)*c", r"\s*\s*x", r"\w+\d*x", r"(?:a|b+)+c", r"\s*:?\s*$"])
def test_patterns_that_may_explode_are_found(pattern: str):
    assert ambiguities(re.compile(pattern)) != []


@pytest.mark.parametrize("pattern", [r"a*+a*+b", r"(?:,a*)*", r"\w+(?:-\w+)*", r"a*ba*", r"(?:\n[^\n]+)*", r"a{1,9}a*"])
def test_patterns_that_cannot_are_left_alone(pattern: str):
    assert ambiguities(re.compile(pattern)) == []
