"""The instruments as pages: the shape for all who belong, names for stewards, one's own place for oneself."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from commonplace.communities import ledger
from commonplace.communities.models import Community, Membership, Space
from commonplace.communities.tendings import Tending
from commonplace.communities.viewpoint import look
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.reactions import say_me_too
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation
from commonplace.cultivation import pictures, tendings
from commonplace.cultivation.actions import put_off, take_up
from commonplace.cultivation.gardeners import people
from commonplace.cultivation.reading import read
from commonplace.cultivation.told_shape import of_rings
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db
PAGE = "/c/stick/cultivate/"


def ask(by: Person, space: Space, at: datetime, title: str = "Who has a step-test sheet?") -> Conversation:
    return open_conversation(by=by, space=space, kind="question", title=title, text="I need one.", at=at)


def offered(community: Community, to: Person, now: datetime) -> list[Tending]:
    lines = tendings.offered(tendings.bed_of(look(to, community.slug), read(community, now=now), now=now))
    return [one for line in lines for one in line.tendings]


def words(page: str) -> str:
    """With one blank between words, however the template breaks its lines."""
    return re.sub(r"\s+", " ", page)


def codes(community: Community, to: Person, now: datetime) -> list[str]:
    return [one.code for one in offered(community, to, now)]


def test_strangers_find_no_shape(client: Client, stick: Community, stranger: Person) -> None:
    assert client.get(PAGE).status_code == 302
    client.force_login(stranger)
    assert client.get(PAGE).status_code == 404


def test_a_member_sees_the_shape_and_their_own_place_and_no_names(
    client: Client,
    stick: Community,
    ines: Person,
    hal: Person,
    leila: Person,
    table: Space,
    now: datetime,
    django_assert_max_num_queries: Callable,
) -> None:
    ask(leila, table, now - timedelta(days=5))
    client.force_login(hal)
    with django_assert_max_num_queries(12):
        page = client.get(PAGE)
    assert page.status_code == 200
    assert "Your place: peripheral." in page.content.decode()
    assert "Leila" not in page.content.decode()
    assert "What to tend next" not in page.content.decode()


def test_a_steward_sees_names_for_care(
    client: Client,
    stick: Community,
    ines: Person,
    leila: Person,
    table: Space,
    now: datetime,
    django_assert_max_num_queries: Callable,
) -> None:
    ask(leila, table, now - timedelta(days=5))
    client.force_login(ines)
    with django_assert_max_num_queries(12):
        page = client.get(PAGE).content.decode()
    assert "Leila Haddad asked here for the first time, and nobody has said a word yet." in page
    assert "not the 1 conversation that was opened in the last twelve weeks" in page
    assert ">Stewards’ room<" not in page


def test_what_waits_longer_than_the_window_is_said_beside_it(
    client: Client, stick: Community, ines: Person, leila: Person, hal: Person, table: Space, now: datetime
) -> None:
    for days in (400, 300, 5):
        ask(leila, table, now - timedelta(days=days), f"Asked {days} days ago?")
    client.force_login(hal)
    page = client.get(PAGE).content.decode()
    assert "3 conversations that nobody has answered</a>, 2 of them opened more than twelve weeks ago" in words(page)


def test_each_unanswered_opening_has_its_own_reason(
    stick: Community, ines: Person, leila: Person, hal: Person, table: Space, now: datetime
) -> None:
    ask(leila, table, now - timedelta(days=9), "The first")
    shared = ask(leila, table, now - timedelta(days=8), "The second")
    ask(leila, table, now - timedelta(days=7), "The third")
    say_me_too(by=hal, conversation=shared, at=now - timedelta(days=6))
    texts = [one.text for one in offered(stick, ines, now)]
    assert [text.removeprefix("Leila Haddad ") for text in texts] == [
        "asked here for the first time, and nobody has said a word yet. "
        "A first question left alone is usually the last one.",
        "wrote this, and 1 other person said “me too”. One answer would serve both.",
        "wrote this, and nobody has said a word yet. To say who might know is an answer, too.",
    ]


@pytest.mark.parametrize(
    ("days", "told"), [(0, "came in today and"), (1, "came in yesterday and"), (2, "came in 2 days ago and")]
)
def test_the_day_someone_came_in_is_said_as_people_say_it(days: int, told: str) -> None:
    assert told in people._came_in(days)


def test_many_names_are_folded_away(
    client: Client,
    stick: Community,
    ines: Person,
    hal: Person,
    table: Space,
    member: Callable[..., Person],
    now: datetime,
) -> None:
    for one in range(11):
        asked = ask(member(f"Asker{one:02} Member"), table, now - timedelta(days=3), f"Question {one}")
        reply(by=hal, conversation=asked, text="Yes.", at=now - timedelta(days=2))
    client.force_login(ines)
    page = client.get(PAGE).content.decode()
    assert page.count("and 3 more") == 1
    assert "11 people were the last to be answered in a conversation and have not written there since" in page


def test_a_question_is_offered_once_it_waits_longer_than_usual(
    stick: Community, ines: Person, leila: Person, hal: Person, table: Space, now: datetime
) -> None:
    question = ask(leila, table, now - timedelta(days=3))
    ask(leila, table, now - timedelta(hours=40), "Another?")
    assert codes(stick, ines, now).count("unanswered") == 1
    reply(by=hal, conversation=question, text="I have one.", at=now - timedelta(days=1))
    assert codes(stick, ines, now).count("unanswered") == 0


def test_a_newcomer_is_offered_until_greeted(stick: Community, ines: Person, amara: Person, now: datetime) -> None:
    assert codes(stick, ines, now) == ["not_greeted"]
    ledger.record(verb="welcomed", person=ines, community=stick, towards=amara, at=now)
    assert codes(stick, ines, now) == []


def test_a_silence_is_offered_when_it_is_longer_than_the_rhythm(
    stick: Community, ines: Person, hal: Person, table: Space, now: datetime
) -> None:
    opened = ask(hal, table, now - timedelta(days=60))
    for days in range(59, 29, -1):
        reply(by=ines if days % 2 else hal, conversation=opened, text="Yes.", at=now - timedelta(days=days))
    assert codes(stick, ines, now).count("silence") == 1
    assert codes(stick, ines, now - timedelta(days=25)).count("silence") == 0


def test_not_now_is_remembered_for_four_weeks(stick: Community, ines: Person, amara: Person, now: datetime) -> None:
    about = f"person:{amara.pk}"
    put_off(by=ines, community=stick, code="not_greeted", abouts=[about], now=now)
    assert codes(stick, ines, now) == []
    assert codes(stick, ines, now + timedelta(days=29)) == ["not_greeted"]
    take_up(community=stick, code="not_greeted", abouts=[about])
    assert codes(stick, ines, now) == ["not_greeted"]


def test_not_now_is_a_button(client: Client, stick: Community, ines: Person, hal: Person, amara: Person) -> None:
    client.force_login(hal)
    assert client.post(f"{PAGE}not-now", {"code": "not_greeted", "about": f"person:{amara.pk}"}).status_code == 404
    client.force_login(ines)
    answer = client.post(f"{PAGE}not-now", {"code": "not_greeted", "about": f"person:{amara.pk}"}, follow=True)
    assert b"Say hello to Amara" not in answer.content
    assert client.post(f"{PAGE}not-now", {"code": "nonsense\x00", "about": "x" * 500}).status_code == 302


def test_one_may_change_ones_pace_and_not_ones_ring(client: Client, stick: Community, hal: Person) -> None:
    client.force_login(hal)
    assert client.post("/c/stick/pace", {"pace": "follow", "next": PAGE}).url == PAGE
    for elsewhere in ("//elsewhere.example/", "behind", "\x00", "https://elsewhere.example/"):
        assert client.post("/c/stick/pace", {"pace": "follow", "next": elsewhere}).url == "/me/communities#in-stick"
    assert Membership.objects.get(person=hal, community=stick).pace == "follow"
    page = client.get(PAGE).text
    assert ('value="follow" aria-pressed="true"' in page, "Keep this pace" in page) == (True, False)
    client.post("/c/stick/pace", {"pace": "core"})
    assert Membership.objects.get(person=hal, community=stick).pace == "follow"


def test_movements_under_five_people_are_withheld(
    stick: Community, member: Callable[..., Person], table: Space, now: datetime
) -> None:
    def moved(number: int) -> pictures.Rings:
        for one in range(number):
            ask(member(f"M{number}x{one} Member"), table, now - timedelta(days=2))
        return pictures.rings(of_rings(read(stick, now=now).participation))

    few = moved(4)
    assert (few.gates, [rung.closer for rung in few.rungs]) == ([], [None] * 5)
    assert [rung.closer for rung in moved(1).rungs][2] == 5
