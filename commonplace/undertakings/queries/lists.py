"""What a community has undertaken: what goes on, and what has ended and left something behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.ui import words as ui_words
from commonplace.undertakings.kinds import Kind
from commonplace.undertakings.models import JointResponse, Undertaking
from commonplace.undertakings.models.undertaking import UndertakingQuerySet

MOST = 60


@dataclass(frozen=True)
class Row:
    """One undertaking in a list: what it is, who began it, and how it stands in words."""

    pk: int
    title: str
    purpose: str
    kind: str
    url: str
    byline: Byline
    begun_at: datetime
    state: str
    tone: str


def seen_here(viewpoint: Viewpoint) -> UndertakingQuerySet:
    """Those of the community that the viewer may see, the one that changed last first."""
    seen = Undertaking.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    return seen.with_faces().order_by("-changed_at", "-pk")


def rows_of(found: Iterable[Undertaking], viewpoint: Viewpoint, *, now: datetime) -> Sequence[Row]:
    """These as rows of a list; a query for each kind that says more than whether it goes on."""
    found = list(found)
    said = _states([one.pk for one in found if one.kind == Kind.RESPONSE], now)
    rows = []
    for one in found:
        state, tone = said.get(one.pk) or ((_("ended"), "") if one.is_over else (_("under way"), "good"))
        rows.append(
            Row(
                pk=one.pk,
                title=one.title,
                purpose=one.purpose,
                kind=str(Kind(one.kind).label),
                url=one.url(viewpoint.community.slug),
                byline=viewpoint.byline_for(one.begun_by),
                begun_at=one.begun_at,
                state=state,
                tone=tone,
            )
        )
    return rows


def _states(responses: Sequence[int], now: datetime) -> Mapping[int, tuple[str, str]]:
    if not responses:
        return {}
    return {one.pk: _state(one, now) for one in JointResponse.objects.filter(pk__in=responses)}


def _state(response: JointResponse, now: datetime) -> tuple[str, str]:
    if response.answered_on is not None:
        return _("answered"), "good"
    if response.sent_at is not None:
        return _("sent %(day)s") % {"day": ui_words.day(response.sent_at, now=now)}, "wait"
    if response.is_open(now):
        until = ui_words.moment(response.comments_until, now=now)
        return _("comments until %(moment)s") % {"moment": until}, "good"
    return _("no more comments, not sent yet"), "wait"


def spoken(response: JointResponse, *, now: datetime | None = None) -> str:
    """How a response stands, in words."""
    return _state(response, now or timezone.now())[0]
