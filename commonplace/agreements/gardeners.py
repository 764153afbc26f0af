"""What agreements give a steward to tend: an agreement with a sponsor that comes to its last day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from django.db.models import DateTimeField, F, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from commonplace.agreements.models.sponsoring import Agreement
from commonplace.agreements.queries.sponsoring import NOTICE
from commonplace.communities.inbox import row
from commonplace.communities.modules import is_on
from commonplace.communities.principles import Principle
from commonplace.communities.tendings import Bed, Gardener, Tending

ENDS, MODULE = "agreement_ends_soon", "agreements"


def ending(bed: Bed) -> QuerySet[Any, Any] | None:
    """The agreement that holds and ends within two months, where none was written after it."""
    if not is_on(bed.community, MODULE):
        return None
    today = bed.now.date()
    found = Agreement.objects.in_force(today).written_last().filter(community=bed.community, until__lte=today + NOTICE)
    return row(
        found,
        ENDS,
        community_id=F("community_id"),
        about_id=F("pk"),
        number=F("number"),
        happened_at=Cast("until", DateTimeField()),
    )


def ends(bed: Bed) -> Iterator[Tending]:
    """That it ends."""
    for one in bed.rows.get(ENDS, ()):
        day = date_format(one.happened_at.astimezone(UTC).date(), pgettext("day of this year", "j F"))
        yield Tending(
            code=ENDS,
            about=f"agreement:{one.about_id}",
            title=_("Talk with the sponsor about what comes next"),
            text=_("Ask what they would give again, and say what helped. Renew it, write it anew, or let it end."),
            why=_("Because what you agreed ends on %(day)s.") % {"day": day},
            action=_("Read the agreement"),
            url=reverse("sponsor_agreement", args=[bed.community.slug]),
        )


GARDENERS = (
    Gardener(
        ENDS,
        gettext_lazy("Talk with the sponsor about what comes next"),
        ends,
        order=55,
        rows=ending,
        principle=Principle.VALUE,
    ),
)
