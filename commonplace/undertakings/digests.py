"""What undertakings tell in a community's letter: responses that can still be commented on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonplace.communities import access
from commonplace.communities.digests import Candidate, DigestLine, DigestSection, Reader
from commonplace.communities.models import Community
from commonplace.undertakings.kinds import Kind
from commonplace.undertakings.models import JointResponse, Undertaking
from commonplace.undertakings.queries.lists import spoken

MOST = 10


def _open(community: Community, since: datetime, now: datetime) -> list[Candidate]:
    seen = Undertaking.objects.visible_inside().under_way().filter(community=community, kind=Kind.RESPONSE)
    found = JointResponse.objects.filter(undertaking__in=seen, sent_at=None, comments_until__gt=now)
    return [Candidate(pk) for pk in found.order_by("comments_until", "pk").values_list("pk", flat=True)[:MOST]]


def _lines(reader: Reader, keys: Collection[int], now: datetime) -> dict[int, DigestLine]:
    """As they stand now: one that has gone out since says so."""
    if reader.is_everyone_inside:
        seen = Undertaking.objects.visible_inside()
    else:
        seen = Undertaking.objects.visible_to(reader.viewpoint.person)
    seen = seen.filter(access.sends_words("space__"), community=reader.viewpoint.community, pk__in=keys)
    found = JointResponse.objects.filter(undertaking__in=seen).select_related("undertaking__begun_by")
    return {one.pk: _line(one, reader, now) for one in found}


def _line(one: JointResponse, reader: Reader, now: datetime) -> DigestLine:
    undertaking = one.undertaking
    return DigestLine(
        title=undertaking.title,
        text=_("To %(addressee)s: %(state)s.") % {"addressee": one.addressee, "state": spoken(one, now=now)},
        url=undertaking.url(reader.viewpoint.community.slug),
        kind=str(Kind.RESPONSE.label),
        by=reader.viewpoint.name_of(undertaking.begun_by) if undertaking.begun_by_id is not None else "",
        action=_("Read it") if one.is_sent or not one.is_open(now) else _("Say what you think"),
        about=("undertaking", one.pk),
    )


SECTIONS = (DigestSection("responses", gettext_lazy("One voice"), "undertaking", _open, _lines, at_most=2, order=17),)
