"""Tendings of one kind stand in one line, with their count and each behind it; numbers are those of the pages."""

import html
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client

from commonplace.communities.membership.actions.leaving import change_pace
from commonplace.communities.models import Community, Membership, Space
from commonplace.communities.viewpoint import look
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation
from commonplace.cultivation import tendings
from commonplace.cultivation.gardeners import numbers
from commonplace.cultivation.models import NotNow
from commonplace.cultivation.reading import read
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db
PAGE = "/c/stick/cultivate/"
NOT_NOW = re.compile(r'name="about" value="(\w+:\d+)"')


def ask(by: Person, space: Space, at: datetime, title: str) -> Conversation:
    return open_conversation(by=by, space=space, kind="question", title=title, text="I need one.", at=at)


@pytest.fixture
def four(table: Space, leila: Person, now: datetime) -> list[Conversation]:
    return [ask(leila, table, now - timedelta(days=5 + number), f"Question {number}") for number in range(4)]


@pytest.fixture
def page(client: Client, ines: Person) -> Callable[[], str]:
    client.force_login(ines)
    return lambda: re.sub(r"\s+", " ", client.get(PAGE).content.decode())


def test_four_of_a_kind_are_one_line_and_each_is_behind_it(page: Callable[[], str], four: list[Conversation]) -> None:
    shown = page()
    assert "Answer four conversations that are growing cold, or find who can" in shown
    assert shown.count('<span class="n" aria-hidden="true">') == 1
    behind = shown.partition("<details")[2].partition("</details>")[0]
    # Each can be taken on, and put off.
    assert sorted(NOT_NOW.findall(behind)) == sorted(f"conversation:{one.pk}" for one in [*four, *four])
    for one in four:
        assert f'href="/c/stick/conversations/{one.pk}/"' in behind


def test_one_behind_the_line_is_put_off_by_one_press(
    client: Client, page: Callable[[], str], four: list[Conversation]
) -> None:
    page()
    client.post(f"{PAGE}not-now", {"code": "unanswered", "about": f"conversation:{four[0].pk}"})
    assert "Answer three conversations that are growing cold" in page()
    assert f"conversation:{four[0].pk}" not in page()


def test_all_behind_a_line_are_put_off_by_one_press(
    client: Client, page: Callable[[], str], four: list[Conversation]
) -> None:
    each = re.findall(r'name="each" value="([^"]+)"', page())
    client.post(f"{PAGE}not-now", {"code": "unanswered", "each": [*each, each[0]]})
    assert "growing cold" not in page()
    assert NotNow.objects.count() == 4
    # Only these: what comes up later is offered.
    assert not NotNow.objects.filter(about="").exists()


def test_one_of_a_kind_stands_by_itself(page: Callable[[], str], table: Space, leila: Person, now: datetime) -> None:
    ask(leila, table, now - timedelta(days=5), "Only one?")
    assert ("Answer “Only one?”, or find who can" in page(), "growing cold" in page()) == (True, False)


def test_newcomers_are_greeted_from_one_line(page: Callable[[], str], member: Callable[..., Person]) -> None:
    new = [member(f"New{number} Member", 4) for number in range(3)]
    shown = page()
    assert "Say hello to three people who came in lately" in shown
    assert all(f'href="/c/stick/people/{one.pk}/hello"' in shown for one in new)


def test_every_hello_that_is_offered_can_be_said(
    client: Client, page: Callable[[], str], stick: Community, member: Callable[..., Person], ines: Person, now
) -> None:
    """Nobody is sent to greet themselves, a name of an archive, or who asked for no nudges."""
    Community.objects.update(founded_by=None)
    Membership.objects.filter(person=ines).update(joined_at=now - timedelta(days=3))
    quiet, silent, new = member("Quiet Member", 4), member("Silent Name", 4), member("New Member", 4)
    change_pace(person=quiet, community=stick, pace="follow")
    Person.objects.filter(pk=silent.pk).update(claimed_at=None)
    hellos = re.findall(r'href="(/c/stick/people/(\d+)/hello)"', page())
    assert [int(pk) for _, pk in hellos] == [new.pk]
    assert client.get(hellos[0][0]).status_code == 200


def test_more_than_a_page_has_room_for_is_said(
    stick: Community, ines: Person, table: Space, leila: Person, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numbers, "BEHIND_ONE", 3)
    for number in range(5):
        ask(leila, table, now - timedelta(days=5), f"Question {number}")
    (line,) = tendings.offered(tendings.bed_of(look(ines, "stick"), read(stick, now=now), now=now))
    assert line.together is not None
    assert line.together.title.startswith("Answer more than 3 conversations")
    assert len(line.tendings) == 3


def pages(client: Client, address: str) -> Iterator[str]:
    """All pages of a list, one after the other."""
    at = address
    while at:
        page = client.get(at).content.decode()
        yield page
        following = re.search(r'rel="next"\s+href="([^"]+)"', page)
        at = address.partition("?")[0] + html.unescape(following[1]) if following else ""


def shown_rows(client: Client, address: str) -> int:
    """How many conversations a list shows, over all its pages."""
    return sum(len(set(re.findall(r'href="/c/stick/conversations/(\d+)', page))) for page in pages(client, address))


@pytest.mark.parametrize("who", ["ines", "rosa", "hal"])
def test_what_waits_is_as_many_as_the_page_it_leads_to(
    client: Client,
    request: pytest.FixtureRequest,
    circle: Space,
    table: Space,
    rosa: Person,
    hal: Person,
    leila,
    who,
    now,
) -> None:
    """Old and new ones, those of a group that not everyone reads, and those that ask for nothing."""
    for days in (2, 5, 100, 400):
        ask(leila, table, now - timedelta(days=days), f"Asked {days}")
    ask(rosa, circle, now - timedelta(days=3), "Among us?")
    open_conversation(by=leila, space=table, kind="tip", title="Low", text="Listen low.", at=now - timedelta(days=3))
    client.force_login(request.getfixturevalue(who))
    page = client.get(PAGE).content.decode()
    link = re.search(r'<a href="([^"]+show=waiting)">\s*(\d+) conversations that nobody has answered', page)
    assert link is not None
    assert int(link[2]) == shown_rows(client, link[1]) == (4 if who == "hal" else 5)


def test_who_waits_is_named_as_the_waiting_page_names_them(
    client: Client, stick: Community, ines: Person, table: Space, hal: Person, leila: Person, now: datetime
) -> None:
    """A tip asks for nothing, and who is in a group that a steward does not read is not named to them."""
    ask(leila, table, now - timedelta(days=3), "Who has a sheet?")
    open_conversation(by=hal, space=table, kind="tip", title="Low", text="Listen low.", at=now - timedelta(days=3))
    client.force_login(ines)
    care = client.get(PAGE).content.decode().partition('id="care"')[2]
    waiting = care.partition("Wait for a first reply")[2].partition("</dd>")[0]
    assert ("Leila Haddad" in waiting, "Hal Brennan" in waiting) == (True, False)


def test_who_was_answered_is_as_many_as_are_named(
    client: Client, ines: Person, table: Space, member: Callable[..., Person], hal: Person, unclaimed: Person, now
) -> None:
    """Two of one name are two; a name of an archive and someone who left are out of reach."""
    people = [member(f"Asker{number} Member") for number in range(11)]
    twin = member("Asker Member")
    Person.objects.filter(pk__in=[twin.pk, people[0].pk]).update(name="Asker Member")
    for person in [*people, twin, unclaimed]:
        asked = ask(person, table, now - timedelta(days=3), "Who?")
        reply(by=hal, conversation=asked, text="I.", at=now - timedelta(days=2))
    Membership.objects.filter(person=people[1]).update(left_at=now, standing="alumnus")
    client.force_login(ines)
    page = client.get(PAGE).content.decode()
    number = re.search(r"(\d+) people were the last to be answered", page)
    assert number is not None
    care = page.partition('id="care"')[2].partition("Were answered")[2].partition("</details>")[0]
    names = re.sub(r"<summary>.*?</summary>|<[^>]+>", ",", care.partition("<dd>")[2], flags=re.DOTALL)
    assert len([name for name in names.split(",") if "Member" in name]) == int(number[1]) == 11


def test_fewer_than_five_of_whom_answers_wait_are_not_counted(
    client: Client, table: Space, member: Callable[..., Person], hal: Person, leila: Person, now: datetime
) -> None:
    for number in range(10):
        member(f"M{number} Member")
    reply(by=hal, conversation=ask(leila, table, now - timedelta(days=3), "Who?"), text="I.", at=now)
    client.force_login(hal)
    page = client.get(PAGE).content.decode()
    assert "some of us were the last to be answered in a conversation" in page
    assert not re.search(r"\d+ (person was|people were) the last", page)


@pytest.mark.parametrize(("over", "expected"), [(-1, []), (0, []), (1, ["silence"])])
@pytest.mark.parametrize(("pace", "edge"), [(10, 15), (2, 7)])
def test_a_silence_is_offered_from_the_second_after_its_days(
    stick: Community, table: Space, ines: Person, hal: Person, now: datetime, pace: int, edge: int, over: int, expected
) -> None:
    """One and a half times the usual silence, and a week at least."""
    last = now - timedelta(days=edge, seconds=over)
    talk = ask(hal, table, last - timedelta(days=4 * pace), "How often?")
    for back in (3, 2, 1, 0):
        reply(by=ines if back % 2 else hal, conversation=talk, text="Yes.", at=last - timedelta(days=back * pace))
    lines = tendings.offered(tendings.bed_of(look(ines, "stick"), read(stick, now=now), now=now))
    assert [line.only.code for line in lines if line.only.code == "silence"] == expected


@pytest.mark.parametrize(("minutes", "is_offered"), [(-1, False), (1, True)])
def test_the_page_names_a_silence_only_past_its_days(
    page: Callable[[], str], table: Space, hal: Person, ines: Person, now: datetime, minutes: int, is_offered: bool
) -> None:
    last = now - timedelta(days=7, minutes=minutes)
    talk = ask(hal, table, last - timedelta(days=2), "How often?")
    reply(by=ines, conversation=talk, text="Daily.", at=last)
    assert ("Break the silence, or name it" in page()) is is_offered


def directory_rows(client: Client, address: str) -> int:
    """How many people the directory shows, over all its pages."""
    shown = (page.partition('class="directory"')[2].partition("</ul>")[0] for page in pages(client, address))
    return sum(people.count('class="person__name"') for people in shown)


@pytest.mark.parametrize("who", ["ines", "hal"])
def test_numbers_of_the_navigation_are_those_of_its_pages(
    client: Client,
    request: pytest.FixtureRequest,
    circle: Space,
    table: Space,
    rosa: Person,
    hal: Person,
    member: Callable[..., Person],
    unclaimed: Person,
    who: str,
    now: datetime,
) -> None:
    """More people than a page has room for; names of an archive are not among them and have a number of their own."""
    for number in range(30):
        member(f"M{number} Member")
    ask(hal, table, now - timedelta(days=3), "Who?")
    ask(rosa, circle, now - timedelta(days=3), "Among us?")
    client.force_login(request.getfixturevalue(who))
    page = client.get(PAGE).content.decode()
    counts = dict(re.findall(r'href="(/c/stick/\w+/)"[^>]*>\s*<bdi>\w+</bdi>\s*<span class="count">(\d+)', page))
    assert int(counts["/c/stick/people/"]) == directory_rows(client, "/c/stick/people/") == 33
    waiting = shown_rows(client, "/c/stick/conversations/?show=waiting")
    assert int(counts["/c/stick/conversations/"]) == waiting == (2 if who == "ines" else 1)
    sieve = client.get("/c/stick/people/").content.decode()
    archive = re.search(r'href="(\?who=archive)"[^>]*>\s*<bdi>[^<]*</bdi>\s*<span[^>]*>(\d+)', sieve)
    assert archive is not None
    assert int(archive[2]) == directory_rows(client, f"/c/stick/people/{archive[1]}") == 1
