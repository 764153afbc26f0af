"""Once a sealed gathering's days are over its words are in no table, in no file, and in no byte of the database."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from commonplace.communities.models import Community
from commonplace.gatherings.actions.attending import confirm_attendance
from commonplace.gatherings.models import Gathering
from commonplace.letters.models import Letter
from commonplace.protocols.protocol import Capture
from commonplace.repertoire.actions import consenting
from commonplace.repertoire.actions.keeping import Taken
from commonplace.repertoire.actions.wording import Source, Words
from commonplace.repertoire.models import Passage, Resource
from commonplace.runs.actions import asking, case_note, filing, noting, stepping
from commonplace.runs.actions.asking_by_letter import ask_for_wishes, ask_what_came
from commonplace.runs.actions.deciding import decide
from commonplace.runs.actions.forgetting import forget_sealed
from commonplace.runs.models import Run
from commonplace.runs.tests.conftest import planned
from commonplace.store.wiping import wipe

RARE = "Quetzalcoatlus"


@pytest.fixture
def stick(stick: Community) -> Community:
    stick.modules = [*stick.modules, "gatherings", "protocols"]
    stick.save(update_fields=["modules"])
    return stick


@pytest.fixture
def said(stick, table, shelve, hal, tomasz, rosa, now) -> Run:
    """A sealed clinic that is over; the rare word stands wherever something of it can."""
    begun = now - timedelta(hours=2)
    run = stepping.start(gathering=planned(hal, table, confidence="sealed"), by=hal, at=begun)
    noting.note(run=run, phase=0, kind=Capture.NOTE, words=RARE, person=rosa, at=begun)
    gone = noting.note(run=run, phase=0, kind=Capture.NOTE, words=f"Not this {RARE}", person=rosa, at=begun)
    noting.take_back(captured=gone, at=begun)
    tried = noting.note(
        run=run, phase=0, kind=Capture.TAKEAWAY, words=f"Try {RARE}", person=tomasz, at=begun, ask_on=now.date()
    )
    decide(run=run, kind=Capture.ACTION, words=f"Dig for {RARE}", by=tomasz, owner=tomasz)
    filing.bring(run=run, by=hal, upload=SimpleUploadedFile(f"{RARE}.txt", RARE.encode(), "text/plain"))
    stepping.step(run=run, act=stepping.Act.FINISH, number=2, by=hal, at=now - timedelta(hours=1))
    Gathering.objects.filter(pk=run.gathering_id).update(starts_at=begun, ends_at=now - timedelta(hours=1))
    run = Run.objects.select_related("gathering__space", "gathering__community").get(pk=run.pk)
    confirm_attendance(by=hal, gathering=run.gathering, came={hal.pk: "here", tomasz.pk: "here"})
    case_note.begin(run=run, by=hal, text=f"Of {RARE}")
    asking.wish(run=run, by=tomasz, stays=True, words=f"More {RARE}")
    asking.say_what_came(captured=tried, by=tomasz, came="helped", words=f"{RARE} helped")
    for _unanswered in range(2):
        shelve(
            by=hal,
            kind="guide",
            words=Words("How to turn", parts={"how": "As we said:"}),
            passages=[Taken(tried, "how")],
            source=Source(gathering=run.gathering),
        )
    return run


def standing_in() -> set[str]:
    """The tables in which the word stands."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values_list():
            if any(RARE.lower() in str(value).lower() for value in row):
                found.add(model._meta.label)
                break
    return found


def in_files(folder: str = "") -> bool:
    folders, files = default_storage.listdir(folder)
    here = (default_storage.open(str(Path(folder) / name)).read() for name in files)
    return any(RARE.encode() in one for one in here) or any(in_files(str(Path(folder) / one)) for one in folders)


@pytest.mark.django_db(transaction=True)
def test_no_table_no_file_and_no_byte_keeps_what_was_said(said: Run, tomasz, now) -> None:
    before = standing_in()
    assert {"runs.Captured", "runs.CaseNote", "runs.Wish", "runs.WhatCame", "files.StoredFile"} <= before
    assert "repertoire.Passage" in before
    assert in_files()
    # Letters that ask tell nothing of it, sent or not.
    for days in range(1, 14):
        ask_for_wishes(now=now + timedelta(days=days))
        ask_what_came(now=now + timedelta(days=days))
    assert Letter.objects.exists()
    assert "letters.Letter" not in standing_in()
    later = now + timedelta(days=15)
    forget_sealed(now=later)
    asking.let_go_of_wishes(now=later)
    consenting.let_go_of_words(now=later)
    assert wipe(now=later)
    assert standing_in() == set()
    assert not in_files()
    assert (Resource.objects.count(), Passage.objects.exclude(source="").count()) == (2, 0)
    if connection.vendor == "sqlite":
        assert RARE.encode() not in connection.connection.serialize()
