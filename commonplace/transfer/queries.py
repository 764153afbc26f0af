"""What stewards see of imports: runs, what they merged and could not read, what waits to be looked through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commonplace.communities.models import Community
from commonplace.lib.mail.addresses import withheld
from commonplace.lib.text import excerpt
from commonplace.transfer.models import Import, Merged, SetAside, Unreadable

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Account:
    """One run with what it merged and could not read, up to so many lines of each."""

    run: Import
    merged: Sequence[Merged]
    unreadable: Sequence[Unreadable]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter set aside, with the beginning of its words, addresses withheld."""

    row: SetAside
    words: str


def account_of(run: Import) -> Account:
    """What a steward may know of a run: names, files and reasons, never addresses."""
    return Account(run, list(run.merged.order_by("pk")[:SHOWN]), list(run.could_not_read.order_by("pk")[:SHOWN]))


def is_first(run: Import) -> bool:
    """Whether no archive was brought to the community before this one, so that none of its letters can have been."""
    return not Import.objects.filter(community=run.community_id, begun_at__lt=run.begun_at).exists()


def waiting_in(community: Community) -> int:
    """How many letters wait to be looked through."""
    return SetAside.objects.waiting().filter(community=community).count()


def read_over(rows: Sequence[SetAside]) -> list[Waiting]:
    """The letters with as much of their words as tells what they are."""
    return [Waiting(row, excerpt(withheld(row.text[:4000], "…@…"), 300)) for row in rows]
