"""Whoever received a word hands a copy of it to the stewards of a community, by their own will."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities import rate_limit
from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import Standing
from commonplace.communities.stewards import require_steward
from commonplace.people.models import Person
from commonplace.store.locks import lock
from commonplace.store.wiping import to_be_wiped
from commonplace.words.models import HandedWord, Word

IN_AN_HOUR = 10
# What stewards were not done with for so long is not kept for them.
KEPT_FOR = timedelta(days=180)


class TooManyHanded(rate_limit.TooFast):
    """More was handed over in an hour than stewards can look at."""

    said = _("You have handed over many words in the last hour. There is room again from %(time)s.")


class NotToHand(ValueError):
    """It is one's own word, or there are no stewards who could look: none but its writer, or no community of both."""


def stewards_to_look(person: Person, author_id: int | None) -> Sequence[Community]:
    """The communities whose stewards someone can ask to look at a word of this author: both are in them, and one who is
    neither is a steward.
    """
    if author_id is None:
        return []
    here = Membership.objects.current().filter(community=OuterRef("pk"))
    others = here.filter(standing=Standing.STEWARD).exclude(person__in=[person.pk, author_id])
    communities = Community.objects.filter(
        Exists(here.filter(person=person)), Exists(here.filter(person=author_id)), Exists(others)
    )
    return list(communities.order_by("name", "pk"))


def hand(*, by: Person, word: Word, community: Community, why: str, at: datetime | None = None) -> HandedWord:
    """Give the stewards of a community a copy of one word that `by` received, and nothing else of its correspondence.

    Handing it again says why anew. Raises NotToHand and `rate_limit.TooFast`.
    """
    now = at or timezone.now()
    with transaction.atomic():
        lock(Person.objects.filter(pk=by.pk))
        seen = Word.objects.visible_to(by).standing().filter(pk=word.pk).exclude(author=by).first()
        if seen is None or community not in stewards_to_look(by, seen.author_id):
            raise NotToHand(word.pk)
        lately = HandedWord.objects.filter(by=by, at__gt=now - rate_limit.HOUR).order_by("-at")
        rate_limit.require_room(lately.values_list("at", flat=True), most=IN_AN_HOUR, error=TooManyHanded)
        handed, _is_new = HandedWord.objects.update_or_create(
            community=community,
            word=seen,
            by=by,
            defaults={"html": seen.html, "author_id": seen.author_id, "written_at": seen.written_at, "why": why},
            create_defaults={
                "html": seen.html,
                "author_id": seen.author_id,
                "written_at": seen.written_at,
                "why": why,
                "at": now,
            },
        )
    return handed


def be_done(*, by: Person, handed: HandedWord, at: datetime | None = None) -> None:
    """A steward is done with it: the copy is gone. Raises NotASteward."""
    now = at or timezone.now()
    require_steward(by, handed.community, at=now)
    with transaction.atomic():
        HandedWord.objects.filter(pk=handed.pk).delete()
        to_be_wiped(now=now)


def forget_old(*, now: datetime) -> int:
    """Delete copies that nobody was done with for half a year; how many there were."""
    with transaction.atomic():
        gone, _each = HandedWord.objects.filter(at__lt=now - KEPT_FOR).delete()
        if gone:
            to_be_wiped(now=now)
    return gone
