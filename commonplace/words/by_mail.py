"""Answering a word by mail: a door of the post, behind which the letter itself is not kept.

Whoever answers is known by the address that was given to them alone, and by writing from one of their own, as for
replies to posts. Why nothing came of it is told to whoever wrote, in few letters; a program hears nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from commonplace.letters.actions import LetterRefused, write
from commonplace.letters.models import Letter
from commonplace.lib.addresses import one_address
from commonplace.lib.markdown import TextTooLong
from commonplace.mail.authentication import Verdict, verdict_on
from commonplace.mail.hooks import Door
from commonplace.mail.models import Arrival
from commonplace.mail.queries import is_own_address, message_mark, person_of
from commonplace.mail.reading import Incoming, identity_of, read_arrival
from commonplace.people.languages import in_language_of
from commonplace.people.models import Person
from commonplace.people.queries import person_by_now
from commonplace.ui.addresses import address
from commonplace.words.actions.writing import NothingSaid, NotTaken, answer
from commonplace.words.models import Correspondence
from commonplace.words.rate_limit import TooFast
from commonplace.words.telling import behind_reply

KIND: Final = "word-not-sent"
MOST_A_DAY: Final = 3


def is_ours(recipient: str) -> bool:
    """Whether it is somebody's way into a correspondence."""
    return behind_reply(recipient, now=timezone.now()) is not None


def take(raw: bytes, recipient: str, now: datetime) -> None:
    """Make a word of a letter, or tell whoever wrote it why there is none; its bytes are not kept."""
    arrivals = Arrival.objects.filter(recipient=one_address(recipient)[:320], letter=identity_of(raw))
    came = arrivals.order_by("pk").first()
    letter = read_arrival(raw, mail_from=came.mail_from if came else "", may_only_quote=False)
    arrivals.update(raw=b"")
    if letter is None or _is_passed_over(letter, raw) or came is None:
        return
    meant = behind_reply(recipient, now=came.received_at)
    person = person_of(letter.sender)
    if meant is None or person is None:
        return
    here = Correspondence.objects.visible_to(person).filter(pk=meant.about_id).first()
    with in_language_of(person):
        if person != person_by_now(meant.person_id):
            why, here = _not_theirs(), None
        elif here is None:
            why = _("You are not in it any more, or nobody is.")
        elif meant.is_over:
            why = _(
                "The letter that you answered is more than a year old. Read first what was said since, and answer"
                " there."
            )
        else:
            why = _written(letter, person, here, now)
    if why:
        _explain(came, letter, person, why, here.pk if here else 0, now)
    elif letter.attachments:
        with in_language_of(person):
            why = _("Your word went to those it is for. What you sent along did not: a word has no files.")
        _explain(came, letter, person, why, meant.about_id, now, went=True)


def _is_passed_over(letter: Incoming, raw: bytes) -> bool:
    """Whether a program wrote it, or somebody in another's name."""
    if letter.is_report or letter.is_lost or letter.is_of_machine or letter.is_of_list:
        return True
    return not letter.sender or is_own_address(letter.sender) or verdict_on(raw, letter.sender) is Verdict.FAILED


def _written(letter: Incoming, person: Person, here: Correspondence, now: datetime) -> str:
    """Write the word; why not, in words, or what of the letter did not come along."""
    key = f"mail {message_mark(letter.message_id)} {letter.gist}"
    try:
        answer(by=person, correspondence=here, text=letter.text.strip(), idempotency_key=key, at=now)
    except NotTaken as refused:
        return " ".join(one.sentence for one in refused.who) or _("You take no words at present, and so send none.")
    except NothingSaid:
        return _("We found no words of yours in it, beside what you quoted.")
    except TextTooLong:
        return _("It is too long for a word. Send it in parts.")
    except TooFast:
        return _("You have sent a great many words in the last hour. Please send it again later.")
    return ""


def _not_theirs() -> str:
    return _(
        "You answered by an address that was given to somebody else, in a letter to them. Nobody can write in"
        " their name. Write from the address that you sign in with, or answer on the page."
    )


def _explain(
    came: Arrival, letter: Incoming, person: Person, why: str, page: int, now: datetime, *, went: bool = False
) -> None:
    lately = Letter.objects.filter(kind=KIND, to=letter.sender, created_at__gt=now - timedelta(days=1))
    if lately.count() >= MOST_A_DAY:
        return
    own = {"In-Reply-To": f"<{letter.own_id}>", "References": f"<{letter.own_id}>"} if letter.own_id else {}
    link = address("correspondence", page) if page else address("words")
    with in_language_of(person):
        heading = _("Files do not travel with words") if went else _("Your word did not go")
        try:
            write(
                to=letter.sender,
                template="words/mail/not_sent",
                context={"heading": heading, "why": why, "went": went, "link": f"{settings.BASE_URL}{link}"},
                kind=KIND,
                key=f"{KIND}:{came.pk}",
                headers={"Auto-Submitted": "auto-replied", **own},
                at=now,
            )
        except LetterRefused:
            return


DOOR = Door("words", is_ours, take)
