"""Who else in this house works on a topic: other communities, as far as the reader may see what they file under it."""

from collections.abc import Sequence

import pytest

from commonplace.communities.doors import Visibility
from commonplace.communities.founding.actions import found
from commonplace.communities.models import Community, Space
from commonplace.communities.topics.actions import add_synonym, name_topics
from commonplace.knowledge.tests.test_asking_in import question
from commonplace.knowledge.tests.test_map_pages import TOPIC, words


@pytest.fixture(autouse=True)
def asked_at_home(stick, valves, table, hal):
    stick.modules = [*stick.modules, "map"]
    stick.save(update_fields=["modules"])
    question(hal, table)


@pytest.fixture
def keepers(rosa) -> Community:
    """A public community of the same house."""
    return found(by=rosa, name="Valve Keepers", slug="keepers", visibility=Visibility.PUBLIC)


def told(client, reader) -> Sequence[str]:
    """The words of the note, from its head on."""
    client.force_login(reader)
    _before, _mark, after = words(client.get(TOPIC)).partition("Who else works on this")
    return after.split()[:4]


def test_a_community_is_told_of_to_those_who_may_read_it_there(client, keepers, rosa, hal):
    space = keepers.spaces.order_by("position")[0]
    question(rosa, space)

    assert told(client, rosa) == ["valves", "·", "Valve", "Keepers"]
    # What is said among its members is nothing to a member of another community.
    assert told(client, hal) == []
    Space.objects.filter(pk=space.pk).update(visibility="public")
    assert told(client, hal) == ["valves", "·", "Valve", "Keepers"]
    assert client.get("/c/keepers/topics/valves").status_code == 200


def test_another_word_for_it_is_the_same_topic(client, keepers, rosa, hal, valves, ines):
    asked = question(rosa, keepers.spaces.order_by("position")[0])
    (taps,) = name_topics(community=keepers, names=["gate taps"])
    asked.topics.set([taps])
    before = told(client, rosa)
    add_synonym(by=ines, topic=valves, name="gate taps")

    assert (before, told(client, rosa)[:2]) == ([], ["gate", "taps"])


def test_a_word_that_nothing_is_filed_under_is_no_work(client, keepers, rosa):
    name_topics(community=keepers, names=["valves"])

    assert told(client, rosa) == []
