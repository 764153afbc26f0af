"""What one takes along is one's own: in a house where others have done everything, a stranger's lists are empty."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from commonplace.communities.doors import SpaceVisibility
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Membership, Role, Space
from commonplace.communities.spaces.actions import open_space
from commonplace.people.actions.profile import register
from commonplace.people.models import Person
from commonplace.web.arriving import first_words
from commonplace.web.everything import words_of
from tests.furnished import furnish
from tests.furnished_next_door import furnish_others


def lists_of(person: Person) -> dict[str, list]:
    told = json.loads("".join(words_of(person, now=timezone.now())))
    return {name: rows for name, rows in told.items() if isinstance(rows, list)}


@pytest.mark.django_db
def test_who_did_nothing_takes_nothing_of_others_along(tmp_path) -> None:
    house = furnish(tmp_path)
    furnish_others()
    stranger = register(name="Stranger Ng", address="stranger@example.org", is_confirmed=True)
    mine = lists_of(stranger)
    assert {name for name, rows in mine.items() if rows} == {"addresses", "agreed_to"}
    # What everyone is asked about until they say otherwise.
    assert {(one["lets"], one["title"], one["community_name"]) for one in mine["agreed_to"]} == {("told", "", "")}
    assert [row["email"] for row in mine["addresses"]] == ["stranger@example.org"]
    assert house.member is not None
    theirs = lists_of(house.member)
    assert theirs["roles"]
    assert theirs["posts"]


def test_each_takes_their_own_roles_along(hal: Person, tomasz: Person) -> None:
    for person in (hal, tomasz):
        Role.objects.create(membership=Membership.objects.get(person=person), name=f"host {person.pk}")
    assert [[role["name"] for role in lists_of(one)["roles"]] for one in (hal, tomasz)] == [
        [f"host {hal.pk}"],
        [f"host {tomasz.pk}"],
    ]


def test_first_words_are_said_among_members(stick: Community, table: Space, stranger: Person, now) -> None:
    """Never in the open, though an open space stands first, and nowhere where members have no space of their own."""
    window = open_space(community=stick, slug="window", name="Open window", visibility=SpaceVisibility.PUBLIC)
    Space.objects.filter(pk=window.pk).update(position=0)
    Space.objects.filter(pk=table.pk).update(position=5)
    admit(person=stranger, community=stick, at=now - timedelta(days=1))
    said = first_words(person=stranger, community=stick, line="Who has heard a valve sing?")
    assert said is not None
    assert said.space == table
    Space.objects.filter(pk=table.pk).update(visibility=SpaceVisibility.PUBLIC)
    assert first_words(person=stranger, community=stick, line="And frost?") is None
