"""Real archives, where COMMONPLACE_ARCHIVES names their folder."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def archives() -> Callable[[str], Path]:
    """Finds an archive: unset, the test is skipped and says so; set and missing, it fails."""

    def find(name: str) -> Path:
        folder = os.environ.get("COMMONPLACE_ARCHIVES", "")
        if not folder:
            pytest.skip("COMMONPLACE_ARCHIVES names no folder of real archives")
        path = Path(folder) / name
        assert path.exists(), f"COMMONPLACE_ARCHIVES has no {name}"
        return path

    return find
