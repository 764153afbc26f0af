"""Whom the readings give a steward to think of: each kind is offered with its reason, and ends by itself."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from commonplace.communities.joining.actions.greeting import greet
from commonplace.communities.ledger import record
from commonplace.communities.membership.actions.leaving import change_pace
from commonplace.communities.membership.actions.roles import appoint
from commonplace.communities.models import Community, Membership
from commonplace.communities.tendings import Tending
from commonplace.communities.viewpoint import look
from commonplace.cultivation import tendings
from commonplace.cultivation.models import Network, NetworkKnot, SaidSign
from commonplace.cultivation.reading import read
from commonplace.cultivation.signs.kept import share
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


def offered(to: Person, code: str, now: datetime) -> list[Tending]:
    """What is offered of one kind."""
    viewpoint = look(to, "stick")
    bed = tendings.bed_of(viewpoint, read(viewpoint.community, now=now), now=now)
    return [one for one in tendings.all_offered(bed) if one.code == code]


def seen(person: Person, stick: Community, now: datetime, *weeks: int) -> None:
    """Has somebody take part so many weeks ago."""
    for week in weeks:
        record(verb="thanked", person=person, community=stick, at=now - timedelta(days=7 * week + 1))


def test_a_newcomer_who_was_greeted_and_is_not_seen_is_asked_once_three_weeks_are_over(
    stick: Community, ines: Person, member: Callable[..., Person], now: datetime
) -> None:
    new = member("New Member", 22)
    assert offered(ines, "newcomer_quiet", now) == []
    greet(by=ines, membership=Membership.objects.get(person=new), words="Hello.", at=now - timedelta(days=5))
    assert offered(ines, "newcomer_quiet", now - timedelta(days=2)) == []
    (one,) = offered(ines, "newcomer_quiet", now)
    assert one.why == "Because they came in 22 days ago, were greeted, and have not been seen since."
    change_pace(person=new, community=stick, pace="follow")
    assert offered(ines, "newcomer_quiet", now) == []
    change_pace(person=new, community=stick, pace="subject")
    seen(new, stick, now, 0)
    assert offered(ines, "newcomer_quiet", now) == []


def test_who_stepped_back_is_asked_how_they_are_until_they_are_back(
    stick: Community, ines: Person, hal: Person, now: datetime
) -> None:
    seen(hal, stick, now, 14, 15, 16, 2)
    (one,) = offered(ines, "stepped_back", now)
    assert one.title == "Ask Hal Brennan how they are"
    assert one.why == "Because they were active a quarter ago, and were seen in one week of the last twelve."
    assert offered(hal, "stepped_back", now) == []
    seen(hal, stick, now, 0, 1)
    assert offered(ines, "stepped_back", now) == []


def test_who_came_closer_is_asked_to_carry_something_until_they_do(
    stick: Community, ines: Person, hal: Person, now: datetime
) -> None:
    seen(hal, stick, now, 0, 1)
    assert offered(ines, "came_closer", now) == []
    seen(hal, stick, now, 2)
    (one,) = offered(ines, "came_closer", now)
    assert one.why == "Because they came closer within a quarter: they were seen in three weeks of the last twelve."
    appoint(by=ines, membership=Membership.objects.get(person=hal), name="Host", since=now.date(), until=None)
    assert offered(ines, "came_closer", now) == []


def test_a_sign_is_talked_over_until_it_is_shared(stick: Community, ines: Person, now: datetime) -> None:
    numbers = {"people": 4, "usual": 2}
    SaidSign.objects.create(community=stick, code="few_yet", since=now.date(), on=now.date(), numbers=numbers)
    assert offered(ines, "sign", now) == []
    SaidSign.objects.create(
        community=stick,
        code="unanswered_wave",
        since=now.date(),
        on=now.date(),
        numbers={"came": 9, "unanswered": 7},
    )
    (one,) = offered(ines, "sign", now)
    assert one.url == "/c/stick/cultivate/#signs"
    share(by=ines, community=stick, code="unanswered_wave", now=now)
    assert offered(ines, "sign", now) == []


@pytest.mark.parametrize(("kind", "code"), [("cut", "cut"), ("quiet", "no_tie")])
def test_who_hangs_by_a_thread_is_named_to_stewards_until_the_network_is_read_anew(
    stick: Community, ines: Person, hal: Person, now: datetime, kind: str, code: str
) -> None:
    kept = Network.objects.create(community=stick, monday=now.date())
    knot = NetworkKnot.objects.create(network=kept, person=hal, kind=kind, parted=2)
    (one,) = offered(ines, code, now)
    assert "Hal Brennan" in one.title
    assert ("two others" in one.why) == (kind == "cut")
    change_pace(person=hal, community=stick, pace="follow")
    assert offered(ines, code, now) == []
    change_pace(person=hal, community=stick, pace="subject")
    knot.delete()
    assert offered(ines, code, now) == []
