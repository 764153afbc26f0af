"""What a community as such tells in its letter: who has come in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonplace.communities.digests import Candidate, DigestLine, DigestSection, Reader
from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import Standing
from commonplace.lib.names import holds_address
from commonplace.ui.addresses import address

MOST = 20


def _newcomers(community: Community, since: datetime, now: datetime) -> list[Candidate]:
    """People who came in since then and can sign in, in the order in which they came."""
    came = Membership.objects.current(now).filter(
        community=community,
        joined_at__gt=since,
        joined_at__lte=now,
        standing__in=(Standing.MEMBER, Standing.GUEST),
        person__claimed_at__isnull=False,
    )
    return [Candidate(pk) for pk in came.order_by("joined_at", "pk").values_list("pk", flat=True)[:MOST]]


def _lines(reader: Reader, keys: Collection[int], now: datetime) -> dict[int, DigestLine]:
    if not reader.viewpoint.is_member:
        return {}
    community = reader.viewpoint.community
    found = Membership.objects.current(now).filter(community=community, pk__in=keys).select_related("person")
    lines = {}
    for one in found:
        care = one.cares_about
        lines[one.pk] = DigestLine(
            title=reader.viewpoint.name_of(one.person),
            text=_("“%(words)s”") % {"words": care} if care and not holds_address(care) else "",
            url=address("person", community.slug, one.person_id),
            kind=_("Has come in"),
            action=_("Who that is"),
            not_for=one.person_id,
            about=("person", one.person_id),
        )
    return lines


SECTIONS = (
    DigestSection("newcomers", gettext_lazy("Newcomers"), "membership", _newcomers, _lines, at_most=3, order=60),
)
