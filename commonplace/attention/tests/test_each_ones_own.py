"""Marks, follows and news are one person's in one conversation: not another's, and not of the one beside."""

from datetime import timedelta

import pytest
from django.db.models import Q
from django.urls import reverse

from commonplace.attention.actions.following import follow
from commonplace.attention.actions.reading import mark_all, mark_read, since_when
from commonplace.attention.models import ReadMark
from commonplace.attention.queries import ReadState, Unread, new_to, read_state_of, unread_in
from commonplace.communities.founding.actions import found
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply


@pytest.fixture
def two(hal, tomasz, table):
    """Two conversations of Hal's, with one reply of Tomasz's in each."""
    talks = [
        open_conversation(by=hal, space=table, kind="question", title=title, text="Has anyone seen two?")
        for title in ("Two peaks", "Two valves")
    ]
    for talk in talks:
        reply(by=tomasz, conversation=talk, text="Yes.")
    return talks


def marks() -> set[tuple]:
    return set(ReadMark.objects.values_list("person__name", "conversation__title", "number"))


def test_a_mark_moves_in_its_own_conversation_and_for_its_own_reader(two, leila, amara, now):
    one, other = two
    for person in (leila, amara):
        for talk in two:
            mark_read(person=person, conversation=talk, number=1, at=now)
    mark_read(person=leila, conversation=one, number=2, at=now)
    expected = {(name, title, 1) for name in (leila.name, amara.name) for title in (one.title, other.title)}
    assert marks() == expected - {(leila.name, one.title, 1)} | {(leila.name, one.title, 2)}


def test_a_batch_moves_only_what_it_names(two, leila, amara, now):
    one, other = two
    mark_all([(leila.pk, one.pk, 2, now), (leila.pk, other.pk, 1, now), (amara.pk, one.pk, 1, now)])
    mark_all([(leila.pk, other.pk, 2, now), (amara.pk, one.pk, 1, now)])
    assert marks() == {(leila.name, one.title, 2), (leila.name, other.title, 2), (amara.name, one.title, 1)}


def test_what_one_has_read_another_has_not(two, leila, amara):
    one, _ = two
    mark_read(person=amara, conversation=one, number=2)
    mark_read(person=leila, conversation=one, number=1)
    assert unread_in(leila, [one.pk]) == {one.pk: Unread(2, 1)}
    assert unread_in(amara, [one.pk]) == {}
    assert [(found.pk, found.unread_from) for found in new_to(leila, where=Q(pk=one.pk))] == [(one.pk, 2)]
    assert list(new_to(amara, where=Q(pk=one.pk))) == []


def test_how_one_stands_to_the_conversation_beside_says_nothing(two, hal, leila, now):
    one, other = two
    nothing = ReadState(read_to=0, told_to=None, is_following=False, told_at=None)
    mark_read(person=leila, conversation=other, number=2, at=now)
    follow(person=leila, conversation=other)
    assert read_state_of(one, leila) == nothing
    assert read_state_of(other, leila) == ReadState(read_to=2, told_to=None, is_following=True, told_at=None)
    mine = open_conversation(by=leila, space=one.space, kind="tip", title="Mine", text="Mine.")
    assert read_state_of(one, leila) == nothing, "what one wrote elsewhere makes nobody follow here"
    assert read_state_of(mine, leila).is_following


def test_an_address_of_another_community_finds_nothing(client, two, hal, leila):
    found(by=hal, name="Next door", slug="next-door", visibility="public")
    client.force_login(hal)
    assert client.get(reverse("unread", args=["next-door", two[0].pk])).status_code == 404
    assert client.post(reverse("following", args=["next-door", two[0].pk])).status_code == 404


@pytest.mark.parametrize(("came", "before"), [(True, False), (False, True)])
def test_half_a_visit_is_none(now, came, before):
    hour, today = timedelta(hours=1), now.date()
    asked = {"came_on": today if came else None, "before_on": today if before else None}
    assert since_when(joined_at=now - 9 * hour, now=now, **asked) == now - 9 * hour
