"""Somebody takes something into their record, says it in their own words, shows it to members, or takes it out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities.models import Membership
from commonplace.communities.standing import LASTING
from commonplace.people.models import Person
from commonplace.record.kinds import one_offered, standing
from commonplace.record.models import MOST_LINES, Line
from commonplace.store.locks import lock


class NotOffered(LookupError):
    """It is not theirs to take, or not any more."""


class TooMany(ValueError):
    """A record of more lines than a page holds is read by nobody."""


class NotThere(ValueError):
    """Members of a community are shown what somebody did there who is one of them."""


def take(*, by: Person, key: str, words: str = "", at: datetime | None = None) -> Line:
    """Take one of what is offered; taken twice it is there once, in the words of before. Raises NotOffered, TooMany."""
    with transaction.atomic():
        lock(Person.objects.filter(pk=by.pk))
        found = one_offered(by, key)
        if found is None:
            raise NotOffered(key)
        mine = Line.objects.filter(person=by)
        before = mine.filter(kind=found.kind.code, ref=found.ref).first()
        if before is not None:
            return before
        if mine.count() >= MOST_LINES:
            raise TooMany(by.pk)
        return Line.objects.create(
            person=by,
            kind=found.kind.code,
            ref=found.ref,
            community_id=found.community_id,
            words=words,
            happened_on=found.on,
            added_at=at or timezone.now(),
        )


def say(*, by: Person, line: Line, words: str) -> None:
    """Say it in one's own words, or with none in those of the house."""
    Line.objects.filter(pk=line.pk, person=by).update(words=words)


def show(*, by: Person, line: Line, at: datetime | None = None) -> None:
    """Let members of its community read it on one's page there. Raises NotThere, also where nothing is behind it."""
    here = Membership.objects.filter(person=by, community=line.community_id, standing__in=LASTING)
    if line.person_id != by.pk or not here.exists() or not standing(by, {line.kind: [line.ref]}):
        raise NotThere(line.pk)
    Line.objects.filter(pk=line.pk, person=by, shown_at=None).update(shown_at=at or timezone.now())


def hide(*, by: Person, line: Line) -> None:
    """Show it to members no more."""
    Line.objects.filter(pk=line.pk, person=by).update(shown_at=None)


def take_out(*, by: Person, line: Line) -> None:
    """Take it out of the record, and so from every address under which it was read."""
    Line.objects.filter(pk=line.pk, person=by).delete()
