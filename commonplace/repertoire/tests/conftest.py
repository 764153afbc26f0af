"""The Listening Stick with its repertoire switched on, and things that are kept there by the actions that keep them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from commonplace.communities.models import Community, Space
from commonplace.people.models import Person
from commonplace.repertoire.actions.keeping import keep
from commonplace.repertoire.actions.wording import Words
from commonplace.repertoire.models import Resource

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
