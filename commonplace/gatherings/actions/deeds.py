"""The line in the ledger that each action on a gathering writes."""

from __future__ import annotations

from datetime import datetime

from commonplace.communities import ledger
from commonplace.communities.models import Deed
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person

WHAT = "gathering"


def record(
    verb: str, *, by: Person | None, gathering: Gathering, at: datetime, towards: Person | None = None, origin: str = ""
) -> Deed:
    """Write that `by` did this to the gathering.

    Of one under Chatham House or sealed a deed does not tell which it was: who was there is nobody's to read.
    """
    return ledger.record(
        verb=verb,
        person=by,
        community=gathering.community,
        space=None if gathering.names_are_kept else gathering.space,
        at=at,
        what="" if gathering.names_are_kept else WHAT,
        what_id=None if gathering.names_are_kept else gathering.pk,
        towards=None if gathering.names_are_kept else towards,
        origin=origin,
    )
