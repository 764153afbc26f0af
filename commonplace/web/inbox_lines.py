"""What waits on pages that join rooms: names of an archive that someone says are theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from commonplace.communities.inbox import Line, Need, Seen, row
from commonplace.communities.models import Membership
from commonplace.people.models import Claim, Person


def _claimed_rows(*, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    beside = Membership.objects.filter(person=OuterRef("of_id"), community__in=communities)
    home = beside.order_by("pk").values("community_id")
    claims = Claim.objects.filter(settled_at__isnull=True, words__gt="").annotate(home_id=Subquery(home[:1]))
    return row(
        claims.filter(home_id__isnull=False),
        "claimed",
        community_id=F("home_id"),
        about_id=F("pk"),
        who="person",
        title=F("of__name"),
        happened_at=F("made_at"),
        words=F("words"),
    )


def _claimed(seen: Seen) -> Need:
    return seen.need(
        _("%(name)s says: I am %(title)s of the archive."),
        _("They write: “%(words)s”"),
        _("Look at it"),
        seen.url("claims"),
    )


LINES = (Line("claimed", 22, _claimed_rows, _claimed, is_for_stewards=True),)
