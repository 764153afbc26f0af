"""Whoever said something is asked whether it may be kept where others read it, and says yes, yes without a name, or no.

Asked are they on pages and by one letter; who never answers has not said yes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from commonplace.communities.doors import Confidence
from commonplace.gatherings.confidence import at_least
from commonplace.gatherings.models import Gathering
from commonplace.letters.last_looks import LastLook
from commonplace.letters.models import Letter
from commonplace.letters.naming import community_named
from commonplace.people.actions.writing import write_to
from commonplace.people.answers_by_link import answer_address
from commonplace.people.models import Person
from commonplace.repertoire.actions.deeds import record
from commonplace.repertoire.actions.rights import NotTheirs, held_still
from commonplace.repertoire.models import Consent, Passage
from commonplace.repertoire.models.passage import PassageQuerySet
from commonplace.store.locks import lock
from commonplace.store.wiping import to_be_wiped
from commonplace.ui.addresses import address

KIND = CODE = "words_kept"
SAYS = Consent.Says
WITH = (
    *("author", "consent", "resource__community", "resource__space"),
    *("post__conversation__space", "line__run__gathering__space"),
)
AT_ONCE = 200


class IsOut(LookupError):
    """These words are not kept any more."""


def answer(*, by: Person, passage: Passage, says: str, at: datetime | None = None) -> None:
    """Say whether one's own words may be kept there; said anew it is the latest that counts.

    What was kept at a gathering in confidence is kept without a name, whatever they say. After a no nothing is left of
    them there. Raises NotTheirs, IsOut and IsGone, ValueError for what is no answer.
    """
    at, word = at or timezone.now(), SAYS(says)
    with transaction.atomic():
        here = held_still(passage.resource)
        found = Passage.objects.select_related(*WITH).filter(pk=passage.pk, resource=here).first()
        if found is None or not found.source:
            raise IsOut(passage.pk)
        if found.author_id != by.pk:
            raise NotTheirs(passage.pk)
        if word == SAYS.NO:
            Passage.objects.filter(pk=found.pk).update(source="", html="")
            _write_down(found, {"says": word}, at=at)
            record("kept_back", by=by, what=here, at=at, part_id=found.pk)
            to_be_wiped(now=at)
        else:
            let_be_kept(found, without_name=word == SAYS.NAMELESS, at=at)
            record("let_keep", by=by, what=here, at=at, part_id=found.pk)


def let_be_kept(passage: Passage, *, without_name: bool = False, at: datetime) -> None:
    """Write down its author’s yes, as the place where it was said and that where it is kept are now."""
    said = {
        "says": SAYS.NAMELESS if without_name or passage.is_told_without_names else SAYS.NAMED,
        "under": confidence_of(passage),
        "reach": passage.resource.space.visibility,
    }
    _write_down(passage, said, at=at)


def _write_down(passage: Passage, said: Mapping[str, str], *, at: datetime) -> None:
    now = {**said, "said_at": at}
    Consent.objects.update_or_create(passage=passage, defaults=now, create_defaults={**now, "asked_at": at})


def confidence_of(passage: Passage) -> Confidence:
    """In which confidence its words were said: its space’s, or that of the gathering they are about; one query.

    What is gone for good where it was said counts as sealed.
    """
    if (kept_in := passage.confidence_of_line) is not None:
        return kept_in
    assert passage.post is not None  # it is no line
    talk = passage.post.conversation
    meeting = Gathering.objects.filter(conversation=talk).values_list("confidence", flat=True).first()
    return at_least(meeting or talk.space.confidence, of_space=talk.space.confidence)


def ask_authors(found: PassageQuerySet, *, at: datetime) -> int:
    """Write to whoever is to be asked about these and was not since they last answered; how many were."""
    told = 0
    for one in found.unasked().select_related(*WITH).order_by("pk")[:AT_ONCE]:
        with transaction.atomic():
            lock(Passage.objects.filter(pk=one.pk))
            if Passage.objects.filter(pk=one.pk).to_be_asked().unasked().exists():
                Consent.objects.update_or_create(passage=one, defaults={"asked_at": at})
                _write(one, at=at)
                told += 1
    return told


def ask_again(*, now: datetime) -> int:
    """Ask about words that were said in closer confidence since they were taken, or are kept where more read them."""
    return ask_authors(Passage.objects.to_be_asked(), at=now)


def let_go_of_words(*, now: datetime) -> int:
    """Leave nothing of passages whose words are gone for good where they were said; how many."""
    gone = Passage.objects.of_nobody().update(source="", html="")
    if gone:
        to_be_wiped(now=now)
    return gone


def forget_words(passages: Iterable[int], *, now: datetime) -> None:
    """Leave nothing of the words of these passages."""
    if Passage.objects.filter(pk__in=passages).exclude(source="").update(source="", html=""):
        to_be_wiped(now=now)


def _write(passage: Passage, *, at: datetime) -> None:
    """The letter that asks: no word of theirs and no title stands in it."""
    author, community = passage.author, passage.resource.community
    assert author is not None  # nobody else is asked
    write_to(
        author,
        template="repertoire/letters/words_kept",
        context={
            "community": community_named(community.name),
            "link": answer_address(CODE, author, passage.pk, choice=SAYS.NAMED, at=at),
            "page": f"{settings.BASE_URL}{address('passage', community.slug, passage.pk)}",
        },
        kind=KIND,
        key=f"{KIND}:{passage.pk}:{int(at.timestamp())}",
        about=str(passage.pk),
    )


def _may_go(letter: Letter) -> bool:
    return letter.about.isdigit() and Passage.objects.to_be_asked().filter(pk=letter.about).exists()


LAST_LOOK = LastLook(KIND, _may_go)
