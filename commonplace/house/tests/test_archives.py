"""What an archive is: whole or refused, named by its house, never half written, and no other's business."""

import fcntl
import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps

from commonplace.communities.models import Numbering
from commonplace.house.backup import rows, shelf
from commonplace.house.backup.container import Archive, Damaged, Manifest, Part, Writer
from commonplace.house.backup.restoring import Refused, check_steps

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
DIGEST = "0" * 64


def written(**parts: bytes) -> bytes:
    out = io.BytesIO()
    writer = Writer(
        out, Manifest(taken_at=NOON.isoformat(), database="sqlite", migrations=[("people", "0001_initial")])
    )
    for name, data in {"rows/people_person.jsonl": b"[]\n" * 500, "secret-key": b"key", **parts}.items():
        with writer.part(name, is_packed=False) as part:
            part.write(data)
    writer.close()
    return out.getvalue()


def anew(change: Callable[[dict[str, bytes]], object]) -> bytes:
    """An archive that somebody took apart, changed, and zipped again: every checksum of the zip itself is right."""
    with zipfile.ZipFile(io.BytesIO(written())) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


def named(name: str) -> Callable[[dict[str, bytes]], object]:
    """Another part, which the manifest names as it names all others."""

    def change(parts: dict[str, bytes]) -> None:
        told = json.loads(parts["manifest.json"])
        told["parts"][name] = {"sha256": DIGEST, "bytes": 1}
        parts |= {"manifest.json": json.dumps(told).encode(), name: b"x"}

    return change


def check(data: bytes) -> None:
    Archive(io.BytesIO(data)).verify()


def test_what_was_written_is_whole() -> None:
    check(written(**{"files/ab/cd/é ü.txt": b"said", "files/transfer/1": b""}))


@pytest.mark.parametrize("at", [0, 10, 300, 1000, -1500, -300, -30, -1])
def test_an_archive_that_was_cut_short_is_refused(at: int) -> None:
    with pytest.raises(Damaged):
        check(written()[:at])


def test_any_byte_that_changed_in_a_part_is_found() -> None:
    data = written()
    begin = data.index(b"[]\n")
    for at in (begin, begin + 700, data.index(b"key", begin)):
        with pytest.raises(Damaged, match="part"):
            check(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])


@pytest.mark.parametrize(
    "change",
    [
        lambda parts: parts.update({"secret-key": b"kex"}),
        lambda parts: parts.update({"secret-key": b"key and more"}),
        lambda parts: parts.pop("secret-key"),
        lambda parts: parts.update({"files/more": b"x"}),
        lambda parts: parts.update({"manifest.json": b"{}"}),
        lambda parts: parts.update({"manifest.json": b"["}),
        lambda parts: parts.pop("manifest.json"),
        named("files/more"),
    ],
)
def test_an_archive_that_was_changed_is_refused(change: Callable[[dict[str, bytes]], object]) -> None:
    with pytest.raises(Damaged):
        check(anew(change))


@pytest.mark.parametrize(
    "name",
    [
        "files/../secret-key",
        "files/ab/../../../etc/passwd",
        "files//etc/passwd",
        "/etc/passwd",
        "../up",
        "files/..",
        "files/.",
        "files/",
        "files/a\\..\\b",
        "files/C:/x",
        "files/a\nb",
        "rows/../x.jsonl",
        "rows/people.py",
        "other",
    ],
)
def test_no_part_leads_out_of_its_folder(name: str) -> None:
    with pytest.raises(Damaged, match="leads elsewhere"):
        Archive(io.BytesIO(anew(named(name))))


def test_an_archive_of_a_newer_house_is_refused() -> None:
    archive = Archive(io.BytesIO(written()))
    check_steps(archive)
    archive.manifest.migrations.append(("people", "9999_tomorrow"))
    with pytest.raises(Refused, match="Update this one first"):
        check_steps(archive)


def test_no_row_that_travels_names_one_that_stays() -> None:
    kept = {*rows.kept(apps)}
    links = [field for model in kept for field in model._meta.concrete_fields if field.is_relation]
    assert [str(field) for field in links if field.related_model not in kept] == []
    assert {model._meta.label for model in apps.get_models(include_auto_created=True)} >= {*rows.LEFT_OUT}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def archive_of(folder: Path, days: int, house: str = "") -> str:
    path = folder / f"commonplace-{house or shelf.house()}-{(NOON - timedelta(days=days)).strftime(shelf.STAMP)}.zip"
    path.touch()
    return path.name


def test_only_old_archives_of_this_house_go(tmp_path: Path) -> None:
    for days in (0, 6):
        archive_of(tmp_path, days)
    old = [archive_of(tmp_path, 30), archive_of(tmp_path, 8)]
    archive_of(tmp_path, 30, house="00000000")
    for other in (f"{old[0]}.half", f"my-{old[0]}", "commonplace.zip", "letters.txt"):
        (tmp_path / other).touch()
    (tmp_path / f"commonplace-{shelf.house()}-20200101T000000Z.zip").symlink_to(tmp_path / "letters.txt")
    (tmp_path / f"commonplace-{shelf.house()}-20200102T000000Z.zip").mkdir()
    assert [path.name for path in shelf.outlived(tmp_path, days=7, now=NOON)] == old


def test_the_newest_archive_never_goes(tmp_path: Path) -> None:
    archive_of(tmp_path, 900)
    assert shelf.outlived(tmp_path, days=1, now=NOON) == []


def test_what_fails_while_it_is_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="closed"), shelf.new_archive(tmp_path, now=NOON) as (_, stream):
        stream.close()
    assert names(tmp_path) == []


def test_what_a_killed_backup_left_goes_and_what_is_being_written_stays(tmp_path: Path) -> None:
    left = tmp_path / f".commonplace-{shelf.house()}-20260101T000000Z.zip.1.half"
    busy = tmp_path / f".commonplace-{shelf.house()}-20260101T000000Z.zip.2.half"
    left.touch()
    with busy.open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with shelf.new_archive(tmp_path, now=NOON) as (path, stream):
            stream.write(b"whole")
    assert names(tmp_path) == [busy.name, path.name]


def test_parts_say_what_they_are() -> None:
    archive = Archive(io.BytesIO(written(**{"files/a/b.txt": b"said"})))
    assert list(archive.manifest.files()) == ["a/b.txt"]
    assert archive.manifest.table("people_person") == Part(
        archive.manifest.parts["rows/people_person.jsonl"].sha256, 1500
    )
    assert archive.key() == "key"


@pytest.mark.parametrize("line", [b"{", b"[1]", b'["x"]', b"7"])
def test_a_row_that_cannot_be_read_is_damage(line: bytes) -> None:
    names = json.dumps([field.attname for field in rows.columns(Numbering)]).encode()
    read = rows.read(Numbering, io.BytesIO(names + b"\n" + line + b"\n"), lambda many: None)
    with pytest.raises(Damaged, match="cannot be read"):
        list(read)


def test_a_table_with_other_columns_is_damage() -> None:
    with pytest.raises(Damaged, match="other columns"):
        list(rows.read(Numbering, io.BytesIO(b'["id"]\n'), lambda many: None))
