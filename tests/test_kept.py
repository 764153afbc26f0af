"""The rows of the cast are those that the actions write, and no test that went its own way meets them."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone, translation

from commonplace.communities.founding.actions import found
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Membership
from commonplace.communities.spaces.actions import open_space
from commonplace.communities.standing import Standing
from commonplace.conversations.actions.opening import open_conversation
from commonplace.people.actions import register
from commonplace.people.models import Person
from commonplace.search.queries import Filters, find
from tests.kept import Stage, rows

# Back, for what happened is not moved into the future.
A_WHILE = timedelta(minutes=-5)
pytestmark = pytest.mark.django_db


@pytest.fixture
def own() -> Stage:
    """A stage on which nobody has been."""
    return Stage()


def play(stage: Stage, now: datetime) -> Community:
    """Somebody founds a community, somebody comes in, and asks."""
    stage.begin()
    rosa = stage.call(lambda: register(name="Rosa", address="rosa@example.org", is_confirmed=True), "rosa", now=now)
    stick = stage.call(lambda: found(by=rosa, name="Stick", slug="one", at=now - timedelta(days=9)), "stick", now=now)
    hal = stage.call(lambda: register(name="Hal", address="hal@example.org", is_confirmed=True), "hal", now=now)
    in_since = now - timedelta(days=3)
    stage.call(lambda: admit(person=hal, community=stick, at=in_since, standing=Standing.STEWARD), "in", now=now)
    space = stage.call(
        lambda: open_space(community=stick, slug="two", name="Two", visibility="members"), "space", now=now
    )
    asking = {"kind": "question", "title": "Singing valves", "text": "Who **knows**?", "topics": ["valves"]}
    asked = stage.call(lambda: open_conversation(by=hal, space=space, at=in_since, **asking), "asked", now=now)
    assert asked.author_id == hal.pk
    return stick


def early_in_the_hour() -> datetime:
    """What is kept is kept for the hour, because days and weeks are not moved."""
    return timezone.now().replace(minute=10)


def undone() -> Iterator[None]:
    """Whatever is done meanwhile is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def never(*_given: object) -> None:
    raise AssertionError("The action ran.")


@pytest.fixture
def moves() -> Callable[[datetime, datetime], timedelta]:
    """How far a moment was moved, to the minute."""
    return lambda was, became: timedelta(minutes=round((became - was).total_seconds() / 60))


def test_rows_are_those_of_the_actions(own, moves):
    now = early_in_the_hour()
    played = []
    # The first time by the actions, the second time too and looked at, the third time by rows.
    for at in (now, now, now + A_WHILE):
        for _ in undone():
            play(own, at)
            played.append(rows())
    first, acted, kept = played
    lengths = [{model: len(by_key) for model, by_key in one.items()} for one in played]
    assert lengths[0] == lengths[1] == lengths[2]
    assert sum(lengths[0].values()) > 20
    moved = []
    for model, by_key in acted.items():
        for key, row in by_key.items():
            for was, became in zip(row, kept[model][key], strict=True):
                if isinstance(was, datetime):
                    moved.append(moves(was, became))
                else:
                    assert was == became, (model, key)
    assert set(moved) == {A_WHILE}
    assert first.keys() == kept.keys()


@pytest.fixture
def met(own) -> datetime:
    """When it was played twice and every row of it was kept."""
    now = early_in_the_hour()
    for _ in range(2):
        for _ in undone():
            play(own, now)
    return now


def test_what_is_given_back_is_as_new_as_its_rows(own, met):
    stick = play(own, met + A_WHILE)
    assert stick.founded_at == Community.objects.get().founded_at == met + A_WHILE - timedelta(days=9)
    assert Membership.objects.get(person__name="Hal").joined_at == met + A_WHILE - timedelta(days=3)


def test_what_one_test_does_to_it_the_next_does_not_meet(own, met):
    for _ in undone():
        stick = play(own, met)
        stick.modules.append("nothing")
        stick.name = "Other"
    again = play(own, met)
    assert (again.name, again.modules) == ("Stick", Community.objects.get().modules)
    assert "nothing" not in again.modules


def test_what_was_kept_is_found(own, met):
    play(own, met)
    found = find(Person.objects.get(name="Hal"), "singing", Filters())
    assert [hit.title for hit in found.hits] == ["<mark>Singing</mark> valves"]


@pytest.fixture
def kept(own) -> Callable[[Callable[[], object]], object]:
    """Calls on somebody who is kept as a row by now."""

    at = early_in_the_hour()

    def call(make: Callable[[], object]) -> object:
        return own.call(make, "rosa", now=at)

    for _ in range(2):
        own.begin()
        for _ in undone():
            call(lambda: Person.objects.create_user(name="Rosa"))
    own.begin()
    return call


def test_nothing_is_done_twice(kept):
    assert kept(never) == Person.objects.get(name="Rosa")


def test_what_takes_long_is_done_once(own):
    at = early_in_the_hour()
    for make in (lambda: Person.objects.create_user(name="Rosa"), never):
        own.begin()
        for _ in undone():
            assert own.call(make, "rosa", now=at, is_long=True) == Person.objects.get(name="Rosa")


def test_whoever_changes_the_actions_has_them_run(own, kept):
    own.is_keeping = False
    with pytest.raises(AssertionError, match="The action ran"):
        kept(never)


def test_after_a_change_of_its_own_the_actions_run(kept):
    Community.objects.create(slug="a", name="A", founded_at=timezone.now())
    with pytest.raises(AssertionError, match="The action ran"):
        kept(never)


def test_a_change_that_django_does_not_see_counts_too(kept):
    if connection.vendor == "sqlite":
        connection.connection.execute("UPDATE communities_numbering SET last = last + 1")
        connection.connection.execute("CREATE TEMP TABLE own (a)")
        connection.connection.execute("INSERT INTO own VALUES (1)")
        with pytest.raises(AssertionError, match="The action ran"):
            kept(never)


def test_another_language_is_another_way(kept):
    with translation.override("pl"), pytest.raises(AssertionError, match="The action ran"):
        kept(never)


def test_who_was_there_before_the_test_began_is_seen(own, kept):
    Person.objects.create_user(name="Somebody")
    own.begin()
    with pytest.raises(AssertionError, match="The action ran"):
        kept(never)


def test_a_machine_that_was_slow_then_puts_nothing_in_the_future_now(own):
    slow = timezone.now() - timedelta(seconds=20)
    for _ in range(2):
        for _ in undone():
            play(own, slow)
    stick = play(own, timezone.now())
    assert stick.changed_at == Community.objects.get().changed_at <= timezone.now()


def test_whoever_comes_after_the_kept_ones_gets_a_key_of_their_own(own, met):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval(pg_get_serial_sequence('people_person', 'id'), 1, false)")
    play(own, met + A_WHILE)
    assert Person.objects.create_user(name="Somebody").pk > max(Person.objects.filter(name="Hal").values_list("pk"))[0]


@pytest.mark.django_db(transaction=True)
def test_what_is_really_committed_is_done_by_the_actions(own):
    for _ in range(3):
        own.begin()
        own.call(lambda: Person.objects.create_user(name="Rosa"), "rosa")
        Person.objects.all().delete()
    own.begin()
    with pytest.raises(AssertionError, match="The action ran"):
        own.call(never, "rosa")
