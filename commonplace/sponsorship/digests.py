"""What sponsorship tells in a community's letter: thanks of a sponsor, and what they answered."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonplace.communities.digests import Candidate, DigestLine, DigestSection, Reader
from commonplace.communities.models import Community
from commonplace.sponsorship.models import Request, Saying, Turn
from commonplace.sponsorship.models.requests import ANSWERS, KIND
from commonplace.sponsorship.models.sayings import THANKS_KIND
from commonplace.ui.addresses import address

MOST = 3


def _thanked(community: Community, since: datetime, now: datetime) -> list[Candidate]:
    rows = Saying.objects.thanks().filter(community=community, at__gt=since, at__lte=now)
    return [Candidate(pk) for pk in rows.order_by("-at", "pk").values_list("pk", flat=True)[:MOST]]


def _thanks_lines(reader: Reader, keys: Collection[int], now: datetime) -> dict[int, DigestLine]:
    rows = Saying.objects.thanks().filter(community=reader.viewpoint.community, pk__in=keys).with_faces()
    return {one.pk: _thanks_line(one, reader) for one in rows if _reads(reader)}


def _thanks_line(one: Saying, reader: Reader) -> DigestLine:
    return DigestLine(
        title=one.words,
        text="",
        url=address("sponsor", reader.viewpoint.community.slug),
        kind=_("A sponsor thanks us"),
        by=reader.viewpoint.name_of(one.by) if one.by_id is not None else "",
        about=(THANKS_KIND, one.pk),
    )


def _answered(community: Community, since: datetime, now: datetime) -> list[Candidate]:
    said = Turn.objects.filter(request__community=community, request__withdrawn_at=None, says__in=ANSWERS)
    rows = said.filter(at__gt=since, at__lte=now).values("request_id").annotate(last=Max("at")).order_by("-last")
    return [Candidate(one["request_id"]) for one in rows[:MOST]]


def _answer_lines(reader: Reader, keys: Collection[int], now: datetime) -> dict[int, DigestLine]:
    rows = Request.objects.standing().filter(community=reader.viewpoint.community, pk__in=keys).with_turns()
    found = {}
    for one in rows if _reads(reader) else ():
        answers = [turn for turn in one.turns.all() if turn.is_answer]
        if answers:
            found[one.pk] = _answer_line(one, answers[-1], reader)
    return found


def _answer_line(one: Request, answer: Turn, reader: Reader) -> DigestLine:
    return DigestLine(
        title=one.title,
        text=f"{answer.label}. {answer.words}".strip(),
        url=one.url(reader.viewpoint.community.slug),
        kind=_("What our sponsor answered"),
        by=reader.viewpoint.name_of(answer.by) if answer.by_id is not None else "",
        action=_("Read it"),
        about=(KIND, one.pk),
    )


def _reads(reader: Reader) -> bool:
    """Whether the sponsor’s page is for this reader."""
    return reader.is_everyone_inside or reader.viewpoint.may_read_sponsors_page


SECTIONS = (
    DigestSection(
        "sponsor_thanks",
        gettext_lazy("Thanks from our sponsor"),
        THANKS_KIND,
        _thanked,
        _thanks_lines,
        at_most=1,
        order=18,
    ),
    DigestSection(
        "sponsor_answers",
        gettext_lazy("What our sponsor answered"),
        KIND,
        _answered,
        _answer_lines,
        at_most=2,
        order=20,
    ),
)
