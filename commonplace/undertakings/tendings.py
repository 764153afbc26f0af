"""What undertakings give a steward to tend: what nobody has moved for weeks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonplace.communities.inbox import row
from commonplace.communities.modules import is_on
from commonplace.communities.principles import Principle
from commonplace.communities.tendings import Bed, Gardener, Tending
from commonplace.lib.direction import isolated
from commonplace.ui import words
from commonplace.ui.addresses import address
from commonplace.undertakings.kinds import Kind
from commonplace.undertakings.models import Undertaking
from commonplace.undertakings.places import MODULE

CODE = "undertaking_still"
STILL = timedelta(days=42)
# A desk and a scan go on by themselves, as long as people ask and look.
GO_ON = (Kind.DESK, Kind.SCAN)
MOST = 20


def of_weeks(bed: Bed) -> QuerySet[Any, Any] | None:
    """Undertakings under way in which nothing has happened for six weeks; `words` is their kind."""
    if not is_on(bed.community, MODULE):
        return None
    found = Undertaking.objects.visible_to(bed.viewpoint.person).under_way().exclude(kind__in=GO_ON)
    return row(
        found.filter(community=bed.community, changed_at__lte=bed.now - STILL),
        CODE,
        community_id=F("community_id"),
        about_id=F("pk"),
        title=F("title"),
        words=F("kind"),
        happened_at=F("changed_at"),
    )


def undertaking_still(bed: Bed) -> Iterator[Tending]:
    """Each, the longest still first."""
    for one in sorted(bed.rows.get(CODE, ()), key=lambda one: (one.happened_at, one.about_id))[:MOST]:
        weeks = (bed.now - one.happened_at).days // 7
        yield Tending(
            code=CODE,
            about=f"undertaking:{one.about_id}",
            title=_("Ask how “%(title)s” is going, or end it") % {"title": isolated(one.title)},
            text=_("What nobody carries any more may end with a word on what was learned. That is no failure."),
            why=ngettext(
                "Because nothing has happened in it for %(n)s week.",
                "Because nothing has happened in it for %(n)s weeks.",
                weeks,
            )
            % {"n": words.number_word(weeks)},
            action=_("Open it"),
            url=address(Kind(one.words).page, bed.community.slug, one.about_id),
        )


GARDENERS = (
    Gardener(
        CODE,
        gettext_lazy("Ask how an undertaking is going"),
        undertaking_still,
        order=60,
        rows=of_weeks,
        principle=Principle.EVOLUTION,
        most=MOST,
    ),
)
