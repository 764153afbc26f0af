"""Somebody at a newcomer's side: who is proposed, who is told, how it ends, and that it is asked once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.models import Community, Deed, Membership
from commonplace.communities.questions import askable
from commonplace.letters.models import Letter
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Affiliation, Person
from commonplace.record.actions import buddies
from commonplace.record.models import Buddy

pytestmark = pytest.mark.django_db
AT = "/c/stick/people/first-steps/"


@pytest.fixture
def fitters(stick: Community, hal: Person, tomasz: Person, leila: Person) -> None:
    """Hal and Tomasz would be a buddy; Leila, who works where Hal does, came in yesterday; all three are fitters."""
    for one, craft in ((hal, "Fitter"), (tomasz, "pipe  fitter"), (leila, "Fitter")):
        Person.objects.filter(pk=one.pk).update(craft=craft)
        one.refresh_from_db()
    Affiliation.objects.filter(person__in=[hal, tomasz, leila]).delete()
    for one, place in ((hal, "Waterworks"), (tomasz, "Elsewhere"), (leila, "Waterworks")):
        Affiliation.objects.create(person=one, organisation=place, is_main=True)
    Membership.objects.filter(person=leila, community=stick).update(joined_at=timezone.now() - timedelta(days=1))
    for one in (hal, tomasz):
        buddies.be_willing(by=one, community=stick)


def test_those_of_ones_craft_are_proposed_another_unit_first(
    client: Client, fitters: None, stick: Community, hal: Person, tomasz: Person, leila: Person, rosa: Person
) -> None:
    buddies.be_willing(by=rosa, community=stick)  # of another craft
    client.force_login(leila)
    page = client.get(AT).text
    assert page.index(tomasz.name) < page.index(hal.name)
    assert f'value="{rosa.pk}"' not in page
    buddies.be_unwilling(by=tomasz, community=stick)
    with pytest.raises(buddies.NotProposed):
        buddies.choose(by=leila, community=stick, buddy=tomasz.pk)
    with pytest.raises(buddies.NotHere):
        buddies.choose(by=rosa, community=stick, buddy=hal.pk)


def test_the_newcomer_says_yes_once_and_the_other_is_told(
    client: Client, fitters: None, stick: Community, hal: Person, tomasz: Person, leila: Person, ines: Person
) -> None:
    before = Deed.objects.count()
    client.force_login(leila)
    for wrong in ({}, {"who": "x"}, {"who": str(10**30)}, {"who": leila.pk}, {"who": 999_999}):
        client.post(f"{AT}choose", wrong)
    assert not Buddy.objects.exists()
    for _twice in range(2):
        client.post(f"{AT}choose", {"who": hal.pk})
    with pytest.raises(buddies.HasOne):
        buddies.choose(by=leila, community=stick, buddy=tomasz.pk)
    made = Buddy.objects.get()
    assert Deed.objects.count() == before
    assert Letter.objects.get(to="hal@example.org").subject.startswith(leila.name)
    client.force_login(hal)
    assert "would like you at their side" in client.get("/c/stick/").text
    assert leila.name in client.get(AT).text
    # Nobody else finds it, and stewards do not either.
    client.force_login(ines)
    assert "Whom you are beside" not in client.get(AT).text
    for way in ("end", "helped"):
        assert client.post(f"{AT}buddies/{made.pk}/{way}", {"helped": "helped"}).status_code == 404


def test_it_ends_by_itself_and_when_either_likes(
    client: Client, fitters: None, stick: Community, hal: Person, leila: Person
) -> None:
    made = buddies.choose(by=leila, community=stick, buddy=hal.pk)
    now = timezone.now()
    assert made.is_at_it(now)
    assert not made.is_at_it(now + timedelta(days=85))
    client.force_login(hal)
    client.post(f"{AT}buddies/{made.pk}/end")
    assert not Buddy.objects.at_it(now).exists()
    client.force_login(leila)
    assert "It is over." in client.get(AT).text


def test_whether_it_helped_is_asked_once_and_read_by_nobody_else(
    client: Client, fitters: None, stick: Community, hal: Person, leila: Person
) -> None:
    made = buddies.choose(by=leila, community=stick, buddy=hal.pk)
    later = timezone.now() + timedelta(weeks=5)
    asked = [(kind.code, one.url) for kind, one in askable(leila, later)]
    assert asked == [("buddy_helped", f"{AT}#helped")]
    assert [kind.code for kind, _one in askable(hal, later)] == []
    client.force_login(hal)
    assert client.post(f"{AT}buddies/{made.pk}/helped", {"helped": "helped"}).status_code == 404
    client.force_login(leila)
    client.post(f"{AT}buddies/{made.pk}/helped", {"helped": "wonderful"})
    assert Buddy.objects.get().helped == ""
    client.post(f"{AT}buddies/{made.pk}/helped", {"helped": "somewhat"})
    assert "A little" in client.get(AT).text
    assert list(askable(leila, later)) == []
    client.force_login(hal)
    assert "You said:" not in client.get(AT).text


def test_nothing_of_it_is_left_once_either_is_erased(
    fitters: None, stick: Community, hal: Person, leila: Person
) -> None:
    buddies.choose(by=leila, community=stick, buddy=hal.pk)
    erase(person=hal, withdraw=False)
    assert not Buddy.objects.exists()
