"""A gathering follows a protocol, as it was when somebody who holds it chose it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.models import Community, Deed, Membership
from commonplace.communities.viewpoint import Viewpoint
from commonplace.gatherings.actions.changing import call_off
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.protocols.actions.following import IsOff, IsOver, NotTheirs, follow, let_be
from commonplace.protocols.catalogue import protocol_named
from commonplace.protocols.models import Plan
from commonplace.protocols.queries.here import followed_by

pytestmark = pytest.mark.django_db


def test_a_plan_keeps_its_phases_as_they_were_chosen(clinic: Gathering, hal: Person) -> None:
    case = protocol_named("case-clinic")
    plan = follow(gathering=clinic, protocol=case, by=hal)
    again = Plan.objects.get(gathering=clinic)
    assert (again.pk, again.protocol, again.title, again.minutes) == (plan.pk, "case-clinic", "Case clinic", 60)
    assert again.steps == case.phases


def test_choosing_another_replaces_the_first_and_writes_one_deed(clinic: Gathering, hal: Person) -> None:
    follow(gathering=clinic, protocol=protocol_named("case-clinic"), by=hal)
    follow(gathering=clinic, protocol=protocol_named("hot-topic", "pl"), by=hal)
    plan = Plan.objects.get()
    assert (plan.protocol, plan.language, plan.minutes) == ("hot-topic", "pl", 45)
    assert Deed.objects.filter(verb="chose_protocol").count() == 1


def test_only_those_who_hold_it_choose(clinic: Gathering, leila: Person) -> None:
    with pytest.raises(NotTheirs):
        follow(gathering=clinic, protocol=protocol_named("case-clinic"), by=leila)
    with pytest.raises(NotTheirs):
        let_be(gathering=clinic, by=leila)
    assert not Plan.objects.exists()


def test_what_is_over_or_off_is_chosen_for_no_more(clinic: Gathering, hal: Person) -> None:
    case = protocol_named("case-clinic")
    with pytest.raises(IsOver):
        follow(gathering=clinic, protocol=case, by=hal, at=clinic.ends_at + timedelta(minutes=1))
    follow(gathering=clinic, protocol=case, by=hal)
    call_off(by=hal, gathering=clinic, why="The van broke down.")
    with pytest.raises(IsOff):
        let_be(gathering=clinic, by=hal)
    assert Plan.objects.filter(at__lte=timezone.now()).count() == 1


def test_it_can_go_without_one_again(clinic: Gathering, hal: Person) -> None:
    follow(gathering=clinic, protocol=protocol_named("case-clinic"), by=hal)
    let_be(gathering=clinic, by=hal)
    assert not Plan.objects.exists()


def test_the_page_shows_how_the_hour_goes_while_the_module_is_on(client: Client, clinic, hal: Person, stick) -> None:
    follow(gathering=clinic, protocol=protocol_named("case-clinic"), by=hal)
    client.force_login(hal)
    page = client.get(f"/c/stick/gatherings/{clinic.pk}/").text
    assert page.count("<li>\n      <strong") == 8
    assert "How the hour goes" in page
    assert page.index("Welcome, and what stays here") < page.index("What we have lived") < page.index("Who writes")
    stick.modules = [one for one in stick.modules if one != "protocols"]
    stick.save(update_fields=["modules"])
    assert "How the hour goes" not in client.get(f"/c/stick/gatherings/{clinic.pk}/").text


def test_only_what_is_over_was_held_by_it(clinic: Gathering, hal: Person, stick: Community, now) -> None:
    case = protocol_named("case-clinic")
    follow(gathering=clinic, protocol=case, by=hal)
    assert followed_by(Viewpoint(hal, stick, Membership()), case, now=now) == []
    assert followed_by(Viewpoint(hal, stick, Membership()), case, now=clinic.ends_at) == [clinic]
