"""Some days after a sealed gathering its words are nowhere: not in rows, index, files, nor in the next backup."""

import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from commonplace.house.backup.taking import Silent, take
from commonplace.protocols.protocol import Capture
from commonplace.runs.actions import case_note, filing, noting, seating, stepping
from commonplace.runs.actions.carrying import carry_on
from commonplace.runs.actions.deciding import decide
from commonplace.runs.actions.forgetting import forget_sealed
from commonplace.runs.models import Action, Captured, CaseNote, HarvestFile, Run
from commonplace.store.wiping import wipe

pytestmark = pytest.mark.django_db
RARE = "Quetzalcoatlus under the road"


@pytest.fixture
def sealed(run, hal, tomasz) -> Run:
    run.gathering.confidence = "sealed"
    run.gathering.save(update_fields=["confidence"])
    noting.note(run=run, phase=0, kind=Capture.NOTE, words=RARE, person=hal)
    decide(run=run, kind=Capture.ACTION, words=f"Dig: {RARE}", by=tomasz, owner=tomasz)
    filing.bring(run=run, by=hal, upload=SimpleUploadedFile("wall.txt", RARE.encode(), "text/plain"))
    return run


def finish(run: Run, hal, now) -> Run:
    stepping.step(run=run, act=stepping.Act.FINISH, number=2, by=hal, at=now)
    run.refresh_from_db()
    case_note.begin(run=run, by=hal, text=RARE)
    return run


def in_files(folder: str = "") -> bool:
    folders, files = default_storage.listdir(folder)
    here = (default_storage.open(str(Path(folder) / name)).read() for name in files)
    return any(RARE.encode() in one for one in here) or any(in_files(str(Path(folder) / one)) for one in folders)


def in_backup(folder: Path, now) -> bool:
    with zipfile.ZipFile(take(folder=folder, now=now, progress=Silent()).path) as archive:
        return any(RARE.encode() in archive.read(name) for name in archive.namelist())


@pytest.mark.django_db(transaction=True)
def test_after_its_days_no_word_is_left_in_rows_index_files_or_backup(sealed, hal, now, tmp_path) -> None:
    finish(sealed, hal, now)
    assert forget_sealed(now=now + timedelta(days=13)) == 0
    assert in_files()
    assert in_backup(tmp_path, now)
    assert forget_sealed(now=now + timedelta(days=15)) == 2
    assert [model.objects.count() for model in (Captured, Action, CaseNote, HarvestFile)] == [0, 0, 0, 0]
    wipe(now=now + timedelta(days=15))
    assert not in_files()
    assert not in_backup(tmp_path, now + timedelta(days=15))
    if connection.vendor == "sqlite":
        assert RARE.encode() not in connection.connection.serialize()
    assert forget_sealed(now=now + timedelta(days=16)) == 0


def test_one_that_nobody_ended_goes_too_with_its_seats(sealed, now) -> None:
    seating.sit_as_guest(run=sealed, wall=sealed.wall, name="Xanthippe")
    after = sealed.gathering.ends_at + timedelta(days=14)
    assert forget_sealed(now=after - timedelta(hours=1)) == 0
    assert forget_sealed(now=after + timedelta(hours=1)) == 2
    sealed.refresh_from_db()
    assert sealed.is_over
    assert not sealed.seats.exists()


def test_what_is_not_sealed_stays(run, close_run, hal, now) -> None:
    for one in (run, close_run):
        noting.note(run=one, phase=0, kind=Capture.NOTE, words=RARE, person=hal)
        stepping.step(run=one, act=stepping.Act.FINISH, number=2, by=hal, at=now)
    forget_sealed(now=now + timedelta(days=900))
    assert Captured.objects.count() == 2


def test_what_somebody_carried_on_in_their_own_name_stays_theirs(sealed, hal, tomasz, now) -> None:
    line = noting.note(run=sealed, phase=0, kind=Capture.QUESTION, words="When does one stop?", person=tomasz)
    talk = carry_on(captured=line, by=tomasz, is_own=True)
    finish(sealed, hal, now)
    forget_sealed(now=now + timedelta(days=15))
    talk.refresh_from_db()
    assert talk.title == "When does one stop?"
