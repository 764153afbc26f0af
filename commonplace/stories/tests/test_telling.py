"""A story is told a step at a time, let go, taken back, and brought again."""

import pytest

from commonplace.communities.models import Community, Deed, Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.people.models import Person
from commonplace.search.models import SearchEntry
from commonplace.stories.actions.linking import InConfidence, NothingThere, link
from commonplace.stories.actions.objecting import NotASteward, keep_out, let_stand, object_to, take_objection_back
from commonplace.stories.actions.releasing import IsObjectedTo, bring_back, let_go, throw_away, withdraw
from commonplace.stories.actions.rights import IsWithdrawn, NotAMember, NotTheirs
from commonplace.stories.actions.telling import NotHere, Words, begin, change, confirm, name_it, tell
from commonplace.stories.models import Audience, Cycle, Objection, Release, Step, Story
from commonplace.stories.queries.sources import sources_of
from commonplace.stories.queries.tombs import withdrawn_in
from commonplace.stories.tests.telling import step_of

pytestmark = pytest.mark.django_db


def told_in_ledger(story: Story) -> list[int | None]:
    return list(
        Deed.objects.filter(verb="told_story", what_id=story.pk, reverses=None, reversed_by=None).values_list(
            "person", flat=True
        )
    )


def test_it_is_on_the_ledger_once_members_read_of_it(story: Story, hal: Person) -> None:
    step = step_of(story)
    assert told_in_ledger(story) == []
    let_go(by=hal, story=story, reach={step.pk: Audience.STEWARDS})
    assert told_in_ledger(story) == []
    let_go(by=hal, story=story, reach={step.pk: Audience.MEMBERS})
    assert told_in_ledger(story) == [hal.pk]
    let_go(by=hal, story=story, reach={step.pk: ""})
    assert told_in_ledger(story) == []


def test_one_told_without_a_name_names_nobody_in_the_ledger_either(story: Story, hal: Person) -> None:
    step_of(story, Audience.MEMBERS)
    name_it(by=hal, story=story, title="A shift", is_nameless=True, is_told=True)
    assert told_in_ledger(story) == [None]
    assert SearchEntry.objects.get(kind="story").person_id is None


def test_a_step_has_one_release_at_a_time_and_those_before_stay_on_record(story: Story, hal: Person) -> None:
    step = step_of(story, Audience.MEMBERS)
    let_go(by=hal, story=story, reach={step.pk: Audience.PUBLIC})
    assert list(Release.objects.standing().values_list("audience", flat=True)) == ["public"]
    assert Release.objects.count() == 2


def test_search_knows_no_word_that_its_finder_may_not_read(story: Story) -> None:
    step_of(story, Audience.MEMBERS, text="The inside of it.")
    step_of(story, Audience.PUBLIC, text="For anyone.")
    assert SearchEntry.objects.get(kind="story").body == "For anyone."


def test_what_somebody_else_wrote_down_goes_nowhere_before_it_is_confirmed(
    stick: Community, hal: Person, tomasz: Person
) -> None:
    story = begin(by=hal, community=stick, teller=tomasz)
    step = tell(by=hal, story=story, words=Words(Cycle.IMMEDIATE, "He told me."))
    change(by=hal, step=step, words=Words(Cycle.IMMEDIATE, "He told me at lunch."))
    with pytest.raises(NotTheirs):
        confirm(by=hal, story=story)
    assert confirm(by=tomasz, story=story) == 1
    with pytest.raises(NotTheirs):
        change(by=hal, step=step, words=Words(Cycle.IMMEDIATE, "Otherwise."))
    with pytest.raises(NotTheirs):
        let_go(by=hal, story=story, reach={step.pk: Audience.MEMBERS})
    let_go(by=tomasz, story=story, reach={step.pk: Audience.MEMBERS})
    assert Step.objects.released_to(Audience.MEMBERS).get() == step


def test_nobody_writes_down_the_story_of_whoever_cannot_confirm_it(
    stick: Community, hal: Person, stranger: Person
) -> None:
    with pytest.raises(NotHere):
        begin(by=hal, community=stick, teller=stranger)
    with pytest.raises(NotAMember):
        begin(by=stranger, community=stick)


def test_withdrawn_it_is_gone_and_brought_back_it_goes_as_far_as_it_did(
    stick: Community, story: Story, hal: Person, leila: Person
) -> None:
    step = step_of(story, Audience.SPONSOR)
    withdraw(by=hal, story=story)
    assert not Story.objects.visible_to(leila).exists()
    assert not SearchEntry.objects.filter(kind="story").exists()
    with pytest.raises(IsWithdrawn):
        tell(by=hal, story=story, words=Words(Cycle.APPLIED, "More."))
    bring_back(by=hal, story=story)
    assert Step.objects.released_to(Audience.SPONSOR).get() == step
    assert withdrawn_in(stick) == 0


def test_thrown_away_every_word_is_gone_and_that_there_was_one_stays_where_it_was_shown(
    stick: Community, story: Story, hal: Person
) -> None:
    step_of(story, Audience.MEMBERS)
    throw_away(by=hal, story=story)
    left = Story.objects.get(pk=story.pk)
    assert (left.title, left.teller, left.written_by, left.steps.count()) == ("", None, None, 0)
    assert withdrawn_in(stick) == 1
    kept = begin(by=hal, community=stick, title="Nobody saw it")
    throw_away(by=hal, story=kept)
    assert not Story.objects.filter(pk=kept.pk).exists()


def test_an_objection_has_a_clear_outcome(
    story: Story, hal: Person, rosa: Person, tomasz: Person, leila: Person
) -> None:
    step = step_of(story, Audience.MEMBERS)
    first = object_to(by=tomasz, step=step, words="That was my shift.")
    assert object_to(by=tomasz, step=step, words="Again.") == first
    with pytest.raises(IsObjectedTo):
        let_go(by=hal, story=story, reach={step.pk: Audience.PUBLIC})
    take_objection_back(by=tomasz, objection=first)
    assert Step.objects.visible_to(leila).exists()

    second = object_to(by=tomasz, step=step, words="No, it was.")
    change(by=hal, step=step, words=Words(Cycle.APPLIED, "A crew moved its shift."))
    second.refresh_from_db()
    assert second.became == Objection.Became.REWORDED
    assert Step.objects.visible_to(leila).exists()

    third = object_to(by=tomasz, step=step, words="Everybody knows which crew.")
    with pytest.raises(NotASteward):
        let_stand(by=hal, objection=third, reply="No.")
    let_stand(by=rosa, objection=third, reply="Four crews did.")
    assert Step.objects.visible_to(leila).exists()

    fourth = object_to(by=tomasz, step=step, words="Still.")
    keep_out(by=hal, objection=fourth)
    assert not Step.objects.visible_to(leila).exists()
    assert Step.objects.visible_to(hal).exists()


def test_nobody_points_at_what_was_said_in_confidence(story: Story, hal: Person, table: Space, leila: Person) -> None:
    step = step_of(story)
    talk = open_conversation(space=table, by=leila, kind="question", title="Where?", text="Where is it?")
    post = talk.posts.get()
    link(by=hal, step=step, kind="post", object_id=post.pk)
    assert [one.url for one in sources_of([step.pk], hal)[step.pk]] != []
    Space.objects.filter(pk=table.pk).update(confidence="chatham")
    assert sources_of([step.pk], hal).get(step.pk, []) == []
    with pytest.raises(InConfidence):
        link(by=hal, step=step, kind="post", object_id=post.pk)
    with pytest.raises(NothingThere):
        link(by=hal, step=step, kind="post", object_id=2**40)
