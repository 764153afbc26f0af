"""Who may know is learnt from what was just written: no index, no worker and no clock is waited for."""

from datetime import timedelta

from django.utils import timezone

from commonplace.conversations.actions.reactions import thank
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.settling import settle
from commonplace.conversations.models import Conversation, Post
from commonplace.knowledge.actions import asking
from commonplace.knowledge.queries import traces
from commonplace.knowledge.queries.who_may_know import Wondered, who_may_know
from commonplace.knowledge.tests.test_asking_in import question, says_ask_me
from commonplace.lib.routing.traces import CLUES
from commonplace.people.models import Person

HYDRANTS, PUMPS = "Which hydrants freeze first?", "Why does a booster pump hum?"


def helped(by: Person, asker: Person, space, title: str, days: float = 5) -> Post:
    asked = question(asker, space, days, title=title)
    return reply(conversation=asked, by=by, text="So.", at=timezone.now() - timedelta(days=days - 1))


def names(viewpoint, space, valves, title: str, conversation: Conversation | None = None) -> list[str]:
    wondered = Wondered(space, {valves: ["valves"]}, viewpoint.person.pk, conversation, title)
    return [one.byline.name for one in who_may_know(viewpoint, wondered, now=timezone.now())]


def clues(community, person: Person, title: str = "", but: int | None = None) -> dict[str, float]:
    found = traces.weighed(community, now=timezone.now(), topics=[], title=title, but=but)
    return dict(zip(CLUES, found.clues[found.people.index(person.pk)], strict=True))


def test_words_of_what_somebody_answered_tell_from_the_next_question_on(
    valves, table, hal, leila, tomasz, rosa, from_hal
):
    helped(leila, rosa, table, HYDRANTS)
    helped(tomasz, rosa, table, PUMPS)
    for one in (leila, tomasz):
        asking.say_pointing(by=one, topic=valves, is_welcome=True)

    assert names(from_hal, table, valves, "Frozen hydrant at the school") == ["Leila Haddad", "Tomasz Wilk"]
    assert names(from_hal, table, valves, "A pump that hums") == ["Tomasz Wilk", "Leila Haddad"]
    # Whoever answers now is first by now: nothing was read anew.
    helped(leila, rosa, table, PUMPS, days=1.1)
    assert names(from_hal, table, valves, "A pump that hums") == ["Leila Haddad", "Tomasz Wilk"]


def test_each_clue_is_known_as_soon_as_it_is_written(stick, valves, table, hal, leila, rosa):
    answer = helped(leila, hal, table, HYDRANTS)
    before = clues(stick, leila, HYDRANTS)
    thank(post=answer, by=hal)
    settle(by=hal, post=answer)
    helped(leila, rosa, table, PUMPS)
    after = clues(stick, leila, PUMPS)

    assert (before["near"], after["near"]) == (1, 1)
    assert min(before["words"], after["words"]) > 0
    risen = ("thanked", "settled", "answers, ever", "posts, 180 days", "answers, 5 questions")
    assert [name for name in risen if not after[name] > before[name]] == []


def test_a_question_is_not_like_itself(stick, valves, table, hal, leila, rosa):
    helped(leila, rosa, table, HYDRANTS)
    asked = question(hal, table, title=PUMPS)
    reply(conversation=asked, by=leila, text="Mine hums too.")

    assert clues(stick, leila, PUMPS)["near"] == 1
    assert clues(stick, leila, PUMPS, but=asked.pk)["near"] == 0


def test_titles_of_groups_and_of_closed_places_leave_no_word(stick, valves, circle, hal, ines, rosa, leila, table):
    helped(leila, hal, table, PUMPS)
    helped(rosa, ines, circle, HYDRANTS)
    says_ask_me(rosa)

    found = traces.weighed(stick, now=timezone.now(), topics=[], title=HYDRANTS)
    assert rosa.pk not in found.people
    assert found.clues[:, CLUES.index("words")].max() == 0
