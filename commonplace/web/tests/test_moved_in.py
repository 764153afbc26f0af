"""A community that an archive filled is not called empty, and is as old as its earliest letter."""

import pytest
from django.urls import reverse

from commonplace.attention.actions.reading import mark_read
from commonplace.communities.founding.actions import found
from commonplace.communities.models import Community, Membership
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Conversation
from commonplace.transfer.actions.importing import bring_in
from commonplace.transfer.archive import Archive
from commonplace.transfer.queries import moved_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(tmp_path, stranger):
    """A house that was founded now, and three letters of November 2001."""
    letters = (
        f"From w{day}@example.org Tue Nov {day:2} 10:00:00 2001\n"
        f"From: Writer {day} <w{day}@example.org>\nSubject: Valve number {day}\n"
        f"Date: {day} Nov 2001 10:00:00 +0000\nMessage-ID: <{day}@example.org>\n\n"
        f"The valve of day {day} is stuck, and I would like to know why that is.\n\n"
        for day in (3, 9, 27)
    )
    (tmp_path / "list.mbox").write_text("".join(letters))
    community = found(by=stranger, name="Old Valves", slug="valves")
    bring_in(archive=Archive([tmp_path / "list.mbox"]), space=community.spaces.get(visibility="members"), by=stranger)
    return Community.objects.get(pk=community.pk)


def test_today_says_what_moved_in(client, filled, stranger, django_assert_max_num_queries):
    client.force_login(stranger)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("community", args=["valves"])).content.decode()
    assert "3 letters of November 2001 moved in." in page
    assert ("at it since November 2001" in page, "3 more are known from an archive only." in page) == (True, True)
    assert ("Nothing has been said yet" in page, "answer somebody below" in page) == (False, False)
    assert "since November 2001" in client.get(reverse("about", args=["valves"])).content.decode()


def test_later_on_nothing_is_new_and_still_it_is_not_empty(client, filled, stranger, now):
    Membership.objects.update(joined_at=filled.began_at)
    for one in Conversation.objects.all():
        mark_read(person=stranger, conversation=one, number=9)
    client.force_login(stranger)
    page = client.get(reverse("community", args=["valves"])).content.decode()
    assert ("3 letters of November 2001 moved in." in page, "Nothing has been said since." in page) == (True, True)


def test_talk_of_today_takes_its_place(filled, stranger, hal):
    assert moved_in(stranger, filled) is not None
    assert moved_in(hal, filled) is None
    space = filled.spaces.get(visibility="members")
    open_conversation(by=stranger, space=space, kind="question", title="And now?", text="Does it still stick?")
    assert moved_in(stranger, filled) is None
