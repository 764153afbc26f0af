"""What people said of being pointed to is held to, whatever becomes of the word and of what is filed under it."""

from django.urls import reverse

from commonplace.communities.topics.actions import merge_topics, name_topics
from commonplace.conversations.actions.changing import withdraw
from commonplace.conversations.models import Conversation
from commonplace.knowledge.actions import asking
from commonplace.knowledge.models import Pointing
from commonplace.knowledge.queries import traces
from commonplace.knowledge.tests.test_asking_in import answered, question, says_ask_me, seen_from


def test_an_answer_that_was_taken_back_names_nobody(valves, table, hal, leila, tomasz, from_hal):
    post = answered(leila, tomasz, table)
    asking.say_pointing(by=leila, topic=valves, is_welcome=True)
    withdraw(by=leila, post=post)

    assert list(seen_from(from_hal, question(hal, table))) == []


def test_a_no_holds_where_two_words_become_one(valves, table, hal, leila, tomasz, ines, from_hal, stick):
    answered(leila, tomasz, table)
    taps = name_topics(community=stick, names=["taps"])[0]
    asking.say_pointing(by=leila, topic=valves, is_welcome=True)
    asking.say_pointing(by=leila, topic=taps, is_welcome=False)
    asked = question(hal, table)
    before = [one.byline.name for one in seen_from(from_hal, asked)]
    merge_topics(by=ines, kept=valves, other=taps)

    assert (before, list(seen_from(from_hal, asked))) == (["Leila Haddad"], [])


def test_a_yes_to_one_word_is_none_to_another_that_takes_it_in(
    valves, table, hal, leila, tomasz, ines, from_hal, stick
):
    answered(leila, tomasz, table)
    taps = name_topics(community=stick, names=["taps"])[0]
    asking.say_pointing(by=leila, topic=taps, is_welcome=True)
    merge_topics(by=ines, kept=valves, other=taps)

    assert list(seen_from(from_hal, question(hal, table))) == []
    asking.say_pointing(by=leila, topic=valves, is_welcome=True)
    assert [one.byline.name for one in seen_from(from_hal, question(hal, table))] == ["Leila Haddad"]


def test_a_word_that_is_used_only_out_of_sight_finds_nobody(valves, circle, client, hal, ines, leila):
    says_ask_me(leila)
    question(ines, circle)
    client.force_login(hal)
    here = reverse("knowing", args=["stick"])

    assert "Leila Haddad" not in client.get(here, {"title": "Do valves freeze?"}).content.decode()
    client.force_login(ines)
    assert "Leila Haddad" in client.get(here, {"title": "Do valves freeze?", "space": "table"}).content.decode()


def test_a_yes_is_taken_back_also_where_nothing_can_be_read_any_more(client, valves, table, circle, hal, leila):
    asked = question(hal, table)
    asking.say_pointing(by=leila, topic=valves, is_welcome=True)
    Conversation.objects.filter(pk=asked.pk).update(space=circle)
    client.force_login(leila)

    client.post(reverse("being_pointed_to", args=["stick", valves.pk]), {"says": "no"})

    assert not Pointing.objects.get().is_welcome


def test_nobody_learns_while_somebody_is_weighed(stick, valves, table, hal, leila, now):
    """Threads serve pages of one process: what grows while it is gone through ends the page."""
    question(hal, table)
    held = []

    def topics():
        held.append(traces._lock.locked())
        yield valves.pk

    traces.weighed(stick, now=now, topics=topics())

    assert held == [True]
