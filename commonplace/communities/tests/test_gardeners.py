"""What a community as such gives a steward to tend: each kind is offered with its reason, and ends by itself."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from commonplace.communities.charter.actions import revise_charter
from commonplace.communities.membership.actions.roles import appoint
from commonplace.communities.membership.actions.standing import make_guest, make_member, make_steward
from commonplace.communities.models import CharterRevision, Community, Membership
from commonplace.communities.tendings import TENDINGS, Bed, Tending, with_rows
from commonplace.communities.viewpoint import look
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


def offered(to: Person, code: str, now: datetime) -> list[Tending]:
    """What is offered of one kind."""
    viewpoint = look(to, "stick")
    return list(TENDINGS[code].offer(with_rows(Bed(viewpoint.community, viewpoint, now))))


def here(person: Person) -> Membership:
    return Membership.objects.get(person=person)


def test_who_tends_many_alone_is_asked_to_find_somebody(
    stick: Community, ines: Person, member: Callable[[str], Person], now: datetime
) -> None:
    people = [member(f"M{number} Member") for number in range(8)]
    assert offered(ines, "one_steward", now) == []
    member("Ninth Member")
    (one,) = offered(ines, "one_steward", now)
    assert one.why == "Because one of 10 people here tends the community, and nobody else."
    make_steward(by=ines, membership=here(people[0]))
    assert offered(ines, "one_steward", now) == []


def test_a_term_that_ends_is_offered_until_somebody_holds_it_on(
    stick: Community, ines: Person, hal: Person, leila: Person, now: datetime
) -> None:
    today = timezone.localtime(now).date()
    appoint(by=ines, membership=here(hal), name="Librarian", since=today - timedelta(99), until=today + timedelta(31))
    assert offered(ines, "term_ends", now) == []
    (one,) = offered(ines, "term_ends", now + timedelta(days=1))
    assert (one.title, one.url) == (
        "Ask Hal Brennan whether they go on: Librarian",
        f"/c/stick/settings/members/{here(hal).pk}",
    )
    assert offered(ines, "term_ends", now + timedelta(days=62)) == []
    appoint(by=ines, membership=here(leila), name="Librarian", since=today, until=today + timedelta(365))
    assert offered(ines, "term_ends", now + timedelta(days=1)) == []


def test_the_day_on_which_a_term_ends_is_that_day_in_every_zone(
    stick: Community, ines: Person, hal: Person, now: datetime
) -> None:
    appoint(by=ines, membership=here(hal), name="Host", since=date(2026, 1, 1), until=date(2026, 12, 9))
    with timezone.override("America/Los_Angeles"):
        (one,) = offered(ines, "term_ends", datetime(2026, 11, 28, 12, tzinfo=timezone.get_default_timezone()))
    assert one.why == "Because the term ends on 9 December."


def test_a_guest_is_thanked_before_they_go_unless_they_stay(
    stick: Community, ines: Person, hal: Person, now: datetime
) -> None:
    make_guest(by=ines, membership=here(hal), until=now + timedelta(days=15))
    assert offered(ines, "guest_leaves", now) == []
    (one,) = offered(ines, "guest_leaves", now + timedelta(days=2))
    assert one.title == "Thank Hal Brennan, or ask them to stay"
    make_member(by=ines, membership=here(hal))
    assert offered(ines, "guest_leaves", now + timedelta(days=2)) == []


def test_a_charter_is_old_after_two_years_and_new_once_it_is_changed(
    stick: Community, ines: Person, now: datetime
) -> None:
    revise_charter(by=ines, community=stick, words={"domain": "Leaks."}, summary="")
    CharterRevision.objects.filter(community=stick).update(at=now - timedelta(days=729))
    assert offered(ines, "charter_old", now) == []
    (one,) = offered(ines, "charter_old", now + timedelta(days=2))
    assert one.why == "Because nobody has changed it for 24 months."
    revise_charter(by=ines, community=stick, words={"domain": "Leaks at night."}, summary="")
    assert offered(ines, "charter_old", now + timedelta(days=2)) == []
