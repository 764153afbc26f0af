"""Who may read which step, and what is left of a story that was withdrawn or whose teller is gone."""

import pytest

from commonplace.communities.doors import Visibility
from commonplace.communities.models import Community
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Person
from commonplace.stories.actions.objecting import object_to
from commonplace.stories.actions.releasing import withdraw as take_back
from commonplace.stories.models import Audience, Step, Story
from commonplace.stories.queries.tombs import still_released, taken_back, withdrawn_in
from commonplace.stories.tests.telling import step_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        ("", "hal"),
        (Audience.STEWARDS, "hal rosa"),
        (Audience.MEMBERS, "hal rosa leila"),
        (Audience.SPONSOR, "hal rosa leila"),
        (Audience.PUBLIC, "hal rosa leila stranger nobody"),
    ],
)
def test_a_step_goes_as_far_as_its_teller_said(
    audience: str, readers: str, stick: Community, story: Story, hal, rosa, leila, stranger
) -> None:
    stick.visibility = Visibility.PUBLIC
    stick.save(update_fields=["visibility"])
    step_of(story, audience)
    people = {"hal": hal, "rosa": rosa, "leila": leila, "stranger": stranger, "nobody": None}
    assert [name for name, one in people.items() if Step.objects.visible_to(one).exists()] == readers.split()
    assert [name for name, one in people.items() if Story.objects.visible_to(one).exists()] == readers.split()


def test_a_wider_release_is_a_release_to_the_narrower_ones(story: Story) -> None:
    step = step_of(story, Audience.SPONSOR)
    found = {one: Step.objects.released_to(one).filter(pk=step.pk).exists() for one in Audience}
    assert found == {"stewards": True, "members": True, "sponsor": True, "public": False}


def test_what_its_teller_has_not_confirmed_goes_nowhere(story: Story, leila: Person) -> None:
    step = step_of(story, Audience.MEMBERS)
    Step.objects.filter(pk=step.pk).update(confirmed_at=None)
    assert not Step.objects.visible_to(leila).exists()
    assert not Step.objects.released_to(Audience.MEMBERS).exists()


def test_an_objection_holds_it_for_all_but_those_who_settle_it(
    story: Story, hal: Person, rosa: Person, leila: Person, tomasz: Person
) -> None:
    step = step_of(story, Audience.PUBLIC)
    object_to(by=tomasz, step=step, words="That was my shift.")
    seen = [Step.objects.visible_to(one).exists() for one in (hal, rosa, tomasz, leila, None)]
    assert seen == [True, True, True, False, False]
    assert not Step.objects.released_to(Audience.STEWARDS).exists()


def test_of_a_withdrawn_story_others_learn_that_there_was_one(
    stick: Community, story: Story, hal: Person, leila: Person
) -> None:
    step = step_of(story, Audience.SPONSOR)
    assert still_released([step.pk], Audience.SPONSOR) == {step.pk}
    take_back(by=hal, story=story)
    assert still_released([step.pk], Audience.SPONSOR) == set()
    assert taken_back([story.pk], Audience.SPONSOR) == {story.pk}
    assert withdrawn_in(stick) == 1
    assert not Story.objects.visible_to(leila).exists()
    assert Step.objects.visible_to(hal).get() == step


@pytest.mark.parametrize("withdraw", [True, False])
def test_of_whoever_is_gone_stays_what_they_left_and_no_further_than_members(
    stick: Community, story: Story, hal: Person, leila: Person, withdraw: bool
) -> None:
    stick.visibility = Visibility.PUBLIC
    stick.save(update_fields=["visibility"])
    told, kept = step_of(story, Audience.PUBLIC), step_of(story)
    erase(person=hal, withdraw=withdraw)
    left = Story.objects.get(pk=story.pk)
    assert not Step.objects.filter(pk=kept.pk).exists()
    assert not Step.objects.visible_to(None).exists()
    assert taken_back([story.pk], Audience.SPONSOR) == {story.pk}
    if withdraw:
        assert left.title == ""
        assert left.is_withdrawn
        assert not left.steps.exists()
    else:
        assert left.is_nameless
        assert left.teller is None
        assert Step.objects.visible_to(leila).get() == told


def test_what_nobody_was_shown_goes_without_a_trace(story: Story, hal: Person) -> None:
    step_of(story)
    erase(person=hal, withdraw=False)
    assert not Story.objects.exists()


def test_whoever_objects_and_goes_is_not_told_of_after_all(story: Story, tomasz: Person, leila: Person) -> None:
    step = step_of(story, Audience.MEMBERS)
    object_to(by=tomasz, step=step, words="That was my shift.")
    erase(person=tomasz, withdraw=True)
    assert not Step.objects.visible_to(leila).exists()
