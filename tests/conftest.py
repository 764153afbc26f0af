"""What tests of the whole house share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import races
from tests.furnished import Furnished, furnish
from tests.kept import Stage


@pytest.fixture
def shared(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A database that threads of a race find."""
    end = races.share(tmp_path / "shared.sqlite3")
    yield
    end()


@pytest.fixture
def house(db: None, tmp_path: Path, stage: Stage) -> Furnished:
    """A community in which each room holds something."""
    return stage.call(lambda: furnish(tmp_path), "furnished", is_long=True)
