"""The navigation: only rooms that exist for whoever reads, in two queries."""

import pytest
from django.test import RequestFactory
from django.urls import resolve, reverse

from commonplace.communities.doors import Visibility
from commonplace.communities.founding.actions import found
from commonplace.communities.models import Community
from commonplace.communities.spaces.actions import open_space
from commonplace.communities.viewpoint import look
from commonplace.conversations.actions.opening import open_conversation
from commonplace.people.models import Person
from commonplace.web.context import spine


@pytest.fixture
def spine_of():
    """The navigation beside a page of a community, or of the house."""

    def of(person, page="community", slug="stick"):
        address = reverse(page, args=[slug] if slug else [])
        request = RequestFactory().get(address)
        request.user = Person.objects.get(pk=person.pk) if person else None
        request.resolver_match = resolve(address)
        if slug:
            request.viewpoint = look(request.user, slug, inside=page != "about")
        return spine(request)["spine"]

    return of


def labels(links):
    return [link.label for link in links]


def test_strangers_have_none(db, spine_of):
    assert spine_of(None, "home", "") is None


def test_a_member_sees_the_rooms_and_a_steward_five_more(stick, hal, rosa, spine_of):
    member, steward = spine_of(hal), spine_of(rosa)
    assert labels(member.rooms) == ["Today", "Conversations", "People", "Cultivate", "Letters", "About"]
    assert member.stewards == ()
    assert labels(steward.rooms) == labels(member.rooms)
    assert labels(steward.stewards) == ["At the door", "Moderation", "Archives", "Around us", "Settings"]


def test_the_present_room_is_marked_and_no_other(stick, hal, spine_of):
    for page, label in [("community", "Today"), ("conversations", "Conversations"), ("compose", "Conversations")]:
        assert [link.label for link in spine_of(hal, page).rooms if link.current] == [label]


def test_counts_say_who_waits_and_how_many_are_here(stick, table, circle, hal, ines, spine_of):
    open_conversation(by=hal, space=table, kind="question", title="Two peaks", text="Has anyone?")
    open_conversation(by=ines, space=circle, kind="question", title="Between us", text="Only us?")
    counts = {link.label: link.count for link in spine_of(hal).rooms}
    assert counts["Conversations"] == "1 open"
    assert counts["People"] == str(Community.objects.get(pk=stick.pk).people_count)
    assert {link.label: link.count for link in spine_of(ines).rooms}["Conversations"] == "2 open"


def test_a_guest_of_a_public_community_sees_what_is_open(stick, stranger, spine_of):
    Community.objects.filter(pk=stick.pk).update(visibility=Visibility.PUBLIC)
    assert labels(spine_of(stranger).rooms) == ["Today", "Conversations", "About"]


def test_a_guest_finds_the_open_window_of_a_listed_community(stick, stranger, spine_of, ines):
    assert labels(spine_of(stranger, "about").rooms) == ["About"]
    open_space(community=stick, slug="window", name="Open window", visibility="public", seats=[ines])
    assert labels(spine_of(stranger, "about").rooms) == ["Today", "Conversations", "About"]


def test_ones_other_communities_stand_below(stick, hal, spine_of):
    found(by=hal, name="Other Place")
    assert labels(spine_of(hal).also) == ["Other Place"]
    assert labels(spine_of(hal, "home", "").also) == ["Other Place", "The Listening Stick"]


def test_it_costs_two_queries_at_most(stick, hal, rosa, django_assert_max_num_queries, rf):
    for person in (hal, rosa):
        address = reverse("conversations", args=["stick"])
        request = rf.get(address)
        request.user, request.resolver_match = person, resolve(address)
        request.viewpoint = look(person, "stick")
        with django_assert_max_num_queries(2):
            spine(request)
