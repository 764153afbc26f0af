"""What the repertoire tells in a community's letter: what was kept since the last one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonplace.communities import access
from commonplace.communities.digests import Candidate, DigestLine, DigestSection, Reader
from commonplace.communities.models import Community
from commonplace.repertoire.models import Resource

MOST = 20


def _kept(community: Community, since: datetime, now: datetime) -> list[Candidate]:
    seen = Resource.objects.visible_inside().in_use().filter(community=community, kept_at__gt=since, kept_at__lte=now)
    return [Candidate(pk) for pk in seen.order_by("-kept_at", "-pk").values_list("pk", flat=True)[:MOST]]


def _lines(reader: Reader, keys: Collection[int], now: datetime) -> dict[int, DigestLine]:
    if reader.is_everyone_inside:
        seen = Resource.objects.visible_inside()
    else:
        seen = Resource.objects.visible_to(reader.viewpoint.person)
    seen = seen.filter(access.sends_words("space__"), community=reader.viewpoint.community, pk__in=keys)
    return {one.pk: _line(one, reader) for one in seen.with_faces()}


def _line(one: Resource, reader: Reader) -> DigestLine:
    return DigestLine(
        title=one.title,
        text=one.good_for,
        url=one.url(reader.viewpoint.community.slug),
        kind=one.kind_words,
        by=reader.viewpoint.name_of(one.kept_by) if one.kept_by_id is not None else "",
        action=_("Read it"),
        about=("resource", one.pk),
    )


SECTIONS = (DigestSection("kept", gettext_lazy("Kept since"), "resource", _kept, _lines, at_most=3, order=22),)
