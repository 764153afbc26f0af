"""Posts sent to readers of a test, and what a mail program finds in the letter."""

import email
from email import policy
from email.message import EmailMessage

from django.utils import timezone

from commonplace.conversations.models import Post
from commonplace.letters.envelope import as_mail
from commonplace.letters.models import Letter
from commonplace.mail.sending import send_post
from commonplace.people.models import Person

STOP = "https://commons.example/letters/stop/abc"
WHY = "You get this because you chose to hear from The Listening Stick as it happens."


def send(post: Post, *readers: Person, why: str = WHY) -> list[Letter | None]:
    return [
        send_post(post, one, why=why, key=f"post:{post.pk}:{one.pk}", now=timezone.now(), stop_url=STOP)
        for one in readers
    ]


def letter_to(post: Post, reader: Person) -> Letter:
    [letter] = send(post, reader)
    assert letter is not None
    return letter


def as_read(letter: Letter) -> EmailMessage:
    got = email.message_from_bytes(as_mail(letter).message(policy=policy.SMTP).as_bytes(), policy=policy.default)
    assert isinstance(got, EmailMessage)
    return got
