"""An external benchmark: sources, lines with theirs and ours, what members think would fit, and a finding."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities.models import Space
from commonplace.lib import markdown
from commonplace.people.models import Person
from commonplace.undertakings.actions import beginning
from commonplace.undertakings.actions.beginning import TooMany
from commonplace.undertakings.actions.deeds import record, take_back
from commonplace.undertakings.actions.group import require_in_group
from commonplace.undertakings.actions.indexing import keep_in_index
from commonplace.undertakings.actions.responding import NothingSaid
from commonplace.undertakings.actions.rights import held_still, require_hand
from commonplace.undertakings.kinds import Kind
from commonplace.undertakings.models import (
    ExternalBenchmark,
    Fit,
    OutsideSource,
    Participant,
    Undertaking,
    Yardstick,
)

MOST_SOURCES, MOST_YARDSTICKS = 40, 40


@dataclass(frozen=True)
class SourceTerms:
    """What is said of a source."""

    what: str
    trust: str
    address: str = ""
    on: date | None = None
    said_by: str = ""
    trust_why: str = ""


@dataclass(frozen=True)
class YardstickTerms:
    """Theirs and ours in one line, in numbers or in words."""

    name: str
    theirs: str
    ours: str = ""
    source: OutsideSource | None = None
    is_confidential: bool = False


def _rendered(text: str) -> str:
    rendered = markdown.render(text)
    if rendered.is_blank:
        raise NothingSaid
    return rendered.html


def begin_looking_out(
    *,
    by: Person,
    space: Space,
    title: str,
    question: str,
    whose: str,
    practice: str,
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> Undertaking:
    """Begin an external benchmark with what is known of the practice; raises NothingSaid and `markdown.TextTooLong`."""
    at = at or timezone.now()
    html = _rendered(practice)

    def make(undertaking: Undertaking) -> None:
        ExternalBenchmark.objects.create(
            undertaking=undertaking, whose=whose, practice_source=practice, practice_html=html
        )
        Participant.objects.create(undertaking=undertaking, person=by, asked_at=at, let_in_at=at)

    made = beginning.begin(
        by=by,
        space=space,
        kind=Kind.EXTERNAL,
        title=title,
        purpose=question,
        make=make,
        idempotency_key=idempotency_key,
        at=at,
    )
    keep_in_index(made.pk)
    return made


def describe(*, by: Person, undertaking: Undertaking, whose: str, practice: str, at: datetime | None = None) -> None:
    """Say anew whose practice it is and how they work. Raises NotTheirs, IsOver and NothingSaid."""
    at = at or timezone.now()
    require_hand(by, undertaking)
    html = _rendered(practice)
    with transaction.atomic():
        held_still(undertaking)
        ExternalBenchmark.objects.filter(pk=undertaking.pk).update(
            whose=whose, practice_source=practice, practice_html=html
        )
        _changed(undertaking, at)


def _changed(undertaking: Undertaking, at: datetime) -> None:
    beginning.changed(undertaking, at=at)
    keep_in_index(undertaking.pk)


def keep_source(
    *,
    by: Person,
    undertaking: Undertaking,
    terms: SourceTerms,
    source: OutsideSource | None = None,
    at: datetime | None = None,
) -> OutsideSource:
    """Name a source, or say one otherwise; the same again is the same. Raises NotInGroup, IsOver and TooMany."""
    at = at or timezone.now()
    with transaction.atomic():
        held_still(undertaking)
        require_in_group(by, undertaking)
        known = OutsideSource.objects.filter(benchmark=undertaking.pk)
        if source is not None:
            known.filter(pk=source.pk).update(**vars(terms))
            return known.get(pk=source.pk)
        if same := known.filter(**vars(terms)).first():
            return same
        if known.count() >= MOST_SOURCES:
            raise TooMany(undertaking.pk)
        made = OutsideSource.objects.create(benchmark_id=undertaking.pk, by=by, at=at, **vars(terms))
        record("named_outside_source", by=by, undertaking=undertaking, at=at, part_id=made.pk)
        beginning.changed(undertaking, at=at)
    return made


def keep_yardstick(
    *,
    by: Person,
    undertaking: Undertaking,
    terms: YardstickTerms,
    yardstick: Yardstick | None = None,
    at: datetime | None = None,
) -> Yardstick:
    """Put theirs and ours in a line, or say one otherwise; one of that name is that one.

    Raises NotInGroup, IsOver and TooMany.
    """
    at = at or timezone.now()
    with transaction.atomic():
        held_still(undertaking)
        require_in_group(by, undertaking)
        known = Yardstick.objects.filter(benchmark=undertaking.pk)
        if yardstick is not None:
            known.filter(pk=yardstick.pk).update(by=by, **vars(terms))
            return known.get(pk=yardstick.pk)
        if same := known.filter(name=terms.name).first():
            return same
        if known.count() >= MOST_YARDSTICKS:
            raise TooMany(undertaking.pk)
        made = Yardstick.objects.create(benchmark_id=undertaking.pk, by=by, at=at, **vars(terms))
        record("put_beside", by=by, undertaking=undertaking, at=at, part_id=made.pk)
        beginning.changed(undertaking, at=at)
    return made


def strike(*, by: Person, undertaking: Undertaking, row: OutsideSource | Yardstick) -> None:
    """Strike a source or a line; a line stays when its source goes. Raises NotInGroup and IsOver."""
    with transaction.atomic():
        held_still(undertaking)
        require_in_group(by, undertaking)
        row.delete()


def say_what_fits(*, by: Person, undertaking: Undertaking, how: str, words: str, at: datetime | None = None) -> Fit:
    """Say what of it would fit us; again, to say it otherwise. Raises IsOver."""
    at = at or timezone.now()
    with transaction.atomic():
        held_still(undertaking)
        (row, is_new) = Fit.objects.update_or_create(
            benchmark_id=undertaking.pk,
            person=by,
            defaults={"how": how, "words": words},
            create_defaults={"how": how, "words": words, "at": at},
        )
        if is_new:
            record("said_what_fits", by=by, undertaking=undertaking, at=at, part_id=row.pk)
        _changed(undertaking, at)
    return row


def take_fit_back(*, by: Person, undertaking: Undertaking, at: datetime | None = None) -> None:
    """Take back what one said would fit. Raises IsOver."""
    at = at or timezone.now()
    with transaction.atomic():
        held_still(undertaking)
        if Fit.objects.filter(benchmark=undertaking.pk, person=by).delete()[0]:
            take_back("said_what_fits", by=by, undertaking=undertaking, at=at)
            keep_in_index(undertaking.pk)


def find(*, by: Person, undertaking: Undertaking, text: str, at: datetime | None = None) -> None:
    """Keep the finding; said again it corrects it. Raises NotTheirs, IsOver and NothingSaid."""
    at = at or timezone.now()
    require_hand(by, undertaking)
    html = _rendered(text)
    with transaction.atomic():
        held_still(undertaking)
        row = ExternalBenchmark.objects.get(pk=undertaking.pk)
        is_first = row.found_at is None
        ExternalBenchmark.objects.filter(pk=undertaking.pk).update(
            finding_source=text, finding_html=html, found_by=by, found_at=row.found_at or at
        )
        if is_first:
            record("found_outside", by=by, undertaking=undertaking, at=at)
        _changed(undertaking, at)
