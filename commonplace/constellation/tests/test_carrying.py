"""What goes along is what its authors let go, and who comes is who said so; the rest stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from commonplace.communities.models import Community, Deed, Membership, Topic
from commonplace.communities.standing import Standing
from commonplace.constellation.actions import asking, beginning, carrying, planning
from commonplace.constellation.models import Bond, Crossing, Going, Relation, Voice
from commonplace.constellation.tests.conftest import posts_in, say
from commonplace.conversations.actions.settling import settle
from commonplace.conversations.models import Closure, Conversation, Post, Settlement
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Person
from commonplace.store.steps import Steps

pytestmark = pytest.mark.django_db
Carried = Callable[[Crossing, Person], Community]


def test_words_of_whoever_said_no_or_nothing_stay(
    asked: Crossing, carried: Carried, talk: Conversation, hal: Person, tomasz: Person, ines: Person
) -> None:
    say(asked, hal, words="yes", coming="no")
    say(asked, tomasz, words="no", coming="yes")
    there = carried(asked, ines)
    # The quote of what Tomasz said stays with him.
    assert posts_in(there) == [
        ("Hal Brennan", "At night?"),
        ("Inês Baptista", "So do I."),
        ("Hal Brennan", "Thank you both."),
    ]
    going = Going.objects.get(crossing=asked)
    assert (going.stayed, going.talk_there.title, going.talk_there.opened_at) == (1, talk.title, talk.opened_at)
    assert list(Topic.objects.filter(community=there).values_list("name", flat=True)) == ["Valves"]
    assert Post.objects.filter(conversation=talk).count() == 4
    standings = dict(Membership.objects.filter(community=there).values_list("person__name", "standing"))
    assert standings == {"Inês Baptista": Standing.STEWARD, "Tomasz Wilk": Standing.MEMBER}
    assert Relation.objects.agreed().get().kind == Bond.DAUGHTER
    assert asked.community.stage == Community.Stage.POTENTIAL


def test_without_its_opening_nothing_of_a_conversation_goes(
    asked: Crossing, carried: Carried, hal: Person, tomasz: Person, ines: Person
) -> None:
    say(asked, tomasz, words="yes")
    assert posts_in(carried(asked, ines)) == []
    assert Going.objects.get().talk_there is None


def test_what_settled_it_does_so_there_too_and_else_it_is_closed(
    asked: Crossing, carried: Carried, talk: Conversation, hal: Person, tomasz: Person, ines: Person
) -> None:
    settle(by=hal, post=talk.posts.get(number=2))
    say(asked, hal, words="yes")
    say(asked, tomasz, words="yes")
    copy = carried(asked, ines).pk
    assert Settlement.objects.get(conversation__community=copy).post.source == "I do.\n\nBy ear."


def test_a_question_whose_answer_stayed_waits_for_nobody_there(
    asked: Crossing, carried: Carried, talk: Conversation, hal: Person, ines: Person
) -> None:
    settle(by=hal, post=talk.posts.get(number=2))
    say(asked, hal, words="yes")
    there = carried(asked, ines)
    assert Closure.objects.get(conversation__community=there).by is None


def test_no_letter_and_nobody_is_asked_before_a_steward_says_so(daughter: Crossing, hal: Person) -> None:
    assert asking.voice_of(hal, daughter) is None
    with pytest.raises(asking.NotAsked):
        say(daughter, hal, words="yes")
    assert not Crossing.objects.visible_to(hal).exists()


def test_it_is_carried_out_once_all_have_answered_or_the_time_is_over(
    asked: Crossing, hal: Person, tomasz: Person, ines: Person, now: datetime
) -> None:
    with pytest.raises(beginning.NotYet):
        beginning.begin(by=ines, crossing=asked)
    say(asked, hal, words="yes", coming="yes")
    say(asked, tomasz, words="no", coming="no")
    assert beginning.begin(by=ines, crossing=asked)
    assert beginning.begin(by=ines, crossing=asked)
    assert Community.objects.filter(name="Night Ears").count() == 1
    with pytest.raises(asking.IsOver):
        say(asked, hal, words="no")


def test_nobody_answers_after_three_weeks(asked: Crossing, hal: Person, now: datetime) -> None:
    with pytest.raises(asking.IsOver):
        asking.answer(by=hal, crossing=asked, what="words", says="yes", at=now + timedelta(days=22))


def test_called_off_while_asked_nothing_goes(asked: Crossing, talk: Conversation, ines: Person, hal: Person) -> None:
    planning.call_off(by=ines, crossing=asked)
    with pytest.raises(planning.IsAsked):
        beginning.begin(by=ines, crossing=asked)
    with pytest.raises(asking.IsOver):
        say(asked, hal, words="yes")
    # The conversation is free for another.
    other = planning.plan(by=ines, community=asked.community, kind="daughter", name="Other", words="So.")
    assert planning.choose(by=ines, crossing=other, conversations=[talk.pk]) == 1


def test_called_off_midway_what_went_stays_and_nothing_more_goes(
    asked: Crossing, hal: Person, tomasz: Person, ines: Person, now: datetime
) -> None:
    for person in (hal, tomasz):
        say(asked, person, words="yes", coming="no")
    beginning.begin(by=ines, crossing=asked)
    steps = Steps(least=1, most=1)
    steps.size = 1
    for _each in range(2):
        steps.take(lambda size: carrying._step(asked, size, now))
    planning.call_off(by=ines, crossing=asked)
    carrying.carry_on(now=now)
    asked.refresh_from_db()
    assert [source for _by, source in posts_in(asked.to)] == ["At night?", "I do.\n\nBy ear."]
    assert asked.done_at is None


def test_the_rest_of_a_conversation_stays_once_its_opening_is_taken_back_midway(
    asked: Crossing, hal: Person, tomasz: Person, ines: Person, now: datetime
) -> None:
    for person in (hal, tomasz):
        say(asked, person, words="yes", coming="no")
    beginning.begin(by=ines, crossing=asked)
    steps = Steps(least=1, most=1)
    steps.size = 1
    for _each in range(2):
        steps.take(lambda size: carrying._step(asked, size, now))
    asking.take_words_back(by=hal, crossing=asked)
    carrying.carry_on(now=now)
    asked.refresh_from_db()
    there = Post.objects.filter(conversation__community=asked.to)
    assert [one.number for one in there.filter(withdrawal=None)] == [2]
    assert (there.count(), asked.done_at) == (2, now)


def test_an_author_who_is_erased_while_asked_takes_nothing_along(
    asked: Crossing, carried: Carried, hal: Person, tomasz: Person, ines: Person
) -> None:
    for person in (hal, tomasz):
        say(asked, person, words="yes", coming="yes")
    erase(person=tomasz, withdraw=False)
    there = carried(asked, ines)
    assert [by for by, _source in posts_in(there)] == ["Hal Brennan", "Inês Baptista", "Hal Brennan"]
    assert not Voice.objects.filter(person=tomasz).exists()


def test_words_are_taken_back_where_they_went(
    client: Client, asked: Crossing, carried: Carried, hal: Person, tomasz: Person, ines: Person
) -> None:
    for person in (hal, tomasz):
        say(asked, person, words="yes", coming="yes")
    there = carried(asked, ines)
    client.force_login(tomasz)
    assert "Take my words back there" in client.get(f"/c/stick/related/plans/{asked.pk}").text
    client.post(f"/c/stick/related/plans/{asked.pk}/take-back")
    standing = Post.objects.filter(conversation__community=there, withdrawal=None)
    assert not standing.filter(author=tomasz).exists()
    assert standing.count() == 3
    assert Post.objects.filter(conversation__community=asked.community, author=tomasz, withdrawal=None).exists()


def test_a_community_that_closes_meanwhile_gets_nothing_more(
    asked: Crossing, hal: Person, tomasz: Person, ines: Person, now: datetime
) -> None:
    for person in (hal, tomasz):
        say(asked, person, words="yes", coming="yes")
    beginning.begin(by=ines, crossing=asked)
    Community.objects.filter(name="Night Ears").update(stage=Community.Stage.TRANSFORMATION)
    carrying.carry_on(now=now)
    asked.refresh_from_db()
    assert (asked.called_off_by, asked.called_off_at, posts_in(asked.to)) == (None, now, [])


def test_the_copy_says_where_it_came_from_to_whoever_may_know(
    client: Client, asked: Crossing, carried: Carried, hal: Person, tomasz: Person, ines: Person
) -> None:
    for person in (hal, tomasz):
        say(asked, person, words="yes", coming="yes")
    there = carried(asked, ines)
    copy = Conversation.objects.get(community=there)
    client.force_login(tomasz)
    page = client.get(f"/c/{there.slug}/conversations/{copy.pk}", follow=True).text
    assert "Came along from" in page
    assert f"/c/stick/conversations/{Going.objects.get().conversation_id}" in page


def test_whoever_stays_reads_that_it_went_and_not_where(
    client: Client, asked: Crossing, carried: Carried, hal: Person, tomasz: Person, ines: Person
) -> None:
    for person in (hal, tomasz):
        say(asked, person, words="yes", coming="no")
    there = carried(asked, ines)
    client.force_login(hal)
    page = client.get(f"/c/stick/related/plans/{asked.pk}").text
    assert "<span>went along</span>" in page
    assert "<span>stayed</span>" not in page
    assert f"/c/{there.slug}/conversations/" not in page


def test_what_happens_is_on_the_ledger_and_what_each_said_is_not(
    asked: Crossing, carried: Carried, hal: Person, tomasz: Person, ines: Person
) -> None:
    say(asked, hal, words="no", coming="no")
    carried(asked, ines)
    found = Deed.objects.filter(verb__in=["asked_to_cross", "crossed"]).values_list("verb", "person", "towards")
    assert set(found) == {("asked_to_cross", ines.pk, None), ("crossed", ines.pk, None)}
