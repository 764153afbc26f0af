"""Figures are read from time to time, and kept as the sponsor’s page shows them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from commonplace.communities import ledger
from commonplace.communities.models import Community
from commonplace.sponsorship.figures import rows_of
from commonplace.sponsorship.models import KeptFigures
from commonplace.sponsorship.module import MODULE
from commonplace.value.queries.reading import read


def keep_figures(*, community: Community, at: datetime) -> bool:
    """Read what is looked at in a community, as all but stewards may, and keep it; whether anything was new."""
    rows = rows_of(read(community, as_steward=False))
    with transaction.atomic():
        ledger.changed([community.pk])
        kept, made = KeptFigures.objects.get_or_create(community=community, defaults={"rows": rows, "at": at})
        if not made:
            is_new: bool = kept.rows != rows
            kept.rows, kept.at = rows, at
            kept.save(update_fields=["rows", "at"])
            return is_new
    return made


def keep_all_figures(*, now: datetime) -> int:
    """The same in every community that has a sponsor’s page; in how many something was new."""
    here = Community.objects.alias(on=Cast("modules", TextField())).filter(on__contains=f'"{MODULE}"')
    return sum(keep_figures(community=one, at=now) for one in here.order_by("pk"))
