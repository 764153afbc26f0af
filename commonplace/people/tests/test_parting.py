"""A merger is undone: everything is as it was, and what happened since stays."""

from copy import copy
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from hypothesis import example, given, settings
from hypothesis.extra.django import TestCase

from commonplace.attention.models import Follow
from commonplace.communities.founding.actions import found
from commonplace.communities.joining.actions.greeting import greet
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.membership.actions.counting import recount_people
from commonplace.communities.models import Community, Membership, Role, Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.reactions import thank
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Post, Thanks
from commonplace.people.actions import register
from commonplace.people.merging import NotPartable, merge, part
from commonplace.people.models import ArchiveAddress, Merger, Person
from commonplace.people.tests.test_merging import LIVES, live

# When something was last looked at or changed, which a return is as well.
MOMENTS = {"changed_at", "version"}


def everything() -> dict[str, dict[Any, dict[str, Any]]]:
    told = {}
    for model in apps.get_models(include_auto_created=True):
        rows = {row[model._meta.pk.attname]: row for row in model._base_manager.values()}
        told[model._meta.label] = {
            pk: {name: value for name, value in row.items() if name not in MOMENTS} for pk, row in rows.items()
        }
    return told


def differences(before: dict[str, dict[Any, dict[str, Any]]]) -> list[str]:
    """What is not as it was, row by row."""
    now = everything()
    found = []
    for label in before:
        for pk in before[label].keys() | now[label].keys():
            was, is_now = before[label].get(pk, {}), now[label].get(pk, {})
            found += [
                f"{label} {pk} {name}: {was.get(name)!r}, now {is_now.get(name)!r}"
                for name in was.keys() | is_now.keys()
                if was.get(name) != is_now.get(name)
            ]
    return found


@pytest.fixture
def twin(someone, stick: Community) -> Person:
    person = someone("Old Correspondent")
    Person.objects.filter(pk=person.pk).update(claimed_at=None)
    admit(person=person, community=stick)
    person.refresh_from_db()
    recount_people([stick.pk])
    return person


def test_what_was_joined_is_told_apart_again(
    twin: Person, unclaimed: Person, leila: Person, stick: Community, table: Space
) -> None:
    theirs = Membership.objects.get(person=unclaimed)
    Role.objects.create(membership=theirs, name="keeper of the cards")
    greet(by=leila, membership=theirs, words="Hello")
    greet(by=leila, membership=Membership.objects.get(person=twin), words="Hello again")
    ArchiveAddress.objects.create(person=unclaimed, address="old@example.net")
    old = open_conversation(by=unclaimed, space=table, kind="question", title="Old", text="Old words")
    reply(by=twin, conversation=old, text="An answer")
    thank(by=twin, post=old.posts.get(number=1))
    for person in (twin, unclaimed):
        Follow.objects.get_or_create(person=person, conversation=old)
    before = everything()
    merger = merge(kept=twin, other=copy(unclaimed), why="test", by=leila, is_undoable=True)
    assert differences(before)
    assert not Thanks.objects.exists()
    back = part(merger=merger)
    assert back == unclaimed
    assert differences(before) == []
    assert not Merger.objects.exists()


def test_what_happened_since_stays(twin: Person, unclaimed: Person, leila: Person, table: Space) -> None:
    old = open_conversation(by=unclaimed, space=table, kind="question", title="Old", text="Old words")
    merger = merge(kept=twin, other=copy(unclaimed), why="test", is_undoable=True)
    Membership.objects.filter(person=twin).update(cares_about="changed since")
    later = reply(by=twin, conversation=old, text="Since")
    part(merger=merger)
    assert Post.objects.get(pk=later.pk).author == twin
    assert old.posts.get(number=1).author == unclaimed
    assert Membership.objects.get(person=twin).cares_about == "changed since"


def test_what_is_gone_since_does_not_stand_in_the_way(twin: Person, unclaimed: Person, table: Space) -> None:
    old = open_conversation(by=unclaimed, space=table, kind="question", title="Old", text="Old words")
    thank(by=twin, post=old.posts.get(number=1))
    merger = merge(kept=twin, other=copy(unclaimed), why="test", is_undoable=True)
    old.delete()
    part(merger=merger)
    assert Person.objects.filter(pk=unclaimed.pk).exists()
    assert not Thanks.objects.exists()


def test_mergers_in_a_row_are_undone_the_last_first(twin: Person, unclaimed: Person, someone, stick: Community) -> None:
    third = someone("Third")
    Person.objects.filter(pk=third.pk).update(claimed_at=None)
    admit(person=third, community=stick)
    recount_people([stick.pk])
    for one in (twin, unclaimed, third):
        ArchiveAddress.objects.create(person=one, address=f"{one.pk}@example.net")
    before = everything()
    first = merge(kept=twin, other=copy(unclaimed), why="test", is_undoable=True)
    second = merge(kept=third, other=Person.objects.get(pk=twin.pk), why="test", is_undoable=True)
    with pytest.raises(NotPartable):
        part(merger=Merger.objects.get(pk=first.pk))
    part(merger=second)
    part(merger=Merger.objects.get(pk=first.pk))
    assert differences(before) == []


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_mergers_into_one_are_undone_in_any_order(
    twin: Person, unclaimed: Person, someone, stick: Community, order: tuple[int, int]
) -> None:
    third = someone("Third")
    Person.objects.filter(pk=third.pk).update(claimed_at=None)
    third.refresh_from_db()
    admit(person=third, community=stick, at=unclaimed.joined_at - timedelta(days=400))
    recount_people([stick.pk])
    for one in (twin, unclaimed, third):
        ArchiveAddress.objects.create(person=one, address=f"{one.pk}@example.net")
    before = everything()
    made = [merge(kept=twin, other=copy(one), why="test", is_undoable=True) for one in (unclaimed, third)]
    for number in order:
        part(merger=made[number])
    assert differences(before) == []


def test_nothing_is_undone_twice_or_once_somebody_has_claimed_it(twin: Person, unclaimed: Person) -> None:
    merger = merge(kept=twin, other=copy(unclaimed), why="test", is_undoable=True)
    Person.objects.filter(pk=twin.pk).update(claimed_at=merger.at)
    with pytest.raises(NotPartable):
        part(merger=merger)
    Person.objects.filter(pk=twin.pk).update(claimed_at=None)
    part(merger=merger)
    with pytest.raises(NotPartable):
        part(merger=merger)


def test_a_claim_leaves_no_way_back(hal: Person, unclaimed: Person) -> None:
    merger = merge(kept=hal, other=copy(unclaimed), why="test")
    assert merger.way_back is None
    with pytest.raises(NotPartable):
        part(merger=merger)


class RandomLives(TestCase):
    """Whatever two persons did, a merger and its undoing change nothing."""

    @settings(max_examples=15)
    @example([("affiliation", "kept", 0), ("affiliation", "other", 0)])
    @given(LIVES)
    def test_everything_is_as_it_was(self, lives: list[tuple[str, str, int]]) -> None:
        people = {
            name: register(name=name.title(), address=f"{name}@example.org") for name in ("kept", "other", "third")
        }
        stick = found(by=people["third"], name="Stick")
        circle = Space.objects.create(community=stick, slug="circle", name="Circle", visibility="group")
        for name in ("kept", "other"):
            admit(person=people[name], community=stick)
        table = stick.spaces.get(slug="table")
        for what, who, number in lives:
            live(what, people[who], people, stick, table, circle, number)
        Person.objects.filter(name__in=("Kept", "Other")).update(claimed_at=None)
        kept, other = (Person.objects.get(pk=people[name].pk) for name in ("kept", "other"))
        recount_people([stick.pk])
        before = everything()
        part(merger=merge(kept=kept, other=other, why="test", is_undoable=True))
        assert differences(before) == []
