"""A file that goes on keeps its earlier states, with who and when; any of them can be had again."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection, models

from commonplace.files import versions
from commonplace.files.actions import FileRefused, keep_bytes
from commonplace.files.models import StoredFile, Version, Versioned
from commonplace.people.actions import register
from commonplace.people.models import Person


@pytest.fixture
def sheets(transactional_db: None) -> Iterator[type[Versioned]]:
    """A room's rows for as long as a test takes."""

    class Sheet(Versioned):
        class Meta:
            app_label = "files"

    class SheetVersion(Version):
        of = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="versions")

        class Meta:
            app_label = "files"
            constraints = [models.UniqueConstraint(fields=["of", "number"], name="one_sheet_version_each")]

    with connection.schema_editor() as editor:
        editor.create_model(Sheet)
        editor.create_model(SheetVersion)
    yield Sheet
    with connection.schema_editor() as editor:
        editor.delete_model(SheetVersion)
        editor.delete_model(Sheet)
    for name in ("sheet", "sheetversion"):
        del apps.all_models["files"][name]
    apps.clear_cache()


@pytest.fixture
def rosa_and_hal(transactional_db: None) -> tuple[Person, Person]:
    made = [register(name=name, address=f"{name.lower()}@example.org", is_confirmed=True) for name in ("Rosa", "Hal")]
    return made[0], made[1]


def told(sheet: Any) -> list[tuple[int, str, str | None, int | None]]:
    return [
        (one.number, one.file.name if one.file else "", one.by and one.by.name, one.restores)
        for one in versions.versions_of(sheet)
    ]


def test_a_file_goes_on_comes_back_and_lets_go(sheets: Any, rosa_and_hal: tuple[Person, Person]) -> None:
    rosa, hal = rosa_and_hal
    first, second = (keep_bytes(name=f"{word}.txt", data=word.encode()) for word in ("first", "second"))
    path = second.content.name
    sheet = sheets.objects.create(file=first)
    versions.begin(of=sheet, by=rosa)
    versions.put(of=sheet, stored=second, by=hal)
    assert (sheet.file, told(sheet)) == (second, [(2, "second.txt", "Hal", None), (1, "first.txt", "Rosa", None)])

    same = keep_bytes(name="second.txt", data=b"second")
    assert versions.put(of=sheet, stored=same, by=rosa).number == 2
    assert not StoredFile.objects.filter(pk=same.pk).exists()

    earlier = sheet.versions.get(number=1)
    versions.restore(of=sheet, version=earlier, by=rosa)
    sheet.refresh_from_db()
    assert (sheet.file, told(sheet)[0]) == (first, (3, "first.txt", "Rosa", 1))

    for number in (1, 3):  # the newest one's bytes
        with pytest.raises(versions.NotThere):
            versions.take_away(of=sheet, version=sheet.versions.get(number=number), by=rosa)
    versions.take_away(of=sheet, version=sheet.versions.get(number=2), by=rosa)
    gone = sheet.versions.get(number=2)
    assert (gone.file, gone.by, gone.taken_away_by) == (None, hal, rosa)
    assert not default_storage.exists(path)
    with pytest.raises(versions.NotThere):
        versions.restore(of=sheet, version=gone, by=rosa)

    sheet.versions.filter(number=3).update(number=versions.MOST)
    with pytest.raises(FileRefused) as refused:
        versions.put(of=sheet, stored=keep_bytes(name="more.txt", data=b"more"), by=hal)
    assert (refused.value.code, told(sheet)[0][0]) == ("too-many-versions", versions.MOST)

    versions.let_go(of=sheet)
    assert list(StoredFile.objects.values_list("name", flat=True)) == ["more.txt"]
