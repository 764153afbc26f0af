"""Running it: two who press at once make one step, and what a run keeps of people ends with it."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from commonplace.gatherings.actions.rights import NotTheirs
from commonplace.lib.protocol_clock import Act
from commonplace.live.versions import version_of
from commonplace.people.actions.erasing import erase
from commonplace.protocols.protocol import Capture
from commonplace.runs.actions import noting, seating, stepping
from commonplace.runs.grouping import How
from commonplace.runs.models import Run, Seat
from commonplace.runs.queries.scene import present_of

pytestmark = pytest.mark.django_db


def press(run: Run, act: Act, by, **more):
    return stepping.step(run=run, act=act, number=Run.objects.get(pk=run.pk).last_number + 1, by=by, **more)


def test_it_begins_once(clinic, hal, run) -> None:
    with pytest.raises(stepping.AlreadyRun):
        stepping.start(gathering=clinic, by=hal)
    assert run.steps.count() == 1


def test_a_member_who_does_not_hold_it_changes_nothing(clinic, run, tomasz) -> None:
    for deed in (
        lambda: stepping.step(run=run, act=Act.NEXT, number=2, by=tomasz),
        lambda: seating.give_floor(seat=run.seats.get(person=tomasz), by=tomasz),
        lambda: seating.put_in_groups(run=run, by=tomasz, how=How.DRAWN),
        lambda: stepping.open_wall(run=run, by=tomasz, is_open=True),
    ):
        with pytest.raises(NotTheirs):
            deed()
    assert Run.objects.get(pk=run.pk).last_number == 1


def test_two_hosts_who_press_at_once_make_one_step(run, hal, ines) -> None:
    stepping.step(run=run, act=Act.NEXT, number=2, by=ines)
    with pytest.raises(stepping.Overtaken) as first:
        stepping.step(run=run, act=Act.NEXT, number=2, by=hal)
    assert (first.value.step.by, first.value.step.act) == (ines, "next")
    assert present_of(Run.objects.get(pk=run.pk), now=timezone.now()).place == 1


def test_the_clock_is_read_from_the_steps(run, hal, now) -> None:
    press(run, Act.STRETCH, hal, minutes=2, at=now)
    press(run, Act.PAUSE, hal, at=now + timedelta(minutes=1))
    later = present_of(Run.objects.get(pk=run.pk), now=now + timedelta(hours=9))
    first = run.steps_of_protocol[0].minutes
    assert later.clock.left == timedelta(minutes=first + 2 - 2)
    assert later.clock.is_paused


def test_every_change_is_heard_of_once_it_stands(run, hal) -> None:
    before = version_of("run", run.gathering_id)

    def undone() -> None:
        with transaction.atomic():
            press(run, Act.NEXT, hal)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        undone()
    assert version_of("run", run.gathering_id) == before
    press(run, Act.NEXT, hal)
    noting.note(run=run, phase=1, kind=Capture.NOTE, words="A valve sang.", person=hal)
    assert version_of("run", run.gathering_id) == before + 2


def test_who_has_the_floor_is_one_and_twice_is_once(run, hal, tomasz) -> None:
    hals, toms = run.seats.get(person=hal), run.seats.get(person=tomasz)
    for seat in (toms, toms, hals, toms):
        seating.give_floor(seat=seat, by=hal)
    assert list(run.seats.filter(is_speaking=True)) == [toms]
    assert sorted(run.seats.values_list("person", "spoke")) == sorted([(hal.pk, 1), (tomasz.pk, 2)])


def test_asking_twice_for_the_floor_keeps_ones_place(run, hal, tomasz, now) -> None:
    seat = run.seats.get(person=tomasz)
    seating.ask_for_floor(seat=seat, wants=True, at=now)
    seating.ask_for_floor(seat=seat, wants=True, at=now + timedelta(minutes=1))
    assert run.seats.get(pk=seat.pk).wants_at == now


def test_when_it_ends_nobody_can_tell_who_sat_there_or_spoke(run, hal, tomasz) -> None:
    guest = seating.sit_as_guest(run=run, wall=run.wall, name="Xanthippe-of-the-wells")
    seating.give_floor(seat=guest, by=hal)
    press(run, Act.FINISH, hal)
    assert not Seat.objects.filter(run=run).exists()
    assert Run.objects.get(pk=run.pk).wall == ""
    if connection.vendor == "sqlite":
        assert b"Xanthippe-of-the-wells" not in connection.connection.serialize()
    for deed in (
        lambda: press(run, Act.NEXT, hal),
        lambda: seating.sit(run=run, person=tomasz),
        lambda: noting.note(run=run, phase=0, kind=Capture.NOTE, words="late", person=tomasz),
    ):
        with pytest.raises(stepping.IsOver):
            deed()


def test_a_line_sent_again_is_kept_once(run, tomasz) -> None:
    said = [
        noting.note(run=run, phase=0, kind=Capture.NOTE, words="Hiss.", person=tomasz, idempotency_key="a" * 64)
        for _ in range(3)
    ]
    assert {one.pk for one in said} == {run.captured.get().pk}


def test_a_line_sent_again_after_the_end_is_still_the_same_line(run, hal) -> None:
    kept = noting.note(run=run, phase=0, kind=Capture.NOTE, words="Hiss.", person=hal, idempotency_key="b" * 64)
    press(run, Act.FINISH, hal)
    again = noting.note(run=run, phase=0, kind=Capture.NOTE, words="Hiss.", person=hal, idempotency_key="b" * 64)
    assert again == kept


def test_under_chatham_house_no_row_says_who_kept_a_line(close_run, tomasz) -> None:
    line = noting.note(run=close_run, phase=0, kind=Capture.LIVED, words="It sang.", person=tomasz)
    guest = seating.sit_as_guest(run=close_run, wall=close_run.wall, name="Nour")
    other = noting.note(run=close_run, phase=0, kind=Capture.LIVED, words="It hissed.", seat=guest)
    own = noting.note(run=close_run, phase=0, kind=Capture.TAKEAWAY, words="I will try low.", person=tomasz)
    assert [(one.by, one.name) for one in (line, other, own)] == [(None, ""), (None, ""), (tomasz, "")]


@pytest.mark.parametrize("withdraw", [True, False])
def test_who_is_erased_leaves_no_seat_and_no_name(run, tomasz, withdraw: bool) -> None:
    line = noting.note(run=run, phase=0, kind=Capture.NOTE, words="It sang.", person=tomasz)
    erase(person=tomasz, withdraw=withdraw)
    line.refresh_from_db()
    assert (line.by, line.words) == (None, "" if withdraw else "It sang.")
    assert run.seats.count() == 1


def test_groups_come_back_to_the_table_with_the_next_step(run, hal, tomasz) -> None:
    for number in range(5):
        seating.sit_as_guest(run=run, wall=run.wall, name=f"Guest {number}")
    assert seating.put_in_groups(run=run, by=hal, how=How.UNITS, size=3) == 3
    assert sorted(run.seats.values_list("group", flat=True)) == [1, 1, 1, 2, 2, 3, 3]
    press(run, Act.NEXT, hal)
    assert set(run.seats.values_list("group", flat=True)) == {None}
