"""What moves in leaves the same rows through one process and through two."""

from __future__ import annotations

import resource
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from commonplace.transfer import render_worker, shown
from commonplace.transfer.actions.housing import house_for
from commonplace.transfer.actions.importing import bring_in
from commonplace.transfer.actions.moving_in import move_in
from commonplace.transfer.archive import Archive
from commonplace.transfer.tests.invented import of
from commonplace.transfer.tests.made_up import write_archive
from commonplace.transfer.tests.moves import talk

DRAWN = {"password", "holder"}  # by lot, in each house anew
MESSAGES = 160  # two thirds of them in one place: more than one batch


def letters(folder: Path) -> None:
    bring_in(archive=Archive([write_archive(folder / "wells")]), space=house_for("wells").space)


def messages(_folder: Path) -> None:
    move_in(reader=of(talk(MESSAGES)), community=house_for("wells").community)


def every_row(since: datetime) -> dict[str, list[dict[str, Any]]]:
    """All that the house keeps, but for what was drawn by lot, and the moments at which it was written."""
    return {
        model._meta.label: [
            {
                name: "now" if isinstance(value, datetime) and value >= since else value
                for name, value in row.items()
                if name not in DRAWN
            }
            for row in model._base_manager.order_by("pk").values()
        ]
        for model in apps.get_models()
        if model.__module__.startswith("commonplace.")
    }


@pytest.mark.parametrize("bring", [letters, messages])
def test_one_process_and_two_leave_the_same_rows(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bring: Callable[[Path], None]
) -> None:
    monkeypatch.setattr(shown, "MANY", 1)
    monkeypatch.setattr(render_worker, "LARGE", 1)
    found = []
    for cores in (1, 2):
        call_command("flush", interactive=False, verbosity=0)  # also of the keys that an earlier test has used
        monkeypatch.setattr(shown.os, "cpu_count", lambda cores=cores: cores)
        begun, beside = timezone.now(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        bring(tmp_path)
        assert (resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime > beside) == (cores == 2)
        found.append(every_row(begun))
    one, two = found
    assert len(one["conversations.Post"]) > 100
    assert one == two
