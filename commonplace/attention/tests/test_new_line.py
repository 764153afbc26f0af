"""Where the new begins in a conversation: a line that stays while one reads on, and moves when one comes again."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonplace.attention.actions.reading import is_reading_on, mark_read
from commonplace.attention.models import ReadMark
from commonplace.communities.models import Space
from commonplace.communities.moderation.actions import hold
from commonplace.communities.readers import read_on
from commonplace.conversations.actions.changing import withdraw
from commonplace.conversations.actions.importing import Arrival, import_posts
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db
Queries = Callable[[int], Any]
LINE = (
    r'id="new"><span>New since you were here</span></p>\s*'
    r'(?:<p class="joined[^>]*>[^<]*</p>\s*)?<article[^>]* id="p(\d+)"'
)


@pytest.fixture
def asked(hal: Person, table: Space) -> Conversation:
    return open_conversation(by=hal, space=table, kind="question", title="Two peaks", text="Has anyone seen two?")


def say(conversation: Conversation, author: Person, count: int) -> None:
    said = [Arrival(author=author, at=timezone.now(), source=f"Line {n}", into=conversation) for n in range(count)]
    import_posts(space=conversation.space, arrivals=said, origin="test")


def line(client: Client, conversation: Conversation, query: str = "") -> int | None:
    """The number of the post before which the page says that the new begins."""
    page = client.get(reverse("conversation", args=["stick", conversation.pk]) + query).text
    found = re.findall(LINE, page)
    assert page.count("New since you were here") == len(found) <= 1
    return int(found[0]) if found else None


def a_day_goes_by(person: Person) -> None:
    ReadMark.objects.filter(person=person).update(came_on=F("came_on") - timedelta(days=1))


def test_the_line_stands_where_one_came_and_stays(client, asked, tomasz, leila) -> None:
    client.force_login(leila)
    assert line(client, asked) is None, "whoever comes first finds all of it new"
    a_day_goes_by(leila)
    reply(by=tomasz, conversation=asked, text="Yes.")
    reply(by=tomasz, conversation=asked, text="Twice.")
    assert line(client, asked) == 2
    assert ReadMark.objects.get(person=leila).number == 3
    assert line(client, asked) == 2, "loaded again"
    reply(by=leila, conversation=asked, text="Where?")
    read_on()
    assert line(client, asked, "?from=4") == 2, "one's own words move nothing"
    a_day_goes_by(leila)
    assert line(client, asked) is None, "come again on another day, and nothing is new"


def test_what_is_written_once_all_was_shown_is_new_on_the_same_day_too(client, asked, tomasz, leila) -> None:
    client.force_login(leila)
    line(client, asked)
    reply(by=tomasz, conversation=asked, text="Yes.")
    assert line(client, asked) == 2
    reply(by=tomasz, conversation=asked, text="Twice.")
    assert line(client, asked) == 3
    assert line(client, asked) == 3, "loaded again"


def test_what_is_written_while_one_reads_on_moves_nothing(client, asked, tomasz, leila) -> None:
    say(asked, tomasz, 29)
    client.force_login(leila)
    line(client, asked)
    say(asked, tomasz, 60)
    assert line(client, asked) == 31
    say(asked, tomasz, 5)
    assert line(client, asked) == 31, "there is more of what stood there"
    assert line(client, asked, "?from=51") is None
    assert line(client, asked) == 31
    reply(by=tomasz, conversation=asked, text="And once more.")
    assert line(client, asked, "?from=51") == 96


def test_what_stood_there_and_is_held_keeps_no_line(client, asked, tomasz, leila, rosa) -> None:
    client.force_login(leila)
    line(client, asked)
    reply(by=tomasz, conversation=asked, text="Yes.")
    held = reply(by=tomasz, conversation=asked, text="In Mill Street.")
    hold(by=rosa, kind="post", object_id=held.pk, community=asked.community, why="A street")
    assert line(client, asked) == 2
    reply(by=tomasz, conversation=asked, text="Twice.")
    assert line(client, asked) == 4


def test_one_reads_on_from_page_to_page(client, asked, tomasz, leila) -> None:
    say(asked, tomasz, 29)
    client.force_login(leila)
    line(client, asked)
    a_day_goes_by(leila)
    say(asked, tomasz, 120)
    assert line(client, asked) == 31
    assert line(client, asked, "?from=51") is None, "it began on the page before"
    assert line(client, asked, "?from=101") is None
    assert line(client, asked) == 31
    a_day_goes_by(leila)
    say(asked, tomasz, 10)
    assert line(client, asked) is None
    page = client.get(reverse("conversation", args=["stick", asked.pk])).text
    assert "?from=151#p151" in page.split("<article")[0], "from the first page one goes to what is new"
    assert line(client, asked, "?from=151") == 151


def test_the_line_passes_over_ones_own_and_what_is_not_to_be_seen(client, asked, tomasz, leila, rosa, hal) -> None:
    mark_read(person=leila, conversation=asked, number=1, at=timezone.now() - timedelta(days=1))
    reply(by=leila, conversation=asked, text="I ask myself.")
    held = reply(by=tomasz, conversation=asked, text="In Mill Street.")
    gone = reply(by=hal, conversation=asked, text="Never mind.")
    reply(by=tomasz, conversation=asked, text="Yes.")
    hold(by=rosa, kind="post", object_id=held.pk, community=asked.community, why="A street")
    withdraw(by=hal, post=gone)
    client.force_login(leila)
    assert line(client, asked) == 5
    mark_read(person=rosa, conversation=asked, number=1, at=timezone.now() - timedelta(days=1))
    client.force_login(rosa)
    assert line(client, asked) == 2


def test_own_words_by_another_way_do_not_bring_an_old_line_back(client, asked, tomasz, leila) -> None:
    """They move the mark, in the background, without a look at the page."""
    client.force_login(leila)
    line(client, asked)
    a_day_goes_by(leila)
    reply(by=tomasz, conversation=asked, text="Yes.")
    assert line(client, asked) == 2
    a_day_goes_by(leila)
    reply(by=leila, conversation=asked, text="By mail.")
    read_on()
    reply(by=tomasz, conversation=asked, text="And once more.")
    assert line(client, asked) == 4


def test_list_and_today_lead_to_the_line(client, asked, tomasz, leila) -> None:
    say(asked, tomasz, 120)
    mark_read(person=leila, conversation=asked, number=80, at=timezone.now() - timedelta(days=1))
    client.force_login(leila)
    there = f"{reverse('conversation', args=['stick', asked.pk])}?from=81#p81"
    for page in (reverse("conversations", args=["stick"]), reverse("community", args=["stick"])):
        assert f'href="{there}"' in client.get(page).text
    assert client.get(reverse("unread", args=["stick", asked.pk]))["Location"] == there
    assert line(client, asked, "?from=81") == 81


def test_the_line_costs_no_query(client, asked, tomasz, leila, django_assert_max_num_queries: Queries) -> None:
    say(asked, tomasz, 120)
    mark_read(person=leila, conversation=asked, number=80, at=timezone.now() - timedelta(days=1))
    client.force_login(leila)
    client.get(reverse("conversations", args=["stick"]))
    with django_assert_max_num_queries(12):
        line(client, asked, "?from=71")


def test_guests_and_strangers_see_no_line(client: Client, asked, window: Space, hal, tomasz, stick) -> None:
    opened = open_conversation(by=hal, space=window, kind="tip", title="Open", text="To all.")
    reply(by=tomasz, conversation=opened, text="Good.")
    type(stick).objects.filter(pk=stick.pk).update(visibility="public")
    assert line(client, opened) is None


DAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("there", "came_on", "new_from", "expected"),
    [
        (None, None, 3, False),
        (50, DAY, None, True),
        (50, DAY, 50, True),
        (50, DAY, 51, False),
        (50, DAY - timedelta(days=1), None, False),
        (50, DAY - timedelta(days=1), 50, False),
        # Whoever flew west has a day behind them that is not over yet.
        (50, DAY + timedelta(days=1), 50, True),
    ],
)
def test_who_reads_on(there: int | None, came_on: date | None, new_from: int | None, expected: bool) -> None:
    assert is_reading_on(there=there, came_on=came_on, new_from=new_from, today=DAY) is expected
