"""Guests come for a time; the count of people follows."""

from datetime import timedelta

from django.utils import timezone

from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.membership.actions.counting import see_guests_off
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Community, Membership
from commonplace.people.models import Person


def count(stick: Community) -> int:
    return Community.objects.get(pk=stick.pk).people_count


def test_guest_is_counted_while_their_time_lasts(stick: Community, stranger: Person) -> None:
    before, now = count(stick), timezone.now()
    admit(person=stranger, community=stick, standing="guest", until=now + timedelta(days=1))
    assert count(stick) == before + 1
    assert see_guests_off(now=now) == 0
    version = Community.objects.get(pk=stick.pk).version
    assert see_guests_off(now=now + timedelta(days=2)) == 1
    assert count(stick) == before
    assert Community.objects.get(pk=stick.pk).version > version
    assert see_guests_off(now=now + timedelta(days=2)) == 0


def test_guest_who_comes_back_is_counted_once(stick: Community, stranger: Person) -> None:
    before, now = count(stick), timezone.now()
    for is_seen_off in (False, True):
        admit(person=stranger, community=stick, standing="guest", until=now - timedelta(hours=1), at=now - timedelta(2))
        if is_seen_off:
            see_guests_off(now=now)
        admit(person=stranger, community=stick)
        assert count(stick) == before + 1
        leave(person=stranger, community=stick)
        assert count(stick) == before
    assert Membership.objects.get(person=stranger).standing == "alumnus"
