"""The margins say something true of the page beside them, from what is stored, and only what their reader may know."""

from collections.abc import Callable

import pytest
from django.test import Client

from commonplace.communities.models import Community, Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.settling import settle
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def margin(client: Client, django_assert_max_num_queries) -> Callable[[Person | None, str], str]:
    """What stands beside a page for somebody, which costs no more than any page may."""

    def beside(person: Person | None, address: str) -> str:
        client.logout()
        if person is not None:
            client.force_login(person)
        with django_assert_max_num_queries(12):
            return client.get(address).text.partition('class="margin"')[2]

    return beside


def settled(space: Space, by: Person, answerer: Person, title: str) -> None:
    talk = open_conversation(by=by, space=space, kind="question", title=title, text="I need one.")
    settle(by=by, post=reply(by=answerer, conversation=talk, text="Take two."))


def test_front_page_tells_what_was_settled_where_anyone_reads(
    margin, stick: Community, window, table, hal, leila
) -> None:
    settled(window, leila, hal, "How loud is a leak")
    settled(table, leila, hal, "Among ourselves")
    for visibility, is_told in (("public", True), ("listed", True), ("private", False)):
        Community.objects.filter(pk=stick.pk).update(visibility=visibility)
        beside = margin(None, "/")
        assert ("How loud is a leak" in beside, "Among ourselves" in beside) == (is_told, False)


def test_people_lead_to_whoever_speaks_of_what_is_talked_about(margin, table, circle, hal, leila, rosa) -> None:
    open_conversation(by=leila, space=table, kind="tip", title="So", text="So.", topics=["loggers & pipes"])
    open_conversation(by=rosa, space=circle, kind="tip", title="Us", text="Us.", topics=["budgets"])
    beside = margin(hal, "/c/stick/people/")
    assert ("?q=loggers%20%26%20pipes" in beside, "budgets" in beside) == (True, False)
