"""What waits of an agenda: whoever carries something is asked what came of it, once a gathering took it up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from commonplace.agenda.models import Item, Taken
from commonplace.communities.inbox import Line, Need, Seen, row
from commonplace.communities.models import Community
from commonplace.people.models import Person

CODE = "agenda_taken_up"
# People try things first: asked a week after, and not for ever.
AFTER, UNTIL = timedelta(days=7), timedelta(days=120)


def _held(since: datetime, before: datetime) -> QuerySet[Item]:
    held = Taken.objects.filter(item=OuterRef("pk"), gathering__ends_at__lt=before, gathering__ends_at__gt=since)
    return Item.objects.open().filter(Exists(held.filter(gathering__state="convened")))


def _rows(*, person: Person, communities: Sequence[int], before: datetime, since: datetime) -> QuerySet[Any, Any]:
    theirs = _held(since, before).filter(carrier=person, community__in=communities)
    latest = Taken.objects.filter(item=OuterRef("pk"), gathering__ends_at__lt=before, gathering__state="convened")
    held_at = latest.order_by("-gathering__ends_at").values("gathering__ends_at")[:1]
    return row(
        theirs,
        CODE,
        community_id=F("community_id"),
        about_id=F("pk"),
        content_id=F("pk"),
        title=F("title"),
        happened_at=Subquery(held_at),
    )


def _whom(community: Community, *, before: datetime, since: datetime) -> QuerySet[Any, Any]:
    return _held(since, before).filter(community=community, carrier__isnull=False).values_list("carrier_id", flat=True)


def _asked(seen: Seen) -> Need:
    return seen.need(
        _("What came of “%(title)s”?"),
        _("You carry it, and a gathering took it up. A few lines are enough, also where nothing came of it."),
        _("Say what came of it"),
        seen.url("agenda_end", seen.one.about_id),
    )


LINES = (
    Line(CODE, 55, _rows, _asked, looks_back={"before": AFTER, "since": UNTIL}, content="agenda_item", whom=_whom),
)
