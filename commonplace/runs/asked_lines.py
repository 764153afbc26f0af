"""What waits for people in runs: a table to come to, a takeaway to speak of, and a gathering that left nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, Left
from django.utils import timezone
from django.utils.translation import gettext as _

from commonplace.communities.doors import Confidence
from commonplace.communities.inbox import About, Line, Need, Seen, Waiting, row
from commonplace.communities.models import Community
from commonplace.gatherings.models import Answer, Gathering, Host
from commonplace.people.answers_by_link import answer_path
from commonplace.people.models import Person
from commonplace.protocols.protocol import Capture
from commonplace.runs.models import Captured, Run, WhatCame
from commonplace.runs.queries.asked import ASKED_WITHIN, OF_HARVEST, OF_TAKEAWAY
from commonplace.runs.queries.unharvested import FROM, UNTIL, unharvested

NOW = timedelta(0)
# A clock that nobody stopped runs no longer than this for anybody but its host.
FORGOTTEN = timedelta(hours=12)


def _live_rows(*, person: Person, communities: Sequence[int], since: datetime, now: datetime) -> QuerySet[Any, Any]:
    asked = Answer.objects.filter(gathering=OuterRef("gathering"), person=person).filter(
        Q(says__in=(*Answer.TOLD,)) | Q(says=Answer.Says.NOTHING, asked_at__isnull=False)
    )
    seen = Gathering.objects.visible_to(person).filter(community__in=communities, state="convened")
    running = Run.objects.filter(
        Exists(asked),
        Q(started_at__gt=since) | Q(pace="days"),
        gathering__in=seen,
        finished_at=None,
        started_at__lte=now,
    )
    return row(
        running,
        "run_live",
        community_id=F("gathering__community_id"),
        about_id=F("gathering_id"),
        title=F("gathering__title"),
        happened_at=F("started_at"),
    )


def _live(seen: Seen) -> Need:
    return seen.need(
        _("“%(title)s” is going on."),
        _("People are at the table just now; you can sit down with them."),
        _("Come to the table"),
        seen.url("run", seen.one.about_id),
    )


def _asked_rows(*, person: Person, communities: Sequence[int], since: datetime, now: datetime) -> QuerySet[Any, Any]:
    return row(
        _waiting(since, now).filter(by=person, run__gathering__community__in=communities),
        "takeaway_asks",
        community_id=F("run__gathering__community_id"),
        about_id=F("run__gathering_id"),
        content_id=F("pk"),
        title=Left("words", 120),
        happened_at=F("ask_at"),
        words=F("run__gathering__confidence"),
    )


def _waiting(since: datetime, now: datetime) -> QuerySet[Captured]:
    said = WhatCame.objects.filter(captured=OuterRef("pk")).exclude(came="")
    return Captured.objects.annotate(ask_at=Cast("ask_on", DateTimeField())).filter(
        ~Exists(said), kind=Capture.TAKEAWAY, taken_back_at=None, ask_at__lte=now, ask_at__gt=since
    )


def _asked_people(community: Community, *, since: datetime, now: datetime) -> QuerySet[Any, Any]:
    theirs = _waiting(since, now).filter(run__gathering__community=community, by__isnull=False)
    return theirs.values_list("by_id", flat=True)


def _asks(seen: Seen) -> Need:
    person = seen.viewpoint.person
    assert person is not None  # it waits for somebody
    # It may stand in a letter, which holds no words of what is sealed.
    if seen.one.words == Confidence.SEALED:
        why = _("You said that you would try something, and asked to be asked.")
    else:
        why = _("You said that you would try: “%(title)s”")
    need = seen.need(
        _("What came of it?"),
        why,
        _("Say what came of it"),
        seen.url("run_came", seen.one.about_id, seen.one.content_id),
    )
    link = answer_path(OF_TAKEAWAY, person, seen.one.content_id, choice=WhatCame.Came.HELPED, at=timezone.now())
    return replace(need, letter_url=link)


def _about_line(one: Waiting) -> About:
    return frozenset([("captured", one.content_id)])


def _harvest_rows(
    *, person: Person, communities: Sequence[int], since: datetime, until: datetime
) -> QuerySet[Any, Any]:
    mine = Q(convener=person) | Q(pk__in=Host.objects.filter(person=person).values("gathering"))
    return row(
        unharvested(since, until).visible_to(person).filter(mine, community__in=communities),
        "harvest_missing",
        community_id=F("community_id"),
        about_id=F("pk"),
        title=F("title"),
        happened_at=F("ends_at"),
        words=F("confidence"),
    )


def _harvest_people(community: Community, *, since: datetime, until: datetime) -> QuerySet[Any, Any]:
    found = unharvested(since, until).filter(community=community, convener__isnull=False)
    return found.values_list("convener_id", flat=True)


def _harvest(seen: Seen) -> Need:
    person = seen.viewpoint.person
    assert person is not None  # it waits for somebody
    if seen.one.words == Confidence.SEALED:
        why = _("It left nothing behind yet. Three lines are enough; or nothing, and then nothing asks again.")
    else:
        why = _("“%(title)s” left nothing behind yet. Three lines are enough; or nothing, and then nothing asks again.")
    need = seen.need(
        _("Is there anything to keep of it?"), why, _("Keep something"), seen.url("gathering", seen.one.about_id)
    )
    return replace(
        need,
        letter_url=answer_path(OF_HARVEST, person, seen.one.about_id, at=timezone.now()),
        press=_("Nothing to keep"),
        press_url=seen.url("run_nothing", seen.one.about_id),
    )


def _about_gathering(one: Waiting) -> About:
    return frozenset([("gathering", one.about_id)])


LINES = (
    # What is going on now is no news for a letter.
    Line("run_live", 12, _live_rows, _live, {"since": FORGOTTEN, "now": NOW}, about=_about_gathering),
    Line(
        "takeaway_asks",
        48,
        _asked_rows,
        _asks,
        {"since": ASKED_WITHIN, "now": NOW},
        content="captured",
        about=_about_line,
        whom=_asked_people,
    ),
    Line(
        "harvest_missing",
        49,
        _harvest_rows,
        _harvest,
        {"since": UNTIL, "until": FROM},
        about=_about_gathering,
        whom=_harvest_people,
    ),
)
