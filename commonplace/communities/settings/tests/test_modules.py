"""What a community has of the house: four parts at first, others switched on when somebody misses them."""

import pytest
from django.test import Client

from commonplace.communities.models import Community, Deed
from commonplace.communities.modules import MODULES, at_first, is_on
from commonplace.communities.settings.actions.modules import NotSwitchable, switch
from commonplace.communities.stewards import NotASteward
from commonplace.people.models import Person


def test_a_new_community_has_what_is_on_at_first(stick: Community) -> None:
    assert stick.modules == at_first()


def test_switched_off_its_pages_are_put_away_for_everyone_and_nothing_is_lost(
    stick: Community, ines: Person, hal: Person, client: Client
) -> None:
    off = switch(by=ines, community=stick, code="cultivation", on=False)
    assert not is_on(off, "cultivation")
    for person in (ines, hal):
        client.force_login(person)
        assert client.get("/c/stick/cultivate/").status_code == 404
        assert "/c/stick/cultivate/" not in client.get("/c/stick/").text
    switch(by=ines, community=stick, code="cultivation", on=True)
    assert client.get("/c/stick/cultivate/").status_code == 200


def test_switching_is_a_deed_and_switching_twice_is_one(stick: Community, ines: Person) -> None:
    before = Deed.objects.count()
    for _ in range(2):
        switch(by=ines, community=stick, code="archives", on=False)
    assert Deed.objects.count() == before + 1
    stick.refresh_from_db()
    assert sorted(stick.modules) == sorted(set(at_first()) - {"archives"})


def test_no_member_switches_and_what_is_fixed_stays(stick: Community, ines: Person, hal: Person) -> None:
    with pytest.raises(NotASteward):
        switch(by=hal, community=stick, code="archives", on=False)
    for code in ("conversations", "nonsense"):
        with pytest.raises(NotSwitchable):
            switch(by=ines, community=stick, code=code, on=False)
    assert MODULES["conversations"].is_fixed


def test_a_steward_sees_what_each_part_asks_and_is_answered_there(
    stick: Community, ines: Person, client: Client
) -> None:
    client.force_login(ines)
    page = client.get("/c/stick/settings/modules/").text
    assert "a look now and then; nobody has to enter anything" in page
    answer = client.post("/c/stick/settings/modules/cultivation", {"on": "0"}, follow=True).text
    assert "Cultivate is off. Nothing in it is lost." in answer
