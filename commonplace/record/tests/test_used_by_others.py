"""Who used what one gave: what others made their own of it, and stories of others that point at it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.models import Community, Space
from commonplace.conversations.models import Post
from commonplace.people.models import Person
from commonplace.record.actions.yearly import items_of
from commonplace.record.queries.came import Came, came_of
from commonplace.repertoire.actions.adapting import adapt
from commonplace.repertoire.actions.keeping import keep
from commonplace.repertoire.actions.wording import Words
from commonplace.repertoire.models import Resource
from commonplace.stories.actions import linking, releasing, telling
from commonplace.stories.actions.telling import Words as Told
from commonplace.stories.models import Audience, Cycle, Story

pytestmark = pytest.mark.django_db


def came(person: Person, *, in_letter: bool = False) -> Came:
    now = timezone.now()
    return came_of(person, since=now - timedelta(days=365), until=now + timedelta(days=1), in_letter=in_letter)


@pytest.fixture
def card(space: Space, hal: Person) -> Resource:
    """What Hal keeps."""
    return keep(by=hal, space=space, kind="guide", words=Words("Valve card", "", {"how": "Fold it."}))


@pytest.fixture
def story(stick: Community, leila: Person, answer: Post) -> Story:
    """Leila tells of what Hal answered, to members."""
    stick.modules = [*stick.modules, "value"]
    stick.save(update_fields=["modules"])
    made = telling.begin(by=leila, community=stick, title="The valve uphill")
    step = telling.tell(by=leila, story=made, words=Told(Cycle.APPLIED, "I closed it first."))
    linking.link(by=leila, step=step, kind="post", object_id=answer.pk)
    releasing.let_go(by=leila, story=made, reach={step.pk: Audience.MEMBERS})
    return made


def test_what_somebody_made_their_own_of_it_stands_there(
    client: Client, card: Resource, space: Space, hal: Person, leila: Person
) -> None:
    own = Words("Valve card for the height", "", {"how": "Fold it."})
    made = adapt(by=leila, parent=card, space=space, words=own, changed="Larger boxes")
    (used,) = came(hal).used
    assert (used.title, used.text, used.by) == ("Valve card for the height", "Larger boxes", leila.name)
    assert came(leila).used == []
    client.force_login(hal)
    assert "made their own of it" in client.get("/me/taking-part").text
    assert [one["text"] for one in items_of(came(hal, in_letter=True))] == ["Larger boxes"]
    made.delete()
    assert came(hal).used == []


def test_a_story_that_points_at_an_answer_reaches_whoever_gave_it(
    client: Client, story: Story, hal: Person, leila: Person, tomasz: Person
) -> None:
    (used,) = came(hal).used
    assert (used.title, used.by, used.how) == ("The valve uphill", leila.name, "tells of it in a story")
    assert [came(one).used for one in (leila, tomasz)] == [[], []]
    # A letter carries no story; and one that was withdrawn is told nowhere.
    assert came(hal, in_letter=True).used == []
    releasing.withdraw(by=leila, story=story)
    assert came(hal).used == []


def test_a_teller_without_a_name_has_none_there(story: Story, hal: Person, leila: Person) -> None:
    Story.objects.filter(pk=story.pk).update(is_nameless=True)
    assert [one.by for one in came(hal).used] == ["A member, who asked not to be named"]


def test_it_is_as_quick_as_a_page(
    client: Client, story: Story, card: Resource, hal: Person, django_assert_max_num_queries
) -> None:
    client.force_login(hal)
    client.get("/me/taking-part")
    with django_assert_max_num_queries(12):
        client.get("/me/taking-part")
