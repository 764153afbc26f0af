"""What tests of the whole house share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import races


@pytest.fixture
def shared(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A database that threads of a race find."""
    end = races.share(tmp_path / "shared.sqlite3")
    yield
    end()
