"""What everything was decided by stands in the database, and takes no memory while letters are kept."""

import gc
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.transfer.actions import handing_in, importing
from commonplace.transfer.actions.keeping import Keeper
from commonplace.transfer.archive import Archive
from commonplace.transfer.survey import Sketch, Survey, survey
from commonplace.transfer.tests.made_up import write_archive
from commonplace.transfer.tests.wishing import say_where


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How much of what a survey holds was there once everything was decided, and while the first letter was kept."""
    seen: dict[str, int] = {}

    def alive() -> int:
        # By their type alone: a question put to them would wake what is made when it is first asked for.
        return sum(type(one) in (Sketch, Survey) for one in gc.get_objects())

    def surveyed(*said: Any, **more: Any) -> Survey:
        found = survey(*said, **more)
        seen["decided"] = alive()
        return found

    class Looking(Keeper):
        def keep_batch(self, *said: Any) -> int:
            seen.setdefault("keeping", alive())
            return super().keep_batch(*said)

    monkeypatch.setattr(importing, "survey", surveyed)
    monkeypatch.setattr(importing, "Keeper", Looking)
    monkeypatch.setattr(handing_in, "Keeper", Looking)
    return seen


def test_by_hand(seen: dict[str, int], stick: Community, tmp_path: Path) -> None:
    importing.bring_in(archive=Archive([write_archive(tmp_path / "wells")]), space=stick.spaces.get(slug="table"))
    assert seen["decided"] > 100
    assert seen["keeping"] == 0


def test_by_the_worker(seen: dict[str, int], stick: Community, ines: Person, tmp_path: Path) -> None:
    upload = SimpleUploadedFile("a.mbox", (write_archive(tmp_path / "wells") / "2009-March.txt").read_bytes())
    handing_in.hand_in(by=ines, space=stick.spaces.get(slug="table"), uploads=[upload])
    say_where()
    assert handing_in.go_on(now=timezone.now()) > 50
    assert seen["decided"] > 50
    assert seen["keeping"] == 0
