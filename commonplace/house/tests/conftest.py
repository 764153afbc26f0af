"""What tests of the roof share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from commonplace.house.tests.homes import Builder, build


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Builder]:
    """Makes installations that processes of their own use."""
    yield from build(tmp_path)
