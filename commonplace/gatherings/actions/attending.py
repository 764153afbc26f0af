"""Who was there, as its hosts say: attending is taking part, holding a gathering tends the community."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from commonplace.communities import access, ledger
from commonplace.communities.models import Deed
from commonplace.communities.readers import forget as forget_deeds
from commonplace.gatherings.actions.deeds import WHAT, record
from commonplace.gatherings.actions.rights import require_hand
from commonplace.gatherings.models import Answer, Gathering
from commonplace.gatherings.models.gathering import DOORS_OPEN
from commonplace.people.models import Person
from commonplace.store.locks import lock

Came = Answer.Came
TAKING_PART = ("attended", "hosted")


class NotYet(ValueError):
    """It has not begun, or does not take place."""


def confirm_attendance(
    *,
    by: Person,
    gathering: Gathering,
    came: Mapping[int, str],
    guests: Mapping[int, str] | None = None,
    others: int = 0,
    at: datetime | None = None,
) -> None:
    """Say who was there: `came` by the keys of persons, `guests` by those of their invitations, and how many `others`.

    Persons who had not answered walked in; only those who may see the gathering are kept. Saying it again corrects it.
    Raises NotTheirs and NotYet.
    """
    at = at or timezone.now()
    require_hand(by, gathering)
    if gathering.state != "convened" or at < gathering.starts_at - DOORS_OPEN:
        raise NotYet(gathering.pk)
    with transaction.atomic():
        (standing,) = lock(Gathering.objects.filter(pk=gathering.pk))
        standing.community, standing.space = gathering.community, gathering.space
        rows = {row.person_id: row for row in standing.answers.filter(person__isnull=False).select_related("person")}
        unknown = [pk for pk in came if pk not in rows]
        for person in Person.objects.filter(access.is_here_and_reads(standing.space), pk__in=unknown):
            rows[person.pk] = Answer(gathering=standing, person=person, at=at)
        for row in rows.values():
            _say(row, came.get(row.person_id or 0, ""), standing)
        for row in standing.answers.filter(guest__isnull=False):
            said = (guests or {}).get(row.guest_id or 0, "")
            Answer.objects.filter(pk=row.pk).update(came=said)
        Gathering.objects.filter(pk=standing.pk).update(attendance_at=at, others_came=others)


def _say(row: Answer, said: str, gathering: Gathering) -> None:
    before, row.came = row.came, Came(said) if said else ""
    was, is_now = before in Answer.THERE, row.came in Answer.THERE
    if row._state.adding:
        if is_now:
            row.save(force_insert=True)
    else:
        row.save(update_fields=["came"])
    if is_now and not was:
        is_host = gathering.convener_id == row.person_id or gathering.hosts.filter(person=row.person_id).exists()
        record("hosted" if is_host else "attended", by=row.person, gathering=gathering, at=when_told(gathering))
    elif was and not is_now:
        _take_back(row, gathering)


def when_told(gathering: Gathering) -> datetime:
    """The moment under which taking part is kept: that of the gathering, or of one in confidence only its week, so that
    nobody can tell from a deed which it was.
    """
    if not gathering.names_are_kept:
        return gathering.starts_at
    utc = ZoneInfo("UTC")
    day = gathering.starts_at.astimezone(utc).date()
    return datetime.combine(day - timedelta(days=day.weekday()), time(12), utc)


def tell_as(gathering: Gathering, *, before: Gathering) -> None:
    """Have deeds of a gathering tell of it what they would had it always been as it is now; within a transaction.

    Once it is held in confidence none of them names it any more, and none is left of who said yes.
    """
    is_closer = gathering.names_are_kept and not before.names_are_kept
    if not is_closer and when_told(gathering) == when_told(before):
        return
    there = gathering.answers.filter(person__isnull=False, came__in=Answer.THERE).select_related("person")
    for row in there.order_by("pk"):
        for deed in _taking_part(row.person_id, before):
            # Written anew, so that whoever counts by days and weeks counts it where it is now.
            forget_deeds(Deed.objects.filter(pk=deed.pk))
            record(deed.verb, by=row.person, gathering=gathering, at=when_told(gathering))
    if is_closer:
        of_it = Deed.objects.filter(what=WHAT, what_id=gathering.pk)
        forget_deeds(of_it.filter(verb__in=("said_yes", *TAKING_PART)))
        of_it.exclude(verb="convened").update(what="", what_id=None, space=None, towards=None)
    ledger.changed({gathering.community_id})


def _take_back(row: Answer, gathering: Gathering) -> None:
    ledger.reverse_deeds(_taking_part(row.person_id, gathering))


def _taking_part(person: int | None, gathering: Gathering) -> QuerySet[Deed]:
    """The deed in force by which someone took part in it; of two in confidence in one week one, no deed can tell which
    of them.
    """
    deeds = Deed.objects.filter(
        verb__in=TAKING_PART, person=person, community=gathering.community_id, reverses=None, reversed_by=None
    )
    if gathering.names_are_kept:
        deeds = deeds.filter(what="", what_id=None, happened_at=when_told(gathering))
    else:
        deeds = deeds.filter(what=WHAT, what_id=gathering.pk)
    return Deed.objects.filter(pk__in=list(deeds.order_by("-pk").values_list("pk", flat=True)[:1]))
