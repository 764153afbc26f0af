"""The pages of stories, as people open them."""

import pytest
from django.test import Client

from commonplace.communities.doors import Visibility
from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.stories.actions.objecting import object_to
from commonplace.stories.actions.telling import Words, begin, tell
from commonplace.stories.models import Audience, Cycle, NarrativePart, Objection, Step, Story
from commonplace.stories.tests.telling import SAID, step_of

pytestmark = pytest.mark.django_db
HERE = "/c/stick/value/stories/"
STEP = {"cycle": "applied", "text": "I took two columns out.", "kind": "account", "worth": "positive"}


def test_one_begins_anywhere_and_nobody_else_reads_it(
    client: Client, stick: Community, hal: Person, rosa: Person
) -> None:
    client.force_login(hal)
    assert client.get(f"{HERE}new").status_code == 200
    told = client.post(f"{HERE}new", {**STEP, "title": "Two columns", "happened": "2026-02"}, follow=True)
    assert "I took two columns out." in told.text
    assert "February 2026" in told.text
    story = Story.objects.get()
    client.force_login(rosa)
    assert client.get(f"{HERE}{story.pk}/").status_code == 404
    assert "Two columns" not in client.get(HERE).text


def test_what_was_typed_comes_back_with_what_stands_in_the_way(client: Client, stick: Community, hal: Person) -> None:
    client.force_login(hal)
    said = client.post(f"{HERE}new", {**STEP, "happened": "soon", "title": "Kept"})
    assert said.status_code == 422
    assert "I took two columns out." in said.text
    assert 'role="alert"' in said.text


def test_the_teller_says_step_by_step_how_far_and_takes_it_back_with_an_undo(
    client: Client, story: Story, hal: Person, leila: Person
) -> None:
    step, page = step_of(story), f"{HERE}{story.pk}/"
    client.force_login(hal)
    client.post(f"{page}reach", {f"step-{step.pk}": "members"})
    client.force_login(leila)
    assert SAID in client.get(page).text
    assert client.post(f"{page}withdraw").status_code == 404
    client.force_login(hal)
    said = client.post(f"{page}withdraw", follow=True)
    assert f"{page}back" in said.text
    client.force_login(leila)
    assert client.get(page).status_code == 404
    assert "One story was withdrawn." in client.get(HERE).text
    client.force_login(hal)
    client.post(f"{page}back")
    client.force_login(leila)
    assert SAID in client.get(page).text


def test_whoever_it_is_about_objects_and_the_stewards_and_the_teller_are_asked(
    client: Client, story: Story, hal: Person, tomasz: Person, rosa: Person, leila: Person
) -> None:
    step = step_of(story, Audience.MEMBERS)
    page = f"{HERE}{story.pk}/"
    client.force_login(tomasz)
    client.post(f"{page}steps/{step.pk}/object", {"words": "That was my shift."})
    found = Objection.objects.get()
    there = f"{HERE}held/{found.pk}"
    for reader, asked in ((hal, "objects"), (rosa, "objects to what a story tells")):
        client.force_login(reader)
        assert asked in client.get("/c/stick/").text
        assert "That was my shift." in client.get(there).text
    client.force_login(leila)
    assert client.get(there).status_code == 404
    client.force_login(rosa)
    assert client.post(there, {"became": "stands"}).status_code == 422
    client.post(there, {"became": "stands", "reply": "Four crews did."})
    client.force_login(tomasz)
    assert "Four crews did." in client.get(there).text
    assert "Something became of what you objected to" in client.get("/c/stick/").text


def test_a_nameless_story_names_its_teller_to_nobody(
    client: Client, stick: Community, story: Story, hal: Person, leila: Person
) -> None:
    stick.visibility = Visibility.PUBLIC
    stick.save(update_fields=["visibility"])
    step_of(story, Audience.PUBLIC)
    client.force_login(hal)
    client.post(f"{HERE}{story.pk}/name", {"title": "A sheet that did harm", "is_nameless": "on"})
    client.force_login(leila)
    for page in (HERE, f"{HERE}{story.pk}/", "/c/stick/feeds/stories.atom", "/api/v1/communities/stick/stories"):
        told = client.get(page)
        assert told.status_code == 200, page
        assert hal.name not in told.text


def test_while_the_module_is_off_nothing_is_there_and_the_teller_still_takes_it_back(
    client: Client, stick: Community, story: Story, hal: Person
) -> None:
    step_of(story, Audience.MEMBERS)
    stick.modules = [one for one in stick.modules if one != "value"]
    stick.save(update_fields=["modules"])
    client.force_login(hal)
    assert client.get(HERE).status_code == 404
    assert "Others may read a step of this story of yours." in client.get("/me/agreed").text


def test_the_own_narrative_is_for_oneself(client: Client, hal: Person, rosa: Person) -> None:
    client.force_login(hal)
    client.post("/me/narrative", {"reasons": "Zqreason", "reasons_hope": "Zqhope"})
    assert NarrativePart.objects.get().words == "Zqreason"
    assert "Zqhope" in client.get("/me/narrative").text
    client.force_login(rosa)
    assert "Zqreason" not in client.get("/me/narrative").text
    client.force_login(hal)
    client.post("/me/narrative", {"reasons": "", "reasons_hope": ""})
    assert not NarrativePart.objects.exists()


def test_whoever_wrote_it_down_changes_it_until_it_is_confirmed(
    client: Client, stick: Community, hal: Person, tomasz: Person
) -> None:
    story = begin(by=hal, community=stick, teller=tomasz)
    step = tell(by=hal, story=story, words=Words(Cycle.IMMEDIATE, "He told me."))
    page = f"{HERE}{story.pk}/"
    client.force_login(hal)
    client.post(f"{page}steps/{step.pk}/", {**STEP, "text": "He told me at lunch."})
    client.post(f"{page}read-back")
    client.force_login(tomasz)
    assert "Is this what you told?" in client.get(page).text
    assert "wrote down what you told" in client.get("/c/stick/").text
    client.post(f"{page}confirm")
    client.force_login(hal)
    assert client.get(f"{page}steps/{step.pk}/").status_code == 404
    assert Step.objects.get().words == "He told me at lunch."


@pytest.mark.parametrize("where", ["", "yours", "new", "leads"])
def test_a_page_costs_few_queries(
    client: Client, story: Story, hal: Person, where: str, django_assert_max_num_queries
) -> None:
    step_of(story, Audience.MEMBERS)
    client.force_login(hal)
    client.get(f"{HERE}{where}")
    with django_assert_max_num_queries(12):
        client.get(f"{HERE}{where}")


def test_the_page_of_a_story_costs_few_queries(
    client: Client, story: Story, rosa: Person, tomasz: Person, django_assert_max_num_queries
) -> None:
    step = step_of(story, Audience.MEMBERS)
    object_to(by=tomasz, step=step, words="Mine.")
    step_of(story, Audience.PUBLIC)
    client.force_login(rosa)
    client.get(f"{HERE}{story.pk}/")
    with django_assert_max_num_queries(12):
        client.get(f"{HERE}{story.pk}/")
