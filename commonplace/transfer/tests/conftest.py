"""Real archives, where COMMONPLACE_ARCHIVES names their folder."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from commonplace.communities.models import Community
from commonplace.communities.readers import read_on
from commonplace.transfer.actions.importing import bring_in
from commonplace.transfer.archive import Archive
from commonplace.transfer.models import Import
from commonplace.transfer.tests.made_up import write_archive


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


@pytest.fixture
def bring(stick: Community, tmp_path: Path) -> Callable[..., Import]:
    """Brings the whole archive in, or one of its files."""
    folder = write_archive(tmp_path / "wells")

    def brought(name: str = "", community: Community = stick) -> Import:
        space = community.spaces.order_by("pk")[0]
        run = bring_in(archive=Archive([folder / name if name else folder]), space=space).run
        assert run is not None
        read_on()
        return run

    return brought
