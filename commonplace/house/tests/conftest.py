"""What tests of the roof share."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from commonplace.house.tests.homes import Builder, Home, build
from commonplace.search.tests.near_machine import near_machine

__all__ = ["near_machine"]


@pytest.fixture
def home(tmp_path: Path, migrated_home: Callable[[str], Home]) -> Iterator[Builder]:
    """Makes installations that processes of their own use."""
    yield from build(tmp_path, migrated_home)
