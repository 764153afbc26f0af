"""Who with a say can read is named before one writes, to each as far as it is theirs to know."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from commonplace.communities.audience import audience_of_space, audiences_of
from commonplace.communities.doors import SpaceVisibility
from commonplace.communities.membership.actions.roles import appoint
from commonplace.communities.models import Community, Membership, Role, Space
from commonplace.communities.neutral.actions import say_who_leads
from commonplace.communities.powers import MOST_NAMES
from commonplace.communities.spaces.actions import open_space
from commonplace.communities.standing import Standing
from commonplace.communities.viewpoint import Viewpoint, standing_of
from commonplace.people.models import Person


def said(space: Space, person: Person | None) -> str:
    """What is said of those with a say, without the marks that keep a name's direction."""
    viewpoint = Viewpoint(person, space.community, standing_of(person, space.community))
    return audience_of_space(space, viewpoint).powers.replace("\u2068", "").replace("\u2069", "")


def test_stewards_sponsors_operators_and_who_leads_are_named(
    stick: Community, table: Space, ines: Person, rosa: Person, hal: Person, tomasz: Person, leila: Person
) -> None:
    Person.objects.filter(pk=leila.pk).update(is_operator=True)
    say_who_leads(by=tomasz, community=stick, person=tomasz)
    place = Membership.objects.get(person=rosa, community=stick)
    appoint(by=ines, membership=place, name="Sponsor", since=timezone.localdate(), until=None)
    assert said(table, hal) == (
        "With a say here: Inês Baptista (steward), Leila Haddad (looks after the house),"
        " Rosa Quispe (steward, sponsor), Tomasz Wilk (leads people here)."
    )


def test_whom_one_names_is_told_to_oneself_alone(
    stick: Community, table: Space, hal: Person, rosa: Person, tomasz: Person
) -> None:
    before = {one: said(table, one) for one in (hal, rosa, tomasz)}
    say_who_leads(by=hal, community=stick, person=tomasz)
    assert said(table, hal) == before[hal].replace(").", "), Tomasz Wilk (leads you, as you said).")
    assert [said(table, one) for one in (rosa, tomasz)] == [before[rosa], before[tomasz]]


def test_only_those_who_can_read_are_named(
    stick: Community, circle: Space, ines: Person, rosa: Person, hal: Person, tomasz: Person
) -> None:
    lee = open_space(community=stick, slug="lee", name="The lee", visibility=SpaceVisibility.NEUTRAL)
    say_who_leads(by=tomasz, community=stick, person=tomasz)
    say_who_leads(by=hal, community=stick, person=rosa)
    assert said(lee, hal) == "With a say here: Inês Baptista (steward)."
    assert "Tomasz" not in said(circle, ines)


def test_nobody_is_told_to_those_outside(table: Space, window: Space, stranger: Person) -> None:
    assert [said(window, None), said(window, stranger), said(table, stranger)] == ["", "", ""]


def test_many_are_told_by_their_number(
    stick: Community, table: Space, hal: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = [Person.objects.create_user(name=f"Steward {n}") for n in range(MOST_NAMES)]
    rows = [Membership(person=one, community=stick, standing=Standing.STEWARD) for one in people]
    Membership.objects.bulk_create(rows)
    assert said(table, hal) == f"With a say here: {MOST_NAMES + 1} stewards."
    viewpoint = Viewpoint(hal, stick, standing_of(hal, stick))
    with django_assert_num_queries(1):
        assert len(audiences_of([table] * 3, viewpoint)) == 1


def test_a_term_that_is_over_is_no_say(
    stick: Community, table: Space, ines: Person, tomasz: Person, hal: Person
) -> None:
    place = Membership.objects.get(person=tomasz, community=stick)
    day = timezone.localdate() - timedelta(days=9)
    role = appoint(by=ines, membership=place, name="Sponsor", since=day, until=None)
    assert "sponsor" in said(table, hal)
    Role.objects.filter(pk=role.pk).update(until=timezone.localdate() - timedelta(days=2))
    assert "sponsor" not in said(table, hal)


@pytest.mark.parametrize("page", ["conversations/new?kind=question", "gatherings/new"])
def test_it_stands_where_one_writes(client: Client, stick: Community, table: Space, hal: Person, page: str) -> None:
    stick.modules = [*stick.modules, "gatherings"]
    stick.save(update_fields=["modules"])
    client.force_login(hal)
    assert "With a say here:" in client.get(f"/c/stick/{page}").content.decode()
