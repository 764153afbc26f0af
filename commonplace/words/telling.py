"""A word as a letter to one person: with the words or without, as they chose, and answered by mail.

It is for them alone: it comes whatever else they hear from their communities, unless every community that they share
with the writer is to be quiet, and not where they have read the word meanwhile.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language

from commonplace.attention.models import ChosenCadence
from commonplace.communities.models import Membership
from commonplace.letters.actions import LetterRefused, Sender, may_be_written_to, write
from commonplace.letters.last_looks import LastLook
from commonplace.letters.models import Letter
from commonplace.letters.naming import person_named
from commonplace.letters.pauses import paused
from commonplace.letters.signed_addresses import domain, takes_mail_in
from commonplace.letters.signed_links import signed_link, told_by
from commonplace.lib.text import excerpt
from commonplace.mail.addresses import Signed, behind_signed, signed_address
from commonplace.mail.markup import told
from commonplace.people.farewells import ways_out
from commonplace.people.languages import in_language_of
from commonplace.people.models import Person
from commonplace.people.queries import address_for_letters
from commonplace.ui.addresses import address
from commonplace.words.actions.choosing import choose
from commonplace.words.actions.writing import KIND
from commonplace.words.models import Correspondent, LettersOfWords, NoMoreWords, Word, WordsWish, WordToTell
from commonplace.words.queries import names_of, others_in
from commonplace.words.whom import Whom

AT_ONCE: Final = 100
ANCESTORS: Final = 20
# What could not be sent for so long is no news any more: it waits in the house.
NEWS_FOR: Final = timedelta(days=5)
SALT: Final = "words.letters.stop"
REPLY: Final = "word"  # with what a reply address of words begins
OF_WORDS: Final = "leave-words"  # the farewell to letters of words
_HELD: Final = "words"


def tell_of_words(*, now: datetime) -> int:
    """Write the letters that are due, one transaction each; how many there were. Safe in many processes."""
    sent = 0
    for pk in list(WordToTell.objects.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            row = WordToTell.objects.filter(pk=pk).select_related("person", "word__correspondence").first()
            # Whoever deletes it writes the letter.
            if row is not None and WordToTell.objects.filter(pk=pk).delete()[0]:
                sent += _tell(row.word, row.person, now) is not None
    return sent


def reply_address(person: Person, word: Word, *, at: datetime) -> str:
    """Where this person, and nobody else, answers in this correspondence by mail; it is the same for a month."""
    return signed_address(REPLY, person.pk, word.correspondence_id, at=at)


def behind_reply(mail_address: str, *, now: datetime) -> Signed | None:
    """Whose way into which correspondence an address is."""
    return behind_signed(REPLY, mail_address, now=now)


def stop_address(person: Person) -> str:
    """Where letters of words are stopped without signing in: a page with one button, for this person alone."""
    return signed_link("words_stop", person.pk, salt=SALT)


def end_letters(person: Person, _about: int, at: datetime) -> None:
    """Stop them for whoever ends them by mail."""
    choose(person=person, letters=LettersOfWords.NONE, at=at)


def behind_stop(token: str) -> Person | None:
    """Whose letters a link stops; None where it was not made here."""
    return Person.objects.filter(pk=told_by(token, salt=SALT) or 0, is_active=True).first()


def message_id(word_id: int) -> str:
    """The Message-ID of a word, the same for everyone it went to."""
    return f"<word.{word_id}@{domain()}>"


def _tell(word: Word, person: Person, now: datetime) -> Letter | None:
    wish = WordsWish.objects.filter(person=person).first() or WordsWish(person=person)
    where = address_for_letters(person)
    others = others_in(word.correspondence, person)
    writer = others.get(word.author_id or 0)
    if (
        writer is None
        or wish.letters == LettersOfWords.NONE
        or not _is_to_come(word, person)
        or not may_be_written_to(where)
        or paused([where])
        or _is_quiet(person, writer.pk, now)
    ):
        return None
    with in_language_of(person):
        try:
            return _write(word, person, writer, others, holds=wish.letters == LettersOfWords.WORDS, to=where, now=now)
        except LetterRefused:
            return None


def _is_to_come(word: Word, person: Person) -> bool:
    """Whether it still stands, is for them to read, and they neither have nor would rather not."""
    place = Correspondent.objects.filter(correspondence=word.correspondence_id, person=person, left_at=None)
    refused = NoMoreWords.objects.filter(person=person, whom=word.author_id or 0)
    is_here = person.is_active and person.is_claimed and word.taken_back_at is None and word.author_id is not None
    return is_here and place.filter(read_to__lt=word.pk).exists() and not refused.exists()


def _is_quiet(person: Person, writer: int, now: datetime) -> bool:
    """Whether every community that someone shares with the writer is to leave them in peace for now."""
    here = Membership.objects.current(now)
    shared = set(
        here.filter(person=person, community__in=here.filter(person=writer).values("community")).values_list(
            "community", flat=True
        )
    )
    quiet = ChosenCadence.objects.filter(person=person, community__in=shared, quiet_until__gt=now)
    return bool(shared) and quiet.count() == len(shared)


def _write(
    word: Word, person: Person, writer: Whom, others: dict[int, Whom], *, holds: bool, to: str, now: datetime
) -> Letter:
    name, stop = person_named(writer.name), stop_address(person)
    rest = [one.byline for one in others.values() if one.pk != writer.pk and not one.has_left]
    page = f"{settings.BASE_URL}{address('correspondence', word.correspondence_id)}#w{word.pk}"
    context: dict[str, Any] = {
        "writer": name,
        "also_to": names_of(rest) if rest else "",
        "link": page,
        "stop": stop,
        "holds_words": holds,
        "takes_mail_in": takes_mail_in(),
    }
    if holds:
        words = told(word.html, get_language() or settings.LANGUAGE_CODE)
        context |= {
            "body": words.html,
            "words": words.text,
            "preheader": excerpt(words.text, 120),
            "is_cut": words.is_cut,
        }
    before = Word.objects.filter(correspondence=word.correspondence_id, pk__lt=word.pk).order_by("-pk")
    line = [message_id(pk) for pk in before.values_list("pk", flat=True)[:ANCESTORS]][::-1]
    headers = {
        **ways_out(stop, OF_WORDS, person.pk),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "DR, RN, NRN, OOF, AutoReply",
    }
    if line:
        headers |= {"In-Reply-To": line[-1], "References": " ".join(line)}
    if takes_mail_in():
        headers["Reply-To"] = reply_address(person, word, at=now)
    return write(
        to=to,
        template="words/mail/word",
        context={**context, "answers": "Re: " if line else ""},
        kind=KIND,
        key=f"word:{word.pk}:{person.pk}",
        useful_until=now + NEWS_FOR,
        sender=Sender(name),
        message_id=message_id(word.pk),
        headers=headers,
        about=f"{word.pk}:{person.pk}:{_HELD if holds else ''}",
        at=now,
    )


def may_go(letter: Letter) -> bool:
    """Whether the word still stands, and whom it tells still wants it so."""
    word_id, person_id, holds = letter.about.split(":")
    word = Word.objects.filter(pk=int(word_id)).first()
    person = Person.objects.filter(pk=int(person_id)).first()
    if word is None or person is None or not _is_to_come(word, person):
        return False
    wish = WordsWish.objects.filter(person=person).first() or WordsWish(person=person)
    return wish.letters == LettersOfWords.WORDS or (wish.letters == LettersOfWords.NEWS and not holds)


LAST_LOOK = LastLook(KIND, may_go)
