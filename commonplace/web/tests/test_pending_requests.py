"""Whoever asked to come in sees where they wait, since when and for whom."""

import pytest
from django.urls import reverse

from commonplace.communities.founding.actions import found
from commonplace.communities.joining.actions.asking import ask_to_join, withdraw_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(stick, stranger, now):
    return ask_to_join(person=stranger, community=stick, cares_about="Leaks under trams")


def test_home_says_where_one_waits(client, asked, stranger, ines, rosa, django_assert_max_num_queries):
    found(by=ines, name="Open Wells", visibility="public")
    client.force_login(stranger)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("home")).content.decode()
    words = (
        "Where you wait for an answer",
        "The Listening Stick",
        "Leaks under trams",
        "Open Wells",
        "Anyone may look in",
    )
    assert [word for word in words if word not in page] == []
    assert "Inês Baptista, Rosa Quispe" in page
    assert "You belong to none yet" not in page
    assert ("<h1>Today</h1>" in page, "<title>Today" in page) == (True, True)
    withdraw_request(request=asked)
    page = client.get(reverse("home")).content.decode()
    assert ("Leaks under trams" in page, "You belong to none yet" in page) == (False, True)


def test_it_stands_on_the_days_of_other_communities_too(
    client, stick, ines, hal, someone, django_assert_max_num_queries
):
    other = found(by=someone("Petra Voss"), name="Open Wells", visibility="public")
    ask_to_join(person=hal, community=other, cares_about="Wells")
    client.force_login(hal)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("home")).content.decode()
    assert "Petra Voss reads it and answers in their own words" in page
    page = client.get(reverse("communities")).content.decode()
    assert ("<h1>Communities</h1>" in page, '<q dir="auto">Wells</q>' in page) == (True, True)
