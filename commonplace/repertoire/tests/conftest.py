"""The Listening Stick with its repertoire switched on, and things that are kept there by the actions that keep them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from commonplace.communities.founding.actions import found
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Space
from commonplace.communities.viewpoint import Viewpoint, standing_of
from commonplace.conversations.tests.machine import service
from commonplace.people.models import Person
from commonplace.repertoire.actions import lending
from commonplace.repertoire.actions.adapting import adapt
from commonplace.repertoire.actions.keeping import keep
from commonplace.repertoire.actions.shelving import arrange_shelf
from commonplace.repertoire.actions.wording import Words
from commonplace.repertoire.models import Resource
from commonplace.repertoire.queries.lent import lent_to

__all__ = ["service"]
OURS = Words("Our valve card", "For gas.", {"how": "Fold it twice."})
HOW = "Print it on stiff paper.\n\n1. Tick what you *found* first.\n2. Count turns aloud."
CARD = Words("Gloves-on valve card", "Good for two people checking boundary valves at night.", {"how": HOW})


@pytest.fixture
def stick(stick: Community) -> Community:
    """The Listening Stick, with its repertoire switched on."""
    stick.modules = [*stick.modules, "repertoire"]
    stick.save(update_fields=["modules"])
    return stick


@pytest.fixture
def shelve(stick: Community, hal: Person, table: Space) -> Callable[..., Resource]:
    """Keeps Hal's valve card, but for what is said otherwise."""

    def put(by: Person = hal, space: Space = table, kind: str = "template", words: Words = CARD, **more) -> Resource:
        return keep(by=by, space=space, kind=kind, words=words, **more)

    return put


@pytest.fixture
def card(shelve: Callable[..., Resource]) -> Resource:
    """Hal's card for valves, which members see."""
    return shelve()


@pytest.fixture
def gas(leila: Person, stranger: Person, stick: Community) -> Community:
    """Another community of the house, which keeps things: of Leila, who is of the first too, and of the stranger."""
    made = found(by=leila, name="Gas at night", slug="gas", visibility="listed")
    made.modules = [*made.modules, "repertoire"]
    made.save(update_fields=["modules"])
    admit(person=stranger, community=made)
    return made


@pytest.fixture
def lent(card: Resource, ines: Person, hal: Person) -> Resource:
    """Hal's card, which he lends since the stewards let him."""
    arrange_shelf(by=ines, community=card.community, languages=[], lends=True)
    lending.lend(by=hal, resource=card)
    return card


def from_here(person: Person, community: Community) -> Viewpoint:
    return Viewpoint(person, community, standing_of(person, community))


def found_by(person: Person, community: Community) -> list[int]:
    return list(lent_to(from_here(person, community)).values_list("pk", flat=True))


def ours(parent: Resource, by: Person, community: Community, **more) -> Resource:
    return adapt(
        by=by, parent=parent, words=OURS, changed="For gas", **{"space": community.spaces.get(slug="table"), **more}
    )


def page(client: Client, who: Person, address: str) -> str:
    client.force_login(who)
    answer = client.get(address)
    return " ".join(answer.text.split()) if answer.status_code == 200 else str(answer.status_code)
