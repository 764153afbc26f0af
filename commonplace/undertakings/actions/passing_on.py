"""What a scout passes on, and why it matters for us; or that there is nothing new this time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from commonplace.communities.topics.actions import name_topics
from commonplace.communities.viewpoint import standing_of
from commonplace.people.models import Person
from commonplace.undertakings.actions import beginning
from commonplace.undertakings.actions.beginning import TooMany
from commonplace.undertakings.actions.deeds import record, take_back
from commonplace.undertakings.actions.indexing import keep_in_index
from commonplace.undertakings.actions.responding import NothingSaid
from commonplace.undertakings.actions.rights import NotTheirs, held_still
from commonplace.undertakings.models import NothingNew, ScanEntry, ScanNote, ScanSource, ScanTurn, Undertaking

A_DAY: Final = 40  # notes of one scout
MOST_IN_A_TURN: Final = 200


class AlreadyPassedOn(ValueError):
    """Somebody has passed this entry on."""


def require_scout(person: Person, undertaking: Undertaking) -> None:
    """Raise NotTheirs unless `person` looks at one of its sources."""
    if not ScanSource.objects.watched_by(person).filter(scan=undertaking.pk).exists():
        raise NotTheirs(f"{person} is no scout of {undertaking.pk}")


def turn_under_way(undertaking: Undertaking) -> ScanTurn:
    """The turn into which notes go: the last one, also while the next one has not begun yet."""
    return ScanTurn.objects.filter(scan=undertaking.pk).latest("number")


def pass_on(
    *,
    by: Person,
    undertaking: Undertaking,
    why: str,
    title: str = "",
    link: str = "",
    source: ScanSource | None = None,
    entry: ScanEntry | None = None,
    topic: str = "",
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> ScanNote:
    """Pass something on, out of what a feed brought (`entry`) or found elsewhere, with why it matters for us.

    Raises NotTheirs, IsOver, NothingSaid, AlreadyPassedOn and TooMany.
    """
    at = at or timezone.now()
    if entry is not None:
        title, link, source = entry.title, entry.link, entry.source
    if not why.strip() or not title.strip():
        raise NothingSaid
    if made := _made(by, idempotency_key):
        return made
    try:
        with transaction.atomic():
            standing = held_still(undertaking)
            require_scout(by, undertaking)
            turn = turn_under_way(undertaking)
            if turn.notes.count() >= MOST_IN_A_TURN or _of_a_day(by, at) >= A_DAY:
                raise TooMany(by.pk)
            if entry is not None and (found := ScanNote.objects.filter(entry=entry).first()):
                if found.by_id != by.pk:
                    raise AlreadyPassedOn(entry.pk)
                return found
            topics = name_topics(community=undertaking.community, names=[topic]) if topic else []
            made = ScanNote.objects.create(
                turn=turn,
                source=source,
                entry=entry,
                topic=next(iter(topics), None),
                by=by,
                title=title,
                link=link,
                why=why,
                at=at,
                idempotency_key=idempotency_key or None,
            )
            NothingNew.objects.filter(turn=turn, person=by).delete()
            record("passed_on_seen", by=by, undertaking=standing, at=at, part_id=made.pk)
            beginning.changed(standing, at=at)
            keep_in_index(undertaking.pk)
    except IntegrityError:
        if made := _made(by, idempotency_key):
            return made
        raise
    return made


def _made(by: Person, idempotency_key: str | None) -> ScanNote | None:
    return ScanNote.objects.filter(by=by, idempotency_key=idempotency_key).first() if idempotency_key else None


def _of_a_day(by: Person, at: datetime) -> int:
    return ScanNote.objects.filter(by=by, at__gt=at - timedelta(days=1)).count()


def take_note_back(*, by: Person, undertaking: Undertaking, note: ScanNote, at: datetime | None = None) -> None:
    """Take back what was passed on: one's own, or a steward what has no place there. Raises NotTheirs."""
    at = at or timezone.now()
    standing = standing_of(by, undertaking.community)
    if note.by_id != by.pk and (standing is None or not standing.is_steward):
        raise NotTheirs(note.pk)
    with transaction.atomic():
        if ScanNote.objects.filter(pk=note.pk, turn__scan=undertaking.pk).delete()[0]:
            if note.by is not None:
                take_back("passed_on_seen", by=note.by, undertaking=undertaking, at=at, part_id=note.pk)
            keep_in_index(undertaking.pk)


def say_nothing_new(*, by: Person, undertaking: Undertaking, at: datetime | None = None) -> None:
    """Say of this turn that there is nothing new; whoever has passed something on has said more already.

    Raises NotTheirs and IsOver.
    """
    at = at or timezone.now()
    with transaction.atomic():
        held_still(undertaking)
        require_scout(by, undertaking)
        turn = turn_under_way(undertaking)
        if not turn.notes.filter(by=by).exists():
            NothingNew.objects.get_or_create(turn=turn, person=by, defaults={"at": at})
