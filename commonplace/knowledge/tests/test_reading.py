"""What is asked, answered, kept and known on a topic, counted from what everybody inside may read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.topics.actions import add_synonym
from commonplace.conversations.actions.changing import withdraw
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.reactions import thank
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.settling import settle
from commonplace.conversations.kinds import Kind
from commonplace.knowledge.actions import asking
from commonplace.knowledge.figures import Figures, Showed
from commonplace.knowledge.queries.counted import waits
from commonplace.knowledge.queries.reading import read
from commonplace.knowledge.tests.test_asking_in import answered, question, says_ask_me
from commonplace.repertoire.actions.keeping import keep
from commonplace.repertoire.actions.wording import About, Words


@pytest.fixture(autouse=True)
def the_repertoire_is_on(stick):
    stick.modules = [*stick.modules, "repertoire"]
    stick.save(update_fields=["modules"])


def kept_thing(by, space, *, kind="link", days: float = 0, title="A sheet"):
    part = {"link": "why", "case": "context"}[kind]
    address = "https://example.org/sheet" if kind == "link" else ""
    about = About(("valves",), address)
    return keep(
        by=by, space=space, kind=kind, words=Words(title, "Good for frost.", {part: "It says how."}), about=about,
        at=timezone.now() - timedelta(days=days),
    )  # fmt: skip


def figures(community, topic) -> Figures:
    return read(community, now=timezone.now()).topics[topic.pk]


def test_what_was_asked_and_answered_in_a_year(valves, stick, table, hal, leila, tomasz):
    question(hal, table, days=2)
    answered(leila, tomasz, table, days=10)
    post = answered(leila, hal, table, days=20)
    settle(by=hal, post=post)
    answered(tomasz, hal, table, days=400)

    one = figures(stick, valves)

    assert (one.talked, one.asked, one.answered, one.settled) == (4, 3, 2, 1)
    assert one.answerers == {leila.pk}


def test_the_middle_of_the_waiting(valves, stick, table, hal, leila):
    now = timezone.now()
    for hours in (2, 4, 10):
        asked = question(hal, table, days=3)
        post = reply(conversation=asked, by=leila, text="So.", at=now - timedelta(days=3, hours=-hours))
    even = waits(stick, until=now)[valves.pk].to_answer
    settle(by=hal, post=post, at=now - timedelta(days=3, hours=-12))
    asked = question(hal, table, days=3)
    reply(conversation=asked, by=leila, text="So.", at=now - timedelta(days=3, hours=-6))

    found = waits(stick, until=now)[valves.pk]

    assert even == pytest.approx(4, abs=0.01)
    assert found.to_answer == pytest.approx(5, abs=0.01)
    assert found.to_settle == pytest.approx(12, abs=0.01)


def test_who_showed_it_and_who_says_so(valves, stick, table, hal, leila, tomasz, rosa):
    thank(post=answered(leila, hal, table), by=hal)
    answered(tomasz, hal, table)
    kept_thing(rosa, table, kind="case")
    kept_thing(rosa, table)
    says_ask_me(hal)
    hal.learning_about = "knives, and Valves"
    hal.save(update_fields=["learning_about"])

    one = figures(stick, valves)

    assert one.showed == {leila.pk: Showed(helped=1), rosa.pk: Showed(kept=2, cases=1)}
    assert (one.declared, one.learning, one.shown) == ({hal.pk}, {hal.pk}, frozenset())
    asking.say_pointing(by=leila, topic=valves, is_welcome=True)
    assert figures(stick, valves).named == {hal.pk, leila.pk}


def test_what_is_kept_and_stale(valves, stick, table, rosa):
    kept_thing(rosa, table, days=800)
    kept_thing(rosa, table, days=100, title="Another")

    one = figures(stick, valves)

    assert (one.kept, one.stale) == (2, 1)
    assert (one.newest_at - one.oldest_at).days in (699, 700, 701)


def test_nothing_of_a_group_is_counted(valves, stick, circle, ines, rosa):
    answered(rosa, ines, circle)
    kept_thing(rosa, circle)

    assert read(stick, now=timezone.now()).topics == {}


def test_what_was_taken_back_is_no_answer(valves, stick, table, hal, leila):
    post = answered(leila, hal, table)
    withdraw(by=leila, post=post)

    one = figures(stick, valves)
    assert (one.asked, one.answered, one.answerers) == (1, 0, frozenset())


def test_a_tip_asks_for_nothing(valves, stick, table, hal):
    open_conversation(by=hal, space=table, kind=Kind.TIP, title="Oil them", text="Oil.", topics=["valves"])

    assert (figures(stick, valves).talked, figures(stick, valves).asked) == (1, 0)


def test_what_else_a_word_is_called_is_said_too(valves, stick, table, hal, leila, ines):
    question(hal, table)
    add_synonym(by=ines, topic=valves, name="taps")
    leila.ask_about = "tapsters"
    leila.save(update_fields=["ask_about"])
    before = figures(stick, valves).declared
    leila.ask_about = "all TAPS that drip"
    leila.save(update_fields=["ask_about"])

    assert (before, figures(stick, valves).declared) == ({leila.pk}, {leila.pk})


def test_who_left_knows_nothing_for_us(valves, stick, table, hal, leila, ines):
    thank(post=answered(leila, hal, table), by=hal)
    says_ask_me(leila)
    leave(person=leila, community=stick)

    one = figures(stick, valves)
    assert (one.showed, one.declared, one.answerers) == ({}, frozenset(), {leila.pk})


def test_the_reading_takes_three_queries(valves, stick, table, hal, leila, django_assert_num_queries):
    answered(leila, hal, table)
    with django_assert_num_queries(3):
        read(stick, now=timezone.now())


def test_nothing_is_kept_while_the_repertoire_is_put_away(valves, stick, table, hal, rosa):
    question(hal, table)
    kept_thing(rosa, table)
    stick.modules = []

    assert (figures(stick, valves).kept, figures(stick, valves).showed) == (0, {})


def test_an_archive_that_ended_long_ago_is_read_in_its_last_year(valves, stick, table, hal, leila, tomasz):
    answered(tomasz, hal, table, days=1300)
    last = reply(conversation=question(hal, table, days=900), by=leila, text="So.", at=timezone.now())
    post = answered(leila, hal, table, days=1100)
    thank(post=post, by=hal)
    kept_thing(leila, table, days=10)
    now = timezone.now()

    today, back = read(stick, now=now), read(stick, now=now, goes_back=True)

    assert (today.until, today.topics[valves.pk].asked) == (now, 0)
    assert back.until == last.conversation.opened_at
    one = back.topics[valves.pk]
    assert (one.asked, one.answered, one.answerers) == (2, 2, {leila.pk})
    # What is kept, and who is here, are of today; what helped, of all since that year began.
    assert (one.kept, one.stale, one.showed[leila.pk]) == (1, 0, Showed(helped=1, kept=1))
    question(hal, table)
    later = timezone.now()
    assert read(stick, now=later, goes_back=True).until == later
