"""`import mbox`: what would come is said before, and comes; into the space that is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from commonplace.communities.models import Community, Membership
from commonplace.communities.spaces.actions import open_space
from commonplace.conversations.models import Conversation, Post
from commonplace.house.cli import main
from commonplace.people.models import Person
from commonplace.transfer.models import Import, Letter
from commonplace.transfer.tests.made_up import write_archive


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return write_archive(tmp_path / "wells")


def _said(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["import", "mbox", *words, "--json"]) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


def _rows() -> list[int]:
    return [model._default_manager.count() for model in (Community, Person, Membership, Post, Letter, Import)]


def test_a_dry_run_keeps_nothing_founds_nothing_and_says_what_comes(
    db: None, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = (str(archive), "--community", "wells")
    before = _rows()
    told = _said(capsys, *words, "--dry-run")
    assert _rows() == before
    came = _said(capsys, *words)
    assert (told["new"], told["people"], told["conversations"]) == (
        came["kept"], came["people"], came["conversations"],
    )  # fmt: skip
    account = told["account"]
    assert [account[one] for one in ("read", "already", "aside", "unreadable")] == [
        came[one] for one in ("read", "already", "aside", "unreadable")
    ]
    assert account["read"] == told["new"] + sum(account[one] for one in ("already", "aside", "unreadable"))


def test_a_dry_run_knows_what_came_before(db: None, archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = min(archive.iterdir())
    _said(capsys, str(first), "--community", "wells")
    words = (str(archive), "--community", "wells")
    before = _rows()
    told = _said(capsys, *words, "--dry-run")
    assert _rows() == before
    came = _said(capsys, *words)
    assert 0 < told["new"] == came["kept"]
    assert told["people"] == came["people"]
    again = _said(capsys, *words, "--dry-run")
    assert (again["new"], again["people"], again["conversations"]) == (0, 0, 0)


def test_letters_go_into_the_space_that_is_named(
    stick: Community, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = open_space(community=stick, slug="letters", name="Letters").slug
    words = ["import", "mbox", str(archive), "--community", stick.slug, "--space"]
    assert main([*words, other, "--dry-run"]) == 0
    assert f"into {other}" in capsys.readouterr().out
    assert main([*words, "nowhere"]) == 2
    assert "no space 'nowhere'" in capsys.readouterr().err
    assert not Letter.objects.exists()
    assert main([*words, other]) == 0
    assert {one.space.slug for one in Conversation.objects.filter(origin__startswith="mbox")} == {other}


def test_what_has_no_dry_run_does_nothing(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "ics", str(tmp_path), "--community", "wells", "--dry-run"]) == 2
    assert "nothing was done" in capsys.readouterr().err
    assert not Community.objects.exists()
