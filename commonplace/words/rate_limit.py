"""How many words one person may send: more than anyone writes, less than somebody who writes to everyone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from commonplace.communities import rate_limit
from commonplace.people.models import Person
from commonplace.words.models import Correspondent, Word

IN_AN_HOUR = 60
ON_THE_FIRST_DAY = 10
UNANSWERED_FOR = timedelta(days=7)
UNANSWERED = 20  # people written to in that time of whom none has answered
UNANSWERED_ON_THE_FIRST_DAY = 4


class TooFast(rate_limit.TooFast):
    """As many words were sent as an hour holds."""

    said = _("You have sent a great many words in the last hour. There is room again from %(time)s.")


class TooManyUnanswered(Exception):
    """Enough people have been written to who have not answered yet."""

    words = _(
        "You have begun with many people this week who have not answered yet. Wait for one of them, or for a few days."
    )


def require_room(person: Person, *, now: datetime) -> None:
    """Raise TooFast when `person` has sent as many words as an hour holds."""
    most = ON_THE_FIRST_DAY if _is_new(person, now) else IN_AN_HOUR
    written = Word.objects.filter(author=person, written_at__gt=now - rate_limit.HOUR).order_by("-written_at")
    rate_limit.require_room(written.values_list("written_at", flat=True)[:most], most=most, error=TooFast)


def require_room_to_begin(person: Person, others: int, *, now: datetime) -> None:
    """Raise TooManyUnanswered when `person` would have written to more people within a week than may leave it be."""
    begun = Correspondent.objects.filter(
        correspondence__begun_by=person, correspondence__begun_at__gt=now - UNANSWERED_FOR
    )
    answered = Word.objects.filter(correspondence__begun_by=person).exclude(author=person).values("correspondence")
    waiting = begun.exclude(person=person).exclude(correspondence__in=answered).count()
    if waiting + others > (UNANSWERED_ON_THE_FIRST_DAY if _is_new(person, now) else UNANSWERED):
        raise TooManyUnanswered(person.pk)


def _is_new(person: Person, now: datetime) -> bool:
    return now - person.joined_at < timedelta(days=1)
