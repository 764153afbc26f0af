"""What is kept and was to be looked at again: a steward may ask whoever looks after it, until they have looked."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Community
from commonplace.communities.tendings import TENDINGS, Bed, Tending, with_rows
from commonplace.communities.viewpoint import look
from commonplace.people.models import Person
from commonplace.repertoire.actions.tending import look_again
from commonplace.repertoire.models import Resource

pytestmark = pytest.mark.django_db


def offered(to: Person, now: datetime) -> list[Tending]:
    viewpoint = look(to, "stick")
    return list(TENDINGS["overdue"].offer(with_rows(Bed(viewpoint.community, viewpoint, now))))


def test_four_weeks_late_it_is_asked_about_until_somebody_has_looked(
    stick: Community, ines: Person, hal: Person, card: Resource, now: datetime
) -> None:
    today = timezone.localdate(now)
    Resource.objects.filter(pk=card.pk).update(steward=hal, review_on=today - timedelta(days=27))
    card.refresh_from_db()
    assert offered(ines, now) == []
    (one,) = offered(ines, now + timedelta(days=2))
    assert one.title == "Ask Hal Brennan whether “Gloves-on valve card” still holds"
    look_again(by=hal, resource=card, on=today + timedelta(days=200))
    assert offered(ines, now + timedelta(days=2)) == []


def test_of_whoever_has_left_nobody_is_asked(
    stick: Community, ines: Person, hal: Person, card: Resource, now: datetime
) -> None:
    Resource.objects.filter(pk=card.pk).update(steward=hal, review_on=timezone.localdate(now) - timedelta(days=40))
    leave(person=hal, community=stick)
    assert offered(ines, now) == []
