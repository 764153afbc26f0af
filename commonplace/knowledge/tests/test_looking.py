"""A gathering looks for some who know a topic: said by whoever holds it, and told to those who know it alone."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from commonplace.communities.models import Community, Space, Topic
from commonplace.communities.spaces.actions import open_space
from commonplace.communities.topics.actions import name_topics
from commonplace.gatherings.actions.answering import answer
from commonplace.gatherings.actions.convening import convene
from commonplace.gatherings.models import Answer, Gathering
from commonplace.gatherings.tests.conftest import plan
from commonplace.knowledge.actions.looking import IsOver, NotTheirs, look_for, look_for_no_more
from commonplace.knowledge.models import LookedFor
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def stick(stick: Community) -> Community:
    """With gatherings and the map."""
    stick.modules = [*stick.modules, "gatherings", "map"]
    stick.save(update_fields=["modules"])
    return stick


@pytest.fixture
def flow(stick: Community) -> Topic:
    (topic,) = name_topics(community=stick, names=["Night flow"])
    return topic


@pytest.fixture
def clinic(stick: Community, table: Space, leila: Person, now: datetime) -> Gathering:
    wall = (now + timedelta(days=5)).replace(hour=15, tzinfo=None)
    return convene(by=leila, space=table, plan=plan(title="Clinic on Tuesday", wall=wall, zone="UTC"))


def test_whoever_called_it_says_so_on_a_page_and_members_read_it(
    client: Client, clinic: Gathering, flow: Topic, leila: Person, hal: Person, django_assert_max_num_queries
) -> None:
    page, looking = f"/c/stick/gatherings/{clinic.pk}/", f"/c/stick/gatherings/{clinic.pk}/looking-for"
    client.force_login(leila)
    assert "Say who would be of help" in client.get(page).text
    assert client.post(looking, {"number": "2"}).status_code == 422
    assert client.post(looking, {"topic": "999999999999", "number": "2"}).status_code == 422
    assert client.post(looking, {"topic": flow.pk, "number": "10"}).status_code == 422
    assert client.post(looking, {"topic": flow.pk, "number": "2"}).status_code == 302
    client.force_login(hal)
    with django_assert_max_num_queries(12):
        seen = client.get(page).text
    assert ("It looks for" in seen, "Night flow" in seen, "Say who would be of help" in seen) == (True, True, False)
    assert client.get(looking).status_code == 403
    client.force_login(leila)
    client.post(looking, {"drop": f"{LookedFor.objects.get().pk}"})
    assert not LookedFor.objects.exists()


def test_it_is_the_hand_of_whoever_holds_it_and_until_it_is_over(
    clinic: Gathering, flow: Topic, leila: Person, hal: Person, ines: Person
) -> None:
    with pytest.raises(NotTheirs):
        look_for(by=hal, gathering=clinic, topic=flow, number=2)
    first = look_for(by=leila, gathering=clinic, topic=flow, number=2)
    assert look_for(by=ines, gathering=clinic, topic=flow, number=3).pk == first.pk
    assert LookedFor.objects.get().number == 3
    with pytest.raises(NotTheirs):
        look_for_no_more(by=hal, looked_for=first)
    with pytest.raises(IsOver):
        look_for(by=leila, gathering=clinic, topic=flow, number=2, at=clinic.ends_at + timedelta(hours=1))


def test_what_a_group_looks_for_is_seen_by_nobody_else(
    stick: Community, flow: Topic, leila: Person, hal: Person, now: datetime
) -> None:
    group = open_space(community=stick, slug="loggers", name="Loggers", visibility="group", seats=[leila])
    wall = (now + timedelta(days=5)).replace(hour=15, tzinfo=None)
    among = convene(by=leila, space=group, plan=plan(title="Among us", wall=wall, zone="UTC"))
    look_for(by=leila, gathering=among, topic=flow, number=1)
    assert LookedFor.objects.visible_to(leila).exists()
    assert not LookedFor.objects.visible_to(hal).exists()
    assert not LookedFor.objects.visible_to(None).exists()


def test_whoever_has_answered_is_looked_for_no_more_as_far_as_they_know(
    client: Client, stick: Community, clinic: Gathering, flow: Topic, leila: Person, hal: Person
) -> None:
    look_for(by=leila, gathering=clinic, topic=flow, number=2)
    hal.ask_about = "night flow"
    hal.save(update_fields=["ask_about"])
    client.force_login(hal)
    there = "/c/stick/cultivate/inward/"
    page = client.get(there).text
    assert ("that looks for 2 who know it" in page, "Clinic on Tuesday" in page) == (True, True)
    answer(person=hal, gathering=clinic, says=Answer.Says.NO)
    assert "Clinic on Tuesday" not in client.get(there).text
