"""What a community has switched off asks nothing of anybody: whatever waits leads to a page that is there."""

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.inbox import INBOX, needs_from, waiting_for
from commonplace.communities.models import Membership
from commonplace.communities.modules import module_at
from commonplace.people.models import Person
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


def test_what_waits_belongs_to_the_module_of_the_page_to_which_it_leads(house: Furnished) -> None:
    """Nobody is asked what waits in a module that is off: so a line that leads elsewhere too must not name one."""
    said: dict[str, set[str]] = {}
    for person in Person.objects.filter(claimed_at__isnull=False):
        standings = Membership.objects.current().filter(person=person).select_related("community")
        by_community = {one.community_id: one for one in standings}
        for waiting in waiting_for(person, list(by_community.values()), now=timezone.now()):
            need = needs_from([waiting], by_community, person)[0]
            module = module_at(need.url)
            said.setdefault(waiting.code, set()).add(module.code if module else "")
    assert len(said) > len(INBOX.codes) / 2
    assert {code: {INBOX[code].module} for code in said} == said
