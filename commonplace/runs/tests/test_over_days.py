"""Over days: phases open and close by date, words go where the date says, and each turn is told once."""

from datetime import timedelta

import pytest

from commonplace.gatherings.actions.answering import answer
from commonplace.letters.models import Letter
from commonplace.protocols.models import Plan
from commonplace.protocols.protocol import Capture
from commonplace.runs.actions import noting, stepping
from commonplace.runs.actions.turning import turn_pages
from commonplace.runs.models import Run
from commonplace.runs.queries.scene import present_of
from commonplace.runs.tests.test_pages import as_, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def slow(clinic, hal, tomasz, now) -> Run:
    """The clinic's first three phases, each open for two days."""
    plan = Plan.objects.get(gathering=clinic)
    plan.phases = [{**one, "days": 2} for one in plan.phases[:3]]
    plan.save(update_fields=["phases"])
    answer(gathering=clinic, person=tomasz, says="yes")
    Letter.objects.all().delete()
    return stepping.start(gathering=clinic, by=hal, at=now)


def test_phases_open_by_date_and_no_clock_runs(slow, hal, now) -> None:
    places = [present_of(slow, now=now + timedelta(days=days)).place for days in (0, 1.9, 2, 3.9, 4, 90)]
    assert places == [0, 0, 1, 1, 2, 2]
    shown = as_(hal).get(at(slow)).text
    assert 'role="timer"' not in shown
    assert "Open until" in shown


def test_a_line_goes_into_the_phase_that_is_open(slow, tomasz, now) -> None:
    lines = [
        noting.note(run=slow, phase=0, kind=Capture.NOTE, words="Hiss.", person=tomasz, at=now + timedelta(days=days))
        for days in (1, 3)
    ]
    assert [one.phase for one in lines] == [0, 1]


def test_each_turn_is_told_once_and_the_last_ends_it(slow, now) -> None:
    told = []
    for days in (0, 0.5, 2.1, 2.2, 4.5, 6.1, 7):
        turn_pages(now=now + timedelta(days=days))
        told.append(Letter.objects.filter(kind="gathering").count())
    assert told == [0, 0, 1, 1, 2, 2, 2]
    assert "has come to its next step" in Letter.objects.order_by("pk")[0].subject
    assert Run.objects.get(pk=slow.pk).finished_at == now + timedelta(days=6.1)


def test_what_goes_by_the_clock_is_left_alone(run, now) -> None:
    turn_pages(now=now + timedelta(days=30))
    assert not Run.objects.get(pk=run.pk).is_over
