"""What waits at a scan: a turn that is about to be gathered, notes to be made, a source to take over or that fails."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from commonplace.communities.inbox import About, Line, Need, Seen, Waiting, row
from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.undertakings.models import NothingNew, ScanNote, ScanSource, ScanTurn, SourceOffer, Undertaking
from commonplace.undertakings.models.scan import REMINDED_BEFORE, TOLD_AFTER

NOW = timedelta(0)
TOLD_FOR = timedelta(days=30)
AHEAD = -REMINDED_BEFORE  # a moment that lies ahead is less than no time ago


def _soon(now: datetime, soon: datetime) -> QuerySet[ScanTurn]:
    return ScanTurn.objects.filter(ends_at__gt=now, ends_at__lte=soon, scan__undertaking__ended_at=None)


def _turn_rows(*, person: Person, communities: Sequence[int], now: datetime, soon: datetime) -> QuerySet[Any, Any]:
    seen = Undertaking.objects.visible_to(person).filter(community__in=communities)
    watched = ScanSource.objects.watched_by(person).filter(scan=OuterRef("scan"))
    said = ScanNote.objects.filter(turn=OuterRef("pk"), by=person)
    quiet = NothingNew.objects.filter(turn=OuterRef("pk"), person=person)
    waiting = _soon(now, soon).filter(Exists(watched), ~Exists(said), ~Exists(quiet), scan__undertaking__in=seen)
    return row(
        waiting,
        "scan_turns",
        community_id=F("scan__undertaking__community_id"),
        about_id=F("scan_id"),
        title=F("scan__undertaking__title"),
        happened_at=F("begins_at"),
    )


def _turn_people(community: Community, *, now: datetime, soon: datetime) -> QuerySet[Any, Any]:
    turns = _soon(now, soon).filter(scan__undertaking__community=community)
    watched = ScanSource.objects.kept().filter(scan__in=turns.values("scan"), scout__isnull=False)
    return watched.values_list("scout_id", flat=True)


def _turns(seen: Seen) -> Need:
    return seen.need(
        _("What did you see?"),
        _("The notes of “%(title)s” are gathered soon. “Nothing new this time” is an answer too."),
        _("Look through it"),
        f"{seen.url('scan', seen.one.about_id)}#turn",
    )


def _unmade(since: datetime, now: datetime) -> QuerySet[ScanTurn]:
    over = Q(ends_at__lte=now) | Q(scan__undertaking__ended_at__isnull=False)
    return ScanTurn.objects.filter(over, settled_at=None, ends_at__gt=since)


def _unmade_rows(*, person: Person, communities: Sequence[int], since: datetime, now: datetime) -> QuerySet[Any, Any]:
    seen = Undertaking.objects.visible_to(person).carried_by(person).filter(community__in=communities)
    return row(
        _unmade(since, now).filter(scan__undertaking__in=seen),
        "scan_notes",
        community_id=F("scan__undertaking__community_id"),
        about_id=F("scan_id"),
        number=F("number"),
        title=F("scan__undertaking__title"),
        happened_at=F("ends_at"),
    )


def _unmade_people(community: Community, *, since: datetime, now: datetime) -> QuerySet[Any, Any]:
    found = _unmade(since, now).filter(scan__undertaking__community=community)
    begun, carried = "scan__undertaking__begun_by", "scan__undertaking__hands__person"
    people = Person.objects.filter(Q(pk__in=found.values(begun)) | Q(pk__in=found.values(carried)))
    return people.values_list("pk", flat=True)


def _notes(seen: Seen) -> Need:
    return seen.need(
        _("A turn of the scan is over."),
        _("What was passed on at “%(title)s” waits to be told; or there was nothing new."),
        _("Make its notes"),
        seen.url("scan_turn", seen.one.about_id, seen.one.number),
    )


def _offered_rows(*, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    seen = Undertaking.objects.visible_to(person).under_way().filter(community__in=communities)
    return row(
        SourceOffer.objects.filter(to=person, source__scan__undertaking__in=seen),
        "source_offered",
        who="by",
        community_id=F("source__scan__undertaking__community_id"),
        about_id=F("source__scan_id"),
        title=F("source__title"),
        happened_at=F("at"),
    )


def _offered_people(community: Community) -> QuerySet[Any, Any]:
    return SourceOffer.objects.filter(source__scan__undertaking__community=community).values_list("to_id", flat=True)


def _offered(seen: Seen) -> Need:
    return seen.need(
        _("%(name)s asks whether you take a source over."),
        _("“%(title)s”. It is between the two of you."),
        _("Say yes or no"),
        f"{seen.url('scan', seen.one.about_id)}#sources",
    )


def _failing(since: datetime) -> QuerySet[ScanSource]:
    return ScanSource.objects.kept().filter(failing_since__lte=since, scan__undertaking__ended_at=None)


def _failing_rows(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    seen = Undertaking.objects.visible_to(person).filter(community__in=communities)
    return row(
        _failing(since).filter(scout=person, scan__undertaking__in=seen),
        "source_fails",
        community_id=F("scan__undertaking__community_id"),
        about_id=F("scan_id"),
        number=F("pk"),
        title=F("title"),
        happened_at=F("failing_since"),
    )


def _failing_people(community: Community, *, since: datetime) -> QuerySet[Any, Any]:
    found = _failing(since).filter(scan__undertaking__community=community, scout__isnull=False)
    return found.values_list("scout_id", flat=True)


def _fails(seen: Seen) -> Need:
    return seen.need(
        _("A source that you look at cannot be read."),
        _("“%(title)s” has failed for days. Its page says why, and when it was well last."),
        _("Look at it"),
        f"{seen.url('scan', seen.one.about_id)}#source-{seen.one.number}",
    )


def _of_scan(one: Waiting) -> About:
    return frozenset([("undertaking", one.about_id)])


def _of_turn(one: Waiting) -> About:
    return frozenset([("scan_turn", one.about_id, one.number)])


def _of_source(one: Waiting) -> About:
    return frozenset([("scan_source", one.number)])


LINES = (
    Line("source_offered", 35, _offered_rows, _offered, about=_of_scan, whom=_offered_people),
    Line("scan_turns", 36, _turn_rows, _turns, {"now": NOW, "soon": AHEAD}, about=_of_scan, whom=_turn_people),
    Line("scan_notes", 49, _unmade_rows, _notes, {"since": TOLD_FOR, "now": NOW}, about=_of_turn, whom=_unmade_people),
    Line("source_fails", 51, _failing_rows, _fails, {"since": TOLD_AFTER}, about=_of_source, whom=_failing_people),
)
