"""The knowledge map as pages: what flows from asked to known, the gaps, and one topic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.db.models import Case, QuerySet, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commonplace.communities.inside import as_member
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Conversation
from commonplace.knowledge import pictures
from commonplace.knowledge.figures import Figures, Waits
from commonplace.knowledge.gaps import Aside, Gap, Missing, gaps_of
from commonplace.knowledge.places import may_ask_in
from commonplace.knowledge.queries.counted import waits
from commonplace.knowledge.queries.elsewhere import elsewhere
from commonplace.knowledge.queries.evidence import bylines, people_of
from commonplace.knowledge.queries.reading import Reading, Word, read
from commonplace.knowledge.ways import Way, ways
from commonplace.knowledge.wording import reason, record
from commonplace.repertoire.models import Resource
from commonplace.repertoire.queries.shelf import Narrowed, rows_of, shelf
from commonplace.ui.addresses import address

FIRST_GAPS: Final = 3
MOST_GAPS: Final = 60
A_PAGE: Final = 60
MOST_WAITING: Final = 6
MOST_KEPT: Final = 8
MOST_LOOKED_AT: Final = 120  # things kept on one topic, for what somebody showed
_UNANSWERED_FIRST: Final = Case(When(first_reply_at=None, then=0), default=1)


@dataclass(frozen=True)
class Shown:
    """What is missing of one topic: each gap's reason, and what could be done."""

    name: str
    url: str
    reasons: Sequence[str]
    ways: Sequence[Way]
    topic: int
    missing: Sequence[Missing]


@dataclass(frozen=True)
class ShownAside:
    """What is missing of one topic and was set aside: each gap's reason, by whom, if they are here, and until when."""

    name: str
    url: str
    reasons: Sequence[str]
    topic: int
    who: str
    until: datetime


@login_required
@require_safe
def knowledge_map(request: HttpRequest, slug: str) -> HttpResponse:
    """What is asked, answered, kept and known here; `?show=all` is every topic by name."""
    viewpoint, now = as_member(request, slug), timezone.now()
    reading = read(viewpoint.community, now=now, goes_back=True)
    if request.GET.get("show") == "all":
        return _all(request, viewpoint, reading, now)
    shown = pictures.chosen(reading.topics)
    of = pictures.widest(shown.all)
    found = reading.gaps()
    names = _names(viewpoint, reading, [gap for one in shown.dry for gap in gaps_of(one)])
    groups = [pictures.Group(_("Running dry"), [_row(viewpoint, one, of, names) for one in shown.dry])]
    groups += [
        pictures.Group(pictures.kind_of(some[0]), [pictures.row(one, slug, of=of) for one in some])
        for some in (shown.supplied, shown.answered, shown.seldom)
        if some
    ]
    context = {
        **_around(viewpoint, reading, now),
        "gaps": _shown(viewpoint, found, names)[:FIRST_GAPS],
        "gap_count": len({gap.figures.topic for gap in found}),
        "groups": [group for group in groups if group.rows],
        "rows": pictures.table(shown.all),
        "shown": len(shown.all),
        "synonyms": sum(len(one.synonyms) for one in reading.words.values()),
    }
    return render(request, "knowledge/map.html", context)


def _all(request: HttpRequest, viewpoint: Viewpoint, reading: Reading, now: datetime) -> HttpResponse:
    """Every topic by name, so many a page; `after` is the topic at which the page before ended."""
    order = sorted(reading.topics.values(), key=lambda one: (one.name.casefold(), one.topic))
    after = request.GET.get("after", "")
    at = next((place + 1 for place, one in enumerate(order) if one.slug == after), 0)
    shown = order[at : at + A_PAGE]
    of = pictures.widest(order)
    rows = [pictures.row(one, viewpoint.community.slug, of=of) for one in shown]
    context = {
        **_around(viewpoint, reading, now),
        "groups": [pictures.Group("", rows)] if rows else [],
        "rows": pictures.table(shown),
        "onward": shown[-1].slug if at + A_PAGE < len(order) else "",
        "is_onward": at > 0,
        "is_all": True,
    }
    return render(request, "knowledge/map_all.html", context)


@login_required
@require_safe
def map_gaps(request: HttpRequest, slug: str) -> HttpResponse:
    """What we are missing, each with its reason and what could be done about it."""
    viewpoint, now = as_member(request, slug), timezone.now()
    reading = read(viewpoint.community, now=now, goes_back=True)
    found = reading.gaps()
    aside = reading.gaps_aside()
    names = _names(viewpoint, reading, [*found, *(gap for gap, _aside in aside)])
    shown = _shown(viewpoint, found, names)
    context = {
        **_around(viewpoint, reading, now),
        "gaps": shown[:MOST_GAPS],
        "more": max(0, len(shown) - MOST_GAPS),
        "aside": _shown_aside(viewpoint, reading, aside, names)[:MOST_GAPS],
        "may_set_aside": viewpoint.is_steward,
    }
    return render(request, "knowledge/gaps.html", context)


@login_required
@require_safe
def map_topic(request: HttpRequest, slug: str, topic: str) -> HttpResponse:
    """One topic: what is asked and open, what is kept, who may know, and what it lies next to."""
    viewpoint, now = as_member(request, slug), timezone.now()
    reading = read(viewpoint.community, now=now, goes_back=True)
    word = reading.at(topic)
    one = reading.topics.get(word.topic) if word is not None else None
    if word is None or one is None:
        raise Http404(topic)
    if word.slug != topic:
        return HttpResponseRedirect(address("map_topic", slug, word.slug))
    missing = gaps_of(one)
    took = waits(viewpoint.community, until=reading.until, topic=one.topic).get(one.topic, Waits())
    kept = _kept(viewpoint, one, now)
    context = {
        **_around(viewpoint, reading, now),
        "topic": one,
        "word": word,
        "kind": pictures.kind_of(one),
        "stream": pictures.drawn(one, of=pictures.widest([one])),
        "gaps": _shown(viewpoint, missing, _names(viewpoint, reading, missing)),
        "record": record(one, took),
        "waiting": [(each, may_ask_in(viewpoint, each)) for each in _waiting(viewpoint, one)],
        "kept": rows_of(kept[:MOST_KEPT], viewpoint),
        "people": people_of(viewpoint, reading, one, kept, now=now),
        "own": _own(viewpoint, one),
        "near": _near(reading, word),
        "elsewhere": elsewhere(viewpoint, word),
    }
    return render(request, "knowledge/topic.html", context)


def _around(viewpoint: Viewpoint, reading: Reading, now: datetime) -> dict[str, Any]:
    """What every page of the map says."""
    return {
        "viewpoint": viewpoint,
        "on": timezone.localdate(reading.until),
        "is_past": reading.until != now,
        "total": len(reading.topics),
    }


def _names(viewpoint: Viewpoint, reading: Reading, missing: Iterable[Gap]) -> Mapping[int, str]:
    """For stewards, the names of those few from whom all answers come, where they are here and no names of archives."""
    if not viewpoint.is_steward:
        return {}
    few = {pk for gap in missing if gap.missing is Missing.FEW_ANSWER for pk in gap.figures.answerers}
    claimed = [pk for pk in few if pk in reading.people and reading.people[pk].is_claimed]
    return {pk: byline.name for pk, byline in bylines(viewpoint, reading, claimed)}


def _said(viewpoint: Viewpoint, gap: Gap, names: Mapping[int, str]) -> str:
    few = gap.figures.answerers
    told = sorted(names[pk] for pk in few) if few <= names.keys() else []
    return reason(gap, names=told, is_oneself=viewpoint.person is not None and viewpoint.person.pk in few)


def _shown(viewpoint: Viewpoint, missing: Iterable[Gap], names: Mapping[int, str]) -> list[Shown]:
    """Gaps by topic, in their order; a way that serves two of them stands once."""
    by_topic: dict[int, list[Gap]] = {}
    for gap in missing:
        by_topic.setdefault(gap.figures.topic, []).append(gap)
    slug = viewpoint.community.slug
    return [
        Shown(
            some[0].figures.name,
            address("map_topic", slug, some[0].figures.slug),
            [_said(viewpoint, gap, names) for gap in some],
            list(dict.fromkeys(way for gap in some for way in ways(gap, viewpoint))),
            some[0].figures.topic,
            [gap.missing for gap in some],
        )
        for some in by_topic.values()
    ]


def _shown_aside(
    viewpoint: Viewpoint, reading: Reading, found: Iterable[tuple[Gap, Aside]], names: Mapping[int, str]
) -> list[ShownAside]:
    """What was set aside by topic, in the order of gaps; the last day counts, and who said that."""
    by_topic: dict[int, list[tuple[Gap, Aside]]] = {}
    for gap, aside in found:
        by_topic.setdefault(gap.figures.topic, []).append((gap, aside))
    shown = []
    for some in by_topic.values():
        last = max((aside for _gap, aside in some), key=lambda aside: aside.until)
        who = bylines(viewpoint, reading, [last.by] if last.by is not None else [])
        figures = some[0][0].figures
        shown.append(
            ShownAside(
                figures.name,
                address("map_topic", viewpoint.community.slug, figures.slug),
                [_said(viewpoint, gap, names) for gap, _aside in some],
                figures.topic,
                who[0][1].name if who else "",
                last.until,
            )
        )
    return shown


def _row(viewpoint: Viewpoint, one: Figures, of: int, names: Mapping[int, str]) -> pictures.Row:
    first = gaps_of(one)[0]
    return pictures.row(one, viewpoint.community.slug, of=of, why=_said(viewpoint, first, names))


def _waiting(viewpoint: Viewpoint, one: Figures) -> QuerySet[Conversation]:
    """What was asked on a topic and nothing has settled, as far as the viewer may read it: what nobody answered first,
    then the latest.
    """
    asked = Conversation.objects.visible_to(viewpoint.person).unsettled()
    found = asked.filter(community=viewpoint.community, topics=one.topic).with_faces()
    return found.order_by(_UNANSWERED_FIRST, "-opened_at", "-pk")[:MOST_WAITING]


def _kept(viewpoint: Viewpoint, one: Figures, now: datetime) -> Sequence[Resource]:
    """What is kept under a topic as the viewer sees it, the one that changed last first."""
    if not one.kept:
        return ()
    return list(shelf(viewpoint, Narrowed(), today=timezone.localdate(now)).filter(topics=one.topic)[:MOST_LOOKED_AT])


def _own(viewpoint: Viewpoint, one: Figures) -> str:
    """What there is to ask or tell the viewer of themselves: "yes" once they are named, "ask" where they could be."""
    if viewpoint.person is None or viewpoint.person.pk not in one.showed:
        return ""
    return "yes" if viewpoint.person.pk in one.shown else "ask"


def _near(reading: Reading, word: Word) -> Sequence[Word]:
    """What is right above and below a word, as far as everybody inside may know of it."""
    near = (one for pk, one in reading.words.items() if pk in reading.topics)
    return [one for one in near if one.topic == word.broader or one.broader == word.topic]
