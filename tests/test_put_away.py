"""What a community has switched off asks nothing of anybody: whatever waits leads to a page that is there."""

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.inbox import needs_from, waiting_for
from commonplace.communities.models import Membership
from tests.furnished import Furnished


@pytest.mark.parametrize("who", ["steward", "member"])
def test_what_waits_leads_to_a_page_that_is_there(house: Furnished, client: Client, who: str) -> None:
    person = getattr(house, who)
    house.community.modules = []
    house.community.save(update_fields=["modules"])
    standings = list(Membership.objects.current().filter(person=person).select_related("community"))
    waiting = waiting_for(person, standings, now=timezone.now())
    needs = needs_from(waiting, {one.community_id: one for one in standings}, person)
    assert needs
    client.force_login(person)
    assert [one.url for one in needs if client.get(one.url).status_code != 200] == []
