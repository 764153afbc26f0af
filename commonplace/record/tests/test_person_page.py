"""Somebody's page with all that may stand there at once: a hello, roles, affiliations and lines of their record."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.joining.actions.greeting import greet
from commonplace.communities.membership.actions.roles import appoint
from commonplace.communities.models import Community, Membership, Space
from commonplace.conversations.models import Post
from commonplace.gatherings.actions.convening import Plan, convene
from commonplace.people.models import Affiliation, Person
from commonplace.record.actions.choosing import show, take
from commonplace.record.kinds import offered_to
from commonplace.record.models import Line
from commonplace.repertoire.actions.keeping import keep
from commonplace.repertoire.actions.wording import Words

pytestmark = pytest.mark.django_db


def test_with_all_of_it_at_once_it_costs_no_more_than_a_page_may(
    client: Client,
    stick: Community,
    space: Space,
    answer: Post,
    hal: Person,
    leila: Person,
    ines: Person,
    django_assert_num_queries,
) -> None:
    membership = Membership.objects.get(community=stick, person=hal)
    for name in ("coordinator", "archivist"):
        appoint(by=ines, membership=membership, name=name, since=date(2020, 1, 1), until=None)
    for place in ("Water Works", "Night Crew"):
        Affiliation.objects.create(person=hal, organisation=place, is_main=place == "Water Works")
    Membership.objects.filter(pk=membership.pk).update(joined_at=timezone.now())
    membership.refresh_from_db()
    greet(by=leila, membership=membership, words="Good that you are here.")
    stick.modules = [*stick.modules, "repertoire"]
    stick.save(update_fields=["modules"])
    keep(by=hal, space=space, kind="template", words=Words("By ear", "", {"how": "Listen."}))
    plan = Plan(title="A quiet evening", wall=timezone.now().replace(tzinfo=None, year=2025), zone="UTC")
    convene(by=hal, space=space, plan=plan)
    for one in offered_to(hal).items:
        show(by=hal, line=take(by=hal, key=one.key, words=f"I say: {one.key}."))
    client.force_login(leila)
    address = f"/c/stick/people/{hal.pk}/"
    with django_assert_num_queries(12):
        page = client.get(address).text
    for said in ("Good that you are here.", "coordinator", "Water Works", "I say: "):
        assert said in page
    assert page.count("I say: ") > 2
    Line.objects.update(shown_at=None)
    with django_assert_num_queries(10):
        client.get(address)
