"""Who else in this house works on a topic: other communities, as far as the reader may see what they file under it."""

import re
from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.utils import timezone

from commonplace.communities.doors import Visibility
from commonplace.communities.founding.actions import found
from commonplace.communities.models import Community, Space
from commonplace.communities.topics.actions import add_synonym, name_topics
from commonplace.conversations.models import Conversation
from commonplace.gatherings.actions.convening import Plan, convene
from commonplace.gatherings.actions.talking import begin_to_talk
from commonplace.knowledge.tests.test_asking_in import question
from commonplace.knowledge.tests.test_map_pages import TOPIC, words
from commonplace.knowledge.tests.test_reading import kept_thing
from commonplace.repertoire.actions import lending
from commonplace.repertoire.actions.shelving import arrange_shelf


@pytest.fixture(autouse=True)
def asked_at_home(stick, valves, table, hal):
    stick.modules = [*stick.modules, "map"]
    stick.save(update_fields=["modules"])
    question(hal, table)


@pytest.fixture
def keepers(rosa) -> Community:
    """A public community of the same house, which keeps things and meets."""
    made = found(by=rosa, name="Valve Keepers", slug="keepers", visibility=Visibility.PUBLIC)
    made.modules = [*{*made.modules, "repertoire", "gatherings"}]
    made.save(update_fields=["modules"])
    return made


def told(client, reader) -> Sequence[str]:
    """The words of the note, from its head on."""
    client.force_login(reader)
    _before, _mark, after = words(client.get(TOPIC)).partition("Who else works on this")
    return after.split()[:4]


def ways(client, reader) -> Sequence[str]:
    """Where the note leads to, each address answered to who reads it."""
    client.force_login(reader)
    _before, _mark, after = client.get(TOPIC).content.decode().partition("Who else works on this")
    found = re.findall(r'href="([^"]+)"', after.partition("</section>")[0])
    assert [client.get(one).status_code for one in found] == [200] * len(found)
    return found


def gathered(by, space):
    wall = (timezone.now() + timedelta(days=3)).replace(second=0, microsecond=0, tzinfo=None)
    return convene(by=by, space=space, plan=Plan("A valve evening", wall, "UTC"))


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


def test_what_is_kept_and_a_gathering_count_as_work_too(client, keepers, rosa, hal):
    space = keepers.spaces.order_by("position")[0]
    kept_thing(rosa, space)
    shelf = "/c/keepers/repertoire/?topic=valves"
    kept = ways(client, rosa)
    met = gathered(rosa, space)
    talk = begin_to_talk(by=rosa, gathering=met, text="Bring gloves.")
    talk.topics.set(name_topics(community=keepers, names=["valves"]))

    assert kept == [shelf]
    assert ways(client, rosa) == ["/c/keepers/topics/valves", shelf, f"/c/keepers/gatherings/{met.pk}/"]
    # What is for its members alone is nothing to others.
    assert ways(client, hal) == []
    Space.objects.filter(pk=space.pk).update(visibility="public")
    assert len(ways(client, hal)) == 3
    keepers.modules = ["map"]
    keepers.save(update_fields=["modules"])
    assert ways(client, hal) == ["/c/keepers/topics/valves"]


def test_a_gathering_of_which_something_is_kept_stands_for_the_topic(client, keepers, rosa):
    space = keepers.spaces.order_by("position")[0]
    kept, met = kept_thing(rosa, space), gathered(rosa, space)
    type(kept).objects.filter(pk=kept.pk).update(gathering=met)

    assert ways(client, rosa)[1:] == [f"/c/keepers/gatherings/{met.pk}/"]
    assert not Conversation.objects.filter(community=keepers).exists()


def test_a_thing_that_is_lent_is_told_of_by_ones_own_word(client, keepers, stick, rosa, hal, valves, ines):
    (taps,) = name_topics(community=keepers, names=["gate taps"])
    add_synonym(by=ines, topic=valves, name="gate taps")
    kept = kept_thing(rosa, keepers.spaces.order_by("position")[0])
    kept.topics.set([taps])
    before = told(client, hal)
    arrange_shelf(by=rosa, community=keepers, languages=[], lends=True)
    lending.lend(by=rosa, resource=kept)

    assert (before, told(client, hal)) == ([], [])  # Their own community keeps nothing, so nothing is lent to it.
    stick.modules = [*stick.modules, "repertoire"]
    stick.save(update_fields=["modules"])
    assert told(client, hal) == ["valves", "·", "Valve", "Keepers"]
    assert ways(client, hal) == [f"/c/stick/repertoire/lent/{kept.pk}/"]
