"""The first days are seven: what stands on the page of a day for someone who came in just within them, and just not."""

from datetime import timedelta

import pytest
from django.urls import reverse

from commonplace.attention.models import Visit
from commonplace.communities.founding.actions import found
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Membership
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Conversation
from commonplace.web.today import in_first_days

WITHIN, AFTER = timedelta(days=7) - timedelta(minutes=1), timedelta(days=7)


@pytest.fixture
def old(hal, table, now):
    """Said a year ago, long before anyone new came in, and answered so that it waits for nobody."""
    old = open_conversation(by=hal, space=table, kind="discussion", title="Two peaks", text="I have seen two.")
    Conversation.objects.filter(pk=old.pk).update(last_post_at=now - timedelta(days=300))
    return old


@pytest.fixture
def page(client, stranger, stick, now):
    """The page of a community and of the house, as someone finds it who came in so long ago."""

    def open_both(ago: timedelta) -> list[str]:
        admit(person=stranger, community=stick, at=now - ago)
        client.force_login(stranger)
        return [client.get(reverse(name, args=args)).content.decode() for name, args in SHOWN]

    return open_both


SHOWN = (("community", ["stick"]), ("home", []))


def test_the_first_days_are_seven_to_the_moment(stick, stranger, now):
    for ago, expected in ((WITHIN, True), (AFTER, False)):
        assert in_first_days(Membership(person=stranger, community=stick, joined_at=now - ago), now=now) is expected


def test_within_them_what_was_written_before_is_a_first_look(page, old):
    for shown in page(WITHIN):
        assert ("For a first look" in shown, "New since you were here" in shown) == (True, False)
        assert "Two peaks" in shown


def test_after_them_only_what_was_written_since_is_new(page, old):
    for shown in page(AFTER):
        assert ("For a first look" in shown, "New since you were here" in shown) == (False, True)
        assert "Two peaks" not in shown


def test_welcome_ends_with_them(page, old):
    assert ["Welcome, Stranger" in shown for shown in page(WITHIN)] == [True, False]


def test_after_them_nobody_is_welcomed(page, old):
    assert ["Welcome, Stranger" in shown for shown in page(AFTER)] == [False, False]


def test_one_new_place_among_old_ones_is_partly_new(client, page, old, stranger, someone, now):
    other = found(by=someone("Folasade Akin"), name="Open Wells", slug="wells")
    admit(person=stranger, community=other, at=now - timedelta(days=100))
    house = page(WITHIN)[1]
    assert ("New to you" in house, "For a first look" in house, "Two peaks" in house) == (True, False, True)
    assert Visit.objects.filter(person=stranger, community=other).count() == 0
