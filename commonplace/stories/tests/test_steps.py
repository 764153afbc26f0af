"""What a step says of itself: its cycle, whether it happened, of what value it was, who looked, and from where."""

from datetime import date

import pytest
from django.test import Client

from commonplace.communities.models import Community, Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.gatherings.actions.convening import convene
from commonplace.gatherings.tests.conftest import plan
from commonplace.people.models import Person
from commonplace.repertoire.models import Resource
from commonplace.stories.actions.telling import Words, tell
from commonplace.stories.models import Audience, Cycle, Kind, NarrativePart, Step, Story, Worth
from commonplace.stories.tests.telling import step_of

pytestmark = pytest.mark.django_db
HERE = "/c/stick/value/stories/"


@pytest.mark.parametrize("cycle", Cycle.values)
def test_a_story_begins_at_any_cycle_and_says_so_in_its_own_words(
    client: Client, stick: Community, hal: Person, cycle: str
) -> None:
    client.force_login(hal)
    said = {"cycle": cycle, "text": "We moved a shift.", "kind": "account", "worth": "positive"}
    told = client.post(f"{HERE}new", said, follow=True)
    assert (Story.objects.get().is_half_told, Step.objects.get().cycle) == (True, cycle)
    assert f"<h3>{Cycle(cycle).heading}</h3>" in told.text


def test_what_happened_stands_apart_from_what_is_hoped_for_and_good_from_nothing_and_from_harm(
    client: Client, story: Story, hal: Person
) -> None:
    for kind, worth in [(Kind.ACCOUNT, one) for one in Worth] + [(Kind.HOPE, Worth.POSITIVE)]:
        step_of(story, Audience.MEMBERS, cycle=Cycle.REALIZED, kind=kind, worth=worth)
    client.force_login(hal)
    page = client.get(f"{HERE}{story.pk}/").text
    good, nothing, harm, hope = [page.split("<li id=")[number].split("</li>")[0] for number in (1, 2, 3, 4)]
    assert ["<h3>What difference it made" in one for one in (good, nothing, harm, hope)] == [True, True, True, False]
    assert ("What I hope for" in hope, 'class="hoped"' in hope, 'class="hoped"' in good) == (True, True, False)
    assert ["nothing came of it" in one for one in (good, nothing, harm)] == [False, True, False]
    assert ["it did harm" in one for one in (good, nothing, harm)] == [False, False, True]


def test_who_looked_and_when_stands_beside_the_step(client: Client, story: Story, hal: Person, leila: Person) -> None:
    words = Words(Cycle.REALIZED, "179 hours.", checked_with="the crew", checked_on=date(2025, 10, 4))
    tell(by=hal, story=story, words=words)
    step_of(story, Audience.MEMBERS)
    client.force_login(hal)
    page = f"{HERE}{story.pk}/"
    told = client.get(page).text
    assert "checked with" in told
    assert ("the crew" in told, "4 October 2025" in told) == (True, True)
    unsaid = {"cycle": "realized", "text": "x", "kind": "account", "worth": "positive", "checked_on": "2025-10-04"}
    refused = client.post(f"{page}step", unsaid)
    assert (refused.status_code, "Say who looked, or leave the day empty." in refused.text) == (422, True)
    client.force_login(leila)
    assert "the crew" not in client.get(page).text


def test_a_step_points_at_a_gathering_an_answer_something_kept_and_a_person_each_for_whoever_may_see_it(
    client: Client,
    stick: Community,
    table: Space,
    story: Story,
    hal: Person,
    ines: Person,
    leila: Person,
    tomasz: Person,
) -> None:
    stick.modules = [*stick.modules, "gatherings", "repertoire"]
    stick.save(update_fields=["modules"])
    step = step_of(story, Audience.MEMBERS)
    clinic = convene(by=ines, space=table, plan=plan())
    talk = open_conversation(by=ines, space=table, kind="question", title="What hums?", text="At night.")
    kept = {"kind": "tool", "title": "Valve card", "kept_by": ines, "steward": ines}
    card = Resource.objects.create(community=stick, space=table, **kept)
    places = {
        f"/c/stick/gatherings/{clinic.pk}/": clinic.title,
        f"/c/stick/conversations/{talk.pk}/#p1": talk.title,
        card.url("stick"): card.title,
        f"/c/stick/people/{tomasz.pk}/": tomasz.name,
    }
    client.force_login(hal)
    page = f"{HERE}{story.pk}/"
    for place in places:
        assert client.post(f"{page}steps/{step.pk}/link", {"link": place}).status_code == 302
    client.force_login(leila)
    told = client.get(page).text
    assert [title for title in places.values() if title not in told] == []
    assert sorted(step.links.values_list("kind", flat=True)) == ["gathering", "person", "post", "resource"]
    Space.objects.filter(pk=table.pk).update(visibility="group")
    told = client.get(page).text
    assert [title for title in places.values() if title in told] == [tomasz.name]


def test_the_own_narrative_has_five_parts_each_with_a_hope_and_no_steward_reads_it(
    client: Client, stick: Community, hal: Person, rosa: Person
) -> None:
    parts = NarrativePart.About.values
    assert parts == ["reasons", "myself", "relations", "practice", "influence"]
    said = {f"{part}{ending}": f"Zq {part}{ending}." for part in parts for ending in ("", "_hope")}
    client.force_login(hal)
    client.post("/me/narrative", said)
    page = client.get("/me/narrative").text
    assert [words for words in said.values() if words not in page] == []
    client.force_login(rosa)
    for where in ("/me/narrative", HERE, f"/c/stick/people/{hal.pk}/", "/c/stick/value/"):
        assert "Zq " not in client.get(where).text
