"""A calendar that moved in is taken back: silently, whole, and without what people built on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.models import Deed
from commonplace.gatherings.actions.answering import answer
from commonplace.gatherings.actions.changing import call_off
from commonplace.gatherings.actions.serial import make_dates_of_all
from commonplace.gatherings.actions.talking import begin_to_talk
from commonplace.gatherings.models import Gathering, Series
from commonplace.letters.models import Letter
from commonplace.lib.tests.test_calendars_read import event
from commonplace.search.models import SearchEntry
from commonplace.store.due import do_due
from commonplace.transfer.actions import calendars_back
from commonplace.transfer.actions.calendars_back import ask_calendar_back, go_on_taking_calendars_back, staying
from commonplace.transfer.models import CalendarRun
from commonplace.transfer.tests.test_calendars import bring

pytestmark = pytest.mark.django_db


def soon(days: int) -> str:
    return f"DTSTART;TZID=Europe/Warsaw:{timezone.now() + timedelta(days=days):%Y%m%d}T150000"


@pytest.fixture
def run(stick, tmp_path, capsys) -> CalendarRun:
    told = bring(
        tmp_path,
        event(uid="one", start=soon(3)),
        event("RRULE:FREQ=WEEKLY", uid="weekly", start=soon(5)),
        event(uid="past", start=soon(-30)),
        capsys=capsys,
    )
    assert told["kept"] == 3
    return CalendarRun.objects.get()


def take_back(run: CalendarRun) -> None:
    ask_calendar_back(run=run)
    assert "take calendars back" in do_due(now=timezone.now())


def test_all_of_it_goes_as_if_it_had_never_come(run, stick, tmp_path, capsys) -> None:
    make_dates_of_all(now=timezone.now() + timedelta(days=60))
    count = Gathering.objects.count()
    assert count > run.dates
    letters, deeds = Letter.objects.count(), Deed.objects.count()
    take_back(run)
    assert (Gathering.objects.count(), Series.objects.count(), CalendarRun.objects.count()) == (0, 0, 0)
    assert (Letter.objects.count(), Deed.objects.count()) == (letters, deeds)
    assert not SearchEntry.objects.filter(kind="gathering").exists()
    again = bring(tmp_path, event(uid="one", start=soon(3)), capsys=capsys, name="b.ics")
    assert (again["kept"], again["already"]) == (1, 0)


def test_what_people_built_on_stays_and_its_series_goes_on_no_more(run, hal, tomasz, ines) -> None:
    one = Gathering.objects.get(series=None, starts_at__gt=timezone.now())
    weekly = list(Gathering.objects.exclude(series=None).order_by("starts_at"))
    answer(gathering=weekly[2], says="yes", person=tomasz)
    answer(gathering=weekly[3], says="no", person=tomasz)
    begin_to_talk(by=tomasz, gathering=one, text="Is this ours?")
    call_off(by=ines, gathering=weekly[4], why="A holiday.")
    kept = {weekly[2].pk, weekly[3].pk, weekly[4].pk, one.pk}
    assert set(staying(run).values_list("pk", flat=True)) == kept
    Letter.objects.all().delete()
    take_back(run)
    assert set(Gathering.objects.values_list("pk", flat=True)) == kept
    series = Series.objects.get()
    assert series.ended_at is not None
    assert make_dates_of_all(now=timezone.now() + timedelta(days=60)) == 0
    assert not Letter.objects.exists()
    assert not CalendarRun.objects.exists()


def test_one_import_goes_and_another_stays(run, stick, tmp_path, capsys) -> None:
    bring(tmp_path, event(uid="other", start=soon(9)), capsys=capsys, name="b.ics")
    bring(tmp_path, event(uid="other", start=soon(9)), capsys=capsys, name="c.ics")
    other = CalendarRun.objects.get(name="b.ics")
    take_back(run)
    assert list(Gathering.objects.values_list("origin", flat=True)) == [other.origin]
    assert list(CalendarRun.objects.all()) == [other]


def test_a_worker_that_is_killed_goes_on(run, monkeypatch, tomasz) -> None:
    ask_calendar_back(run=run)
    whole, calls = calendars_back.index.drop, []

    def killed(kind: str, ids: list[int]) -> None:
        whole(kind, ids)
        calls.append(ids)
        if len(calls) == 2:
            raise KeyboardInterrupt

    before = Gathering.objects.count()
    monkeypatch.setattr(calendars_back.index, "drop", killed)
    monkeypatch.setattr(calendars_back, "STEP", 10)
    with pytest.raises(KeyboardInterrupt):
        go_on_taking_calendars_back(now=timezone.now())
    assert 0 < Gathering.objects.count() < before
    # Somebody answers in between: that one stays.
    one = Gathering.objects.filter(starts_at__gt=timezone.now()).order_by("-starts_at").first()
    answer(gathering=one, says="yes", person=tomasz)
    go_on_taking_calendars_back(now=timezone.now())
    assert list(Gathering.objects.all()) == [one]


def test_stewards_see_what_goes_and_what_stays(client: Client, run, ines, tomasz) -> None:
    one = Gathering.objects.get(series=None, starts_at__gt=timezone.now())
    Gathering.objects.filter(pk=one.pk).update(title="The fair of wells")
    answer(gathering=one, says="yes", person=tomasz)
    page = f"/c/stick/imports/calendars/{run.pk}/taking-back"
    client.force_login(tomasz)
    assert client.get(page).status_code == 404
    assert client.post(page).status_code == 404
    client.force_login(ines)
    assert "a.ics" in client.get("/c/stick/imports/").text
    shown = client.get(page).text
    assert "The fair of wells" in shown
    assert client.post(page).status_code == 302
    assert "It is being taken back." in client.get("/c/stick/imports/").text
    do_due(now=timezone.now())
    assert list(Gathering.objects.all()) == [one]
    assert client.get(page).status_code == 404
