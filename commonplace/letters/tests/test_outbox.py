"""A letter is posted once, sent once, tried again with patience, and given up in the end."""

import smtplib
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from commonplace.letters import delivery, queries
from commonplace.letters.actions import KEPT_FOR, LEASE, LetterRefused, forget_old, post, send_due
from commonplace.letters.faults import read
from commonplace.letters.models import Letter

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(seconds=1)

pytestmark = pytest.mark.django_db


def a_letter(**changes) -> Letter:
    fields = {"to": "ines@example.org", "kind": "code", "subject": "Your code", "text": "123 456", "at": NOON}
    return post(**{**fields, **changes})


class Away(BaseEmailBackend):
    """A mail server that nobody reaches."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError("nobody there")


class Killed(BaseEmailBackend):
    """A worker that is killed while the mail server has the letter."""

    def send_messages(self, email_messages):
        mail.outbox.extend(email_messages)
        raise SystemExit


class Refusing(BaseEmailBackend):
    """A mail server that knows nobody of that name."""

    def send_messages(self, email_messages):
        raise smtplib.SMTPRecipientsRefused({email_messages[0].to[0]: (550, b"no such user")})


class Busy(BaseEmailBackend):
    """A mail server that asks to come back later."""

    def send_messages(self, email_messages):
        raise smtplib.SMTPRecipientsRefused({email_messages[0].to[0]: (451, b"greylisted")})


class Picky(BaseEmailBackend):
    """A mail server that takes every letter but one."""

    def send_messages(self, email_messages):
        if email_messages[0].subject == "Never":
            raise smtplib.SMTPDataError(451, b"not this one")
        mail.outbox.extend(email_messages)
        return 1


@pytest.fixture
def server(settings):
    def becomes(backend: type[BaseEmailBackend]) -> None:
        settings.MAILERS = {"default": {"BACKEND": f"{__name__}.{backend.__name__}"}}

    return becomes


def test_a_due_letter_is_sent_once_and_its_words_are_forgotten():
    letter = a_letter(html="<p>123 456</p>", headers={"List-Id": "stick.example.org"})
    assert send_due(now=LATER) == (1, 0, 0)
    assert send_due(now=LATER) == (0, 0, 0)
    [message] = mail.outbox
    assert (message.to, message.subject, message.body) == (["ines@example.org"], "Your code", "123 456")
    assert message.alternatives[0].content == "<p>123 456</p>"
    assert message.message()["List-Id"] == "stick.example.org"
    letter.refresh_from_db()
    assert letter.sent_at is not None
    assert (letter.text, letter.html, letter.claimed_until) == ("", "", None)


def test_a_letter_waits_for_its_hour():
    a_letter(due_at=NOON + timedelta(hours=2))
    assert send_due(now=NOON + timedelta(hours=1)).sent == 0
    assert send_due(now=NOON + timedelta(hours=2)).sent == 1


def test_the_oldest_go_first_and_no_more_than_asked():
    for hour in (3, 1, 2):
        a_letter(subject=str(hour), due_at=NOON + timedelta(hours=hour))
    send_due(now=NOON + timedelta(days=1), limit=2)
    assert [message.subject for message in mail.outbox] == ["1", "2"]


def test_null_bytes_do_not_reach_the_database():
    assert a_letter(text="a\x00b", html="<p>a\x00b").text == "ab"


def test_one_key_is_one_letter():
    assert a_letter(key="welcome:7").pk == a_letter(key="welcome:7", subject="Again").pk
    assert a_letter().pk != a_letter().pk
    assert Letter.objects.count() == 3


def test_a_letter_is_posted_with_the_change_or_not_at_all():
    with transaction.atomic():
        a_letter()
        transaction.set_rollback(True)
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"to": "ines@example.org\nBcc: all@example.org"},
        {"to": "ines@example.org, hal@example.org"},
        {"to": "nobody"},
        {"subject": "Hello\r\nBcc: all@example.org"},
        {"subject": "Hello\u2028Bcc"},
        {"subject": ""},
        {"subject": "x" * 301},
        {"headers": {"Bcc": "all@example.org"}},
        {"headers": {"List-Id\nBcc": "all@example.org"}},
        {"headers": {"List-Id": "x\nBcc: all@example.org"}},
    ],
)
def test_nothing_is_smuggled_into_headers(changes: dict):
    with pytest.raises(LetterRefused):
        a_letter(**changes)
    assert not Letter.objects.exists()


def test_a_failed_letter_goes_again_later_each_time_and_is_given_up_after_five_days(server):
    letter = a_letter()
    server(Busy)
    now, waits = LATER, []
    while now < LATER + delivery.PATIENCE:
        assert send_due(now=now).failed == 1
        assert send_due(now=now) == (0, 0, 0)
        letter.refresh_from_db()
        waits.append(round((letter.due_at - now).total_seconds() / 60))
        now = letter.due_at
    assert waits == [1, 5, 15, 30, *[60] * 120]
    assert send_due(now=now).given_up == 1
    letter.refresh_from_db()
    assert letter.given_up_at is not None
    assert (letter.fault, letter.last_error) == ("later", "451 greylisted")
    server(Picky)
    assert send_due(now=now + timedelta(days=30)).sent == 0


def test_an_address_where_nobody_lives_is_given_up_at_once(server):
    a_letter()
    server(Refusing)
    assert send_due(now=LATER) == (0, 0, 1)


def test_a_server_that_asks_for_patience_gets_it(server):
    a_letter()
    server(Busy)
    assert send_due(now=LATER) == (0, 1, 0)


def test_one_bad_letter_does_not_hold_up_the_others(server):
    for subject in ("Never", "One", "Two"):
        a_letter(subject=subject)
    server(Picky)
    assert send_due(now=LATER) == (2, 1, 0)


def test_a_server_that_is_away_is_not_asked_a_hundred_times(server):
    for _ in range(10):
        a_letter()
    server(Away)
    assert send_due(now=LATER) == (0, 1, 0)
    assert send_due(now=LATER) == (0, 0, 0)


def test_the_letter_of_a_killed_worker_goes_again_after_its_lease(server):
    letter = a_letter()
    server(Killed)
    with pytest.raises(SystemExit):
        send_due(now=LATER)
    server(Picky)
    letter.refresh_from_db()
    assert letter.sent_at is None
    assert send_due(now=LATER + LEASE - timedelta(seconds=30)).sent == 0
    assert send_due(now=LATER + LEASE + timedelta(seconds=30)).sent == 1
    assert len(mail.outbox) == 2  # at least once: the killed worker's letter may have arrived as well


def test_of_two_workers_that_saw_the_same_letter_one_sends_it():
    letter = a_letter()
    assert delivery._claim(letter.pk, LATER) is not None
    assert delivery._claim(letter.pk, LATER) is None


def test_a_late_failure_does_not_disturb_the_next_worker(server):
    a_letter()
    slow = delivery._claim(Letter.objects.get().pk, LATER)
    quick = delivery._claim(slow.pk, LATER + LEASE + timedelta(seconds=1))
    delivery._put_back(slow, read(ConnectionResetError()), LATER + LEASE + timedelta(seconds=2), is_doubted=False)
    assert Letter.objects.get().claimed_until == quick.claimed_until


def test_a_nudge_is_given_when_the_change_is_committed(settings, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    with django_capture_on_commit_callbacks(execute=True):
        a_letter()
        assert mail.outbox == []
    assert len(mail.outbox) == 1


def test_a_lost_nudge_loses_nothing(settings, django_capture_on_commit_callbacks, caplog):
    settings.TASKS = {"default": {"BACKEND": f"{__name__}.NoSuchBackend"}}
    with django_capture_on_commit_callbacks(execute=True):
        a_letter()
    assert send_due(now=LATER).sent == 1


def test_doctor_is_told_what_waits(server):
    well = queries.Failing({}, None, "")
    assert queries.waiting(NOON) == queries.Waiting(0, None, well, well, 0)
    a_letter(due_at=NOON)
    a_letter(due_at=NOON + timedelta(hours=1), kind="hello")
    assert queries.waiting(LATER) == queries.Waiting(1, NOON, well, well, 0)
    server(Away)
    send_due(now=LATER)
    seen = queries.waiting(LATER + timedelta(hours=2))
    assert (seen.due, seen.failing.kinds, seen.failing.last_error) == (
        2,
        {"code": 1},
        "ConnectionRefusedError: nobody there",
    )


def test_what_ended_long_ago_is_forgotten():
    a_letter()
    send_due(now=LATER)
    a_letter(subject="Waiting")
    assert forget_old(now=LATER + KEPT_FOR - timedelta(days=1)) == 0
    assert forget_old(now=LATER + KEPT_FOR + timedelta(days=1)) == 1
    assert Letter.objects.get().subject == "Waiting"


def test_doctor_is_told_of_the_trouble_of_the_latest(server):
    first, latest = a_letter(due_at=NOON), a_letter(due_at=NOON, kind="hello")
    for letter, trouble, days in ((first, "a full mailbox", 2), (latest, "a closed door", 1)):
        Letter.objects.filter(pk=letter.pk).update(
            last_error=trouble, failing_since=NOON - timedelta(days=days), attempts=1
        )
    seen = queries.waiting(NOON).failing
    assert (seen.kinds, seen.since, seen.last_error) == (
        {"code": 1, "hello": 1},
        NOON - timedelta(days=2),
        "a closed door",
    )
