"""What gatherings tell in a community's letter: those that lie ahead."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonplace.communities import access
from commonplace.communities.digests import Candidate, DigestLine, DigestSection, Reader
from commonplace.communities.doors import Confidence
from commonplace.communities.models import Community
from commonplace.gatherings.actions.telling import spoken
from commonplace.gatherings.models import Gathering
from commonplace.gatherings.models.gathering import GatheringQuerySet
from commonplace.ui.addresses import address

AHEAD = timedelta(days=35)
MOST = 20


def _told(found: GatheringQuerySet) -> GatheringQuerySet:
    """Of what is sealed, and of spaces whose words stay in the house, letters tell nothing."""
    return found.filter(access.sends_words("space__")).exclude(confidence=Confidence.SEALED)


def _ahead(community: Community, since: datetime, now: datetime) -> list[Candidate]:
    found = _told(Gathering.objects.visible_inside()).filter(community=community, starts_at__gt=now)
    keys = found.ahead(now).filter(starts_at__lt=now + AHEAD).values_list("pk", flat=True)
    return [Candidate(pk) for pk in keys[:MOST]]


def _lines(reader: Reader, keys: Collection[int], now: datetime) -> dict[int, DigestLine]:
    """As they stand now: one that was called off since says so, one that is over is told as it was."""
    seen = (
        Gathering.objects.visible_inside()
        if reader.is_everyone_inside
        else (Gathering.objects.visible_to(reader.viewpoint.person))
    )
    community = reader.viewpoint.community
    found = _told(seen).filter(community=community, pk__in=keys).select_related("convener")
    return {one.pk: _line(one, reader, now) for one in found}


def _line(one: Gathering, reader: Reader, now: datetime) -> DigestLine:
    return DigestLine(
        title=one.title,
        text=_("It was called off.") if one.is_cancelled else spoken(one, ""),
        url=address("gathering", reader.viewpoint.community.slug, one.pk),
        kind=_("Gathering"),
        by=reader.viewpoint.name_of(one.convener) if one.convener_id is not None else "",
        action=_("See it") if one.is_cancelled or one.is_over(now) else _("Say whether you come"),
        about=("gathering", one.pk),
    )


SECTIONS = (
    DigestSection("gatherings", gettext_lazy("Gatherings ahead"), "gathering", _ahead, _lines, at_most=2, order=15),
)
