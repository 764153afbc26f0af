"""Bad input and bad days: each has one outcome, an explanation for a human, and silence for a machine."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Space
from commonplace.conversations.actions.ending import close
from commonplace.conversations.actions.merging import merge
from commonplace.conversations.actions.moving import move
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.splitting import split
from commonplace.conversations.models import Conversation, Post
from commonplace.conversations.rate_limit import IN_AN_HOUR, ON_THE_FIRST_DAY
from commonplace.letters.models import Letter
from commonplace.mail.actions.acting import WAITS_FOR, act_on_due
from commonplace.mail.actions.receiving import receive
from commonplace.mail.addresses import reply_address, space_address
from commonplace.mail.models import Arrival, Outcome
from commonplace.mail.tests.post import letter, send
from commonplace.people.models import Person

TRUSTED = "mx.commons.example"


@pytest.fixture(autouse=True)
def of_this_house(settings):
    settings.MAIL_DOMAIN, settings.MAIL_IN = "commons.example", True


def told() -> list[tuple[str, str]]:
    return list(Letter.objects.filter(kind__startswith="mail").order_by("pk").values_list("to", "kind"))


# --- Where it goes -------------------------------------------------------------------------------------------------


def test_who_left_yesterday_writes_no_more_and_hears_why(asked: Conversation, tomasz: Person, table: Space):
    to = [reply_address(tomasz, asked), space_address(table)]
    leave(person=tomasz, community=asked.community)
    outcomes = [send(letter("tomasz@example.org", one, "Me.", message_id=f"<{one}>"), one)[0].outcome for one in to]
    assert outcomes == [Outcome.GONE, Outcome.OUTSIDE]
    assert told() == [("tomasz@example.org", "mail")] * 2
    assert Post.objects.count() == 1


def test_a_guest_of_a_public_space_reads_and_does_not_write(window: Space, hal: Person, stranger: Person):
    talk = open_conversation(by=hal, space=window, kind="discussion", title="Open", text="Come in.")
    to = reply_address(stranger, talk)
    (arrival,) = send(letter("stranger@example.org", to, "Me."), to)
    assert (arrival.outcome, told()) == (Outcome.OUTSIDE, [("stranger@example.org", "mail")])
    assert "Listening Stick" in Letter.objects.get().text


def test_nobody_learns_by_mail_of_a_place_that_is_not_theirs(circle: Space, stranger: Person, hal: Person):
    for n, sender in enumerate(("stranger@example.org", "hal@example.org")):
        (arrival,) = send(letter(sender, "x@y", "Me.", message_id=f"<{n}@a>"), space_address(circle))
        assert arrival.outcome == Outcome.OUTSIDE
    assert all("Circle" not in one.text for one in Letter.objects.all())


def test_a_conversation_that_was_joined_to_another_is_answered_there(asked, ines, tomasz: Person, table: Space):
    to = reply_address(tomasz, asked)
    kept = open_conversation(by=ines, space=table, kind="discussion", title="Kept", text="Here.")
    merge(by=ines, kept=kept, other=asked)
    (arrival,) = send(letter("tomasz@example.org", to, "Found it."), to)
    assert (arrival.outcome, arrival.post.conversation) == (Outcome.REPLIED, kept)


def test_what_was_taken_out_since_is_answered_where_it_stands(asked, ines, tomasz: Person, rosa: Person):
    to = reply_address(tomasz, asked)
    aside = reply(by=rosa, conversation=asked, text="Another matter: who has a long stick?")
    mark = {"In-Reply-To": f"<post.{aside.pk}@commons.example>"}
    taken = split(by=ines, post=aside, title="A long stick")
    (arrival,) = send(letter("tomasz@example.org", to, "I have one.", headers=mark), to)
    assert (arrival.outcome, arrival.post.conversation, arrival.post.reply_to) == (Outcome.REPLIED, taken, aside)
    # Whoever answers no letter in particular answers where their way in leads.
    (arrival,) = send(letter("tomasz@example.org", to, "As to the valve.", message_id="<2@mailer.example>"), to)
    assert (arrival.outcome, arrival.post.conversation) == (Outcome.REPLIED, asked)


def test_a_conversation_that_was_moved_is_answered_where_it_is(
    asked, ines, tomasz: Person, circle: Space, rosa: Person
):
    to, seated = reply_address(tomasz, asked), reply_address(rosa, asked)
    move(by=ines, conversation=asked, to=circle)
    (arrival,) = send(letter("tomasz@example.org", to, "Me."), to)
    assert arrival.outcome == Outcome.GONE
    assert all(asked.title not in one.text for one in Letter.objects.all())
    (arrival,) = send(letter("rosa@example.org", seated, "I see it."), seated)
    assert (arrival.outcome, arrival.post.conversation.space) == (Outcome.REPLIED, circle)


def test_a_closed_conversation_takes_no_more_and_says_so(asked: Conversation, ines: Person, tomasz: Person):
    to = reply_address(tomasz, asked)
    close(by=ines, conversation=asked, why="It is mended.")
    (arrival,) = send(letter("tomasz@example.org", to, "Wait.", subject="Re: A valve"), to)
    assert (arrival.outcome, arrival.post) == (Outcome.CLOSED, None)
    said = Letter.objects.get()
    assert "closed" in said.text
    assert "“A valve”" in said.text
    assert f"/conversations/{asked.pk}" in said.text


def test_a_sealed_space_takes_no_mail_and_nothing_of_it_is_kept(table: Space, asked: Conversation, tomasz: Person):
    to = [reply_address(tomasz, asked), space_address(table)]
    Space.objects.filter(pk=table.pk).update(confidence="sealed")
    for one in to:
        letter_in = letter("tomasz@example.org", one, "Zugzwang.", subject="Zugzwang", message_id=f"<{one}>")
        (arrival,) = send(letter_in, one)
        assert (arrival.outcome, arrival.post, bytes(arrival.raw)) == (Outcome.SEALED, None, b"")
    assert ["Zugzwang" in one.text + one.subject for one in Letter.objects.all()] == [False, False]
    assert all("takes no mail" in one.text for one in Letter.objects.all())


def test_a_way_in_of_more_than_a_year_ago_leads_to_the_page(asked: Conversation, tomasz: Person, now: datetime):
    to = reply_address(tomasz, asked, at=now - timedelta(days=430))
    (arrival,) = send(letter("tomasz@example.org", to, "At last."), to)
    assert arrival.outcome == Outcome.OVER
    assert f"/conversations/{asked.pk}" in Letter.objects.get().text


def test_a_letter_that_waited_counts_from_when_it_came(asked: Conversation, tomasz: Person, now: datetime):
    to = reply_address(tomasz, asked, at=now - timedelta(days=330))
    receive(raw=letter("tomasz@example.org", to, "In time."), recipients=[to], mail_from="x@example.org", at=now)
    act_on_due(now=now + timedelta(days=90))
    assert Arrival.objects.get().outcome == Outcome.REPLIED


# --- What it says --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["", "   \n", "-- \nTomasz", "On Monday, Hal <hal@example.org> wrote:\n> It sings.\n", "\u200b\n"]
)
def test_a_letter_without_words_is_explained(asked: Conversation, tomasz: Person, text: str):
    to = reply_address(tomasz, asked)
    (arrival,) = send(letter("tomasz@example.org", to, text), to)
    assert (arrival.outcome, told()) == (Outcome.NOTHING_SAID, [("tomasz@example.org", "mail")])


def test_a_letter_that_is_too_long_is_explained(asked: Conversation, tomasz: Person):
    to = reply_address(tomasz, asked)
    (arrival,) = send(letter("tomasz@example.org", to, "Word by word.\n\n" * 6000), to)
    assert (arrival.outcome, told()) == (Outcome.TOO_LONG, [("tomasz@example.org", "mail")])


def test_headers_in_a_name_or_subject_stay_words(table: Space, hal: Person):
    raw = (
        b"From: =?utf-8?q?Hal=0D=0ABcc=3A_all=40example=2Eorg?= <hal@example.org>\n"
        b"Subject: =?utf-8?q?Hello=0D=0ABcc=3A_all=40example=2Eorg=00?=\nMessage-ID: <x\x01y@a>\nTo: x@y\n\nWords.\n"
    )
    (arrival,) = send(raw, space_address(table))
    assert arrival.outcome == Outcome.OPENED
    assert "\n" not in Conversation.objects.get().title
    close(by=hal, conversation=Conversation.objects.get())
    to = reply_address(hal, Conversation.objects.get())
    send(raw.replace(b"Words", b"More"), to)
    said = Letter.objects.get()
    assert "\n" not in said.subject + "".join(said.headers.values())


# --- How fast ------------------------------------------------------------------------------------------------------


def test_who_writes_too_fast_is_heard_later_and_nothing_is_lost(asked: Conversation, tomasz: Person, now: datetime):
    to = reply_address(tomasz, asked)
    for n in range(IN_AN_HOUR):
        reply(by=tomasz, conversation=asked, text=f"{n}", at=now - timedelta(minutes=n))
    (arrival,) = send(letter("tomasz@example.org", to, "One more."), to, now=now)
    assert (arrival.outcome, arrival.settled_at, told()) == ("", None, [])
    assert act_on_due(now=now + timedelta(minutes=61)) == 1
    assert asked.posts.filter(source="One more.").count() == 1


def test_who_goes_on_writing_too_fast_is_told_in_the_end(asked: Conversation, tomasz: Person, now: datetime):
    to = reply_address(tomasz, asked)
    receive(raw=letter("tomasz@example.org", to, "More."), recipients=[to], mail_from="x@y", at=now)
    later = now + WAITS_FOR
    for n in range(IN_AN_HOUR):
        reply(by=tomasz, conversation=asked, text=f"{n}", at=later - timedelta(minutes=n))
    act_on_due(now=later)
    assert Arrival.objects.get().outcome == Outcome.TOO_FAST
    assert told() == [("tomasz@example.org", "mail")]


def test_ten_thousand_answers_at_once_are_kept_and_worked_off_in_rounds(asked, tomasz: Person, now: datetime):
    to = reply_address(tomasz, asked)
    number = 600
    for n in range(number):
        receive(raw=letter("tomasz@example.org", to, f"{n}", message_id=f"<{n}@a>"), recipients=[to],
                mail_from="x@y", at=now)  # fmt: skip
    for _round in range(3):
        act_on_due(now=now)
    assert Post.objects.filter(author=tomasz).count() == ON_THE_FIRST_DAY
    assert Arrival.objects.waiting().count() == number - ON_THE_FIRST_DAY
    assert Arrival.objects.due(now).count() == 0


def test_a_clock_that_jumps_back_loses_nothing(asked: Conversation, tomasz: Person, now: datetime):
    to = reply_address(tomasz, asked)
    receive(raw=letter("tomasz@example.org", to, "Me."), recipients=[to], mail_from="x@y", at=now + timedelta(days=1))
    assert act_on_due(now=now) == 0
    assert act_on_due(now=now + timedelta(days=1, minutes=1)) == 1
    assert asked.posts.count() == 2
