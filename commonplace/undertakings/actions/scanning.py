"""A systematic scan begins, its sources are named, and scouts take them, hand them on and let them go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from commonplace.communities import access
from commonplace.communities.models import Space
from commonplace.lib.outward import check
from commonplace.people.models import Person
from commonplace.undertakings.actions import beginning
from commonplace.undertakings.actions.beginning import TooMany, Unfit
from commonplace.undertakings.actions.deeds import record
from commonplace.undertakings.actions.indexing import keep_in_index
from commonplace.undertakings.actions.rights import NotTheirs, held_still, require_hand
from commonplace.undertakings.actions.telling import News, tell_all
from commonplace.undertakings.kinds import Kind
from commonplace.undertakings.models import Scan, ScanSource, ScanTurn, SourceOffer, Undertaking

MOST_SOURCES: Final = 60


class AlreadyTaken(ValueError):
    """Somebody else looks at it."""


class AlreadyNamed(ValueError):
    """The scan looks at this feed."""


@dataclass(frozen=True)
class Terms:
    """What a scan asks, how often its notes are gathered, when for the first time, and until when, if it ends."""

    title: str
    rhythm: str
    turns_at: datetime
    purpose: str = ""
    until: datetime | None = None


def begin_scan(
    *,
    by: Person,
    space: Space,
    terms: Terms,
    like: Undertaking | None = None,
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> Undertaking:
    """Begin a scan; after the one that it is `like`, it looks at the same sources, and nobody has taken one yet."""
    at = at or timezone.now()

    def make(undertaking: Undertaking) -> None:
        scan = Scan.objects.create(undertaking=undertaking, rhythm=terms.rhythm, until=terms.until)
        ends_at = _within(terms.turns_at, terms.until)
        ScanTurn.objects.create(scan=scan, number=1, begins_at=at, ends_at=ends_at)
        before = ScanSource.objects.kept().filter(scan=like.pk).order_by("pk") if like is not None else ()
        ScanSource.objects.bulk_create(
            ScanSource(scan=scan, title=one.title, address=one.address, where=one.where, made_at=at, next_at=at)
            for one in before
        )

    return beginning.begin(
        by=by,
        space=space,
        kind=Kind.SCAN,
        title=terms.title,
        purpose=terms.purpose,
        make=make,
        idempotency_key=idempotency_key,
        at=at,
    )


def begin_again(*, by: Person, undertaking: Undertaking, at: datetime | None = None) -> Undertaking:
    """Begin a scan like one that has ended, with its sources; the same person doing so twice does it once."""
    at = at or timezone.now()
    scan: Scan = undertaking.scan
    terms = Terms(undertaking.title, scan.rhythm, scan.after(at), undertaking.purpose)
    key = f"again:{undertaking.pk}"
    return begin_scan(by=by, space=undertaking.space, terms=terms, like=undertaking, idempotency_key=key, at=at)


def _within(moment: datetime, until: datetime | None) -> datetime:
    return moment if until is None else min(moment, until)


def set_up(*, by: Person, undertaking: Undertaking, terms: Terms, at: datetime | None = None) -> None:
    """Ask it in other words, or in another rhythm from this turn on. Raises NotTheirs and IsOver."""
    at = at or timezone.now()
    require_hand(by, undertaking)
    with transaction.atomic():
        held_still(undertaking)
        Undertaking.objects.filter(pk=undertaking.pk).update(title=terms.title, purpose=terms.purpose)
        Scan.objects.filter(pk=undertaking.pk).update(rhythm=terms.rhythm, until=terms.until)
        turn = ScanTurn.objects.filter(scan=undertaking.pk).latest("number")
        ends_at = _within(terms.turns_at, terms.until)
        if turn.ends_at > at and turn.ends_at != ends_at > turn.begins_at:
            # Whoever was reminded of another day is reminded of this one.
            ScanTurn.objects.filter(pk=turn.pk).update(ends_at=ends_at, reminded_at=None)
        beginning.changed(undertaking, at=at)
        keep_in_index(undertaking.pk)


def name_source(
    *,
    by: Person,
    undertaking: Undertaking,
    title: str,
    address: str = "",
    where: str = "",
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> ScanSource:
    """Name something to look at: a feed by its address, or a place with a word on where to look.

    Raises NotTheirs, IsOver, NotOutward, AlreadyNamed and TooMany.
    """
    at = at or timezone.now()
    require_hand(by, undertaking)
    if address:
        check(address, is_inside_too=settings.FEEDS_INSIDE)
    with transaction.atomic():
        standing = held_still(undertaking)
        sources = ScanSource.objects.filter(scan=undertaking.pk)
        if idempotency_key and (made := sources.filter(idempotency_key=idempotency_key).first()):
            return made
        if sources.kept().count() >= MOST_SOURCES:
            raise TooMany(undertaking.pk)
        try:
            with transaction.atomic():
                made = ScanSource.objects.create(
                    scan_id=undertaking.pk,
                    title=title,
                    address=address,
                    where=where,
                    made_at=at,
                    next_at=at,
                    idempotency_key=idempotency_key or None,
                )
        except IntegrityError as problem:
            raise AlreadyNamed(address) from problem
        record("named_source", by=by, undertaking=standing, at=at, part_id=made.pk)
        beginning.changed(standing, at=at)
    return made


def change_source(
    *, by: Person, undertaking: Undertaking, source: ScanSource, title: str, address: str = "", where: str = ""
) -> None:
    """Say it otherwise; a feed at another address is read anew. Raises as naming one does."""
    require_hand(by, undertaking)
    if address:
        check(address, is_inside_too=settings.FEEDS_INSIDE)
    changed: dict[str, object] = {"title": title, "address": address, "where": where}
    if address != source.address:
        changed |= {"next_at": timezone.now(), "etag": "", "modified": "", "digest": "", "read_at": None}
        changed |= {"trouble": "", "failures": 0, "failing_since": None}
    with transaction.atomic():
        held_still(undertaking)
        try:
            with transaction.atomic():
                ScanSource.objects.filter(pk=source.pk, scan=undertaking.pk).update(**changed)
        except IntegrityError as problem:
            raise AlreadyNamed(address) from problem


def drop_source(*, by: Person, undertaking: Undertaking, source: ScanSource, at: datetime | None = None) -> None:
    """Look at it no more: what it brought goes, what was passed on of it stays. Raises NotTheirs and IsOver."""
    at = at or timezone.now()
    require_hand(by, undertaking)
    with transaction.atomic():
        held_still(undertaking)
        ScanSource.objects.filter(pk=source.pk, scan=undertaking.pk).update(dropped_at=at, scout=None, listed=[])
        SourceOffer.objects.filter(source=source.pk).delete()
        source.entries.all().delete()


def ask_now(*, by: Person, undertaking: Undertaking, source: ScanSource, at: datetime | None = None) -> None:
    """Have the worker ask for a feed in its next round. Raises NotTheirs."""
    if source.scout_id != by.pk:
        require_hand(by, undertaking)
    ScanSource.objects.filter(pk=source.pk).update(next_at=at or timezone.now())


def take_source(*, person: Person, undertaking: Undertaking, source: ScanSource, at: datetime | None = None) -> None:
    """Be its scout from now on; doing so twice is once. A scout who reads the scan no more has let it go.

    Raises IsOver, Unfit and AlreadyTaken.
    """
    at = at or timezone.now()
    with transaction.atomic():
        standing = held_still(undertaking)
        here = Person.objects.filter(access.is_here_and_reads(undertaking.space))
        if not here.filter(pk=person.pk).exists():
            raise Unfit(person.pk)
        now_at = ScanSource.objects.kept().filter(pk=source.pk, scan=undertaking.pk).first()
        if now_at is None or (now_at.scout_id not in (None, person.pk) and here.filter(pk=now_at.scout_id).exists()):
            raise AlreadyTaken(source.pk)
        if now_at.scout_id != person.pk:
            _give(now_at, to=person, undertaking=standing, at=at)


def _give(source: ScanSource, *, to: Person, undertaking: Undertaking, at: datetime) -> None:
    ScanSource.objects.filter(pk=source.pk).update(scout=to, scout_since=at)
    SourceOffer.objects.filter(source=source.pk).delete()
    record("took_source", by=to, undertaking=undertaking, at=at, part_id=source.pk)


def let_source_go(*, person: Person, undertaking: Undertaking, source: ScanSource) -> None:
    """Look at it no more; nobody does, then."""
    with transaction.atomic():
        if ScanSource.objects.filter(pk=source.pk, scan=undertaking.pk, scout=person).update(scout=None):
            SourceOffer.objects.filter(source=source.pk).delete()


def offer_source(
    *, by: Person, undertaking: Undertaking, source: ScanSource, to: Person, at: datetime | None = None
) -> None:
    """Ask somebody to take one's own source over; they are told. Raises NotTheirs, IsOver and Unfit."""
    at = at or timezone.now()
    with transaction.atomic():
        held_still(undertaking)
        if not ScanSource.objects.watched_by(by).filter(pk=source.pk, scan=undertaking.pk).exists():
            raise NotTheirs(source.pk)
        if not Person.objects.filter(access.is_here_and_reads(undertaking.space), pk=to.pk).exists():
            raise Unfit(to.pk)
        offer, _new = SourceOffer.objects.update_or_create(source=source, defaults={"by": by, "to": to, "at": at})
        key = f"OFFERED:{offer.pk}:{to.pk}"
        tell_all(News.OFFERED, undertaking, to=[to.pk], by=by, key=key, words=source.title, at=at)


def answer_offer(
    *, by: Person, undertaking: Undertaking, source: ScanSource, yes: bool, at: datetime | None = None
) -> None:
    """Take a source over, or say no; whoever asked can let it be. Raises NotTheirs and IsOver."""
    at = at or timezone.now()
    with transaction.atomic():
        standing = held_still(undertaking)
        offer = SourceOffer.objects.filter(source=source.pk, source__scan=undertaking.pk).first()
        if offer is None:
            return
        if by.pk not in ((offer.to_id,) if yes else (offer.to_id, offer.by_id)):
            raise NotTheirs(source.pk)
        if yes:
            _give(source, to=by, undertaking=standing, at=at)
        else:
            offer.delete()
