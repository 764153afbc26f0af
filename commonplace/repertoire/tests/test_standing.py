"""How a resource comes to stand, who says so, and until when."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.membership.actions.leaving import leave
from commonplace.repertoire.actions import standing, tending
from commonplace.repertoire.actions.rights import NotTheirs
from commonplace.repertoire.inbox_lines import _untended_rows
from commonplace.repertoire.models import Resource
from commonplace.repertoire.standing import State

pytestmark = pytest.mark.django_db


def state(resource: Resource, *, days: int = 0) -> str:
    return Resource.objects.with_state(timezone.localdate() + timedelta(days=days)).get(pk=resource.pk).state


def test_it_goes_from_a_draft_to_what_somebody_stands_for_until_a_day(card, hal, tomasz, leila) -> None:
    assert state(card) == State.DRAFT
    with pytest.raises(standing.IsTheirOwn):
        standing.say_read(by=hal, resource=card)
    standing.say_read(by=tomasz, resource=card, words="Clear.")
    assert state(card) == State.REVIEWED
    until = timezone.localdate() + timedelta(days=30)
    standing.stand_for(by=leila, resource=card, until=until, limits="up to 300 mm")
    assert [state(card, days=days) for days in (0, 30, 31)] == [State.WARRANTED, State.WARRANTED, State.REVIEWED]
    standing.stand_no_more(by=leila, resource=card)
    assert state(card) == State.REVIEWED


def test_nobody_stands_for_their_own_or_for_ever(card, hal, leila) -> None:
    today = timezone.localdate()
    with pytest.raises(standing.IsTheirOwn):
        standing.stand_for(by=hal, resource=card, until=today + timedelta(days=9))
    for until in (today, today + timedelta(days=2000)):
        with pytest.raises(standing.TooFar):
            standing.stand_for(by=leila, resource=card, until=until)


def test_a_stranger_says_nothing_about_it(card, stranger) -> None:
    with pytest.raises(NotTheirs):
        standing.say_read(by=stranger, resource=card)


def test_what_gives_way_makes_no_ring(shelve, hal, tomasz) -> None:
    first, second, third = (shelve() for _ in range(3))
    standing.supersede(by=hal, resource=first, successor=second, why="Larger boxes.")
    standing.supersede(by=hal, resource=second, successor=third)
    assert [state(one) for one in (first, second, third)] == [State.SUPERSEDED, State.SUPERSEDED, State.DRAFT]
    for one in (first, third):
        with pytest.raises(standing.Loop):
            standing.supersede(by=hal, resource=third, successor=one)
    with pytest.raises(NotTheirs):
        standing.supersede(by=tomasz, resource=third, successor=first)


def test_what_is_retired_is_read_and_can_come_back(card, hal) -> None:
    standing.retire(by=hal, resource=card, why="The maker is gone.")
    assert state(card) == State.RETIRED
    assert not Resource.objects.in_use().exists()
    standing.bring_back(by=hal, resource=card)
    assert state(card) == State.DRAFT


def test_what_nobody_looks_after_is_taken_on(card, hal, tomasz, leila, rosa) -> None:
    with pytest.raises(tending.IsTended):
        tending.take_on(by=tomasz, resource=card)
    tending.hand_to(by=hal, resource=card, to=None)
    tending.take_on(by=tomasz, resource=card)
    card.refresh_from_db()
    assert card.steward == tomasz
    leave(person=tomasz, community=card.community)
    tending.take_on(by=leila, resource=card)
    tending.take_on(by=rosa, resource=card)
    card.refresh_from_db()
    assert card.steward == rosa


def test_it_is_given_only_to_whoever_reads_it(shelve, rosa, hal, stranger, circle) -> None:
    close = shelve(by=rosa, space=circle)
    for one in (hal, stranger):
        with pytest.raises(tending.Unfit):
            tending.hand_to(by=rosa, resource=close, to=one)


def test_its_pages_say_it(client: Client, card, hal, tomasz, rosa) -> None:
    here = f"/c/stick/repertoire/{card.pk}/"
    client.force_login(tomasz)
    assert "nobody but its writer" in client.get(here).text
    assert client.get(f"{here}looking").status_code == 403
    client.post(f"{here}reading", {"words": "Clear as day."})
    assert "Clear as day." in client.get(here).text
    answer = client.post(f"{here}warrant", {"until": "2019-01-01"})
    assert answer.status_code == 422
    until = timezone.localdate() + timedelta(days=90)
    client.post(f"{here}warrant", {"until": until.isoformat(), "limits": "up to 300 mm"})
    assert "up to 300 mm" in client.get(here).text
    client.force_login(hal)
    assert client.post(f"{here}reading", {}).status_code == 422
    assert client.post(f"{here}looking", {"review_on": until.isoformat()}).status_code == 302
    assert client.post(f"{here}retiring", {}).status_code == 422
    assert client.post(f"{here}retiring", {"why": "It tears."}).status_code == 302
    assert "It tears." in client.get(here).text
    assert client.post(f"{here}retiring", {"bring_back": "1"}).status_code == 302
    assert client.post(f"{here}handing", {"to": rosa.pk}).status_code == 302
    card.refresh_from_db()
    assert (card.steward, card.review_on) == (rosa, until)
    assert client.post(f"{here}taking").status_code == 302
    card.refresh_from_db()
    assert card.steward == rosa


def test_on_its_day_whoever_looks_after_it_is_told_and_nobody_else(client: Client, card, hal, tomasz) -> None:
    words = "was to be looked at again by now"
    client.force_login(hal)
    for days, at in ((3, 0), (1, -2)):
        assert words not in client.get("/c/stick/").text
        at = timezone.now() + timedelta(days=at)
        tending.look_again(by=hal, resource=card, on=timezone.localdate(at) + timedelta(days=days), at=at)
    assert words in client.get("/c/stick/").text
    client.force_login(tomasz)
    assert words not in client.get("/c/stick/").text


def test_its_page_opens_with_what_it_is_good_for_and_who_used_it(client: Client, card, tomasz) -> None:
    client.force_login(tomasz)
    page = client.get(f"/c/stick/repertoire/{card.pk}/").text
    parts = (card.good_for, "Who used it, and what happened", "Print it on stiff paper.", "Who can see this")
    assert [page.index(one) for one in parts] == sorted(page.index(one) for one in parts)


def test_no_guest_looks_after_it(client: Client, card, hal, someone, come_in) -> None:
    guest = come_in(someone("Guido Gast"), 3, standing="guest")
    with pytest.raises(tending.Unfit):
        tending.hand_to(by=hal, resource=card, to=guest)
    client.force_login(hal)
    assert "Guido Gast" not in client.get(f"/c/stick/repertoire/{card.pk}/handing").text


def test_what_somebody_looked_after_who_left_is_offered_and_told_to_stewards(
    client: Client, card, hal, tomasz, rosa, stick
) -> None:
    tending.look_again(by=hal, resource=card, on=timezone.localdate() + timedelta(days=1))
    leave(person=hal, community=stick)
    client.force_login(tomasz)
    address = f"/c/stick/repertoire/{card.pk}/"
    assert f'action="{address}taking"' in client.get(address).text
    told = _untended_rows(person=rosa, communities=[stick.pk], now=timezone.now() + timedelta(days=3))
    assert told.count() == 1
    client.post(f"{address}taking")
    assert f'action="{address}taking"' not in client.get(address).text
    assert not _untended_rows(person=rosa, communities=[stick.pk], now=timezone.now() + timedelta(days=3)).exists()
