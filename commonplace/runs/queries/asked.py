"""What people are asked afterwards: takeaways that are due, and what somebody may still say of a run."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from commonplace.communities.viewpoint import standing_of
from commonplace.gatherings.models import Answer, Gathering
from commonplace.lib.zones import NoSuchZone, zone_named
from commonplace.people.models import Person
from commonplace.protocols.protocol import Capture
from commonplace.runs.models import Captured, Run, WhatCame
from commonplace.runs.models.captured import CapturedQuerySet

# By what links in letters are known: about a takeaway, about a run, and about whether anything is kept of it.
OF_TAKEAWAY, OF_RUN, OF_HARVEST = "takeaway", "wish", "nothing_to_keep"
# How long before the day begins at Greenwich it does in the first place on earth.
FIRST = timedelta(hours=14)
# What lay so long asks nobody any more: a house that stood still for a year does not ask for all of it at once.
ASKED_WITHIN = timedelta(days=60)
# How long after a run those who were there may say what should stay.
WISHED_WITHIN = timedelta(days=14)


def due(now: datetime) -> CapturedQuerySet:
    """Takeaways whose day has come in some place on earth, for which no letter has asked and of which nobody has said
    what came.
    """
    mine = WhatCame.objects.filter(captured=OuterRef("pk"))
    said = mine.filter(~Q(came="") | Q(asked_for=OuterRef("ask_on")))
    found: CapturedQuerySet = Captured.objects.filter(
        ~Exists(said),
        kind=Capture.TAKEAWAY,
        by__is_active=True,
        by__claimed_at__isnull=False,
        taken_back_at=None,
        ask_on__lte=(now + FIRST).date(),
        ask_on__gt=(now - ASKED_WITHIN).date(),
    )
    return found


def own_takeaway(person: Person, pk: int) -> Captured | None:
    """Somebody's own takeaway, where they may still see it."""
    found = Captured.objects.visible_to(person).filter(pk=pk, by=person, kind=Capture.TAKEAWAY, taken_back_at=None)
    return found.select_related("run__gathering__community", "run__gathering__space", "what_came", "by").first()


def own_takeaways(run: Run, person: Person | None) -> list[Captured]:
    """What somebody said they would try, with what came of it; one query."""
    if person is None:
        return []
    found = run.captured.filter(by=person, kind=Capture.TAKEAWAY, taken_back_at=None)
    return list(found.select_related("what_came").order_by("pk"))


def came_of(captured: Captured) -> WhatCame | None:
    """What is said to have come of it; None where nobody has said."""
    found: WhatCame | None = getattr(captured, "what_came", None)
    return found if found is not None and found.came else None


def may_wish(person: Person | None, run: Run, *, now: datetime) -> bool:
    """Whether somebody may say what should stay: within two weeks, and where its hosts have said who was there, they
    were; two queries at most.
    """
    if person is None or standing_of(person, run.gathering.community) is None:
        return False
    return takes_wishes(run, now=now) and (run.gathering.attendance_at is None or there(run, person).exists())


def takes_wishes(run: Run, *, now: datetime) -> bool:
    """Whether those who were there may still say what should stay."""
    return run.finished_at is not None and now <= run.finished_at + WISHED_WITHIN and not run.gathering.is_cancelled


def there(run: Run, person: Person | None) -> QuerySet[Answer]:
    """That somebody was there, as its hosts say."""
    return Answer.objects.filter(gathering=run.gathering_id, person=person, came__in=Answer.THERE)


def came(run: Run, person: Person | None) -> QuerySet[Answer]:
    """That somebody was there, as its hosts say, or as they said themselves where these have not spoken of them."""
    was_there = Q(came__in=Answer.THERE) | Q(came="", says=Answer.Says.YES)
    return Answer.objects.filter(was_there, gathering=run.gathering_id, person=person)


def run_to_wish(person: Person, pk: int, *, now: datetime) -> Run | None:
    """The run of a gathering of which somebody may say what should stay."""
    gathering = Gathering.objects.visible_to(person).select_related("community", "space").filter(pk=pk).first()
    run = Run.objects.filter(gathering=gathering).first() if gathering is not None else None
    if run is None or gathering is None:
        return None
    run.gathering = gathering
    return run if may_wish(person, run, now=now) else None


def wall_of(person: Person, now: datetime) -> datetime:
    """What the clock shows where somebody is, or else at the house."""
    try:
        return now.astimezone(zone_named(person.time_zone))
    except NoSuchZone:
        return now.astimezone(timezone.get_default_timezone())
