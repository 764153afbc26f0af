"""Posts as they happen: to each who wants them, once, and to nobody who may not read them."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonplace.attention.actions import sending
from commonplace.attention.actions.choosing import be_quiet, choose_cadence, give_time
from commonplace.attention.actions.letters import want_no_letters
from commonplace.attention.actions.sending import forget_time_taken, send_as_it_happens
from commonplace.attention.cadences import comes_as_it_happens
from commonplace.attention.hour import CHARACTERS_A_MINUTE
from commonplace.attention.models import Beyond, Cadence, PostToSend, TimeTaken
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.readers import read_on
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.letters.models import Letter
from commonplace.people.farewells import FAREWELLS
from commonplace.people.queries import address_for_letters


@pytest.fixture
def listening(stick, leila, tomasz):
    """Leila and Tomasz hear from the community as it happens."""
    for person in (leila, tomasz):
        choose_cadence(person=person, community=stick, cadence=Cadence.AT_ONCE)


@pytest.fixture
def asked(hal, table, listening):
    return open_conversation(by=hal, space=table, kind="question", title="Two peaks", text="Has anyone seen two?")


def sent(now):
    """To whom which kind of letter went since, in order."""
    read_on(now=now)
    send_as_it_happens(now=now)
    who = {}
    for letter in Letter.objects.filter(kind__in=("post", "notice")).order_by("pk"):
        who.setdefault(letter.to, []).append(letter.kind)
    return who


def test_each_who_listens_gets_each_post_once(asked, hal, tomasz, leila, now):
    assert sent(now) == {address_for_letters(one): ["post"] for one in (leila, tomasz)}
    assert sent(now) == {address_for_letters(one): ["post"] for one in (leila, tomasz)}
    reply(by=tomasz, conversation=asked, text="Yes.")
    after = sent(now)
    assert after[address_for_letters(leila)] == ["post", "post"]
    assert after[address_for_letters(tomasz)] == ["post"]
    assert after[address_for_letters(hal)] == ["notice"]


def test_whoever_gets_the_post_is_not_told_of_it_besides(asked, hal, tomasz, leila, now):
    theirs = reply(by=leila, conversation=asked, text="Where?")
    sent(now)
    reply(by=hal, conversation=asked, text="Here, Leila.", reply_to=theirs)
    assert sent(now)[address_for_letters(leila)] == ["post", "post"]


def test_a_round_that_died_halfway_goes_on(asked, leila, tomasz, now, monkeypatch):
    read_on(now=now)
    calls = []

    def dies(post, person, **more):
        calls.append(person)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("commonplace.attention.actions.sending.send_post", dies)
        with pytest.raises(KeyboardInterrupt):
            send_as_it_happens(now=now)
    assert len(calls) == 1
    assert PostToSend.objects.count() == 2
    assert sent(now) == {address_for_letters(one): ["post"] for one in (leila, tomasz)}
    assert not PostToSend.objects.exists()


def test_taken_in_twice_it_goes_once(asked, leila, now):
    sent(now)
    PostToSend.objects.create(person=leila, post=asked.posts.get())
    send_as_it_happens(now=now)
    assert Letter.objects.filter(kind="post", to=address_for_letters(leila)).count() == 1


def test_a_group_writes_to_those_who_have_a_seat(stick, circle, rosa, ines, leila, listening, now):
    choose_cadence(person=rosa, community=stick, cadence=Cadence.AT_ONCE)
    open_conversation(by=ines, space=circle, kind="idea", title="Between us", text="A thought.")
    assert set(sent(now)) == {address_for_letters(rosa)}


def test_who_is_in_peace_or_wants_no_letter_gets_none(stick, asked, hal, leila, tomasz, now):
    read_on(now=now)
    send_as_it_happens(now=now)
    Letter.objects.all().delete()
    be_quiet(person=leila, community=stick, until=now + timedelta(days=2))
    want_no_letters(person=tomasz)
    reply(by=hal, conversation=asked, text="I have an idea.")
    assert sent(now) == {}


def test_what_goes_beyond_ones_time_waits_but_what_calls_one_comes(stick, asked, hal, leila, now):
    give_time(person=leila, minutes=1, beyond=Beyond.WAITS)
    reply(by=hal, conversation=asked, text="x" * CHARACTERS_A_MINUTE)
    assert sent(now)[address_for_letters(leila)] == ["post", "post"]
    reply(by=hal, conversation=asked, text="And more.")
    assert sent(now)[address_for_letters(leila)] == ["post", "post"]
    theirs = reply(by=leila, conversation=asked, text="Where?")
    reply(by=hal, conversation=asked, text="There.", reply_to=theirs)
    assert sent(now)[address_for_letters(leila)] == ["post", "post", "post"]
    give_time(person=leila, minutes=1, beyond=Beyond.COMES)
    reply(by=hal, conversation=asked, text="And the rest.")
    assert sent(now)[address_for_letters(leila)] == ["post"] * 4


def test_ending_them_by_mail_leaves_what_waits_for_one(asked, stick, hal, leila, now):
    FAREWELLS["leave"].end(leila, stick.pk, now)
    theirs = reply(by=leila, conversation=asked, text="Where?")
    reply(by=hal, conversation=asked, text="There.", reply_to=theirs)
    assert sent(now)[address_for_letters(leila)] == ["notice"]


def test_the_link_in_a_post_ends_this_communitys_letters_with_one_press(client, asked, stick, leila, now):
    sent(now)
    letter = Letter.objects.get(kind="post", to=address_for_letters(leila))
    link = next(one for one in letter.headers["List-Unsubscribe"].split(", ") if one.startswith("<http"))
    path = link.strip("<>").removeprefix(settings.BASE_URL)
    client.get(path)
    assert comes_as_it_happens(leila, stick.pk, now=now)
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not comes_as_it_happens(leila, stick.pk, now=now)


def test_whoever_left_or_had_enough_since_is_sent_nothing(stick, window, hal, leila, tomasz, listening, now):
    open_conversation(by=hal, space=window, kind="tip", title="In the open", text="Listen low.")
    read_on(now=now)
    leave(person=leila, community=stick)
    want_no_letters(person=tomasz)
    assert sent(now) == {}
    assert not PostToSend.objects.exists()


def test_how_much_was_sent_is_told_by_an_index_and_forgotten_after_a_week(asked, hal, leila, now):
    """However many letters the house wrote: one query, and it walks through no table."""
    give_time(person=leila, minutes=9, beyond=Beyond.WAITS)
    sent(now)
    taken = TimeTaken.objects.get()
    assert (taken.person, taken.characters) == (leila, len(asked.posts.get().source))
    with CaptureQueriesContext(connection) as asked_for:
        minutes = sending._minutes_sent(leila, now)
    assert minutes == taken.characters / CHARACTERS_A_MINUTE
    (query,) = asked_for
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        plan = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
        cursor.execute(f"{plan} {query['sql']}")
        told = " ".join(str(row) for row in cursor.fetchall())
    assert "attention_time_taken" in told
    assert sending._minutes_sent(leila, now + timedelta(days=8)) == 0
    assert forget_time_taken(now=now + timedelta(days=6)) == 0
    assert forget_time_taken(now=now + timedelta(days=8)) == 1
