"""Signs kept as they were read last, so that a page need not read the ledger; read anew each day by the worker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from commonplace.communities.ledger import record
from commonplace.communities.models import Community
from commonplace.cultivation.models import SaidSign
from commonplace.cultivation.signs.found import TOLD
from commonplace.cultivation.signs.reading import read
from commonplace.cultivation.signs.said import for_all, sentence
from commonplace.cultivation.stages.hints import OF_STAGE, Hint, hints
from commonplace.cultivation.stages.reading import facts
from commonplace.people.models import Person

MODULE = "cultivation"


class NotSaid(LookupError):
    """This sign is not said of the community, now or any more."""


@dataclass(frozen=True)
class Told:
    """A sign as a page tells it; its sentence with numbers is for those who tend alone."""

    code: str
    since: date
    sentence: str
    for_all: str
    is_shared: bool


def read_signs(*, now: datetime) -> int:
    """Read the signs of every community that looks at how it is doing; how many are said."""
    # Modules are a list in a column, of which databases do not agree how to ask.
    return sum(
        keep(community, now=now) for community in Community.objects.order_by("pk") if MODULE in community.modules
    )


def keep(community: Community, *, now: datetime) -> int:
    """Keep what is said of one community and what hints at its stage, let go what is not said any more, and leave
    shared what is; how many signs are said.
    """
    signs = read(community, now=now)
    rows = [
        SaidSign(community=community, code=sign.code, since=sign.since, on=signs.on, numbers=dict(sign.numbers))
        for sign in signs.found
    ]
    rows += [
        SaidSign(community=community, code=hint.code, since=signs.on, on=signs.on, numbers=dict(hint.numbers))
        for hint in hints(facts(community, signs, now=now))
    ]
    with transaction.atomic():
        SaidSign.objects.filter(community=community).exclude(code__in=[row.code for row in rows]).delete()
        SaidSign.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["community", "code"],
            update_fields=["since", "on", "numbers"],
        )
    return len(signs.found)


def told(community: Community) -> list[Told]:
    """What is said of a community, gravest first; one query."""
    order = list(TOLD)
    rows = [row for row in SaidSign.objects.filter(community=community) if row.code in TOLD]
    return [
        Told(
            row.code, row.since, sentence(row.code, row.numbers), for_all(row.code), is_shared=row.shared_at is not None
        )
        for row in sorted(rows, key=lambda row: order.index(row.code))
    ]


def hinted(community: Community) -> list[Hint]:
    """What hints at a stage of a community, in the order of the stages; one query."""
    rows = {row.code: row.numbers for row in SaidSign.objects.filter(community=community)}
    return [Hint(stage, code, rows[code]) for code, stage in OF_STAGE.items() if code in rows]


@transaction.atomic
def share(*, by: Person, community: Community, code: str, now: datetime) -> None:
    """Let everyone here read a sign's sentence, without its numbers; raises NotSaid. Again changes nothing."""
    said = SaidSign.objects.filter(community=community, code=code).filter(code__in=list(TOLD))
    if said.filter(shared_at=None).update(shared_by=by, shared_at=now):
        record(verb="shared_sign", person=by, community=community, at=now, what="sign")
    elif not said.exists():
        raise NotSaid(code)


@transaction.atomic
def take_back(*, by: Person, community: Community, code: str, now: datetime) -> None:
    """Show a sign's sentence to those who tend alone again; what is not shared stays so."""
    said = SaidSign.objects.filter(community=community, code=code, shared_at__isnull=False)
    if said.update(shared_by=None, shared_at=None):
        record(verb="took_sign_back", person=by, community=community, at=now, what="sign")
