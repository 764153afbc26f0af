"""Beside a list stand the words of its vocabulary, and whose "ask me" fits: only what they may read."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from commonplace.communities.membership.actions.leaving import change_pace
from commonplace.communities.models import Community, Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.people.actions import change_profile
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db
WAITING = "/c/stick/conversations/?show=waiting"


def ask(by: Person, space: Space, title: str, *topics: str, **more: object) -> None:
    open_conversation(by=by, space=space, kind="question", title=title, text="I need one.", topics=topics, **more)


@pytest.fixture
def margin(client: Client) -> Callable[[Person | None, str], str]:
    """What stands beside a list for somebody, in one line."""

    def beside(person: Person | None, address: str) -> str:
        client.logout()
        if person is not None:
            client.force_login(person)
        return " ".join(client.get(address).content.decode().partition('class="margin"')[2].split())

    return beside


def test_whose_line_fits_is_named_beside_what_waits(margin, table, hal, leila, tomasz) -> None:
    change_profile(person=hal, ask_about="Correlators on plastic pipe")
    change_profile(person=tomasz, ask_about="recorrelators")
    ask(leila, table, "Two peaks?", "correlator")
    beside = margin(leila, WAITING)
    assert "Ask me about Correlators on plastic pipe" in beside
    assert "Tomasz Wilk" not in beside


@pytest.mark.parametrize("word", ["correlator", "100%", "_____", "zażółć"])
def test_a_word_is_taken_as_it_is_written(margin, table, hal, leila, word) -> None:
    change_profile(person=hal, ask_about=f"The {word}, mostly")
    change_profile(person=leila, ask_about="One hundred percent of five")
    ask(leila, table, "Who?", word if word.strip("_") else "under_score")
    assert ("Ask me about One hundred" in margin(leila, WAITING)) is False


def test_nobody_is_sent_to_themselves_and_no_nudge_reaches_who_asked_for_none(
    margin, stick: Community, table, hal, leila, unclaimed
) -> None:
    for person in (hal, leila, unclaimed):
        change_profile(person=person, ask_about="loggers")
    change_pace(person=hal, community=stick, pace="follow")
    ask(leila, table, "Which one?", "loggers")
    assert "Who may know" not in margin(leila, WAITING)


def test_strangers_are_told_of_nobody(margin, stick: Community, window, hal, leila, rosa) -> None:
    Community.objects.update(visibility="public")
    change_profile(person=hal, ask_about="loggers")
    ask(leila, window, "Which one?", "loggers")
    assert [("Who may know" in margin(who, WAITING)) for who in (rosa, hal, None)] == [True, False, False]
    assert "Hal Brennan" in margin(leila, "/c/stick/topics/loggers")
    assert "Hal Brennan" not in margin(None, "/c/stick/topics/loggers")


@pytest.mark.parametrize("address", [WAITING, "/c/stick/topics/loggers"])
def test_whoever_looks_is_not_offered_to_themselves(margin, table, hal, leila, ines, address) -> None:
    for person in (hal, ines):
        change_profile(person=person, ask_about="loggers")
    ask(leila, table, "Which one?", "loggers")
    seen = {
        who: margin(who, address).partition('id="who-may-know"')[2].partition("</section>")[0] for who in (hal, ines)
    }
    assert [[name in seen[who] for name in ("Hal Brennan", ines.name)] for who in (hal, ines)] == [
        [False, True],
        [True, False],
    ]


def test_words_are_those_of_what_one_may_read(margin, table, circle, ines, rosa, hal) -> None:
    ask(hal, table, "Which one?", "loggers", "batteries")
    ask(rosa, circle, "Between us?", "loggers", "budgets")
    assert (
        "batteries" in margin(hal, "/c/stick/conversations/"),
        "budgets" in margin(hal, "/c/stick/conversations/"),
    ) == (
        True,
        False,
    )
    beside = margin(ines, "/c/stick/topics/loggers")
    assert [word in beside.partition("Filed beside it")[2] for word in ("batteries", "budgets", ">loggers<")] == [
        True,
        True,
        False,
    ]


def test_lists_cost_no_more_than_twelve_queries(
    client: Client, table, hal, leila, now, django_assert_max_num_queries
) -> None:
    change_profile(person=hal, ask_about="loggers")
    for number in range(8):
        ask(leila, table, f"Which {number}?", "loggers", f"brand {number}", at=now - timedelta(days=number))
    client.force_login(hal)
    for address in ("/c/stick/conversations/", WAITING, "/c/stick/topics/loggers"):
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
