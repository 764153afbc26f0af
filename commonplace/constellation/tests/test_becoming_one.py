"""Two communities become one, and one parts: the stewards of both agree, and what closed leads on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from commonplace.communities.founding.actions import found
from commonplace.communities.inbox import waiting_for
from commonplace.communities.models import Community, Membership, Space
from commonplace.communities.topics.actions import name_topics
from commonplace.constellation.actions import asking, beginning, planning
from commonplace.constellation.models import Bond, Crossing, Relation
from commonplace.constellation.tests.conftest import WHY, posts_in, say
from commonplace.conversations.models import Conversation
from commonplace.people.actions import register
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db
Carried = Callable[[Crossing, Person], Community]
HERE = "/c/stick/related/plans/"


@pytest.fixture
def nour() -> Person:
    return register(name="Nour Aziz", address="nour@example.org", is_confirmed=True)


@pytest.fixture
def shift(nour: Person) -> Community:
    made = found(by=nour, name="The Lone Shift", slug="shift")
    name_topics(community=made, names=["valves"])
    return made


@pytest.fixture
def merger(stick: Community, shift: Community, talk: Conversation, ines: Person, hal: Person) -> Crossing:
    made = planning.plan(by=ines, community=stick, kind="merge", to=shift, words=WHY)
    planning.choose(by=ines, crossing=made, conversations=[talk.pk])
    planning.choose_people(by=ines, crossing=made, people=[hal.pk])
    return made


def test_a_steward_of_one_side_alone_asks_nobody(
    client: Client, merger: Crossing, ines: Person, nour: Person, now: datetime
) -> None:
    with pytest.raises(planning.NotAgreed):
        planning.ask(by=ines, crossing=merger)
    with pytest.raises(planning.NotASteward):
        planning.agree_to_merge(by=ines, crossing=merger)
    standings = list(Membership.objects.current(now).filter(person=nour).select_related("community"))
    assert "merge_asked" in [one.code for one in waiting_for(nour, standings, now=now)]
    client.force_login(nour)
    page = client.get(f"/c/shift/related/plans/{merger.pk}").text
    assert "Yes, we do" in page
    assert "Who hears valves?" not in page
    client.post(f"/c/shift/related/plans/{merger.pk}/agree")
    planning.ask(by=ines, crossing=merger)


def test_either_side_calls_it_off_before_it_is_carried_out(merger: Crossing, nour: Person, hal: Person) -> None:
    with pytest.raises(planning.NotASteward):
        planning.call_off(by=hal, crossing=merger)
    planning.call_off(by=nour, crossing=merger)
    with pytest.raises(planning.IsAsked):
        planning.agree_to_merge(by=nour, crossing=merger)


def test_merged_the_old_one_leads_on_and_stays_readable(
    client: Client,
    merger: Crossing,
    carried: Carried,
    shift: Community,
    hal: Person,
    tomasz: Person,
    ines: Person,
    nour: Person,
) -> None:
    planning.agree_to_merge(by=nour, crossing=merger)
    planning.ask(by=ines, crossing=merger)
    say(merger, hal, words="yes", coming="yes")
    say(merger, tomasz, words="yes")
    assert carried(merger, ines) == shift
    copy = Conversation.objects.get(community=shift)
    assert (copy.space.name, copy.topics.get().name) == ("The Listening Stick", "valves")
    assert len(posts_in(shift)) == 4
    assert Membership.objects.current().filter(community=shift, person=hal).exists()
    assert not Membership.objects.current().filter(community=shift, person=ines).exists()
    assert Relation.objects.agreed().get().kind == Bond.SUCCESSOR
    old = Community.objects.get(slug="stick")
    assert old.stage == Community.Stage.TRANSFORMATION
    client.force_login(tomasz)
    for page in ("/c/stick/", f"/c/stick/conversations/{Conversation.objects.get(community=old).pk}"):
        said = client.get(page, follow=True).text
        assert "lives on elsewhere" in said
        assert "/c/shift/about" in said
    client.logout()
    assert "lives on elsewhere" in client.get("/c/stick/about").text


def test_a_community_that_closes_takes_nobody_in(
    merger: Crossing, stick: Community, shift: Community, ines: Person, nour: Person, now: datetime
) -> None:
    planning.agree_to_merge(by=nour, crossing=merger)
    planning.ask(by=ines, crossing=merger)
    Community.objects.filter(pk=shift.pk).update(stage=Community.Stage.TRANSFORMATION)
    assert not beginning.begin(by=ines, crossing=merger, at=now + 2 * asking.ANSWERED_WITHIN)
    merger.refresh_from_db()
    assert merger.called_off_at is not None
    assert posts_in(shift) == []
    with pytest.raises(planning.NotPlannable):
        planning.plan(by=ines, community=stick, kind="merge", to=shift, words=WHY)


def test_parted_in_two_both_go_on_with_what_it_began(
    client: Client, stick: Community, talk: Conversation, carried: Carried, ines: Person, hal: Person, table: Space
) -> None:
    for name in ("Night Ears", "Day Ears"):
        made = planning.plan(by=ines, community=stick, kind="split", name=name, words=WHY)
        planning.choose_people(by=ines, crossing=made, people=[hal.pk])
        planning.ask(by=ines, crossing=made)
        say(made, hal, coming="yes")
        assert Membership.objects.filter(community=carried(made, ines), person=hal).exists()
    stick.refresh_from_db()
    assert stick.stage == Community.Stage.TRANSFORMATION
    page = client.get("/c/stick/about").text
    assert "/c/night-ears/about" in page
    assert "/c/day-ears/about" in page


def test_who_may_not_found_does_not_by_a_plan(
    merger: Crossing, stick: Community, ines: Person, hal: Person, settings, now: datetime
) -> None:
    settings.FOUNDERS = "operators"
    made = planning.plan(by=ines, community=stick, kind="daughter", name="Night Ears", words=WHY)
    planning.choose_people(by=ines, crossing=made, people=[hal.pk])
    planning.ask(by=ines, crossing=made)
    with pytest.raises(beginning.NotAFounder):
        beginning.begin(by=ines, crossing=made, at=now + 2 * asking.ANSWERED_WITHIN)
