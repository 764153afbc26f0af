"""Everyone is asked about a crossing by one letter, each question with one press; and answers, until it is begun."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from commonplace.constellation.models import Crossing, Going, Voice
from commonplace.constellation.models.crossing import ANSWERED_WITHIN
from commonplace.conversations.actions.changing import withdraw_many
from commonplace.conversations.models import Post
from commonplace.letters.last_looks import LastLook
from commonplace.letters.models import Letter
from commonplace.letters.naming import community_named
from commonplace.people.actions.writing import write_to
from commonplace.people.answers_by_link import answer_address
from commonplace.people.languages import in_language_of
from commonplace.people.models import Person
from commonplace.repertoire.actions.indexing import keep_in_index
from commonplace.repertoire.models import Resource, Revision
from commonplace.repertoire.on_erase import take_words_out
from commonplace.store.locks import lock
from commonplace.ui.addresses import address
from commonplace.ui.words import day

KIND: Final = "crossing"
SAYS = Voice.Says
WORDS, COMING = "words", "coming"
CHOICES: Final = (f"{WORDS}-yes", f"{WORDS}-no", f"{COMING}-yes", f"{COMING}-no")


class NotAsked(LookupError):
    """Nobody asked them about it."""


class IsOver(ValueError):
    """It can be answered no more."""


def ask_by_letter(voice: Voice, *, at: datetime) -> None:
    """The one letter to one person, with a press for each answer."""
    crossing = voice.crossing
    with in_language_of(voice.person):
        context = {
            "community": community_named(crossing.community.name),
            "where": community_named(crossing.to.name if crossing.to is not None else crossing.name),
            "is_merge": crossing.is_merge,
            "ways_of_words": _ways(voice, WORDS, at=at) if voice.writes else (),
            "ways_of_coming": _ways(voice, COMING, at=at) if voice.might_come else (),
            "last": day(at + ANSWERED_WITHIN, now=at),
            "page": f"{settings.BASE_URL}{address('crossing', crossing.community.slug, crossing.pk)}",
        }
    write_to(
        voice.person,
        template="constellation/letters/crossing",
        context=context,
        kind=KIND,
        key=f"{KIND}:{crossing.pk}:{voice.pk}",
        about=str(voice.pk),
        useful_until=at + ANSWERED_WITHIN,
    )


def _ways(voice: Voice, what: str, *, at: datetime) -> list[tuple[str, str]]:
    said = said_of(what)
    return [
        (said[says], answer_address(KIND, voice.person, voice.crossing_id, choice=f"{what}-{says}", at=at))
        for says in (SAYS.YES, SAYS.NO)
    ]


def said_of(what: str) -> dict[str, str]:
    """The two answers to each question, in words."""
    if what == WORDS:
        return {SAYS.YES: _("Yes, my words may go along"), SAYS.NO: _("No, they stay")}
    return {SAYS.YES: _("Yes, I come"), SAYS.NO: _("No, I do not come")}


def _may_ask(letter: Letter) -> bool:
    voice = Voice.objects.filter(pk=int(letter.about)).select_related("crossing").first()
    return voice is not None and not voice.has_answered and voice.crossing.is_asking(timezone.now())


LAST_LOOK = LastLook(KIND, _may_ask)


def answer(*, by: Person, crossing: Crossing, what: str, says: str, at: datetime | None = None) -> None:
    """Say whether one's words may go, or whether one comes; the latest counts. Off the ledger, as is a no.

    Raises NotAsked, IsOver, ValueError for what is no answer.
    """
    now, word = at or timezone.now(), SAYS(says)
    with transaction.atomic():
        lock(Crossing.objects.filter(pk=crossing.pk))
        voice = voice_of(by, crossing)
        if voice is None or not (voice.writes if what == WORDS else voice.might_come):
            raise NotAsked(crossing.pk)
        if not voice.crossing.is_asking(now):
            raise IsOver(crossing.pk)
        said = {"words": word, "words_at": now} if what == WORDS else {"coming": word, "coming_at": now}
        Voice.objects.filter(pk=voice.pk).update(**said)


def take_words_back(*, by: Person, crossing: Crossing, at: datetime | None = None) -> None:
    """Say no after all: before it is carried out nothing of theirs goes, afterwards all of it that went is taken back.

    Raises NotAsked.
    """
    now = at or timezone.now()
    with transaction.atomic():
        lock(Crossing.objects.filter(pk=crossing.pk))
        voice = voice_of(by, crossing)
        if voice is None or not voice.writes:
            raise NotAsked(crossing.pk)
        Voice.objects.filter(pk=voice.pk).update(words=SAYS.NO, words_at=now)
        if voice.crossing.begun_at is not None:
            went = Post.objects.filter(author=by, idempotency_key__startswith=f"{KIND}:{crossing.pk}:")
            withdraw_many(by=by, posts=sorted(went.values_list("pk", flat=True)), at=now)
            _take_resources_back(by, crossing)


def _take_resources_back(by: Person, crossing: Crossing) -> None:
    """Of a resource that several wrote nothing stands there once one of them says no: it went along as a whole."""
    wrote = Q(resource__kept_by=by) | Q(resource__in=Revision.objects.filter(by=by).values("resource"))
    kept = Going.objects.filter(wrote, crossing=crossing, kept_there__isnull=False).values("kept_there")
    for one in lock(Resource.objects.filter(pk__in=kept)):
        for writer in Person.objects.filter(pk__in=Revision.objects.filter(resource=one, number=1).values("by")):
            take_words_out(writer, one)
        keep_in_index(one.pk)


def voice_of(person: Person | None, crossing: Crossing) -> Voice | None:
    """What somebody was asked, once people are asked at all."""
    found = Voice.objects.filter(crossing=crossing, person=person, crossing__asked_at__isnull=False)
    return found.select_related("crossing__community", "crossing__to").first()
