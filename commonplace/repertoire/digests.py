"""What the repertoire tells in a community's letter: what was kept since the last one, what came of using it, and what
other communities lend its members.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonplace.communities import access
from commonplace.communities.digests import Candidate, DigestLine, DigestSection, Reader
from commonplace.communities.models import Community, Membership
from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint
from commonplace.letters.naming import community_named
from commonplace.lib.direction import isolated
from commonplace.lib.names import holds_address
from commonplace.lib.text import excerpt
from commonplace.repertoire.models import How, Resource, Told, Use
from commonplace.repertoire.queries.lent import MODULE, keeper_of
from commonplace.repertoire.queries.uses import joined, page_of, seen_from
from commonplace.ui.addresses import address

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


def _used(community: Community, since: datetime, now: datetime) -> list[Candidate]:
    """What others may be told, harm before all, then the latest."""
    kept = Resource.objects.visible_inside().in_use().filter(community=community)
    found = Use.objects.told().filter(resource__in=kept, at__gt=since, at__lte=now).order_by("-at", "-pk")
    rows = list(found.values_list("pk", "how")[:MOST])
    return [Candidate(pk) for pk, how in sorted(rows, key=lambda row: row[1] != How.HARM)]


def _used_lines(reader: Reader, keys: Collection[int], now: datetime) -> dict[int, DigestLine]:
    seen = Use.objects.told().filter(
        access.sends_words("resource__space__"), resource__community=reader.viewpoint.community, pk__in=keys
    )
    if reader.is_everyone_inside:
        seen = seen.filter(resource__in=Resource.objects.visible_inside())
    else:
        seen = seen.visible_to(reader.viewpoint.person)
    return {one.pk: _used_line(one, reader) for one in joined(seen, reader.viewpoint).select_related("resource")}


def _used_line(one: Use, reader: Reader) -> DigestLine:
    ended = {
        How.HELPED: _("Used, and it helped"),
        How.NOTHING: _("Used, and nothing came of it"),
        How.HARM: _("Used, and it did harm"),
    }
    text = excerpt(one.text)
    is_named = one.told == Told.MEMBERS and one.person_id is not None
    return DigestLine(
        title=one.resource.title,
        text=_("“%(words)s”") % {"words": text} if text and not holds_address(text) else "",
        url=page_of(one, reader.viewpoint),
        kind=ended[How(one.how)],
        by=seen_from(one, reader.viewpoint).name_of(one.person) if is_named else _("A member"),
        action=_("Read what happened"),
        not_for=one.person_id,
        about=("use", one.pk),
    )


def _lent(standings: Sequence[Membership], since: datetime, now: datetime) -> Mapping[int, list[DigestLine]]:
    """What was lent since, to members alone, and to nobody what they lend themselves; one query."""
    members = [one for one in standings if not one.is_guest]
    if not members or not is_on(community := members[0].community, MODULE):
        return {}
    there = Resource.objects.lent().exclude(community=community)
    found = there.filter(access.sends_words("space__"), lending__at__gt=since, lending__at__lte=now)
    faces = found.with_tended().with_faces().select_related("community", "lending")
    lines = [_lent_line(one, community) for one in faces.order_by("-lending__at", "-pk")[:MOST]]
    return {one.person_id: [line for line in lines if line.not_for != one.person_id] for one in members}


def _lent_line(one: Resource, community: Community) -> DigestLine:
    keeper, place = keeper_of(one, Viewpoint(None, community, None)), community_named(one.community.name)
    return DigestLine(
        title=one.title,
        text=one.good_for,
        url=address("resource_lent", community.slug, one.pk),
        kind=_("%(kind)s, lent by %(place)s") % {"kind": one.kind_words, "place": isolated(place)},
        by=keeper.name if keeper is not None else "",
        action=_("Read it"),
        not_for=one.lending.by_id,
        about=("lending", one.lending.pk),
    )


SECTIONS = (
    DigestSection("kept", gettext_lazy("Kept since"), "resource", _kept, _lines, at_most=3, order=22),
    DigestSection("used", gettext_lazy("What came of using it"), "use", _used, _used_lines, at_most=2, order=23),
    DigestSection("lent", gettext_lazy("Lent by other communities"), "lending", personal=_lent, at_most=2, order=24),
)
