"""The Lone Shift is being born: three who start it, seven conversations, two issues."""

import pytest
from django.test import Client

from commonplace.demo.models import Sowing
from commonplace.launch.issue_map import drawn_of
from commonplace.launch.models import Interview, Launch

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sown")]


def test_the_lone_shift_is_being_born(client: Client) -> None:
    launch = Launch.objects.get()
    assert (launch.community.slug, launch.space.seats.count()) == ("lone-shift", 3)
    assert (Interview.objects.held().count(), Interview.objects.filter(on=None).count()) == (7, 1)
    assert [(one.issue.name, one.people, one.awake) for one in drawn_of(launch)] == [
        ("Deciding alone", 3, 2),
        ("Who knows that you are there", 3, 1),
    ]
    client.force_login(Sowing.objects.get(key="ines").person)
    page = client.get("/c/lone-shift/launch/")
    assert page.context["steps"][0][0].code == "willing"
