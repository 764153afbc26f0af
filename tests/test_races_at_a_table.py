"""Several at one table at the same moment: one beginning, one step for each number, one line for each sending."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commonplace.gatherings.actions.asking import share
from commonplace.gatherings.actions.convening import Plan, convene
from commonplace.gatherings.models import Gathering
from commonplace.lib.protocol_clock import Act
from commonplace.live.versions import version_of
from commonplace.people.models import Person
from commonplace.protocols.actions.following import follow
from commonplace.protocols.catalogue import protocol_named
from commonplace.protocols.protocol import Capture
from commonplace.runs.actions import noting, seating, stepping
from commonplace.runs.models import Captured, Run, Seat
from tests import races
from tests.crowds import community
from tests.races import AT_ONCE, ROUNDS, Race, refused

pytestmark = pytest.mark.usefixtures("shared")
GUESTS = 20


def clinic() -> tuple[Gathering, list[Person]]:
    """A clinic that two hold."""
    here, people = community(members=2)
    wall = (timezone.now() + timedelta(days=1)).replace(second=0, microsecond=0, tzinfo=None)
    held = convene(by=people[0], space=here.spaces.get(slug="table"), plan=Plan("A clinic", wall, "UTC"))
    share(by=people[0], gathering=held, person=people[1])
    follow(gathering=held, protocol=protocol_named("case-clinic"), by=people[0])
    return held, people


def begun() -> tuple[Run, list[Person]]:
    held, people = clinic()
    return stepping.start(gathering=held, by=people[0]), people


def two_begin_it() -> Race:
    held, people = clinic()

    def check(outcomes) -> None:
        assert refused(outcomes) == AT_ONCE - 1
        assert Run.objects.get(gathering=held).steps.count() == 1

    doers = [lambda n=n: stepping.start(gathering=held, by=people[n % 2]) for n in range(AT_ONCE)]
    return Race(doers, check, (stepping.AlreadyRun,))


def hosts_press_next() -> Race:
    run, people = begun()
    before = version_of("run", run.gathering_id)

    def check(outcomes) -> None:
        assert refused(outcomes) == AT_ONCE - 1
        assert list(run.steps.order_by("number").values_list("number", "act")) == [(1, "start"), (2, "next")]
        assert version_of("run", run.gathering_id) == before + 1

    doers = [lambda n=n: stepping.step(run=run, act=Act.NEXT, number=2, by=people[n % 2]) for n in range(AT_ONCE)]
    return Race(doers, check, (stepping.Overtaken,))


def one_line_is_sent_many_times() -> Race:
    run, people = begun()
    said = {"run": run, "phase": 0, "kind": Capture.NOTE, "words": "It sang.", "person": people[1]}

    def check(outcomes) -> None:
        assert Captured.objects.filter(run=run).count() == 1

    return Race([lambda: noting.note(**said, idempotency_key="a" * 64)] * AT_ONCE, check)


def guests_come_in_while_lines_are_kept() -> Race:
    run, people = begun()
    before = version_of("run", run.gathering_id)

    def check(outcomes) -> None:
        assert Seat.objects.filter(run=run).count() == GUESTS
        assert Captured.objects.filter(run=run).count() == GUESTS
        # Each change has a version of its own, so that nobody who listens misses one.
        assert version_of("run", run.gathering_id) == before + 2 * GUESTS

    sits = [lambda n=n: seating.sit_as_guest(run=run, wall=run.wall, name=f"Guest {n}") for n in range(GUESTS)]
    keeps = [
        lambda n=n: noting.note(run=run, phase=0, kind=Capture.NOTE, words=f"Line {n}", person=people[1])
        for n in range(GUESTS)
    ]
    return Race([*sits, *keeps], check)


def hosts_give_the_floor() -> Race:
    run, people = begun()
    seats = [seating.sit(run=run, person=one) for one in people]

    def check(outcomes) -> None:
        assert Seat.objects.filter(run=run, is_speaking=True).count() == 1

    return Race([lambda n=n: seating.give_floor(seat=seats[n % 2], by=people[0]) for n in range(AT_ONCE)], check)


@pytest.mark.parametrize("_round", range(ROUNDS))
@pytest.mark.parametrize(
    "prepare",
    [
        two_begin_it,
        hosts_press_next,
        one_line_is_sent_many_times,
        guests_come_in_while_lines_are_kept,
        hosts_give_the_floor,
    ],
)
def test_race(prepare, _round: int) -> None:
    races.run(prepare)
