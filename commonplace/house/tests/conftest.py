"""What tests of the roof share."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from commonplace.house.tests.homes import Builder, Home, build, migrate


@pytest.fixture(scope="session")
def migrated_home(
    tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path | None
) -> Iterator[Callable[[str], Home]]:
    """A migrated installation of each kind, to copy."""
    yield from migrate(tmp_path_factory.mktemp("migrated"), migrated_sqlite)


@pytest.fixture
def home(tmp_path: Path, migrated_home: Callable[[str], Home]) -> Iterator[Builder]:
    """Makes installations that processes of their own use."""
    yield from build(tmp_path, migrated_home)
