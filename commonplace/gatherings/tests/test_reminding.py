"""Reminders, each once, when people like them; and moments that follow the zones' laws of today."""

from datetime import timedelta

import pytest

from commonplace.gatherings.actions import reminding, telling
from commonplace.gatherings.actions.answering import answer
from commonplace.gatherings.actions.asking import invite_guest
from commonplace.gatherings.actions.changing import call_off, change
from commonplace.gatherings.actions.reminding import choose_reminder, remind, tell_moments_anew
from commonplace.gatherings.models import Gathering
from commonplace.gatherings.tests.conftest import plan
from commonplace.letters.models import Letter
from commonplace.lib import zones
from commonplace.store.due import do_due

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def reminded() -> list[str]:
    return sorted(Letter.objects.filter(subject__contains="near").values_list("to", flat=True))


def test_everyone_is_reminded_once_when_they_like_it(clinic: Gathering, tomasz, leila, amara, rosa) -> None:
    for person, says, lead in (
        (tomasz, "yes", "day"),
        (leila, "maybe", "hour"),
        (amara, "yes", "none"),
        (rosa, "no", "day"),
    ):
        answer(gathering=clinic, says=says, person=person)
        choose_reminder(person=person, lead=lead)
    before = clinic.starts_at
    remind(now=before - DAY - timedelta(minutes=1))
    assert reminded() == []
    for now in (before - DAY, before - DAY + timedelta(minutes=1), before - 2 * HOUR):
        remind(now=now)
        assert reminded() == ["tomasz@example.org"]
    for now in (before - HOUR, before - timedelta(minutes=1), before, before + HOUR):
        remind(now=now)
        assert reminded() == ["leila@example.org", "tomasz@example.org"]


def test_a_guest_from_outside_is_reminded_too(clinic: Gathering, hal) -> None:
    guest = invite_guest(by=hal, gathering=clinic, address="nour@example.net")
    answer(gathering=clinic, says="yes", guest=guest)
    remind(now=clinic.starts_at - HOUR)
    assert reminded() == ["nour@example.net"]


def test_what_is_moved_is_reminded_of_anew_and_what_is_off_is_not(clinic: Gathering, hal, tomasz) -> None:
    answer(gathering=clinic, says="yes", person=tomasz)
    remind(now=clinic.starts_at - HOUR)
    change(by=hal, gathering=clinic, plan=plan(wall=clinic.wall + timedelta(days=5)))
    clinic.refresh_from_db()
    remind(now=clinic.starts_at - HOUR)
    assert len(reminded()) == 2
    call_off(by=hal, gathering=clinic, why="Rain.")
    remind(now=clinic.starts_at - timedelta(minutes=30))
    assert len(reminded()) == 2


def test_who_has_just_said_yes_knows_of_it(clinic: Gathering, tomasz) -> None:
    answer(gathering=clinic, says="yes", person=tomasz, at=clinic.starts_at - 3 * HOUR)
    remind(now=clinic.starts_at - 2 * HOUR)
    assert reminded() == []


class Killed(BaseException):
    """The worker is gone in the middle of it."""


def test_a_worker_that_is_killed_leaves_both_or_neither(clinic: Gathering, tomasz, leila, monkeypatch) -> None:
    for person in (tomasz, leila):
        answer(gathering=clinic, says="yes", person=person)
    written, calls = telling.write, []

    def write(**said: object) -> Letter:
        calls.append(said["to"])
        letter = written(**said)
        if len(calls) == 2:
            raise Killed
        return letter

    monkeypatch.setattr(telling, "write", write)
    with pytest.raises(Killed):
        remind(now=clinic.starts_at - HOUR)
    assert len(reminded()) == 1
    for _ in range(3):
        remind(now=clinic.starts_at - HOUR)
    assert reminded() == ["leila@example.org", "tomasz@example.org"]


def test_the_worker_does_it_when_its_time_has_come(clinic: Gathering, tomasz) -> None:
    answer(gathering=clinic, says="yes", person=tomasz)
    assert "remind of gatherings" in do_due(now=clinic.starts_at - HOUR)
    assert reminded() == ["tomasz@example.org"]


def test_a_law_that_changes_moves_the_moment_and_not_the_clock_on_the_wall(clinic: Gathering, monkeypatch) -> None:
    before = clinic.starts_at
    # From next month on Warsaw keeps the hours of Moscow, say.
    named = zones.zone_named
    monkeypatch.setattr(zones, "zone_named", lambda zone: named("Europe/Moscow" if zone == "Europe/Warsaw" else zone))
    assert tell_moments_anew(now=before - timedelta(days=3)) == 1
    wall = clinic.wall
    clinic.refresh_from_db()
    assert clinic.wall == wall
    assert before - clinic.starts_at in (HOUR, 2 * HOUR)
    assert clinic.ends_at - clinic.starts_at == HOUR
    assert tell_moments_anew(now=before - timedelta(days=3)) == 0


def test_a_zone_that_is_gone_leaves_the_moment_that_was_agreed(clinic: Gathering) -> None:
    Gathering.objects.filter(pk=clinic.pk).update(zone="Europe/Atlantis")
    assert tell_moments_anew(now=clinic.starts_at - timedelta(days=3)) == 0
    before = clinic.starts_at
    clinic.refresh_from_db()
    assert clinic.starts_at == before
    assert reminding.LONGEST_LEAD == DAY
