"""Which role stands beside the name of someone who tends a community: the one they hold today."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commonplace.communities.models import Community, Membership, Role
from commonplace.communities.viewpoint import Viewpoint
from commonplace.people.models import Person
from commonplace.web.today import people_of

HELD = [(-90, 30)]


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ([], None),
        (HELD, (-90, 30)),
        ([(0, 0)], (0, 0)),
        ([(-9, None)], (-9, None)),
        ([(-90, -1)], None),
        ([(1, 90)], None),
        ([(1, None)], None),
        ([*HELD, (31, 90)], (-90, 30)),
        ([*HELD, (31, None)], (-90, 30)),
        ([*HELD, (-40, -20)], (-90, 30)),
        ([*HELD, (-20, 60)], (-20, 60)),
        ([*HELD, (-20, None)], (-20, None)),
    ],
)
def test_the_role_held_today_is_told(
    ines: Person, stick: Community, terms: list[tuple[int, int | None]], expected: tuple[int, int | None] | None
) -> None:
    now = timezone.now()
    tends = Membership.objects.get(person=ines)

    def day(number: int | None) -> object:
        return None if number is None else timezone.localdate(now) + timedelta(days=number)

    for since, until in terms:
        Role.objects.create(membership=tends, name=f"from {since}", since=day(since), until=day(until))
    _, tending = people_of(Viewpoint(ines, stick, tends), now=now)
    told = [(one.byline.name, one.role, one.until) for one in tending]
    assert told == [("Inês Baptista", *((f"from {expected[0]}", day(expected[1])) if expected else ("", None)))]
