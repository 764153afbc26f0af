"""The list of conversations tells at a glance what is new, what is settled, and from which week it is."""

import re
from datetime import timedelta
from pathlib import Path

from django.test import Client
from django.urls import reverse

from commonplace import ui
from commonplace.attention.actions.reading import mark_read
from commonplace.communities.models import Community, Space
from commonplace.conversations.actions.changing import withdraw
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.reactions import thank
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.settling import settle
from commonplace.people.models import Person

LIST = reverse("conversations", args=["stick"])


def item(page: str, title: str) -> str:
    return next(one for one in page.split("<li") if f">{title}<" in one)


def test_ink_is_heavier_for_new_and_quieter_for_settled(
    client: Client, hal: Person, leila: Person, table: Space
) -> None:
    settled = open_conversation(by=hal, space=table, kind="question", title="Two peaks", text="Has anyone?")
    settle(by=hal, post=reply(by=leila, conversation=settled, text="Wet gravel."))
    valves = open_conversation(by=hal, space=table, kind="tip", title="Valves", text="Turn them.")
    mark_read(person=leila, conversation=valves, number=1)
    reply(by=hal, conversation=valves, text="Twice a year.")
    open_conversation(by=leila, space=table, kind="tip", title="Frost", text="It lifts.")
    client.force_login(leila)
    page = client.get(LIST).content.decode()
    found = {title: "ink--settled" in item(page, title) for title in ("Two peaks", "Valves", "Frost")}
    assert found == {"Two peaks": True, "Valves": False, "Frost": False}
    assert ("ink--new" in item(page, "Valves"), "ink--new" in item(page, "Frost")) == (True, False)


def test_weeks_stand_above_what_was_said_in_them(client: Client, hal: Person, table: Space, now) -> None:
    for ago, title in ((0, "Now"), (0, "Now too"), (7, "A week ago"), (21, "Three weeks ago")):
        open_conversation(by=hal, space=table, kind="tip", title=title, text="So.", at=now - timedelta(days=ago))
    client.force_login(hal)
    page = client.get(LIST).content.decode()
    weeks = [one.strip() for one in re.findall(r'<li class="week"[^>]*>(.*?)</li>', page)]
    assert len(weeks) == 3
    assert weeks[:2] == ["This week", "Last week"]
    assert weeks[2].startswith("Week of ")


def test_the_newest_words_stand_at_the_head_of_the_list(
    client: Client, hal: Person, leila: Person, table: Space, stick: Community, django_assert_max_num_queries
) -> None:
    talks = [
        open_conversation(by=hal, space=table, kind="tip", title=f"Talk {n}", text=f"Opened as **{n}**.")
        for n in range(5)
    ]
    reply(by=leila, conversation=talks[4], text="It *hums*, & twice.")
    gone = reply(by=leila, conversation=talks[3], text="What I took back.")
    withdraw(by=leila, post=gone)
    client.force_login(hal)
    with django_assert_max_num_queries(12):
        page = client.get(LIST).content.decode()
    assert "It hums, &amp; twice." in page
    assert ("What I took back." in page, "Opened as 0." in page) == (False, False)


def test_two_tools_stand_open_beside_a_conversation_and_the_rest_behind_more(
    client: Client, ines: Person, hal: Person, table: Space
) -> None:
    asked = open_conversation(by=hal, space=table, kind="question", title="Two peaks", text="Has anyone?")
    client.force_login(ines)
    page = client.get(reverse("conversation", args=["stick", asked.pk])).text
    tools = page[page.index('id="with"') :].partition("</section>")[0]
    standing, more, behind = tools.partition('<details class="more">')
    assert (standing.count("<li>"), bool(more)) == (2, True)
    assert behind.count("<li>") > 3


def test_what_helped_is_told_by_ink_and_not_by_a_box(client: Client, hal: Person, leila: Person, table: Space) -> None:
    asked = open_conversation(by=hal, space=table, kind="question", title="Two peaks", text="Has anyone?")
    answer = reply(by=leila, conversation=asked, text="Wet gravel.")
    thank(post=answer, by=hal)
    client.force_login(hal)
    page = client.get(reverse("conversation", args=["stick", asked.pk])).text
    (pressed,) = re.findall(r'<button class="([^"]+)"[^>]*aria-pressed="true"', page)
    assert "btn--quiet" in pressed.split()
    style = (Path(ui.__file__).parent / "static/ui/css/components.css").read_text()
    (rule,) = re.findall(r'\.btn--quiet\[aria-pressed="true"\] \{([^}]*)\}', style)
    assert "--btn-ground: transparent; --btn-edge: transparent;" in rule
