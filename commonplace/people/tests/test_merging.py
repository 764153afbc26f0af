"""Two persons become one: nothing is lost, nothing breaks."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import models
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from commonplace.attention.models import Follow
from commonplace.communities.founding.actions import found
from commonplace.communities.joining.actions.greeting import greet
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Deed, Flag, Greeting, Membership, Role, Space, SpaceSeat
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.reactions import say_me_too, thank
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation, Post, Thanks
from commonplace.people.actions import register
from commonplace.people.merging import BEFORE_MERGE, ON_MERGE, NotMergeable, merge
from commonplace.people.models import Affiliation, ArchiveAddress, Merger, Person
from commonplace.people.way_back import WayBack


def keys_to_persons() -> Iterator[models.Field]:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is Person:
                yield field


def pointing_at(person_id: int) -> int:
    return sum(field.model._base_manager.filter(**{field.attname: person_id}).count() for field in keys_to_persons())


def test_nothing_points_at_the_one_who_is_gone(hal: Person, unclaimed: Person, table: Space) -> None:
    ArchiveAddress.objects.create(person=unclaimed, address="old@example.net")
    open_conversation(by=unclaimed, space=table, kind="question", title="Old", text="Old words")
    gone = unclaimed.pk
    merger = merge(kept=hal, other=unclaimed, why="test")
    assert pointing_at(gone) == 0
    assert not Person.objects.filter(pk=gone).exists()
    assert (merger.kept, merger.merged_id, merger.merged_name) == (hal, gone, "Old Correspondent")
    assert Post.objects.get().author == hal
    assert ArchiveAddress.objects.get().person == hal


def test_the_longer_standing_stays_with_what_hangs_on_it(
    hal: Person, leila: Person, unclaimed: Person, stick: Community
) -> None:
    theirs = Membership.objects.get(person=unclaimed)
    Role.objects.create(membership=theirs, name="keeper of the cards")
    greet(by=leila, membership=theirs, words="Hello")
    greet(by=leila, membership=Membership.objects.get(person=hal), words="Hello again")
    before = Community.objects.get(pk=stick.pk)
    began = theirs.joined_at
    merge(kept=hal, other=unclaimed, why="test")
    membership = Membership.objects.get(person=hal)
    assert membership.joined_at == began
    assert [role.name for role in membership.roles.all()] == ["keeper of the cards"]
    assert Greeting.objects.filter(membership=membership).count() == 1
    after = Community.objects.get(pk=stick.pk)
    assert (after.people_count, after.remembered_count) == (before.people_count, before.remembered_count - 1)


def test_the_stronger_standing_stays(hal: Person, someone, stick: Community) -> None:
    other = someone("Other Steward")
    admit(person=other, community=stick, standing="steward")
    merge(kept=hal, other=other, why="test")
    assert Membership.objects.get(person=hal).is_steward


def test_marks_are_lowered_and_no_row_goes(hal: Person, someone) -> None:
    other = someone("Other Name")
    for person in (hal, other):
        Affiliation.objects.create(person=person, organisation=f"Works of {person.name}", is_main=True)
    merge(kept=hal, other=other, why="test")
    assert EmailAddress.objects.filter(user=hal).order_by("email").values_list("email", "primary").__len__() == 2
    assert EmailAddress.objects.get(user=hal, primary=True).email == "hal@example.org"
    assert Affiliation.objects.get(person=hal, is_main=True).organisation == "Works of Hal Brennan"
    assert Affiliation.objects.filter(person=hal).count() == 2


def test_the_same_forms_token_loses_no_post(hal: Person, someone, table: Space) -> None:
    other = someone("Other Name")
    admit(person=other, community=table.community)
    for person in (hal, other):
        open_conversation(by=person, space=table, kind="question", title="T", text="Same token", idempotency_key="same")
    merge(kept=hal, other=other, why="test")
    assert Post.objects.filter(author=hal).count() == 2


def test_nobody_does_anything_towards_themselves(hal: Person, unclaimed: Person, table: Space) -> None:
    conversation = open_conversation(by=unclaimed, space=table, kind="question", title="Old", text="Old words")
    reply(by=hal, conversation=conversation, text="An answer")
    merge(kept=hal, other=unclaimed, why="test")
    assert not Deed.objects.filter(person=models.F("towards")).exists()


def test_nobody_merges_with_themselves(hal: Person) -> None:
    with pytest.raises(NotMergeable):
        merge(kept=hal, other=hal, why="test")
    assert Person.objects.filter(pk=hal.pk).exists()


def test_a_failed_merger_changes_nothing(hal: Person, unclaimed: Person, monkeypatch) -> None:
    before = (pointing_at(hal.pk), pointing_at(unclaimed.pk))
    monkeypatch.setattr(Merger.objects, "create", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        merge(kept=hal, other=unclaimed, why="test")
    assert (pointing_at(hal.pk), pointing_at(unclaimed.pk)) == before


def test_a_long_archive_moves_in_few_queries(
    hal: Person, unclaimed: Person, table: Space, django_assert_max_num_queries
) -> None:
    Deed.objects.bulk_create(
        Deed(verb="replied", person=unclaimed, community=table.community, happened_at=timezone.now())
        for _ in range(2000)
    )
    keys = sum(field.auto_created and field.is_relation for field in Person._meta.get_fields(include_hidden=True))
    with django_assert_max_num_queries(4 * keys):  # a few for each key to a person, none for each row
        merge(kept=hal, other=unclaimed, why="test")
    assert Deed.objects.filter(person=hal, verb="replied").count() == 2000


# --- random lives -----------------------------------------------------------------------------------------------

WHO = st.sampled_from(["kept", "other", "third"])
WHAT = st.sampled_from(["open", "reply", "thank", "me too", "follow", "flag", "greet", "seat", "role", "affiliation"])
LIVES = st.lists(st.tuples(WHAT, WHO, st.integers(0, 3)), max_size=25)


class RandomLives(TestCase):
    """Whatever two persons did, merging them loses no row except twins, and breaks no constraint."""

    @given(LIVES)
    def test_nothing_is_lost(self, lives: list[tuple[str, str, int]]) -> None:
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
        kept, other = people["kept"], people["other"]
        before = Counter({model: model._base_manager.count() for model in apps.get_models(include_auto_created=True)})
        gone = other.pk
        merge(kept=kept, other=other, why="test")
        after = Counter({model: model._base_manager.count() for model in apps.get_models(include_auto_created=True)})
        lost = {model.__name__ for model in before if after[model] < before[model]}
        # Twins fold, and what one can only do towards others goes; words and deeds never do.
        assert lost <= {
            "Person",
            "Membership",
            "Follow",
            "Flag",
            "Greeting",
            "SpaceSeat",
            "Thanks",
            "MeToo",
            "Affiliation",
            "Mention",
            "ReadMark",
            "SearchEntry",
            "Seen",
        }
        assert after[Post] == before[Post]
        assert after[Deed] == before[Deed]
        assert after[Role] == before[Role]
        assert pointing_at(gone) == 0
        assert Community.objects.get().people_count == 2
        for post in Post.objects.all():
            assert post.thanks_count == Thanks.objects.filter(post=post).count()


def live(
    what: str, who: Person, people: dict[str, Person], stick: Community, table: Space, circle: Space, number: int
) -> None:
    """Do one thing of a random life."""
    conversation = Conversation.objects.order_by("pk")[number : number + 1].first()
    post = Post.objects.order_by("pk")[number : number + 1].first()
    membership = Membership.objects.get(person=who)
    if what == "open":
        open_conversation(
            by=who, space=table, kind="question", title="Why?", text="Why?", idempotency_key=f"once-{number}"
        )
    elif what == "seat":
        SpaceSeat.objects.get_or_create(space=circle, person=who)
    elif what == "role":
        Role.objects.create(membership=membership, name=f"role {number}")
    elif what == "affiliation":
        is_main = not who.affiliations.exists()
        Affiliation.objects.get_or_create(
            person=who, organisation=f"Works {number}", unit="", defaults={"is_main": is_main}
        )
    elif what == "flag" and post:
        Flag.objects.get_or_create(community=stick, kind="post", object_id=post.pk, by=who, defaults={"why": "spam"})
    elif what == "greet":
        towards = Membership.objects.order_by("pk")[number % 3]
        if towards.person_id != who.pk:
            greet(by=who, membership=towards, words="Hello", at=timezone.now() - timedelta(days=1))
    elif conversation and post:
        if what == "reply":
            reply(by=who, conversation=conversation, text="So it is.")
        elif what == "thank" and post.author_id != who.pk:
            thank(by=who, post=post)
        elif what == "me too" and conversation.author_id != who.pk:
            say_me_too(by=who, conversation=conversation)
        elif what == "follow":
            Follow.objects.get_or_create(person=who, conversation=conversation)


def test_each_room_is_told_once_of_a_merger(someone) -> None:
    told: list[str] = []

    def before(kept: Person, other: Person, way_back: WayBack) -> None:
        told.append(f"before: {kept} and {other}")

    def after(kept: Person, other: Person, way_back: WayBack) -> None:
        told.append(f"after: {kept} and {other}")

    BEFORE_MERGE.register(before)
    ON_MERGE.register(after)
    try:
        merge(kept=someone("Hal Brennan"), other=someone("Harold Brennan"), why="one person")
    finally:
        BEFORE_MERGE.forget(before)
        ON_MERGE.forget(after)
    assert told == ["before: Hal Brennan and Harold Brennan", "after: Hal Brennan and Harold Brennan"]
