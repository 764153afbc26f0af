"""A member who never opens a browser: they ask by mail, are answered on the web, reply by mail, get the weekly letter
with a steward's word in it, and end it with one press. The worker is killed twice on the way.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parseaddr

import pytest
from django.conf import settings as house
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonplace.attention.actions.choosing import choose_cadence
from commonplace.attention.cadences import cadences_of
from commonplace.attention.models import Cadence
from commonplace.conversations.actions.reactions import amplify
from commonplace.conversations.models import Conversation, Post
from commonplace.digests.actions.choosing import Said, choose
from commonplace.digests.actions.laying import make_issue
from commonplace.digests.hours import last_moment
from commonplace.digests.models import Period
from commonplace.letters.models import Letter
from commonplace.mail.actions import acting
from commonplace.mail.actions.receiving import receive
from commonplace.mail.addresses import space_address
from commonplace.mail.tests.post import letter
from commonplace.store.due import do_due

ADDRESS = "tomasz@example.org"


class Killed(BaseException):
    """The worker dies here: nothing in it catches this."""


@pytest.fixture(autouse=True)
def of_this_house(settings) -> None:
    settings.MAIL_DOMAIN, settings.MAIL_IN = "commons.example", True


def dies_once(monkeypatch, where: str) -> list[str]:
    """Have the worker die the first time that it comes by here."""
    died: list[str] = []
    module, name = where.rsplit(".", 1)
    do = getattr(__import__(module, fromlist=[name]), name)

    def dying(*args, **more):
        if not died:
            died.append(where)
            raise Killed
        return do(*args, **more)

    monkeypatch.setattr(where, dying)
    return died


def round_of_the_worker(now: datetime) -> None:
    """One round, and the next after a claim has run out where the first one died."""
    try:
        do_due(now=now)
    except Killed:
        do_due(now=now + acting.LEASE + timedelta(minutes=1))


def mails(kind: str) -> list[Letter]:
    return list(Letter.objects.filter(to=ADDRESS, kind=kind).order_by("pk"))


def test_the_house_by_mail_alone(stick, table, hal, ines, tomasz, monkeypatch):
    choose_cadence(person=tomasz, community=stick, cadence=Cadence.AT_ONCE)
    now = timezone.now()

    killed = dies_once(monkeypatch, "commonplace.mail.actions.acting._settle")
    to = space_address(table)
    receive(raw=letter(f"Tomasz <{ADDRESS}>", to, "It sings at two.", subject="A valve that sings?"), recipients=[to],
            mail_from=ADDRESS, at=now)  # fmt: skip
    round_of_the_worker(now)
    asked = Conversation.objects.get(title="A valve that sings?")
    assert (asked.author, bool(killed)) == (tomasz, True)

    on_the_web = Client()
    on_the_web.force_login(hal)
    killed = dies_once(monkeypatch, "commonplace.attention.actions.sending.send_post")
    page = reverse("conversation", args=[stick.slug, asked.pk])
    answer = on_the_web.post(reverse("posts", args=[stick.slug, asked.pk]), {"text": "Open it slowly."})
    assert answer.status_code in (200, 302), page
    round_of_the_worker(timezone.now())
    assert bool(killed)
    (told,) = mails("post")
    assert "Open it slowly." in told.text

    back = parseaddr(told.headers["Reply-To"])[1]
    receive(raw=letter(ADDRESS, back, "That was it.", message_id="<2@mailer.example>"), recipients=[back],
            mail_from=ADDRESS, at=timezone.now())  # fmt: skip
    round_of_the_worker(timezone.now())
    posts = Post.objects.filter(conversation=asked).order_by("number").values_list("author__name", "source")
    assert list(posts) == [
        (tomasz.name, "It sings at two."),
        (hal.name, "Open it slowly."),
        (tomasz.name, "That was it."),
    ]

    choose_cadence(person=tomasz, community=stick, cadence=Cadence.WEEKLY)
    amplify(by=hal, conversation=asked, why="Because we all have one.")
    # What was written today is told tomorrow, at whatever hour of the day this runs.
    tomorrow = timezone.now().date() + timedelta(days=1)
    issue = make_issue(community=stick, period=Period.WEEKLY, on=tomorrow, now=timezone.now())
    choose(by=ines, issue=issue, words=Said("", "It rained at last."), things={})
    for _ in range(2):
        round_of_the_worker(last_moment(tomorrow) - timedelta(minutes=1))
    assert len(mails("digest")) == 1
    (weekly,) = [one for one in mail.outbox if one.to == [ADDRESS] and "It rained at last." in one.body]

    pressed = weekly.extra_headers["List-Unsubscribe"].split("<http", 1)[1].split(">")[0]
    path = f"http{pressed}".removeprefix(house.BASE_URL)
    assert Client().post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert cadences_of(tomasz.pk, [stick.pk])[stick.pk].cadence == Cadence.NEEDS_ME
