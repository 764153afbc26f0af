"""A letter is acted on once wherever the worker is killed, and what goes wrong is tried again later."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from commonplace.conversations.models import Attachment, Conversation
from commonplace.mail.actions import acting, posting
from commonplace.mail.actions.acting import LEASE, act_on_due
from commonplace.mail.actions.receiving import receive, try_again
from commonplace.mail.addresses import reply_address
from commonplace.mail.models import Arrival, Outcome
from commonplace.mail.tests.post import PNG, letter
from commonplace.people.models import Person

OVER = LEASE + timedelta(minutes=1)  # a claim that was made at a moment is over by then


class Killed(BaseException):
    """The process is gone: nobody catches this."""


@pytest.fixture(autouse=True)
def of_this_house(settings):
    settings.MAIL_DOMAIN, settings.MAIL_IN = "commons.example", True


@pytest.mark.parametrize("at", ["before", "bringing files", "after the post"])
def test_wherever_the_worker_is_killed_there_is_one_post(monkeypatch, at: str, asked: Conversation, tomasz: Person):
    to = reply_address(tomasz, asked)
    now = timezone.now()
    raw = letter("tomasz@example.org", to, "Once.", files=[("valve.png", "image/png", PNG)])
    receive(raw=raw, recipients=[to], mail_from="tomasz@example.org", at=now)

    def die(*words: object, **more: object) -> object:
        raise Killed

    place = {
        "before": (acting, "read_arrival"),
        "bringing files": (posting, "bring"),
        "after the post": (acting, "_mine"),
    }
    with monkeypatch.context() as patch:
        patch.setattr(*place[at], die)
        with pytest.raises(Killed):
            act_on_due(now=now)
    assert (asked.posts.count(), Arrival.objects.get().settled_at) == (1, None)
    # Another process leaves it alone while the claim stands, and goes on when it ends.
    assert act_on_due(now=now + LEASE / 2) == 0
    assert act_on_due(now=now + OVER) == 1
    assert act_on_due(now=now + 2 * OVER) == 0
    assert [post.source for post in asked.posts.order_by("number")][1:] == ["Once."]
    assert Attachment.objects.count() == 1


def test_a_letter_at_which_every_process_dies_is_left_for_the_operator(
    monkeypatch, asked: Conversation, tomasz: Person
):
    to = reply_address(tomasz, asked)
    now = timezone.now()
    receive(raw=letter("tomasz@example.org", to, "Once."), recipients=[to], mail_from="", at=now)
    Arrival.objects.update(mail_from="tomasz@example.org")
    with monkeypatch.context() as patch:
        patch.setattr(acting, "read_arrival", lambda *words, **more: (_ for _ in ()).throw(Killed))
        for _try in range(acting.MOST_TRIES):
            with pytest.raises(Killed):
                act_on_due(now=now)
            now += OVER
    assert act_on_due(now=now) == 1
    assert Arrival.objects.get().outcome == Outcome.FAILED
    assert try_again(ids=[Arrival.objects.get().pk], now=now) == [Arrival.objects.get().pk]
    assert act_on_due(now=now) == 1
    assert asked.posts.count() == 2


def test_what_goes_wrong_is_tried_again_later(monkeypatch, caplog, asked: Conversation, tomasz: Person):
    to = reply_address(tomasz, asked)
    now = timezone.now()
    receive(raw=letter("tomasz@example.org", to, "Once."), recipients=[to], mail_from="tomasz@example.org", at=now)
    with monkeypatch.context() as patch:
        patch.setattr(posting, "reply", lambda **words: (_ for _ in ()).throw(OSError("the disk is full")))
        assert act_on_due(now=now) == 0
    assert Arrival.objects.get().last_error == "OSError: the disk is full"
    assert act_on_due(now=now) == 0
    assert act_on_due(now=now + acting.RETRY_AFTER[0] + OVER) == 1
    assert (Arrival.objects.get().last_error, asked.posts.count()) == ("", 2)


# --- Threads -------------------------------------------------------------------------------------------------------
