"""What becomes of the roles of someone who leaves: what began ends that day, what had not begun was never given."""

from datetime import UTC, timedelta

import pytest
from django.utils import timezone

from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.membership.actions.standing import remove
from commonplace.communities.models import Community, Membership, Role
from commonplace.people.models import Person


def told(today: object) -> list[tuple[str, int, int | None]]:
    """Each role with its first and last day, counted from today."""
    rows = Role.objects.order_by("name").values_list("name", "since", "until")
    return [(name, (since - today).days, until and (until - today).days) for name, since, until in rows]


@pytest.fixture
def roles(hal: Person, tomasz: Person, stick: Community) -> None:
    """Roles of Hal's, named for their terms, and one of Tomasz's."""
    today, hals = timezone.localdate(), Membership.objects.get(person=hal)
    terms = {
        "begins today": (0, 90),
        "began": (-90, 90),
        "began without end": (-90, None),
        "begins tomorrow": (1, 90),
        "begins without end": (30, None),
        "ends today": (-90, 0),
        "was over": (-90, -30),
    }
    for name, (since, until) in terms.items():
        last = None if until is None else today + timedelta(days=until)
        Role.objects.create(membership=hals, name=name, since=today + timedelta(days=since), until=last)
    theirs = Membership.objects.get(person=tomasz)
    Role.objects.create(membership=theirs, name="theirs", since=today + timedelta(days=30))


AFTER = [
    ("began", -90, 0),
    ("began without end", -90, 0),
    ("begins today", 0, 0),
    ("ends today", -90, 0),
    ("theirs", 30, None),
    ("was over", -90, -30),
]


def test_leaving_ends_what_began_and_takes_back_what_had_not(roles: None, hal: Person, stick: Community) -> None:
    leave(person=hal, community=stick)
    assert told(timezone.localdate()) == AFTER


def test_so_does_being_asked_to_leave(roles: None, hal: Person, ines: Person) -> None:
    remove(by=ines, membership=Membership.objects.get(person=hal), words="Not this year, Hal.")
    assert told(timezone.localdate()) == AFTER


def test_the_day_is_that_of_the_house(roles: None, hal: Person, stick: Community, settings: object) -> None:
    settings.TIME_ZONE = "Pacific/Kiritimati"
    midnight = timezone.localtime().replace(hour=0, minute=30)
    leave(person=hal, community=stick, at=midnight.astimezone(UTC))
    assert Role.objects.get(name="began").until == midnight.date()
