"""What benchmarks and learning projects tell in a community's letter: what was learned, found or made; no number."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonplace.communities import access
from commonplace.communities.digests import Candidate, DigestLine, DigestSection, Reader
from commonplace.communities.models import Community
from commonplace.lib.direction import isolated
from commonplace.undertakings.kinds import Kind
from commonplace.undertakings.models import Lesson, Undertaking
from commonplace.undertakings.models.undertaking import UndertakingQuerySet

MOST = 10


def _told(found: UndertakingQuerySet, since: datetime) -> UndertakingQuerySet:
    """Those that told something since: a lesson, a finding, a product, or what became of the question."""
    lessons = Lesson.objects.filter(benchmark=OuterRef("pk"), told_at__gt=since)
    return found.filter(
        Exists(lessons)
        | Q(externalbenchmark__found_at__gt=since)
        | Q(learningproject__product_at__gt=since)
        | Q(learningproject__closed_at__gt=since)
    )


def _candidates(community: Community, since: datetime, now: datetime) -> list[Candidate]:
    found = _told(Undertaking.objects.visible_inside().filter(community=community), since)
    return [Candidate(pk) for pk in found.order_by("-changed_at", "-pk").values_list("pk", flat=True)[:MOST]]


def _lines(reader: Reader, keys: Collection[int], now: datetime) -> Mapping[int, DigestLine]:
    if reader.is_everyone_inside:
        seen = Undertaking.objects.visible_inside()
    else:
        seen = Undertaking.objects.visible_to(reader.viewpoint.person)
    seen = seen.filter(access.sends_words("space__"), community=reader.viewpoint.community, pk__in=keys)
    found = seen.select_related("begun_by", "externalbenchmark", "learningproject")
    return {one.pk: _line(one, reader) for one in found}


def _line(one: Undertaking, reader: Reader) -> DigestLine:
    return DigestLine(
        title=one.title,
        text=_said(one),
        url=one.url(reader.viewpoint.community.slug),
        kind=str(Kind(one.kind).label),
        by=reader.viewpoint.name_of(one.begun_by) if one.begun_by_id is not None else "",
        action=_("Read it"),
        about=("undertaking", one.pk),
    )


def _said(one: Undertaking) -> str:
    if one.kind == Kind.EXTERNAL:
        whose = isolated(one.externalbenchmark.whose)
        return _("What was found by looking at the practice of %(whose)s.") % {"whose": whose}
    if one.kind == Kind.PROJECT and one.learningproject.closed_at is not None:
        return _("What became of the question, and what can be used.")
    if one.kind == Kind.PROJECT:
        return _("There is something that others can use.")
    return _("Those who compared themselves tell what they learned.")


SECTIONS = (
    DigestSection("learned", gettext_lazy("Learned together"), "undertaking", _candidates, _lines, at_most=2, order=18),
)
