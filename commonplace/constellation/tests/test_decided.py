"""Where members change the charter, no steward alone has their community part or become one with another."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from commonplace.agreements.actions.proposing import Terms, propose
from commonplace.agreements.models import Decision, Outcome, Proposal
from commonplace.communities.charter.actions import choose_way
from commonplace.communities.charter.ways import By, Way
from commonplace.communities.models import Community
from commonplace.constellation.actions import planning
from commonplace.constellation.models import Crossing
from commonplace.constellation.tests.conftest import WHY
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db
PLAN = "/c/stick/related/plans/new"
SPLIT = {"kind": "split", "name": "Night Ears", "words": WHY}


@pytest.fixture
def by_members(stick: Community, ines: Person) -> Community:
    choose_way(by=ines, community=stick, way=Way(By.CONSENT, quorum=1, days=7))
    return stick


def decided(stick: Community, by: Person, outcome: str, at: datetime) -> Proposal:
    """What members answered to the proposal that the community parts."""
    words = f"We part into nights and days: {outcome}, {at}."
    made = propose(
        by=by, community=stick, terms=Terms("community", "We part", words, WHY, at + timedelta(days=8)), at=at
    )
    Decision.objects.create(proposal=made, outcome=outcome, at=at + timedelta(days=8))
    return made


def test_a_community_closes_only_by_a_decision_of_its_members(
    by_members: Community, ines: Person, hal: Person, now: datetime
) -> None:
    no = decided(by_members, hal, Outcome.NOT_ADOPTED, now - timedelta(days=40))
    long_ago = decided(by_members, hal, Outcome.ADOPTED, now - timedelta(days=400))
    for proposal in (None, no, long_ago):
        with pytest.raises(planning.NotDecided):
            planning.plan(by=ines, community=by_members, proposal=proposal, **SPLIT)
    yes = decided(by_members, hal, Outcome.ADOPTED, now - timedelta(days=20))
    made = planning.plan(by=ines, community=by_members, proposal=yes, **SPLIT)
    planning.choose_people(by=ines, crossing=made, people=[hal.pk])
    planning.ask(by=ines, crossing=made)
    # A daughter takes nothing from anybody.
    planning.plan(by=ines, community=by_members, kind="daughter", name="Night Ears", words=WHY)


def test_a_plan_from_before_members_decided_asks_nobody(stick: Community, ines: Person, hal: Person) -> None:
    made = planning.plan(by=ines, community=stick, **SPLIT)
    planning.choose_people(by=ines, crossing=made, people=[hal.pk])
    choose_way(by=ines, community=stick, way=Way(By.VOTE, quorum=1, days=7))
    with pytest.raises(planning.NotDecided):
        planning.ask(by=ines, crossing=made)


def test_the_page_says_who_decides(
    client: Client, by_members: Community, ines: Person, hal: Person, now: datetime
) -> None:
    client.force_login(ines)
    answer = client.post(PLAN, SPLIT)
    assert (answer.status_code, Crossing.objects.count()) == (422, 0)
    assert "they decide whether this community closes" in answer.text
    yes = decided(by_members, hal, Outcome.ADOPTED, now - timedelta(days=20))
    assert client.post(PLAN, SPLIT).status_code == 422
    assert client.post(PLAN, SPLIT | {"proposal": str(yes.pk)}).status_code == 302
    page = client.get(f"/c/stick/related/plans/{Crossing.objects.get().pk}").text
    assert "We part" in page
