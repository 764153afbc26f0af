"""A gathering that is changed again and again is told in one letter, once it has come to rest, and nothing twice."""

from datetime import UTC, datetime, timedelta

import pytest

from commonplace.gatherings.actions import changes
from commonplace.gatherings.actions.answering import answer
from commonplace.gatherings.actions.asking import ask, invite_guest, uninvite
from commonplace.gatherings.actions.changes import tell_changes
from commonplace.gatherings.actions.changing import call_off, change
from commonplace.gatherings.actions.convening import convene
from commonplace.gatherings.models import Gathering, Untold
from commonplace.gatherings.tests.conftest import plan
from commonplace.letters.last_looks import may_go
from commonplace.letters.models import Letter
from commonplace.people.actions.erasing import erase
from commonplace.store.due import do_due

pytestmark = pytest.mark.django_db

wall = datetime.fromisoformat
NOW = datetime(2027, 1, 4, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def meeting(stick, hal, table) -> Gathering:
    return convene(by=hal, space=table, plan=plan(wall=wall("2027-01-12T15:00"), place="The yard"), at=NOW)


def move(meeting: Gathering, hal, to: str, *, at: datetime, **more: object) -> None:
    said = {"wall": wall(to), "place": "The yard", **more}
    change(by=hal, gathering=Gathering.objects.get(pk=meeting.pk), plan=plan(**said), at=at)


def letters(to: str = "tomasz@example.org") -> list[Letter]:
    return list(Letter.objects.filter(to=to).order_by("pk"))


def test_one_letter_says_what_it_is_now_and_was_before(meeting, hal, tomasz, leila) -> None:
    answer(gathering=meeting, says="yes", person=tomasz, at=NOW)
    for minute, to in enumerate(["2027-01-12T16:00", "2027-01-13T16:00", "2027-01-14T17:30"]):
        move(meeting, hal, to, at=NOW + minute * MINUTE, place="The hall" if minute else "The yard")
        tell_changes(now=NOW + minute * MINUTE)
    # Whoever said yes to how it is now knows it.
    answer(gathering=meeting, says="yes", person=leila, at=NOW + 4 * MINUTE)
    assert tell_changes(now=NOW + 6 * MINUTE) == 0
    assert do_due(now=NOW + 7 * MINUTE).count("tell what changed") == 1
    (letter,) = letters()
    assert "17:30" in letter.text
    assert "The hall" in letter.text
    assert "Before, it was: " in letter.text.replace("\n", " ")
    assert "15:00" in letter.text
    assert "The yard" in letter.text
    assert "16:00" not in letter.text
    assert letters("leila@example.org") == []
    assert tell_changes(now=NOW + 60 * MINUTE) == 0


def test_what_is_back_where_it_was_is_told_to_nobody(meeting, hal, tomasz) -> None:
    answer(gathering=meeting, says="yes", person=tomasz, at=NOW)
    move(meeting, hal, "2027-01-12T16:00", at=NOW)
    move(meeting, hal, "2027-01-12T15:00", at=NOW + MINUTE)
    assert tell_changes(now=NOW + 30 * MINUTE) == 0
    assert not Untold.objects.exists()


def test_whoever_never_rests_is_told_of_seldom(meeting, hal, tomasz) -> None:
    answer(gathering=meeting, says="yes", person=tomasz, at=NOW)
    for minute in range(0, 60 * 24, 4):
        at = NOW + minute * MINUTE
        move(meeting, hal, f"2027-01-{12 + minute % 7}T16:{minute % 60:02}", at=at)
        tell_changes(now=at)
    # After 20 minutes, 80 more, 320 more, and then every six hours, or later where it was back in between.
    assert 4 <= len(letters()) <= 5
    tell_changes(now=NOW + timedelta(days=1, hours=6))
    last = Letter.objects.latest("pk")
    assert f"{Gathering.objects.get(pk=meeting.pk).wall:%H:%M}" in last.text


def test_what_is_near_is_told_soon_and_what_begins_at_once(meeting, hal, tomasz) -> None:
    answer(gathering=meeting, says="yes", person=tomasz, at=NOW)
    start = meeting.starts_at
    for _n in range(3):
        move(meeting, hal, "2027-01-12T15:20", at=start - timedelta(hours=2))
        tell_changes(now=start - timedelta(hours=2) + 5 * MINUTE)
    assert len(letters()) == 1
    move(meeting, hal, "2027-01-12T15:30", at=start)
    assert tell_changes(now=start + 20 * MINUTE) == 1


def test_a_worker_that_is_killed_tells_once(meeting, hal, tomasz, leila, monkeypatch) -> None:
    for person in (tomasz, leila):
        answer(gathering=meeting, says="yes", person=person, at=NOW)
    move(meeting, hal, "2027-01-12T16:00", at=NOW)
    whole, told = changes.write, []

    def killed(**said: object) -> Letter:
        if told:
            raise KeyboardInterrupt
        told.append(said["to"])
        return whole(**said)

    monkeypatch.setattr(changes, "write", killed)
    with pytest.raises(KeyboardInterrupt):
        tell_changes(now=NOW + 5 * MINUTE)
    monkeypatch.setattr(changes, "write", whole)
    assert tell_changes(now=NOW + 6 * MINUTE) == 1
    assert tell_changes(now=NOW + 7 * MINUTE) == 0
    assert sorted(Letter.objects.values_list("to", flat=True)) == ["leila@example.org", "tomasz@example.org"]


def test_a_letter_that_waits_says_how_it_is_when_it_goes(meeting, hal, tomasz) -> None:
    answer(gathering=meeting, says="yes", person=tomasz, at=NOW)
    move(meeting, hal, "2027-01-12T16:00", at=NOW)
    tell_changes(now=NOW + 5 * MINUTE)
    (first,) = letters()
    # Other words while it waits: it says the new ones.
    move(meeting, hal, "2027-01-12T16:00", at=NOW + 6 * MINUTE, title="The pump says leak")
    assert may_go(first)
    assert "The pump says leak" in first.subject
    # Another time while it waits: it tells nothing any more, and one tells all of it.
    move(meeting, hal, "2027-01-12T19:00", at=NOW + 7 * MINUTE)
    assert not may_go(first)
    tell_changes(now=NOW + 60 * MINUTE)
    second = letters()[-1]
    assert may_go(second)
    assert ("19:00" in second.text, "15:00" in second.text, "16:00" in second.text) == (True, True, False)
    # It has gone: what changes next is told from there.
    Letter.objects.filter(pk=second.pk).update(sent_at=NOW + 60 * MINUTE)
    move(meeting, hal, "2027-01-12T20:00", at=NOW + 61 * MINUTE)
    tell_changes(now=NOW + timedelta(hours=12))
    third = letters()[-1]
    assert ("20:00" in third.text, "19:00" in third.text, "15:00" in third.text) == (True, True, False)


def test_called_off_is_the_only_news(meeting, hal, tomasz) -> None:
    answer(gathering=meeting, says="yes", person=tomasz, at=NOW)
    move(meeting, hal, "2027-01-12T16:00", at=NOW)
    call_off(by=hal, gathering=Gathering.objects.get(pk=meeting.pk), why="Rain.", at=NOW + MINUTE)
    assert tell_changes(now=NOW + 30 * MINUTE) == 0
    assert [letter.subject for letter in letters()] == ["“The logger says leak” does not take place."]


def test_whoever_says_no_left_or_was_let_go_hears_nothing(meeting, hal, tomasz, leila) -> None:
    guest = invite_guest(by=hal, gathering=meeting, address="gast@elsewhere.example", at=NOW)
    for whose in ({"person": tomasz}, {"person": leila}, {"guest": guest}):
        answer(gathering=meeting, says="yes", at=NOW, **whose)
    Letter.objects.all().delete()
    move(meeting, hal, "2027-01-12T16:00", at=NOW)
    answer(gathering=meeting, says="no", person=tomasz, at=NOW + MINUTE)
    meeting.community.memberships.filter(person=leila).update(standing="alumnus")
    uninvite(by=hal, guest=guest, at=NOW + MINUTE)
    assert tell_changes(now=NOW + 6 * MINUTE) == 0
    assert not Letter.objects.exists()


def test_a_guest_is_told_too_and_led_nowhere_else(meeting, hal) -> None:
    guest = invite_guest(by=hal, gathering=meeting, address="gast@elsewhere.example", at=NOW)
    answer(gathering=meeting, says="yes", guest=guest, at=NOW)
    move(meeting, hal, "2027-01-12T16:00", at=NOW, place="See https://cheap.example/")
    tell_changes(now=NOW + 5 * MINUTE)
    letter = letters("gast@elsewhere.example")[-1]
    assert "16:00" in letter.text
    assert "cheap.example" not in f"{letter.subject}{letter.text}{letter.html}"
    assert "/c/stick/" not in letter.text


@pytest.mark.parametrize("confidence", ["ordinary", "sealed"])
def test_words_that_were_withdrawn_go_out_in_no_letter(meeting, hal, ines, tomasz, leila, confidence) -> None:
    move(meeting, hal, "2027-01-12T15:00", at=NOW, confidence=confidence, place="14 Willow Lane")
    ask(by=hal, gathering=Gathering.objects.get(pk=meeting.pk), people=[leila.pk], at=NOW)
    answer(gathering=meeting, says="yes", person=tomasz, at=NOW)
    move(meeting, hal, "2027-01-12T16:00", at=NOW, confidence=confidence, place="At the office")
    tell_changes(now=NOW + 5 * MINUTE)
    waiting = list(Letter.objects.order_by("pk"))
    assert len(waiting) == 2
    erase(person=hal, withdraw=True, at=NOW + 6 * MINUTE)
    for letter in waiting:
        assert may_go(letter)
        said = f"{letter.subject}{letter.text}{letter.html}"
        for word in ("The logger", "Willow Lane", "office", "Hal"):
            assert word not in said, letter.to
