"""What is given is laid out for a reader, and what would harm is refused whole."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from commonplace.lib.archives.at_hand import ENTRIES, at_hand
from commonplace.lib.archives.stream import Unsafe


def _zip(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return path


def _found(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()}


def test_files_and_folders_stay_where_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    assert at_hand([tmp_path / "a.json", tmp_path], tmp_path / "out") == [tmp_path / "a.json", tmp_path]


def test_a_zip_is_unpacked_without_what_programs_leave(tmp_path: Path) -> None:
    given = _zip(tmp_path / "a.zip", {"general/1.json": b"[]", "__MACOSX/general/._1.json": b"x", "users.json": b"{}"})
    (folder,) = at_hand([given], tmp_path / "out")
    assert _found(folder) == {"general/1.json": b"[]", "users.json": b"{}"}


def test_a_packed_tar_is_unpacked(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.mbz", "w:gz") as packed:
        entry = tarfile.TarInfo("forum/forum.xml")
        entry.size = 6
        packed.addfile(entry, io.BytesIO(b"<xml/>"))
    (folder,) = at_hand([tmp_path / "a.mbz"], tmp_path / "out")
    assert _found(folder) == {"forum/forum.xml": b"<xml/>"}


@pytest.mark.parametrize("name", ["../out.json", "/etc/out.json", "a/../../out.json", "..\\out.json", "C:\\out.json"])
def test_a_name_that_leads_outside_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Unsafe):
        at_hand([_zip(tmp_path / "a.zip", {"fine.json": b"[]", name: b"[]"})], tmp_path / "out" / "deep")
    assert not list(tmp_path.rglob("out.json"))


def test_links_in_a_tar_are_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as packed:
        entry = tarfile.TarInfo("link")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        packed.addfile(entry)
    with pytest.raises(Unsafe):
        at_hand([tmp_path / "a.tar"], tmp_path / "out")


def test_a_bomb_is_refused_before_it_fills_the_disk(tmp_path: Path) -> None:
    given = _zip(tmp_path / "a.zip", {f"{number}.json": bytes(20 << 20) for number in range(6)})
    with pytest.raises(Unsafe):
        at_hand([given], tmp_path / "out")
    assert sum(one.stat().st_size for one in (tmp_path / "out").rglob("*") if one.is_file()) <= 40 << 20


def test_more_entries_than_any_archive_has_are_refused_unread(tmp_path: Path) -> None:
    given = tmp_path / "a.zip"
    given.write_bytes(b"PK\x03\x04" + b"PK\x01\x02" * (ENTRIES + 1))
    with pytest.raises(Unsafe):
        at_hand([given], tmp_path / "out")


def test_what_is_damaged_is_refused(tmp_path: Path) -> None:
    whole = _zip(tmp_path / "a.zip", {"a.json": b"[1, 2, 3]" * 100}).read_bytes()
    (tmp_path / "a.zip").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Unsafe):
        at_hand([tmp_path / "a.zip"], tmp_path / "out")
