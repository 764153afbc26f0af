"""What one has agreed to stands on one page, from every room, and is taken back there in one press."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonplace.attention.actions.letters import want_no_letters
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.membership.actions.naming import be_named
from commonplace.communities.models import Community, Membership, Topic
from commonplace.knowledge.actions.asking import say_pointing
from commonplace.knowledge.models import Pointing
from commonplace.people import consents
from commonplace.people.consents import CONSENTS, all_given_by, given_by
from commonplace.people.models import Person
from commonplace.runs.actions.asking import want_no_asking
from commonplace.web.everything import words_of
from commonplace.words.actions.choosing import choose
from commonplace.words.models import LettersOfWords

AGREED = "/me/agreed"


@pytest.fixture
def valves(stick: Community) -> Topic:
    return Topic.objects.create(community=stick, name="Valves", slug="valves")


@pytest.fixture
def as_hal(client: Client, hal: Person) -> Client:
    client.force_login(hal)
    return client


def codes_of(person: Person) -> list[str]:
    return sorted(one.of.code for one in all_given_by(person))


def take_back(client: Client, of: str, which: int):
    return client.post(AGREED, {"of": of, "which": which}, follow=True)


def test_everyone_begins_with_what_is_usual(hal: Person) -> None:
    assert codes_of(hal) == ["letters_of_community", "letters_of_words", "letters_that_ask", "letters_that_call"]


def test_the_page_says_what_since_when_and_where(as_hal: Client, hal: Person, valves: Topic) -> None:
    say_pointing(by=hal, topic=valves, is_welcome=True)
    page = as_hal.get(AGREED).content.decode()
    assert reverse("being_pointed_to", args=["stick", valves.pk]) in page
    assert "You may be pointed to when somebody asks about this topic." in page
    assert as_hal.get(AGREED, {"lets": "drawn"}).content.decode().count("Take it back") == 1


def test_one_press_takes_it_back_and_another_gives_it_again(as_hal: Client, hal: Person, valves: Topic) -> None:
    pointing = say_pointing(by=hal, topic=valves, is_welcome=True)
    page = take_back(as_hal, "pointed_to", pointing.pk).content.decode()
    assert not Pointing.objects.get().is_welcome
    assert "pointed_to" not in codes_of(hal)
    undo = page.split('action="/me/agreed/again')[1].split('"')[0]
    as_hal.post(f"/me/agreed/again{undo}")
    assert Pointing.objects.get().is_welcome
    # Nobody else can press it, and it opens nothing when it is torn.
    assert as_hal.post(f"/me/agreed/again{undo}x").status_code == 404
    as_hal.force_login(Person.objects.get(name="Inês Baptista"))
    assert as_hal.post(f"/me/agreed/again{undo}").status_code == 404


def test_how_one_is_named_comes_back_as_it_was(as_hal: Client, hal: Person, stick: Community) -> None:
    be_named(person=hal, community=stick, named_as="Hal, by night")
    here = Membership.objects.get(person=hal)
    undo = take_back(as_hal, "named_outside", here.pk).content.decode().split("/me/agreed/again")[1].split('"')[0]
    here.refresh_from_db()
    assert (here.named_as, here.named_at) == ("", None)
    as_hal.post(f"/me/agreed/again{undo}")
    here.refresh_from_db()
    assert here.named_as == "Hal, by night"


def test_whoever_has_left_takes_it_back_all_the_same(as_hal: Client, hal: Person, valves: Topic) -> None:
    pointing = say_pointing(by=hal, topic=valves, is_welcome=True)
    leave(person=hal, community=valves.community)
    assert codes_of(hal) == ["letters_of_words", "letters_that_ask", "letters_that_call", "pointed_to"]
    assert reverse("being_pointed_to", args=["stick", valves.pk]) not in as_hal.get(AGREED).content.decode()
    take_back(as_hal, "pointed_to", pointing.pk)
    assert not Pointing.objects.get().is_welcome


def test_what_is_anothers_stays(as_hal: Client, rosa: Person, valves: Topic) -> None:
    pointing = say_pointing(by=rosa, topic=valves, is_welcome=True)
    take_back(as_hal, "pointed_to", pointing.pk)
    assert Pointing.objects.get().is_welcome


def test_twice_is_once(as_hal: Client, hal: Person, valves: Topic) -> None:
    pointing = say_pointing(by=hal, topic=valves, is_welcome=True)
    take_back(as_hal, "pointed_to", pointing.pk)
    assert "That is taken back already." in take_back(as_hal, "pointed_to", pointing.pk).content.decode()


def test_what_is_no_consent_is_not_found(as_hal: Client) -> None:
    for which in ("", "-1", "x", "9" * 19, "9" * 30, "٣", "1.5"):
        assert as_hal.post(AGREED, {"of": "pointed_to", "which": which}).status_code == 404, which
    for of in ("nothing", ""):
        assert as_hal.post(AGREED, {"of": of, "which": "1"}).status_code == 404, of


def test_a_torn_key_leads_to_the_first(hal: Person) -> None:
    first = given_by(hal).items
    for after in ("x", "_", "2026-01-01_1_2", "0001-01-01T00:00:00+00:00_1_1", "2026-13-01T00:00Z_1_1"):
        assert given_by(hal, after=after).items == first, after


def test_many_are_shown_page_by_page(hal: Person, stick: Community, valves: Topic, monkeypatch) -> None:
    for number in range(7):
        topic = Topic.objects.create(community=stick, name=f"Topic {number}", slug=f"topic-{number}")
        say_pointing(by=hal, topic=topic, is_welcome=True, at=hal.claimed_at)
    whole = list(all_given_by(hal))
    monkeypatch.setattr(consents, "AT_ONCE", 2)
    assert list(all_given_by(hal)) == whole
    assert len(whole) == 11


def test_it_costs_few_queries(as_hal: Client, hal: Person, valves: Topic, django_assert_max_num_queries) -> None:
    say_pointing(by=hal, topic=valves, is_welcome=True)
    with django_assert_max_num_queries(12):
        as_hal.get(AGREED)


def test_whoever_agreed_to_nothing_is_told_so(client: Client, stranger: Person) -> None:
    client.force_login(stranger)
    assert "There is nothing of this kind" in client.get(AGREED, {"lets": "named"}).content.decode()
    want_no_letters(person=stranger)
    want_no_asking(person=stranger)
    choose(person=stranger, letters=LettersOfWords.NONE)
    assert "You have agreed to nothing." in client.get(AGREED).content.decode()


def test_it_is_for_whoever_signs_in(client: Client, db: None) -> None:
    assert [client.get(AGREED).status_code, client.post("/me/agreed/again").status_code] == [302, 302]


def test_it_is_taken_along(hal: Person, valves: Topic) -> None:
    say_pointing(by=hal, topic=valves, is_welcome=True)
    said = json.loads("".join(words_of(hal, now=timezone.now())))["agreed_to"]
    assert [one["consent"] for one in said] == [one.of.code for one in all_given_by(hal)]
    (pointed,) = [one for one in said if one["consent"] == "pointed_to"]
    assert (pointed["lets"], pointed["title"], pointed["community_name"]) == ("drawn", "Valves", "The Listening Stick")


def test_each_says_what_comes_of_taking_it_back() -> None:
    assert [one.code for one in CONSENTS if not (str(one.said).endswith(".") and str(one.effect).endswith("."))] == []
