"""What waits in the repertoire because somebody used something: an account to read, harm to answer, and the answer;
and what somebody made out of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from commonplace.communities.inbox import About, Line, Need, Seen, Waiting, row
from commonplace.communities.models import Community, Membership
from commonplace.people.models import Person
from commonplace.repertoire.models import Adaptation, How, Remedy, Resource, Use

TOLD_FOR = timedelta(days=14)


def _tended() -> Exists:
    here = Membership.objects.current().filter(community=OuterRef("resource__community"))
    return Exists(here.filter(person=OuterRef("resource__steward")))


def _seen(person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    return Resource.objects.visible_to(person).filter(community__in=communities).values("pk")


def _row(found: QuerySet[Use], code: str) -> QuerySet[Any, Any]:
    """Nobody is named in it: whether they may be stands on the page."""
    return row(
        found,
        code,
        community_id=F("resource__community_id"),
        about_id=F("resource_id"),
        number=F("pk"),
        title=F("resource__title"),
        happened_at=F("at"),
        words=F("how"),
    )


def _fresh(since: datetime) -> QuerySet[Use]:
    """What nobody has said anything to yet; harm waits in a line of its own."""
    return Use.objects.filter(at__gt=since, remedy=None).exclude(how=How.HARM)


def _told_rows(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    mine = _fresh(since).filter(resource__in=_seen(person, communities), resource__steward=person)
    return _row(mine.exclude(person=person), "use_told")


def _told_people(community: Community, *, since: datetime) -> QuerySet[Any, Any]:
    return _of_stewards(_fresh(since), community)


def _of_stewards(found: QuerySet[Use], community: Community) -> QuerySet[Any, Any]:
    theirs = found.filter(resource__community=community, resource__steward__isnull=False)
    return theirs.values_list("resource__steward_id", flat=True)


def _untended_rows(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    found = _fresh(since).filter(~Q(_tended()), resource__in=_seen(person, communities))
    return _row(found.exclude(person=person), "use_told_untended")


def _read(seen: Seen) -> Need:
    title = {
        How.HELPED: _("Somebody used it, and it helped."),
        How.NOTHING: _("Somebody tried it, and nothing came of it."),
    }[How(seen.one.words)]
    return seen.need(title, _("“%(title)s” is in your care."), _("Read what happened"), _page(seen))


def _page(seen: Seen) -> str:
    return f"{seen.url('resource', seen.one.about_id)}#use-{seen.one.number}"


def _read_untended(seen: Seen) -> Need:
    return seen.need(
        _("Somebody told what came of something kept."),
        _("Nobody looks after “%(title)s”, so it is told to the stewards."),
        _("Read what happened"),
        _page(seen),
    )


def _harm_rows(*, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    mine = Use.objects.harmful().filter(resource__in=_seen(person, communities), resource__steward=person)
    return _row(_in_use(mine), "harm_told")


def _harm_people(community: Community) -> QuerySet[Any, Any]:
    return _of_stewards(_in_use(Use.objects.harmful()), community)


def _harm_untended_rows(*, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    found = Use.objects.harmful().filter(~Q(_tended()), resource__in=_seen(person, communities))
    return _row(_in_use(found), "harm_untended")


def _in_use(found: QuerySet[Use]) -> QuerySet[Use]:
    return found.filter(resource__retirement=None, resource__supersession=None)


def _mend(seen: Seen) -> Need:
    return seen.need(
        _("It did harm."),
        _("Somebody used “%(title)s” and tells what went wrong. Its page says that it is being looked at again."),
        _("Say what was done"),
        seen.url("resource_remedy", seen.one.about_id, seen.one.number),
    )


def _done_rows(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    found = Remedy.objects.filter(
        at__gt=since, use__person=person, use__resource__in=_seen(person, communities)
    ).exclude(by=person)
    return row(
        found,
        "use_answered",
        who="by",
        community_id=F("use__resource__community_id"),
        about_id=F("use__resource_id"),
        number=F("use_id"),
        title=F("use__resource__title"),
        happened_at=F("at"),
        words=F("words"),
    )


def _done_people(community: Community, *, since: datetime) -> QuerySet[Any, Any]:
    found = Remedy.objects.filter(at__gt=since, use__resource__community=community, use__person__isnull=False)
    return found.values_list("use__person_id", flat=True)


def _hear(seen: Seen) -> Need:
    return seen.need(_("%(name)s read what you told."), _("Of “%(title)s”. %(words)s"), _("Read it there"), _page(seen))


def _grown(since: datetime) -> QuerySet[Adaptation]:
    return Adaptation.objects.filter(at__gt=since)


def _grown_rows(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    seen = _seen(person, communities)
    return row(
        _grown(since).filter(parent__steward=person, parent__in=seen, resource__in=seen).exclude(by=person),
        "adapted",
        who="by",
        community_id=F("parent__community_id"),
        about_id=F("resource_id"),
        title=F("parent__title"),
        happened_at=F("at"),
        words=F("changed"),
    )


def _grown_people(community: Community, *, since: datetime) -> QuerySet[Any, Any]:
    found = _grown(since).filter(parent__community=community, parent__steward__isnull=False)
    return found.values_list("parent__steward_id", flat=True)


def _read_own(seen: Seen) -> Need:
    return seen.need(
        _("%(name)s made their own of it."),
        _("Of “%(title)s”, which you look after. What is different: %(words)s"),
        _("Read theirs"),
        seen.url("resource", seen.one.about_id),
    )


def _about_own(one: Waiting) -> About:
    return frozenset([("resource", one.about_id)])


def _about_use(one: Waiting) -> About:
    return frozenset([("use", one.number)])


LINES = (
    Line("harm_told", 21, _harm_rows, _mend, about=_about_use, whom=_harm_people),
    Line("harm_untended", 22, _harm_untended_rows, _mend, about=_about_use, is_for_stewards=True),
    Line("use_told", 36, _told_rows, _read, {"since": TOLD_FOR}, about=_about_use, whom=_told_people),
    Line("use_answered", 37, _done_rows, _hear, {"since": TOLD_FOR}, about=_about_use, whom=_done_people),
    Line("adapted", 40, _grown_rows, _read_own, {"since": TOLD_FOR}, about=_about_own, whom=_grown_people),
    Line(
        "use_told_untended",
        62,
        _untended_rows,
        _read_untended,
        {"since": TOLD_FOR},
        about=_about_use,
        is_for_stewards=True,
    ),
)
