"""The seven principles as a page: sentences from deeds, numbers for those who tend, and five people for everyone."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from commonplace.communities.ledger import record
from commonplace.communities.models import Community, Space
from commonplace.communities.principles import EVIDENCE, Counted, Principle
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.settling import settle
from commonplace.cultivation.principles.counted import SPACES, span_for
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db
PAGE = "/c/stick/cultivate/principles/"


def board(client: Client, person: Person) -> dict[str, str]:
    """What the page says of each principle, with one blank between words."""
    client.force_login(person)
    answer = client.get(PAGE)
    assert answer.status_code == 200
    page = re.sub(r"<[^>]+>", " ", answer.content.decode().replace("<section", "\0<section"))
    parts = [re.sub(r"\s+", " ", part) for part in page.split("\0")[1:]]
    assert len(parts) == len(Principle)
    return dict(zip(Principle.values, parts, strict=True))


def last_quarter(now: datetime) -> datetime:
    return span_for(tends=False, now=now).since + timedelta(days=40)


def test_stewards_read_what_was_done_with_its_number(
    client: Client,
    stick: Community,
    table: Space,
    ines: Person,
    hal: Person,
    now: datetime,
    django_assert_max_num_queries: Callable,
) -> None:
    asked = open_conversation(
        by=hal, space=table, kind="question", title="Who has a sheet?", text="I need one.", at=now - timedelta(days=3)
    )
    answer = reply(by=ines, conversation=asked, text="I have.", at=now - timedelta(days=2))
    settle(by=hal, post=answer, at=now - timedelta(days=1))
    client.force_login(ines)
    with django_assert_max_num_queries(12):
        client.get(PAGE)
    said = board(client, ines)
    assert "It was said one time what settled a question." in said["value"]
    assert "Posts: none where anyone can read, two among members, none in groups." in said["spaces"]
    assert "Nothing yet." in said["dialogue"]


def test_members_read_what_five_people_did_in_a_quarter_that_is_over(
    client: Client,
    stick: Community,
    hal: Person,
    member: Callable[[str], Person],
    now: datetime,
    django_assert_max_num_queries: Callable,
) -> None:
    people = [member(f"M{number} Member") for number in range(12)]
    at = last_quarter(now)
    for one in people[:4]:
        record(verb="welcomed", person=one, community=stick, towards=hal, at=at)
    record(verb="welcomed", person=people[0], community=stick, towards=hal, at=at)
    nothing = "Hellos Nothing yet that five people or more had a part in."
    assert nothing in board(client, hal)["spaces"]
    # Nor what a fifth did after the quarter.
    record(verb="welcomed", person=people[4], community=stick, towards=hal, at=now)
    assert nothing in board(client, hal)["spaces"]
    record(verb="welcomed", person=people[4], community=stick, towards=hal, at=at)
    client.force_login(hal)
    with django_assert_max_num_queries(12):
        page = client.get(PAGE).content.decode()
    assert "only where five people or more had a part" in re.sub(r"\s+", " ", page)
    assert "6 hellos were said to newcomers by name." in board(client, hal)["spaces"]


def test_a_small_community_is_told_no_number(client: Client, stick: Community, hal: Person, member, now) -> None:
    for one in [member(f"M{number} Member") for number in range(5)]:
        record(verb="welcomed", person=one, community=stick, towards=hal, at=last_quarter(now))
    assert "Hellos Nothing yet that five people" in board(client, hal)["spaces"]


def test_what_changed_is_told_by_name_to_stewards_and_by_role_to_members(
    client: Client, stick: Community, ines: Person, hal: Person, now: datetime
) -> None:
    record(verb="revised_charter", person=ines, community=stick, at=last_quarter(now))
    record(verb="revised_charter", person=hal, community=stick, at=last_quarter(now) - timedelta(days=1))
    assert "Inês Baptista revised the charter." in board(client, ines)["evolution"]
    told = board(client, hal)["evolution"]
    assert ("a steward revised the charter." in told, "a member revised the charter." in told) == (True, True)
    assert "Baptista" not in told


def test_what_is_switched_off_says_nothing(client: Client, stick: Community, ines: Person) -> None:
    Community.objects.filter(pk=stick.pk).update(modules=["cultivation", "repertoire", "gatherings"])
    told = board(client, ines)
    assert ("Uses told" in told["value"], "Forms of gatherings" in told["excitement"]) == (True, True)
    Community.objects.filter(pk=stick.pk).update(modules=["cultivation"])
    told = board(client, ines)
    assert ("Uses told" in told["value"], "Forms of gatherings" in told["excitement"]) == (False, False)


def test_a_suggestion_stands_beside_its_principle(
    client: Client, stick: Community, table: Space, ines: Person, leila: Person, hal: Person, now: datetime
) -> None:
    open_conversation(
        by=leila, space=table, kind="question", title="Cold?", text="I need one.", at=now - timedelta(days=5)
    )
    assert "Answer “Cold?”, or find who can" in board(client, ines)["value"]
    assert "Cold?" not in "".join(board(client, hal).values())


def test_every_sentence_is_whole_whatever_was_counted() -> None:
    """Each evidence of each room says a sentence of one deed, and of many in every kind of space."""
    for one in EVIDENCE:
        for n in (1, 2, 30):
            said = one.sentence(dict.fromkeys(SPACES if one.by_space else [""], Counted(n, 5)))
            assert said.endswith(".")
            assert "%" not in said


@pytest.mark.parametrize("day", [1, 40, 89, 200, 364])
def test_no_two_spans_for_everyone_share_a_day(now: datetime, day: int) -> None:
    one, other = (span_for(tends=False, now=at) for at in (now, now + timedelta(days=day)))
    assert one == other or other.first > one.last


def test_strangers_find_no_board(client: Client, stick: Community, stranger: Person) -> None:
    assert client.get(PAGE).status_code == 302
    client.force_login(stranger)
    assert client.get(PAGE).status_code == 404
