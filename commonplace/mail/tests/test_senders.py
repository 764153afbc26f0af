"""Who a letter is from: whoever it is not from writes nothing, a human hears why, and a machine hears nothing."""

from __future__ import annotations

import pytest

from commonplace.communities.models import Space
from commonplace.conversations.models import Conversation
from commonplace.letters.models import Letter
from commonplace.mail.actions.explaining import MOST_A_DAY
from commonplace.mail.addresses import reply_address, space_address
from commonplace.mail.authentication import without_others_results
from commonplace.mail.hooks import DOORS, REPORTED, Door
from commonplace.mail.models import Outcome
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
