"""The first days of someone who has come in: what stands there for them is true, and worth a look."""

import re

import pytest
from django.urls import reverse

from commonplace.attention.actions.reading import mark_read
from commonplace.communities.founding.actions import found
from commonplace.communities.joining.actions.inviting import invite
from commonplace.communities.membership.actions.admitting import admit
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.record.actions.welcoming import set_aside
from commonplace.web.arriving import come_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(hal, tomasz, table):
    asked = open_conversation(by=hal, space=table, kind="question", title="Two peaks", text="Has anyone seen two?")
    reply(by=tomasz, conversation=asked, text="I have.")
    return asked


@pytest.fixture
def page_of(client, django_assert_max_num_queries):
    def page(person, name="home", *args):
        client.force_login(person)
        with django_assert_max_num_queries(12):
            return client.get(reverse(name, args=args)).content.decode()

    return page


def test_newcomer_finds_what_is_worth_a_first_look(page_of, asked, hal, rosa, stranger, stick):
    invited = invite(by=hal, community=stick, words="You heard it before I did.")
    come_in(invitation=invited.invitation, person=stranger)
    page = page_of(stranger, "community", "stick")
    words = (
        "Welcome, Stranger",
        "You heard it before I did.",
        "Hal Brennan, who invited you",
        "Inês Baptista",
        "tend this community",
        "For a first look",
        "Two peaks",
    )
    assert [word for word in words if word not in page] == []
    assert "Nothing you have not read" not in page
    page = page_of(stranger)
    assert ("For a first look" in page, "Two peaks" in page, "The rest of the day" in page) == (True, True, False)


def test_what_was_read_is_not_offered_again(page_of, asked, stranger, stick):
    admit(person=stranger, community=stick)
    mark_read(person=stranger, conversation=asked, number=2)
    for page in (page_of(stranger, "community", "stick"), page_of(stranger)):
        assert "There is nothing here yet that you have not read." in page
        assert "Two peaks" not in page


def test_what_waits_is_named_and_not_said_twice(page_of, hal, stranger, stick, table):
    open_conversation(by=hal, space=table, kind="question", title="Two peaks", text="Has anyone seen two?")
    admit(person=stranger, community=stick)
    page = page_of(stranger, "community", "stick")
    assert "What waits for an answer, above, is a good first look." in page
    assert len(re.findall(r">\s*Two peaks\s*</a>", page)) == 1


def test_ones_own_line_is_said_in_the_welcome_alone(page_of, hal, stranger, stick, table):
    admit(person=stranger, community=stick)
    open_conversation(by=stranger, space=table, kind="question", title="My own line", text="Where does it stand?")
    for number in range(5):
        open_conversation(by=hal, space=table, kind="question", title=f"Another {number}", text="Who knows?")
    page = page_of(stranger, "community", "stick")
    assert len(re.findall(r">\s*My own line\s*</a>", page)) == 1
    assert "Your line stands here:" in page
    assert len(re.findall(r">\s*Another \d\s*</a>", page)) == 5
    # Whoever else comes finds it among what waits.
    assert len(re.findall(r">\s*My own line\s*</a>", page_of(hal, "community", "stick"))) == 1


def test_founder_of_an_empty_house_reads_what_is_true(page_of, stranger):
    found(by=stranger, name="Open Wells", slug="wells")
    page = page_of(stranger, "community", "wells")
    assert ("Nothing has been said yet." in page, "Welcome, Stranger" in page) == (True, False)
    page = page_of(stranger)
    assert ("There is nothing here yet" in page, "The rest of the day" in page) == (True, False)


def test_after_the_first_days_it_is_as_for_everyone(page_of, asked, hal, leila):
    mark_read(person=leila, conversation=asked, number=2)
    page = page_of(leila, "community", "stick")
    assert ("For a first look" in page, "Welcome, Leila" in page) == (False, False)


def test_whoever_follows_nothing_is_told_so(page_of, hal, asked, stranger, stick):
    admit(person=stranger, community=stick)
    set_aside(by=stranger, community=stick)
    page = page_of(stranger, "for_you")
    assert ("You follow nothing yet." in page, "Nothing is new in what you follow." in page) == (True, False)
    assert "You follow nothing yet." not in page_of(hal, "for_you")
