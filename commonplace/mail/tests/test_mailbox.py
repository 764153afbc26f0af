"""A mailbox elsewhere is emptied: a letter leaves it once it is a row, and is one row wherever it breaks off."""

from collections.abc import Iterator

import pytest
from django.utils import timezone

from commonplace.conversations.models import Conversation, Post
from commonplace.letters.models import Letter
from commonplace.mail.actions.acting import act_on_due
from commonplace.mail.addresses import reply_address, space_address
from commonplace.mail.mailbox import MailboxTrouble, Place, fetch_letters
from commonplace.mail.models import Arrival, Outcome
from commonplace.mail.tests.imap_server import Mailbox
from commonplace.mail.tests.post import letter
from commonplace.store.due import DUE

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]


@pytest.fixture
def box(settings) -> Iterator[Mailbox]:
    settings.MAIL_DOMAIN, settings.MAIL_IN = "commons.example", True
    with Mailbox() as here:
        settings.IMAP_URL = here.url
        yield here


def of_tomasz(to: str, text: str = "Found it.", **headers: str) -> bytes:
    return letter("tomasz@example.org", to, text, message_id=f"<{text[:1]}@a>", headers=headers)


def test_letters_are_taken_out_and_become_posts(box, asked: Conversation, tomasz, table) -> None:
    to = reply_address(tomasz, asked)
    box.put(of_tomasz(to), of_tomasz(space_address(table), "Another thing."))
    assert fetch_letters() == 2
    assert box.letters == {}
    act_on_due(now=timezone.now())
    assert sorted(Arrival.objects.values_list("outcome", flat=True)) == [Outcome.OPENED, Outcome.REPLIED]
    assert fetch_letters() == 0


@pytest.mark.parametrize("word", ["SELECT", "SEARCH", "FETCH", "STORE", "EXPUNGE"])
def test_wherever_it_breaks_off_there_is_one_post(box, asked: Conversation, tomasz, word: str) -> None:
    box.put(of_tomasz(reply_address(tomasz, asked)))
    box.hangs_up_at = word
    with pytest.raises(MailboxTrouble):
        fetch_letters()
    # It left the mailbox only if it was here.
    assert box.letters or Arrival.objects.count() == 1
    fetch_letters()
    act_on_due(now=timezone.now())
    assert box.letters == {} or {r"\Deleted"} == box.letters[1].flags
    assert (Arrival.objects.count(), Post.objects.filter(author=tomasz).count()) == (1, 1)


def test_a_letter_that_cannot_be_kept_stays_in_the_mailbox(box, asked, tomasz, monkeypatch) -> None:
    box.put(of_tomasz(reply_address(tomasz, asked)))
    monkeypatch.setattr("commonplace.mail.mailbox.receive", lambda **given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        fetch_letters()
    assert box.letters[1].flags == set()


def test_one_letter_that_cannot_be_kept_holds_up_no_other(box, asked: Conversation, tomasz, monkeypatch) -> None:
    bad, good = of_tomasz(reply_address(tomasz, asked), "Bad."), of_tomasz(reply_address(tomasz, asked), "Good.")
    box.put(bad, good)
    monkeypatch.setattr("commonplace.mail.mailbox.receive", lambda raw, **more: 1 / 0 if b"Bad" in raw else None)
    with pytest.raises(ZeroDivisionError):
        fetch_letters()
    assert [one.flags for one in box.letters.values()] == [set()]


@pytest.mark.parametrize("sign", [b"\0", b"\x1f", b"\xff"])
def test_an_address_with_signs_that_stand_in_none_is_nobodys(box, asked: Conversation, tomasz, sign: bytes) -> None:
    raw = of_tomasz(reply_address(tomasz, asked))
    head = b"Return-Path: <to%smasz@example.org>\nDelivered-To: re%sply@commons.example\n" % (sign, sign)
    box.put(head + raw)
    assert fetch_letters() == 1
    assert box.letters == {}
    act_on_due(now=timezone.now())
    assert Arrival.objects.get().settled_at is not None


def test_letters_may_stay_there_as_read(box, asked: Conversation, tomasz, settings) -> None:
    settings.IMAP_URL = f"{box.url}?keep"
    box.put(of_tomasz(reply_address(tomasz, asked)))
    assert [fetch_letters(), fetch_letters()] == [1, 0]
    assert box.letters[1].flags == {r"\Seen"}


def test_a_server_without_uidplus_is_emptied_too(box, asked: Conversation, tomasz) -> None:
    box.capabilities = "IMAP4rev1"
    box.put(of_tomasz(reply_address(tomasz, asked)))
    fetch_letters()
    assert (box.letters, "UID EXPUNGE 1" in box.said, "EXPUNGE" in box.said) == ({}, False, True)


def test_what_the_server_took_it_for_counts_before_what_its_writer_wrote(box, asked, tomasz, table) -> None:
    to = reply_address(tomasz, asked)
    box.put(of_tomasz(space_address(table), **{"Delivered-To": to}))
    fetch_letters()
    assert [one.recipient for one in Arrival.objects.all()] == [to]


def test_what_is_for_nobody_here_is_a_line_for_the_operator(box, settings) -> None:
    box.put(of_tomasz("somebody@elsewhere.example"))
    fetch_letters()
    act_on_due(now=timezone.now())
    assert Arrival.objects.get().outcome == Outcome.GONE
    assert Letter.objects.count() == 0


def test_a_report_that_nobody_sent_is_a_machines(box, asked, tomasz) -> None:
    box.put(of_tomasz(reply_address(tomasz, asked), **{"Return-Path": "<>"}))
    fetch_letters()
    act_on_due(now=timezone.now())
    assert Arrival.objects.get().outcome == Outcome.MACHINE


def test_a_letter_that_is_too_large_stays_and_its_writer_hears_why(box, asked, tomasz, settings) -> None:
    settings.MAIL_MAX_BYTES = 2000
    box.put(of_tomasz(reply_address(tomasz, asked), "word " * 1000), of_tomasz(reply_address(tomasz, asked)))
    assert [fetch_letters(), fetch_letters()] == [2, 0]
    assert {uid: one.flags for uid, one in box.letters.items()} == {1: {r"\Flagged"}}
    act_on_due(now=timezone.now())
    assert sorted(Arrival.objects.values_list("outcome", flat=True)) == [Outcome.REPLIED, Outcome.TOO_LARGE]
    [told] = Letter.objects.all()
    assert (told.to, "larger than this house takes" in told.text) == ("tomasz@example.org", True)


def test_a_wrong_password_is_said_and_nothing_is_lost(box, settings, asked, tomasz) -> None:
    box.put(of_tomasz(reply_address(tomasz, asked)))
    settings.IMAP_URL = box.url.replace("sesame", "wrong")
    with pytest.raises(MailboxTrouble, match="Wrong password"):
        fetch_letters()
    assert len(box.letters) == 1


def test_without_a_mailbox_nobody_is_asked(settings) -> None:
    settings.IMAP_URL = ""
    assert DUE["take letters out of the mailbox"].run(now=timezone.now()) == 0


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("imaps://a%40b.example:p%2Fw@host", Place("imaps", "host", 993, "a@b.example", "p/w", "INBOX", False)),
        ("imap+tls://u:p@host:1143/Lists/Wells?keep", Place("imap+tls", "host", 1143, "u", "p", "Lists/Wells", True)),
    ],
)
def test_an_address_of_a_mailbox(url: str, place: Place) -> None:
    assert Place.of(url) == place
