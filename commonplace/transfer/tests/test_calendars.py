"""Calendars moving in: once each, whole events or none, and out again with the same dates."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from commonplace.communities.models import Community, Deed
from commonplace.gatherings.models import Gathering, Series
from commonplace.house.cli import main
from commonplace.letters.models import Letter
from commonplace.lib.tests.strangers import read_by_strangers
from commonplace.lib.tests.test_calendars_read import calendar, event
from commonplace.transfer.actions import calendars
from commonplace.transfer.models import CalendarRun

pytestmark = pytest.mark.django_db
BEGIN, END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2032, 1, 1, tzinfo=UTC)
SERIES = (
    event("RRULE:FREQ=WEEKLY;UNTIL=20270202T140000Z", "EXDATE;TZID=Europe/Warsaw:20261208T150000", uid="s"),
    event(
        "RECURRENCE-ID;TZID=Europe/Warsaw:20261201T150000", start="DTSTART;TZID=Europe/Warsaw:20261203T100000", uid="s"
    ),
    event("RECURRENCE-ID;TZID=Europe/Warsaw:20261215T150000", "STATUS:CANCELLED", uid="s"),
)


def bring(folder: Path, *parts: str, capsys: pytest.CaptureFixture[str], name: str = "a.ics") -> dict[str, int]:
    """What the command says of a file of these events."""
    (folder / name).write_bytes(calendar(*parts))
    assert main(["import", "ics", str(folder / name), "--community", "stick", "--json"]) == 0
    told: dict[str, int] = json.loads(capsys.readouterr().out)
    assert told["read"] == told["kept"] + told["already"] + told["unreadable"]
    return told


def printed(capsys: pytest.CaptureFixture[str]) -> bytes:
    capsys.readouterr()
    assert main(["calendar", "--community", "stick"]) == 0
    return capsys.readouterr().out.encode()


def test_events_become_gatherings_and_come_out_as_they_went_in(stick, tmp_path, capsys) -> None:
    parts = (event("LOCATION:The mill", "DESCRIPTION:Bring boots\\, please."), *SERIES)
    told = bring(tmp_path, *parts, capsys=capsys)
    assert (told["kept"], told["series"], told["unreadable"]) == (4, 1, 0)
    one = Gathering.objects.get(series=None)
    assert (one.place, one.purpose, one.origin, one.convener) == (
        "The mill",
        "Bring boots, please.",
        f"ics:{CalendarRun.objects.get().pk}",
        None,
    )
    stick.refresh_from_db()
    assert "gatherings" in stick.modules
    assert read_by_strangers(printed(capsys), BEGIN, END) == read_by_strangers(calendar(*parts), BEGIN, END)


def test_nobody_is_told_and_nobody_did_it(stick, tmp_path, capsys) -> None:
    letters, deeds = Letter.objects.count(), Deed.objects.count()
    bring(tmp_path, *SERIES, capsys=capsys)
    assert (Letter.objects.count(), Deed.objects.count()) == (letters, deeds)


def test_brought_again_everything_was_there_already(stick, tmp_path, capsys) -> None:
    first = bring(tmp_path, event(), *SERIES, capsys=capsys)
    rows = set(Gathering.objects.values_list("pk", "uid", "starts_at"))
    Gathering.objects.filter(series=None).update(title="What people here made of it")
    again = bring(tmp_path, event(), *SERIES, capsys=capsys, name="b.ics")
    assert (first["already"], again["kept"], again["already"]) == (0, 0, 4)
    assert set(Gathering.objects.values_list("pk", "uid", "starts_at")) == rows
    assert Gathering.objects.get(series=None).title == "What people here made of it"


def test_of_two_versions_in_one_file_the_later_counts(stick, tmp_path, capsys) -> None:
    later = event("SEQUENCE:2", start="DTSTART:20261125T100000Z")
    told = bring(tmp_path, event("SEQUENCE:1"), later, capsys=capsys)
    assert (told["kept"], told["already"]) == (1, 1)
    assert Gathering.objects.get().starts_at == datetime(2026, 11, 25, 10, tzinfo=UTC)
    moved = [
        event(
            f"SEQUENCE:{n}",
            "RECURRENCE-ID;TZID=Europe/Warsaw:20261222T150000",
            start=f"DTSTART:202612{23 + n}T100000Z",
            uid="s",
        )
        for n in (1, 2)
    ]
    told = bring(tmp_path, *SERIES, *moved, capsys=capsys, name="b.ics")
    assert (told["kept"], told["already"]) == (4, 1)
    assert Gathering.objects.get(recurrence_id="2026-12-22T15:00").starts_at.day == 25


def test_what_cannot_be_kept_is_told_and_the_rest_is_kept(stick, tmp_path, capsys) -> None:
    long = event(start="DTSTART:20261124T150000Z", uid="long").replace("DURATION:PT1H", "DURATION:P20D")
    bad = event(start="DTSTART:20261324T150000Z", uid="bad")
    nothing = event("RRULE:FREQ=DAILY;COUNT=1", "EXDATE;TZID=Europe/Warsaw:20261124T150000", uid="never")
    (tmp_path / "none.ics").write_text("hello")
    (tmp_path / "some.ics").write_bytes(calendar(long, bad, nothing, event(uid="fine")))
    assert main(["import", "ics", str(tmp_path), "--community", "stick"]) == 0
    said = capsys.readouterr().out
    for why in ("longer than two weeks", "is no date", "It has no date at all", "It holds no calendar"):
        assert why in said
    assert "5 events read" in said
    assert (Gathering.objects.count(), Series.objects.count()) == (1, 0)


def test_a_million_dates_are_said_to_be_too_many(stick, tmp_path, capsys) -> None:
    many = [event(f"RRULE:{rule}", uid=rule) for rule in ("FREQ=SECONDLY", "FREQ=DAILY;COUNT=1000000")]
    assert bring(tmp_path, *many, event("RRULE:FREQ=DAILY", uid="daily"), capsys=capsys)["unreadable"] == 2
    assert 300 < Gathering.objects.count() <= calendars.MOST_DATES


def test_links_are_links_and_words_are_kept_whole(stick, tmp_path, capsys) -> None:
    bring(
        tmp_path,
        event("LOCATION:https://meet.example.org/a", f"DESCRIPTION:{'word ' * 200}", uid="1"),
        event("URL:javascript:alert(1)", "SUMMARY:", uid="2"),
        capsys=capsys,
    )
    one, two = Gathering.objects.order_by("pk")
    assert (one.place, one.link, len(one.purpose) <= 400) == ("", "https://meet.example.org/a", True)
    assert one.prepare == ("word " * 200).strip()
    assert two.link == ""


def test_another_community_keeps_its_own(stick, tmp_path, capsys) -> None:
    bring(tmp_path, event(), capsys=capsys)
    assert main(["import", "ics", str(tmp_path / "a.ics"), "--community", "wells", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["kept"] == 1
    assert Gathering.objects.count() == 2
    assert Community.objects.get(slug="wells").is_private


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["import", "ics", "/nowhere.ics", "--community", "stick"], 1, "There is no calendar at /nowhere.ics."),
        (["import", "ics", __file__, "--community", "stick", "--zone", "Mars/Base"], 2, "There is no zone 'Mars/Base'"),
        (["import", "ics", __file__, "--community", "not a slug"], 2, "can be no community's address"),
        (["calendar", "--community", "nowhere"], 1, "There is no community 'nowhere' here."),
    ],
)
def test_words_that_are_off_are_told(stick, capsys, words: list[str], code: int, said: str) -> None:
    assert main(words) == code
    assert said in capsys.readouterr().err


def test_a_run_that_dies_leaves_whole_events_and_the_next_goes_on(stick, table, tmp_path, now, monkeypatch) -> None:
    file = tmp_path / "a.ics"
    file.write_bytes(calendar(event(uid="first"), *SERIES, event(uid="last")))
    index = calendars.keep_in_index

    def dies(rows: list[Gathering]) -> None:
        if any(row.series_id for row in rows):
            raise KeyboardInterrupt  # in the middle of the series
        index(rows)

    monkeypatch.setattr(calendars, "keep_in_index", dies)
    with pytest.raises(KeyboardInterrupt):
        calendars.move_in(files=[file], space=table, now=now)
    assert (Gathering.objects.count(), Series.objects.count()) == (1, 0)
    monkeypatch.undo()
    moved = calendars.move_in(files=[file], space=table, now=now)
    assert (moved.kept, moved.already, moved.unreadable) == (4, 1, [])


def test_what_stands_in_a_group_is_not_printed(stick, circle, table, tmp_path, capsys) -> None:
    bring(tmp_path, event(), capsys=capsys)
    Gathering.objects.update(space=circle)
    assert b"BEGIN:VEVENT" not in printed(capsys)


def test_calendars_of_a_real_community_come_out_with_the_same_dates(stick, tmp_path, capsys) -> None:
    folder = Path(os.environ.get("COMMONPLACE_ARCHIVES") or "/nonexistent") / "calendars" / "nordic-rse"
    if not folder.is_dir():
        pytest.skip("COMMONPLACE_ARCHIVES names no folder of calendars")
    file = folder / "NordicRSE.ics"
    assert main(["import", "ics", str(file), "--community", "stick", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["read"], told["kept"], told["unreadable"]) == (30, 30, 0)
    assert read_by_strangers(printed(capsys), BEGIN, END) == read_by_strangers(file.read_bytes(), BEGIN, END)
    assert main(["import", "ics", str(folder), "--community", "stick", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["already"] >= 30
