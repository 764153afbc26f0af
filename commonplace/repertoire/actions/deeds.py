"""Deeds of the repertoire: what was done, in the space of the resource."""

from __future__ import annotations

from datetime import datetime

from commonplace.communities import ledger
from commonplace.communities.models import Deed
from commonplace.people.models import Person
from commonplace.repertoire.models import Collection, Resource


def record(
    verb: str,
    *,
    by: Person | None,
    what: Resource | Collection,
    at: datetime,
    towards: Person | None = None,
    part_id: int | None = None,
) -> Deed:
    """Write that `by` did this to a resource or a collection; `part_id` is the row of it that the deed is about."""
    return ledger.record(
        verb=verb,
        person=by,
        community=what.community,
        space=what.space,
        at=at,
        what="resource" if isinstance(what, Resource) else "collection",
        what_id=what.pk,
        part_id=part_id,
        towards=towards,
    )


def take_back(verb: str, *, by: Person, what: Resource, at: datetime, part_id: int | None = None) -> None:
    """Take back what `by` did to a resource."""
    done = Deed.objects.filter(verb=verb, person=by, what="resource", what_id=what.pk)
    ledger.reverse_deeds(done if part_id is None else done.filter(part_id=part_id), at=at)
