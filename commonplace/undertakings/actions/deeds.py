"""Deeds of undertakings: what was done, in the space of the undertaking."""

from __future__ import annotations

from datetime import datetime

from commonplace.communities import ledger
from commonplace.communities.models import Deed
from commonplace.people.models import Person
from commonplace.undertakings.models import Undertaking

WHAT = "undertaking"


def record(
    verb: str,
    *,
    by: Person | None,
    undertaking: Undertaking,
    at: datetime,
    towards: Person | None = None,
    part_id: int | None = None,
) -> Deed:
    """Write that `by` did this to the undertaking; `part_id` is the row of it that the deed is about."""
    return ledger.record(
        verb=verb,
        person=by,
        community=undertaking.community,
        space=undertaking.space,
        at=at,
        what=WHAT,
        what_id=undertaking.pk,
        part_id=part_id,
        towards=towards,
    )


def take_back(verb: str, *, by: Person, undertaking: Undertaking, at: datetime, part_id: int | None = None) -> None:
    """Take back what `by` did there."""
    done = Deed.objects.filter(verb=verb, person=by, what=WHAT, what_id=undertaking.pk)
    ledger.reverse_deeds(done if part_id is None else done.filter(part_id=part_id), at=at)
