"""`import KIND`: what the command says, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from commonplace.communities.models import Community
from commonplace.conversations.models import Conversation, Post
from commonplace.house.cli import main
from commonplace.lib.archives.kinds import KINDS
from commonplace.lib.archives.stream import Reader
from commonplace.transfer.models import Import
from commonplace.transfer.tests.moves import INVENTED


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setitem(KINDS, INVENTED.code, INVENTED)
    path = tmp_path / "talk"
    path.write_text("30")
    return path


def _said(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    capsys.readouterr()
    assert main(["import", "invented", *words, "--json"]) == 0
    said: dict[str, object] = json.loads(capsys.readouterr().out)
    return said


def test_what_came_is_said_and_nothing_comes_twice(db: None, archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = ("kept", "already", "updated", "aside", "passed_over", "unreadable")
    for is_first in (True, False):
        said = _said(capsys, str(archive), "--community", "wells")
        assert said["read"] == sum(said[one] for one in outcomes)
        assert bool(said["kept"]) == is_first
    assert Post.objects.count() == 30
    assert sorted(Community.objects.get(slug="wells").spaces.values_list("slug", flat=True))[0] == "chat"


def test_a_dry_run_keeps_nothing_and_founds_nothing(
    db: None, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _said(capsys, str(archive), "--community", "wells", "--dry-run")
    assert (said["new"], said["people"]) == (30, 12)
    assert not Community.objects.exists()
    assert main(["import", "invented", str(archive), "--community", "wells", "--dry-run"]) == 0
    assert "Threads: 20 of 20 messages, 2019-05-06 to 2019-05-06: into a new space" in capsys.readouterr().out


def test_places_are_mapped(stick: Community, archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _said(capsys, str(archive), "--community", stick.slug, "--map", "Chat=table", "--map", "Threads=")
    assert {one.space.slug for one in Conversation.objects.filter(origin__startswith="invented")} == {"table"}
    assert Post.objects.filter(origin__startswith="invented").count() == 10
    _said(capsys, str(archive), "--community", stick.slug, "--space", "table", "--source", "other")
    assert Post.objects.filter(origin__startswith="invented").count() == 40


def test_what_cannot_be_is_said(stick: Community, archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["import", "invented", str(archive), "--community", stick.slug]
    assert main([*words, "--space", "nowhere"]) == 2
    assert "no space 'nowhere'" in capsys.readouterr().err
    assert main([*words, "--map", "Nowhere=table"]) == 2
    assert "no place that is called 'Nowhere'" in capsys.readouterr().err
    archive.write_text("not a number")
    assert main(words) == 1
    assert "talk is no number" in capsys.readouterr().err
    assert main([*words[:2], str(archive) + "-gone", *words[3:]]) == 1
    assert not Post.objects.filter(origin__startswith="invented").exists()


def test_what_does_not_say_what_it_is_called_is_called_by_its_file(
    db: None, archive: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = KINDS["invented"]

    def nameless(paths: Sequence[Path]) -> Reader:
        reader = kind.opens(paths)
        reader.title = ""
        return reader

    monkeypatch.setitem(KINDS, "invented", replace(kind, opens=nameless))
    _said(capsys, str(archive), "--community", "wells")
    assert Import.objects.get().name == "talk"
