"""What is asked at a desk again and again, written once: gathered out of questions that were answered."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.lib import markdown
from commonplace.people.models import Person
from commonplace.undertakings.actions import beginning
from commonplace.undertakings.actions.deeds import record
from commonplace.undertakings.actions.indexing import keep_in_index
from commonplace.undertakings.actions.responding import NothingSaid
from commonplace.undertakings.actions.rights import held_still, require_hand
from commonplace.undertakings.models import Asked, FaqLine, FaqSource, Undertaking

MOST_GATHERED = 30


def write_line(
    *,
    by: Person,
    undertaking: Undertaking,
    question: str,
    text: str,
    out_of: Collection[int] = (),
    line: FaqLine | None = None,
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> FaqLine:
    """Write a line of what is asked again and again, gathered out of questions by their keys; or write it anew.

    Raises NotTheirs, IsOver and NothingSaid.
    """
    at = at or timezone.now()
    require_hand(by, undertaking)
    rendered = markdown.render(text)
    if rendered.is_blank:
        raise NothingSaid
    if idempotency_key and (made := FaqLine.objects.filter(by=by, idempotency_key=idempotency_key).first()):
        return made
    with transaction.atomic():
        held_still(undertaking)
        row = line or FaqLine(desk_id=undertaking.pk, by=by, at=at, idempotency_key=idempotency_key or None)
        row.question, row.source, row.html, row.changed_at = question, text, rendered.html, at
        row.save()
        gathered = Asked.objects.filter(desk=undertaking.pk, pk__in=list(out_of)[:MOST_GATHERED])
        row.gathered.exclude(asked__in=gathered).delete()
        FaqSource.objects.bulk_create([FaqSource(line=row, asked=one) for one in gathered], ignore_conflicts=True)
        if line is None:
            record("wrote_line", by=by, undertaking=undertaking, at=at, part_id=row.pk)
        beginning.changed(undertaking, at=at)
        keep_in_index(undertaking.pk)
    return row


def strike_line(*, by: Person, undertaking: Undertaking, line: FaqLine) -> None:
    """Strike a line; the questions that it was gathered out of stay. Raises NotTheirs."""
    require_hand(by, undertaking)
    with transaction.atomic():
        FaqLine.objects.filter(pk=line.pk, desk=undertaking.pk).delete()
        keep_in_index(undertaking.pk)
