"""'I will try this': one letter six weeks later, an answer by its link, and what becomes of that."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.attention.actions.choosing import be_quiet
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.moderation.actions import holding
from commonplace.communities.questions import askable
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.settling import settle, tell_outcome, unsettle
from commonplace.conversations.models import Outcome
from commonplace.letters.models import Letter
from commonplace.people.actions.erasing import erase
from commonplace.people.answers_by_link import answer_token
from commonplace.repertoire.actions import standing
from commonplace.repertoire.actions.asking_by_letter import LETTER, ask_what_came
from commonplace.repertoire.actions.rights import NotTheirs
from commonplace.repertoire.actions.trying import say_what_came, try_no_more, will_try
from commonplace.repertoire.actions.using import Account, tell_use
from commonplace.repertoire.models import How, Told, Trial, Use
from commonplace.runs.actions.asking import want_no_asking

pytestmark = pytest.mark.django_db


def noon(days: int) -> datetime:
    """Noon at Greenwich, so many days from now."""
    day = timezone.now() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def asked(days: int = 43) -> list[Letter]:
    """The letters, once the worker came by at noon after so many days."""
    ask_what_came(now=noon(days))
    return list(Letter.objects.filter(kind="tried").order_by("pk"))


def link(person, trial: Trial, choice: str, days: int = 0) -> str:
    """The address in a letter that went so many days ago."""
    at = timezone.now() - timedelta(days=days)
    return f"/letters/press/{answer_token('tried', person, trial.pk, choice=choice, at=at)}"


@pytest.fixture
def question(hal, table):
    """Hal asks how to hear a leak on plastic."""
    return open_conversation(by=hal, space=table, kind="question", title="Who hears plastic?", text="How?")


@pytest.fixture
def answer(question, leila):
    """Leila answers him."""
    return reply(by=leila, conversation=question, text="With a stick at the joint.")


def test_they_are_asked_once_and_no_earlier_than_six_weeks_later(card, tomasz) -> None:
    trial = will_try(by=tomasz, what=card)
    assert will_try(by=tomasz, what=card) == trial
    assert asked(41) == []
    (letter,) = asked(43)
    assert "Gloves-on valve card" in letter.text
    assert letter.text.count("/letters/press/") == 4
    assert asked(44) == asked(75) == [letter]


def test_whose_question_was_settled_is_asked_too(question, answer, hal) -> None:
    settle(by=hal, post=answer)
    (letter,) = asked()
    assert "settled your question" in letter.text
    assert Trial.objects.get().person == hal


def test_a_question_that_is_open_again_is_not_asked_about(question, answer, hal) -> None:
    settle(by=hal, post=answer)
    (letter,) = asked()
    unsettle(by=hal, conversation=question)
    assert not LETTER.may_go(letter)


@pytest.mark.parametrize("day", ["before", "after"])
def test_nothing_is_asked_of_what_is_gone_before_the_letter_goes(day, card, answer, hal, rosa, tomasz, stick) -> None:
    for what in (card, answer):
        will_try(by=tomasz, what=what)
    letters = asked() if day == "after" else []
    standing.retire(by=hal, resource=card, why="It tears.")
    holding.hold(by=rosa, community=stick, kind="post", object_id=answer.pk, why="Let us look.")
    assert [LETTER.may_go(one) for one in letters] == [False] * len(letters)
    assert asked(44) == letters


@pytest.mark.parametrize("what", ["left", "erased", "stopped", "quiet", "took back", "told"])
def test_nobody_is_written_to_who_should_not_be(what, card, tomasz, stick) -> None:
    will_try(by=tomasz, what=card)
    {
        "left": lambda: leave(person=tomasz, community=stick),
        "erased": lambda: erase(person=tomasz, withdraw=False),
        "stopped": lambda: want_no_asking(person=tomasz),
        "quiet": lambda: be_quiet(person=tomasz, community=stick, until=noon(50)),
        "took back": lambda: try_no_more(by=tomasz, what=card),
        "told": lambda: tell_use(by=tomasz, resource=card, account=Account(How.HELPED, "It did.")),
    }[what]()
    assert asked() == []
    assert len(asked(51)) == (1 if what == "quiet" else 0)


def test_what_the_letter_waits_with_is_told_as_it_is_by_then(card, answer, tomasz) -> None:
    first, _second = will_try(by=tomasz, what=card), will_try(by=tomasz, what=answer)
    (letter,) = asked()
    say_what_came(by=tomasz, trial=first, came="helped")
    assert LETTER.may_go(letter)
    assert "Gloves-on valve card" not in letter.text
    assert "Who hears plastic?" in letter.text


def test_an_answer_by_link_becomes_a_use_for_whoever_may_be_told(client: Client, card, hal, tomasz, leila) -> None:
    trial = will_try(by=tomasz, what=card)
    asked()
    here = link(tomasz, trial, "helped")
    assert "What came of it?" in client.get(here).text
    assert not Use.objects.exists()
    for _twice in range(2):
        assert "it helped" in client.post(here, {"words": "In the rain, too.", "told": Told.STEWARD}).text
    use = Use.objects.get()
    assert (use.text, use.told, use.how) == ("In the rain, too.", Told.STEWARD, How.HELPED)
    assert not Use.objects.visible_to(leila).exists()
    client.post(link(tomasz, trial, "harm"), {"words": "It tore.", "told": Told.MEMBERS})
    use.refresh_from_db()
    assert (use.text, use.how) == ("It tore.", How.HARM)
    assert Use.objects.visible_to(leila).get() == use
    client.post(link(tomasz, trial, "not_yet"), {"words": ""})
    assert not Use.objects.exists()
    assert Trial.objects.get().came == Trial.Came.NOT_YET
    assert asked(44) == list(Letter.objects.filter(kind="tried"))


def test_a_link_that_lay_for_six_weeks_answers_without_signing_in_and_one_of_last_season_says_that_it_is_over(
    client: Client, card, tomasz
) -> None:
    trial = will_try(by=tomasz, what=card, at=timezone.now() - timedelta(days=90))
    late, over = link(tomasz, trial, "helped", 42), link(tomasz, trial, "harm", 61)

    assert client.post(over, {"words": "It tore.", "told": Told.STEWARD}).status_code == 410
    assert client.get(late).status_code == 200
    assert "it helped" in client.post(late, {"words": "", "told": Told.STEWARD}).text
    assert (Use.objects.get().person, "_auth_user_id" in client.session) == (tomasz, False)


def test_an_answer_to_a_post_stands_beneath_it_where_it_may_be_told(client: Client, answer, tomasz) -> None:
    trial = will_try(by=tomasz, what=answer)
    here = link(tomasz, trial, "helped")
    assert "helped" in client.post(here, {"words": "At the third joint."}).text
    assert not Outcome.objects.exists()
    assert client.post(here, {"words": "", "told": "on"}).status_code == 422
    for _twice in range(2):
        client.post(here, {"words": "At the third joint.", "told": "on"})
    assert Outcome.objects.get().text == "At the third joint."
    client.post(here, {"words": "At the third joint."})
    assert not Outcome.objects.exists()


def test_only_its_own_person_answers_and_only_while_they_are_here(client: Client, card, tomasz, leila, stick) -> None:
    trial = will_try(by=tomasz, what=card)
    client.force_login(leila)
    sent = {"told": Told.STEWARD}
    assert client.post(link(tomasz, trial, "helped"), sent).status_code == 403
    client.logout()
    assert client.post(link(leila, trial, "helped"), sent).status_code == 410
    assert client.post(link(tomasz, trial, "gladly"), sent).status_code == 410
    leave(person=tomasz, community=stick)
    assert client.post(link(tomasz, trial, "helped"), sent).status_code == 410
    assert not Use.objects.exists()
    with pytest.raises(NotTheirs):
        say_what_came(by=leila, trial=trial, came="helped")


def test_a_letter_says_no_word_of_a_space_that_sends_none(card, tomasz, table) -> None:
    table.in_letters = "notice"
    table.save(update_fields=["in_letters"])
    will_try(by=tomasz, what=card)
    (letter,) = asked()
    assert "Gloves-on" not in letter.text + letter.html + letter.subject


def test_what_is_kept_and_what_is_answered_offer_it_on_their_pages(client: Client, card, answer, tomasz, leila) -> None:
    client.force_login(tomasz)
    talk = f"/c/stick/conversations/{answer.conversation_id}/posts/{answer.number}/trial"
    for page, here in ((card.url("stick"), f"{card.url('stick')}trial"), (talk.partition("posts/")[0], talk)):
        assert f'href="{here}"' in client.get(page).text
        assert client.post(here).status_code == 302
        assert "You are asked on" in client.get(here).text
    assert Trial.objects.count() == 2
    assert client.post(talk, {"take_back": "1"}).status_code == 302
    assert Trial.objects.get().resource == card
    client.force_login(leila)
    assert client.post(talk).status_code == 403


def test_today_asks_it_as_well_until_it_is_said(card, question, answer, hal, tomasz) -> None:
    for what in (card, answer):
        will_try(by=tomasz, what=what)
    settle(by=hal, post=answer)

    def stands_before(person) -> set[str]:
        return {kind.code for kind, _asking in askable(person, noon(43))} & {
            "what_came_of_it",
            "what_came_of_trying",
            "what_came_of_an_answer",
        }

    assert stands_before(tomasz) == {"what_came_of_trying", "what_came_of_an_answer"}
    asked()
    assert stands_before(hal) == {"what_came_of_it"}
    say_what_came(by=hal, trial=Trial.objects.get(person=hal), came="nothing")
    tell_outcome(by=tomasz, post=answer, how="helped", text="It did.")
    tell_use(by=tomasz, resource=card, account=Account(How.HELPED))
    assert [stands_before(one) for one in (hal, tomasz)] == [set(), set()]
