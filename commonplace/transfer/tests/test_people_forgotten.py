"""Nobody stays on a list of people for good: who was not invited, and who was erased."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.inbox import waiting_for
from commonplace.communities.models import Community, Invitation, Membership
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Person
from commonplace.transfer.actions.listing import forget_lists, invite_listed
from commonplace.transfer.models import KEPT, KEPT_INVITED, Listed, PeopleList
from commonplace.transfer.tests.lists import agreed, bring, page_of


@pytest.fixture
def steward(client: Client, ines: Person, stick: Community) -> Client:
    client.force_login(ines)
    return client


def test_whoever_was_not_invited_goes_after_thirty_days(steward: Client, ines: Person) -> None:
    people = agreed(steward)
    invite_listed(people=people, by=ines, words="Come.", until=2, idempotency_key=uuid4())
    made_at = people.made_at
    assert forget_lists(now=made_at + KEPT - timedelta(minutes=1)) == 0
    assert forget_lists(now=made_at + KEPT + timedelta(minutes=1)) == 6
    assert list(Listed.objects.values_list("name", flat=True)) == ["Nour Aziz"]
    forget_lists(now=timezone.now() + KEPT_INVITED)
    assert not PeopleList.objects.exists()
    assert Invitation.objects.exists()


def test_stewards_hear_of_it_some_days_before(steward: Client, ines: Person, hal: Person) -> None:
    people = agreed(steward)

    def hears(person: Person, *, before: timedelta) -> bool:
        standings = list(Membership.objects.filter(person=person).select_related("community"))
        waiting = waiting_for(person, standings, now=people.goes_at - before)
        return (people.pk, "network.csv") in [(one.about_id, one.title) for one in waiting if one.code == "list_goes"]

    days = [timedelta(days=n) for n in (-1, 3, 5)]
    assert [hears(ines, before=one) for one in days] == [False, True, False]
    assert not hears(hal, before=days[1])
    people.listed.update(invited_at=timezone.now())
    assert not hears(ines, before=days[1])


def test_today_says_which_list_goes_and_when(steward: Client) -> None:
    people = agreed(steward)
    PeopleList.objects.update(made_at=timezone.now() - KEPT + timedelta(days=3))
    page = steward.get("/c/stick/")
    assert "a list of people is forgotten: network.csv" in page.text
    assert page_of(people) in page.text


def test_whoever_is_erased_is_on_no_list(steward: Client, ines: Person, hal: Person) -> None:
    people = agreed(steward)
    raw = bring(steward, "Name,Mail", "Hal,HAL@example.org", "Other,other@example.net")
    erase(person=hal, withdraw=False)
    assert not people.listed.filter(name="Hal").exists()
    assert [cells for _n, cells in raw.listed.values_list("number", "cells")] == [["Other", "other@example.net"]]


def test_a_steward_who_is_gone_leaves_the_list(steward: Client, rosa: Person) -> None:
    steward.force_login(rosa)
    people = agreed(steward)
    erase(person=rosa, withdraw=False)
    people.refresh_from_db()
    assert people.by is None
