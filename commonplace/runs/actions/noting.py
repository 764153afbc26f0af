"""Keeping a line while people meet: once for each sending, with a name only where names may be kept."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from commonplace.live.versions import raise_version
from commonplace.people.models import Person
from commonplace.protocols.protocol import Capture
from commonplace.runs.actions.stepping import TOPIC, IsOver, held_still
from commonplace.runs.models import Captured, Run, Seat, WhatCame
from commonplace.runs.present import openings, place_by_date
from commonplace.store.locks import lock
from commonplace.store.wiping import to_be_wiped

__all__ = ["OWN", "IsOver", "note", "take_back"]
# What somebody means to do themselves: without a name nobody could be asked what came of it.
OWN = (Capture.TAKEAWAY, Capture.ACTION)


def note(
    *,
    run: Run,
    phase: int,
    kind: Capture,
    words: str,
    person: Person | None = None,
    seat: Seat | None = None,
    ask_on: date | None = None,
    afterwards: bool = False,
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> Captured:
    """Keep a line in the phase in which it was written; sent again it is the same line. Raises IsOver, unless it is
    added `afterwards`.

    Under Chatham House or sealed it bears no name, not in the rows either, unless it is what `person` will do.
    """
    at = at or timezone.now()
    with transaction.atomic():
        if idempotency_key is not None:
            kept = run.captured.filter(idempotency_key=idempotency_key).first()
            if kept is not None:
                return kept
        if afterwards:
            lock(Run.objects.filter(pk=run.pk))
        else:
            held_still(run)
        # Looked for again: whoever was held up meanwhile may have been the same sending.
        kept = run.captured.filter(idempotency_key=idempotency_key).first() if idempotency_key is not None else None
        if kept is not None:
            return kept
        if run.goes_over_days and not afterwards:
            # By date one phase is open and no other.
            phase = place_by_date(openings(run), at)
        is_named = not run.gathering.names_are_kept
        return Captured.objects.create(
            run=run,
            phase=min(phase, len(run.phases) - 1),
            kind=kind,
            words=words,
            by=person if is_named or kind in OWN else None,
            name=seat.name if seat is not None and person is None and is_named else "",
            at=at,
            ask_on=ask_on if kind in OWN and person is not None else None,
            version=raise_version(TOPIC, run.gathering_id, at=at),
            idempotency_key=idempotency_key,
        )


def take_back(*, captured: Captured, at: datetime | None = None) -> None:
    """Take a line back: its words are gone, in the bytes too."""
    at = at or timezone.now()
    with transaction.atomic():
        version = raise_version(TOPIC, captured.run.gathering_id, at=at)
        Captured.objects.filter(pk=captured.pk).update(words="", name="", taken_back_at=at, version=version)
        WhatCame.objects.filter(captured=captured).delete()
        to_be_wiped(now=at)
