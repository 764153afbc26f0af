"""Bad days of the post: a server away for a day, many letters at once, clocks that jump, a change undone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from commonplace.conversations.actions.changing import withdraw
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation, Post
from commonplace.letters.actions import send_due
from commonplace.letters.models import Letter
from commonplace.letters.tests.mail_server import HANG_UP, MailServer
from commonplace.mail.tests.letters import letter_to, send
from commonplace.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]
MANY = 200  # ten thousand are sent by bench/letters.py


@pytest.fixture
def server(settings) -> Iterator[MailServer]:
    settings.DEFAULT_FROM_EMAIL, settings.MAIL_IN = "Commons <house@commons.example>", True
    settings.BASE_URL, settings.MAIL_DOMAIN = "https://commons.example", "mail.commons.example"
    with MailServer() as here:
        settings.MAILERS = here.mailers
        yield here


def test_a_change_that_came_to_nothing_sends_nothing(
    server: MailServer, asked: Conversation, hal: Person, rosa: Person
):
    with transaction.atomic():
        said = reply(by=rosa, conversation=asked, text="Never said.")
        letter_to(said, hal)
        transaction.set_rollback(True)
    assert send_due(now=timezone.now()) == (0, 0, 0)
    assert (Letter.objects.count(), server.letters) == (0, [])


def test_a_server_away_for_a_day_gets_all_that_may_still_be_read_once(
    server: MailServer, asked: Conversation, hal: Person, rosa: Person, tomasz: Person, leila: Person
):
    server.replies = {"HELLO": HANG_UP}
    posts = [reply(by=rosa, conversation=asked, text=f"Number {n}.") for n in range(8)]
    now = timezone.now()
    for post in posts:
        send(post, hal, tomasz, leila)
    for minutes in range(0, 24 * 60, 15):
        send_due(now=now + timedelta(minutes=minutes))
    withdraw(by=rosa, post=posts[3])
    server.replies = {}
    for minutes in range(0, 90, 5):
        send_due(now=now + timedelta(days=1, minutes=minutes))
    got = [(one["To"], one["Message-ID"]) for one in server.letters]
    assert len(got) == len(set(got)) == 7 * 3
    assert Letter.objects.filter(fault=Letter.TAKEN_BACK).count() == 3
    assert Letter.objects.filter(sent_at=None).count() == 3
    # What failed goes last; mail programs put it where it belongs.
    to_hal = sorted(message_id for to, message_id in got if to == "hal@example.org")
    assert to_hal == sorted(f"<post.{post.pk}@mail.commons.example>" for post in posts if post != posts[3])


def test_many_letters_at_once_go_each_once_in_a_few_connections(
    server: MailServer, answered: Post, hal: Person, settings
):
    settings.DEBUG = False
    one = letter_to(answered, hal)
    row = {
        field.attname: getattr(one, field.attname) for field in Letter._meta.concrete_fields if field.attname != "id"
    }
    Letter.objects.bulk_create(
        [Letter(**{**row, "key": f"many:{n}", "to": f"p{n}@example.org"}) for n in range(MANY - 1)], batch_size=500
    )
    now, rounds = timezone.now(), 0
    while send_due(now=now, limit=MANY // 4).sent:
        rounds += 1
    assert (rounds, server.callers) == (4, 4)
    assert len({mail["To"] for mail in server.letters}) == len(server.letters) == MANY
    assert len(set(server.senders)) == MANY
    assert Letter.objects.exclude(text="").count() == 0


def test_a_clock_that_jumps_back_sends_late_and_once(server: MailServer, answered: Post, hal: Person):
    send(answered, hal)
    now = timezone.now()
    assert send_due(now=now - timedelta(days=1)).sent == 0
    assert [send_due(now=now + timedelta(seconds=n)).sent for n in range(1, 4)] == [1, 0, 0]
    assert len(server.letters) == 1


def test_a_clock_that_jumps_back_while_a_letter_is_on_its_way_sends_it_once(
    server: MailServer, answered: Post, hal: Person
):
    send(answered, hal)
    now = timezone.now()
    # Claimed by a process that died, a day ahead of the clock that everybody else has.
    Letter.objects.update(claimed_until=now + timedelta(days=1, minutes=5))
    assert send_due(now=now + timedelta(seconds=1)).sent == 0
    assert [send_due(now=now + timedelta(days=1, minutes=m)).sent for m in (6, 7, 8)] == [1, 0, 0]


def test_a_clock_that_jumps_ahead_by_a_week_sends_no_old_news(server: MailServer, answered: Post, hal: Person):
    send(answered, hal)
    sent = send_due(now=timezone.now() + timedelta(days=7))
    assert (sent.sent, sent.given_up, server.letters) == (0, 1, [])
    assert Letter.objects.get().fault == Letter.OUT_OF_DATE
