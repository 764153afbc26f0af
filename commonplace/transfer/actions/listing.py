"""A list of people: brought, agreed on, mended, invited from by a steward's own words, and forgotten in its time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from commonplace.communities.joining.actions.inviting import AT_ONCE, Whom, invite_many, withdraw_all
from commonplace.communities.models import Community, Invitation
from commonplace.lib.archives.people import Invitee, PeopleSheet, invitees
from commonplace.lib.archives.people_headings import Field
from commonplace.lib.archives.sheets import Cells
from commonplace.lib.text import one_line
from commonplace.people.models import Person
from commonplace.store.bulk import fitted
from commonplace.store.locks import lock
from commonplace.transfer.models import Listed, PeopleList, Stand

MOST: Final = 5_000  # people of one list
LONGEST: Final = 400  # characters of a cell that are kept
MENDED: Final = (Field.NAME, Field.ADDRESS, Field.ORGANISATION, Field.COUNTRY, Field.CRAFT)
_STRANGE = ["no-address"]  # of a row that nobody has looked at: no letter can reach it


class TooManyPeople(ValueError):
    """More than one list holds."""


class NoAddresses(ValueError):
    """No column was said to hold the mail addresses."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A list, and whether it is new here: the same file is the same list."""

    people: PeopleList
    is_new: bool


def bring_list(
    *, community: Community, by: Person | None, name: str, digest: str, sheet: PeopleSheet, at: datetime | None = None
) -> Brought:
    """Keep the rows of a spreadsheet until a steward has said what its columns hold. Raises TooManyPeople."""
    columns = [{"heading": _kept(one.heading), "field": one.field or ""} for one in sheet.columns]
    rows: list[tuple[int, Cells]] = []
    for number, cells in sheet.rows():
        if len(rows) == MOST:
            raise TooManyPeople(digest)
        rows.append((number, [_kept(cell) for cell in cells]))
    with transaction.atomic():
        people, is_new = PeopleList.objects.get_or_create(
            community=community,
            digest=digest,
            defaults={
                "by": by,
                "name": fitted(PeopleList, "name", one_line(name)) or "list",
                "columns": columns,
                "made_at": at or timezone.now(),
            },
        )
        if is_new:
            some = [Listed(people=people, number=number, cells=cells, wrong=_STRANGE) for number, cells in rows]
            Listed.objects.bulk_create(some, batch_size=500)
    return Brought(people, is_new)


def agree(*, people: PeopleList, fields: Sequence[Field | None], at: datetime | None = None) -> bool:
    """Take each column for what is said, and forget the others; whether nobody had said so before.

    What was typed stays beside a row as long as something is wrong with it. Raises NoAddresses.
    """
    if Field.ADDRESS not in fields:
        raise NoAddresses(people.pk)
    with transaction.atomic():
        standing = next(iter(lock(PeopleList.objects.filter(pk=people.pk))), None)
        if standing is None or standing.agreed_at is not None:
            return False
        found = list(as_taken(cells_of(standing), fields))
        standing.listed.all().delete()
        Listed.objects.bulk_create([_listed(standing, one, cells) for one, cells in found], batch_size=500)
        taken = zip(standing.columns, fields, strict=True)
        standing.columns = [{**one, "field": field} for one, field in taken if field is not None]
        standing.agreed_at = at or timezone.now()
        standing.save(update_fields=["columns", "agreed_at"])
    return True


def cells_of(people: PeopleList) -> list[tuple[int, Cells]]:
    """The rows of a list as they stood, with their numbers."""
    return list(people.listed.order_by("number").values_list("number", "cells"))


def as_taken(rows: Iterable[tuple[int, Cells]], fields: Sequence[Field | None]) -> Iterable[tuple[Invitee, Cells]]:
    """Each row as it is read where its columns hold these, and what was typed in the columns that are taken."""
    rows = list(rows)
    for one, (_number, cells) in zip(invitees(rows, fields), rows, strict=True):
        padded = [*cells, *[""] * len(fields)]
        yield one, [cell for cell, field in zip(padded, fields, strict=False) if field is not None]


def _listed(people: PeopleList, one: Invitee, cells: Cells) -> Listed:
    return Listed(
        people=people,
        number=one.row,
        cells=cells if one.wrong else [],
        name=one.name,
        address=one.address if one.can_be_invited else "",
        organisation=one.organisation,
        country=one.country,
        craft=one.craft,
        wrong=[str(code) for code in one.wrong],
    )


def _kept(cell: str) -> str:
    return one_line(cell)[:LONGEST]


def read_again(row: Listed, typed: Sequence[str]) -> Invitee:
    """A row as it is read with these words for `MENDED`; it is repeated where another row has its address."""
    others = row.people.listed.exclude(pk=row.pk).exclude(address="")
    above = [(0, ["", address, "", "", ""]) for address in others.values_list("address", flat=True)]
    *_others, one = invitees([*above, (row.number, list(typed))], MENDED)
    return one


def mend(*, row: Listed, typed: Sequence[str]) -> Listed:
    """Put other words for a row that nobody was invited from; what is still wrong stays beside it."""
    with transaction.atomic():
        lock(PeopleList.objects.filter(pk=row.people_id))
        mended = _listed(row.people, read_again(row, typed), [])
        same = Listed.objects.filter(pk=row.pk, invited_at=None)
        same.update(
            **{
                column: getattr(mended, column)
                for column in ("name", "address", "organisation", "country", "craft", "wrong", "cells")
            }
        )
    return mended


def invite_listed(
    *,
    people: PeopleList,
    by: Person,
    words: str,
    idempotency_key: UUID,
    rows: Collection[int] | None = None,
    until: int = 0,
    at: datetime | None = None,
) -> int:
    """Invite those of these rows who wait, or of all down to a row `until`; how many letters are on their way.

    At most `AT_ONCE`; the row keeps a form that is sent twice from going further. Whoever is here, was ever invited or
    asked not to be written to gets none. Raises what `invite_many` does.
    """
    now = at or timezone.now()
    with transaction.atomic():
        lock(Person.objects.filter(pk=by.pk))
        lock(Community.objects.filter(pk=people.community_id))
        waiting = people.listed.standing(people.community, now, [Stand.WAITS])
        waiting = waiting.filter(number__lte=until) if rows is None else waiting.filter(pk__in=rows)
        some = {one.address: one for one in waiting.order_by("number")[:AT_ONCE]}
        sent = invite_many(
            by=by,
            community=people.community,
            words=words,
            whom=[Whom(one.address, one.name) for one in some.values()],
            idempotency_key=idempotency_key,
            at=at,
        )
        for invited in sent:
            row = some[invited.invitation.address]
            Listed.objects.filter(pk=row.pk).update(invited_at=now, invitation=invited.invitation)
    return len(sent)


def take_off(*, people: PeopleList, row: int) -> None:
    """Take somebody off a list; an invitation that was sent stays good."""
    people.listed.filter(pk=row).delete()


@transaction.atomic
def let_list_go(*, people: PeopleList, with_invitations: bool = False, at: datetime | None = None) -> int:
    """Forget everybody on a list, and where wished end the invitations from it that nobody has taken; how many ended.

    Those that are not ended stay good.
    """
    sent = Invitation.objects.filter(pk__in=people.listed.values("invitation"))
    ended = withdraw_all(invitations=sent, at=at) if with_invitations else 0
    people.delete()
    return ended


def forget_lists(*, now: datetime) -> int:
    """Let whoever nobody invited go when their time is over, and lists on which nobody is left; how many went."""
    with transaction.atomic():
        gone, _each = Listed.objects.going(now).delete()
        PeopleList.objects.filter(listed__isnull=True).delete()
    return gone
