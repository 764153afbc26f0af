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
from commonplace.conversations.models import Conversation, Post
from commonplace.conversations.rate_limit import IN_AN_HOUR, ON_THE_FIRST_DAY
from commonplace.letters.models import Letter
from commonplace.mail.actions.acting import WAITS_FOR, act_on_due
from commonplace.mail.actions.explaining import MOST_A_DAY
from commonplace.mail.actions.receiving import receive
from commonplace.mail.addresses import reply_address, space_address
from commonplace.mail.authentication import without_others_results
from commonplace.mail.hooks import DOORS, REPORTED, Door
from commonplace.mail.models import Arrival, Outcome
from commonplace.mail.tests.post import letter, send
from commonplace.people.merging import merge as merge_persons
from commonplace.people.models import Person

TRUSTED = "mx.commons.example"


@pytest.fixture(autouse=True)
def of_this_house(settings):
    settings.MAIL_DOMAIN, settings.MAIL_IN = "commons.example", True


def told() -> list[tuple[str, str]]:
    return list(Letter.objects.filter(kind__startswith="mail").order_by("pk").values_list("to", "kind"))


# --- Who writes ----------------------------------------------------------------------------------------------------


def test_a_forwarded_way_in_lets_nobody_write_in_anothers_name(asked: Conversation, tomasz: Person, hal: Person):
    to = reply_address(tomasz, asked)
    for sender in ("stranger@elsewhere.example", "hal@example.org"):
        (arrival,) = send(letter(sender, to, "Me.", message_id=f"<{sender}>"), to)
        assert (arrival.outcome, arrival.post) == (Outcome.NOT_THEIRS, None)
    assert told() == [("stranger@elsewhere.example", "mail-stranger"), ("hal@example.org", "mail")]
    assert asked.posts.count() == 1
    assert all(asked.title not in one.text + one.html for one in Letter.objects.all())


def test_two_senders_are_nobody(asked: Conversation, tomasz: Person):
    to = reply_address(tomasz, asked)
    for n, sender in enumerate(
        ["tomasz@example.org, evil@elsewhere.example", "tomasz@example.org\nFrom: evil@elsewhere.example", "<>", "x"]
    ):
        raw = letter("PLACE", to, "Me.", message_id=f"<{n}@a>").replace(b"From: PLACE", f"From: {sender}".encode())
        (arrival,) = send(raw, to)
        assert (arrival.outcome, arrival.post) == (Outcome.UNREADABLE, None), sender
    assert told() == []


def test_an_address_that_was_not_confirmed_is_nobodys(asked: Conversation, tomasz: Person, table: Space):
    tomasz.emailaddress_set.update(verified=False)
    (arrival,) = send(letter("tomasz@example.org", "x@y", "Me."), space_address(table))
    assert arrival.outcome == Outcome.UNKNOWN


def test_an_unknown_sender_is_told_a_few_times_and_no_subject_is_passed_on(table: Space):
    to = space_address(table)
    for n in range(MOST_A_DAY + 2):
        raw = letter("Buyer <buyer@elsewhere.example>", to, f"Buy {n}.", subject="Buy https://spam.example now",
                     message_id=f"<{n}@a>")  # fmt: skip
        assert [one.outcome for one in send(raw, to)] == [Outcome.UNKNOWN]
    assert len(told()) == MOST_A_DAY
    assert all("spam.example" not in one.text + one.html + one.subject for one in Letter.objects.all())
    assert Letter.objects.first().headers["Auto-Submitted"] == "auto-replied"


def test_a_name_that_came_to_be_another_still_answers(asked: Conversation, tomasz: Person, someone):
    other = someone("Tomek Wilk")
    to = reply_address(tomasz, asked)
    merge_persons(kept=other, other=tomasz, why="is the same")
    (arrival,) = send(letter("tomek@example.org", to, "Me."), to)
    assert (arrival.outcome, arrival.person) == (Outcome.REPLIED, other)


@pytest.mark.parametrize(
    ("results", "outcome"),
    [
        (f"{TRUSTED}; dmarc=pass header.from=example.org", Outcome.OPENED),
        (f"{TRUSTED} 1; spf=fail smtp.mailfrom=x.example; dkim=pass header.d=example.org", Outcome.OPENED),
        (f"{TRUSTED.upper()};\n\tspf=pass (sender ok) smtp.mailfrom=bounce@example.org", Outcome.OPENED),
        (f"{TRUSTED}; dmarc=fail header.from=example.org; dkim=pass header.d=example.org", Outcome.SPOOFED),
        (f"{TRUSTED}; dkim=pass header.d=elsewhere.example", Outcome.UNPROVEN),
        (f"{TRUSTED}; dkim=pass header.d=org", Outcome.UNPROVEN),
        (f"{TRUSTED}; none", Outcome.UNPROVEN),
        ("mx.elsewhere.example; dmarc=pass header.from=example.org", Outcome.UNPROVEN),
        (f"mx.elsewhere.example; x={TRUSTED}; dmarc=pass header.from=example.org", Outcome.UNPROVEN),
        (f"({TRUSTED};) mx.elsewhere.example; dmarc=pass header.from=example.org", Outcome.UNPROVEN),
        ("", Outcome.UNPROVEN),
    ],
)
def test_only_the_named_server_says_whose_a_letter_is(settings, table: Space, hal: Person, results, outcome):
    settings.MAIL_AUTHSERV_ID = TRUSTED
    to = space_address(table)
    raw = letter("hal@example.org", to, "Me.")
    raw = (f"Authentication-Results: {results}\n".encode() if results else b"") + raw
    (arrival,) = send(raw, to)
    assert arrival.outcome == outcome
    assert told() == ([("hal@example.org", "mail")] if outcome == Outcome.UNPROVEN else [])


def test_what_others_say_of_the_sender_is_taken_out_and_nothing_else(settings):
    settings.MAIL_AUTHSERV_ID = TRUSTED
    kept = (
        b"Authentication-Results: mx.commons.example; dmarc=pass header.from=example.org\r\n"
        b"Received: from a by mx.commons.example\r\n"
    )
    gone = (
        b"Authentication-Results: evil.example;\r\n\tdmarc=pass header.from=example.org\r\n"
        b"ARC-Authentication-Results: i=1; mx.commons.example; dmarc=pass\r\n"
        b"Received: from b by a\r\nReceived: from c by b\r\n"
    )
    late = b"Authentication-Results: mx.commons.example; dmarc=pass header.from=example.org\r\n"
    rest = b"From: hal@example.org\r\n\r\nAuthentication-Results: in words\r\n"
    received = b"Received: from b by a\r\nReceived: from c by b\r\n"
    assert without_others_results(kept + gone + late + rest) == kept + received + rest
    settings.MAIL_AUTHSERV_ID = ""
    assert without_others_results(late + rest) == rest


def test_a_reply_needs_nobody_to_vouch_for_it_but_nobody_may_deny_it(settings, asked: Conversation, tomasz: Person):
    settings.MAIL_AUTHSERV_ID = TRUSTED
    to = reply_address(tomasz, asked)
    (arrival,) = send(letter("tomasz@example.org", to, "Me."), to)
    assert arrival.outcome == Outcome.REPLIED
    denied = b"Authentication-Results: mx.commons.example; dmarc=fail header.from=example.org\n"
    (arrival,) = send(denied + letter("tomasz@example.org", to, "Not me.", message_id="<2@a>"), to)
    assert (arrival.outcome, told()) == (Outcome.SPOOFED, [])


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


# --- Machines ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-replied"},
        {"Auto-Submitted": "auto-generated (rejected)"},
        {"Precedence": "bulk"},
        {"Precedence": "junk"},
        {"Precedence": "auto_reply"},
        {"Precedence": "list", "List-Id": "<x.elsewhere.example>"},
        {"X-Autoreply": "yes"},
        {"Subject": "Out of office: back on Monday"},
    ],
)
def test_a_machine_hears_nothing_and_says_nothing(asked: Conversation, tomasz: Person, headers: dict[str, str]):
    to = reply_address(tomasz, asked)
    subject = headers.pop("Subject", "Re: A valve")
    (arrival,) = send(letter("tomasz@example.org", to, "I am away.", subject=subject, headers=headers), to)
    assert (arrival.outcome, arrival.post, told()) == (Outcome.MACHINE, None, [])


def test_a_sender_whom_no_server_names_is_a_machine(asked: Conversation, tomasz: Person):
    to = reply_address(tomasz, asked)
    (arrival,) = send(letter("tomasz@example.org", to, "Me."), to, mail_from="")
    assert (arrival.outcome, told()) == (Outcome.MACHINE, [])


def test_what_comes_from_this_house_goes_round_no_further(settings, table: Space, hal: Person):
    settings.DEFAULT_FROM_EMAIL = "Commons <house@commons.example>"
    to = space_address(table)
    for n, sender in enumerate((to, "house@commons.example")):
        (arrival,) = send(letter(sender, to, "Round.", message_id=f"<{n}@a>"), to)
        assert (arrival.outcome, told()) == (Outcome.LOOP, [])
    hops = b"".join(b"Received: from %d by x\n" % n for n in range(60))
    (arrival,) = send(hops + letter("hal@example.org", to, "Round and round."), to)
    assert (arrival.outcome, told()) == (Outcome.LOOP, [])


def test_a_delivery_report_goes_to_whoever_reads_them(asked: Conversation, tomasz: Person):
    to, reports = reply_address(tomasz, asked), []
    raw = (
        b"From: MAILER-DAEMON@mx.example\nSubject: Undelivered\nMessage-ID: <r@mx>\n"
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nGone.\n--b--\n"
    )
    REPORTED.register(keep := lambda raw, at: reports.append(raw))
    try:
        (arrival,) = send(raw, to, mail_from="")
    finally:
        REPORTED.forget(keep)
    assert (arrival.outcome, reports, told()) == (Outcome.REPORT, [raw], [])


def test_another_room_opens_its_own_door(db):
    opened = []
    door = Door("test", lambda address: address == "door@commons.example", lambda *words: opened.append(words[:2]))
    with DOORS.overridden(door):
        raw = letter("x@y.example", "door@commons.example", "Knock.")
        (arrival,) = send(raw, "door@commons.example")
    assert (arrival.outcome, opened) == (Outcome.ELSEWHERE, [(raw, "door@commons.example")])
