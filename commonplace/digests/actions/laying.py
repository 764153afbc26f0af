"""Laying out a letter: what rooms offer, in one order, so that the same days always give the same draft."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction

from commonplace.communities.digests import DIGEST_SECTIONS, Candidate, DigestSection, Reader
from commonplace.communities.models import Community
from commonplace.digests.models import Issue, Item, Period, State
from commonplace.lib.names import holds_address
from commonplace.store.locks import lock

MOST_KEPT = 6
MOST_LEFT = 12  # beyond these nobody looks
SPAN = {Period.DAILY: timedelta(days=1), Period.WEEKLY: timedelta(days=7)}
LOOKS_BACK = {Period.DAILY: timedelta(days=3), Period.WEEKLY: timedelta(days=21)}


def make_issue(*, community: Community, period: Period, on: date, now: datetime) -> Issue:
    """The letter of a community for a day, laid out; the one that is there where it was made before."""
    with transaction.atomic():
        issue, is_new = Issue.objects.get_or_create(
            community=community,
            period=period,
            on=on,
            defaults={"since": _since(community, period, now), "made_at": now},
        )
        if is_new:
            lay_out(issue=issue, now=now)
    return issue


def _since(community: Community, period: Period, now: datetime) -> datetime:
    """When the letter before this one began to go out, or a span ago; what was never told is not kept for ever."""
    before = Issue.objects.filter(community=community, period=period, began_at__isnull=False, began_at__lt=now)
    last = before.order_by("-began_at").values_list("began_at", flat=True).first()
    return max(last, now - LOOKS_BACK[period]) if last else now - SPAN[period]


def lay_out(*, issue: Issue, now: datetime) -> None:
    """Bring a letter up to date, while nobody has it: anew where no steward has touched it; where one has, what came
    since is laid beside it, left out.
    """
    with transaction.atomic():
        (issue,) = lock(Issue.objects.filter(pk=issue.pk))
        if not issue.may_be_changed:
            return
        if issue.touched_at is None:
            issue.items.all().delete()
        _add(issue, now)


def file_away(*, issue: Issue, at: datetime) -> None:
    """Have a letter stand among those that went out, without a copy to anyone: where a past is told afterwards.

    One with nothing in it goes.
    """
    with transaction.atomic():
        (issue,) = lock(Issue.objects.filter(pk=issue.pk))
        if not issue.words and not issue.items.filter(is_kept=True).exists():
            issue.delete()
        elif issue.may_be_changed:
            Issue.objects.filter(pk=issue.pk).update(state=State.SENT, began_at=at)


def lay_out_drafts(*, now: datetime) -> None:
    """Bring every letter that nobody has yet up to date."""
    for issue in Issue.objects.open().filter(began_at=None).order_by("pk"):
        lay_out(issue=issue, now=now)


def _add(issue: Issue, now: datetime) -> None:
    there = list(issue.things())
    said = {(one.kind, one.object_id) for one in there}
    place = max((one.place for one in there), default=0)
    kept = sum(one.is_kept for one in there)
    may_keep = issue.touched_at is None
    items: list[Item] = []
    for section, candidate, is_among_first in _offered(issue, now):
        if (section.kind, candidate.key) in said:
            continue
        said.add((section.kind, candidate.key))
        keeps = may_keep and is_among_first and kept < MOST_KEPT
        kept += keeps
        place += 1
        items.append(
            Item(
                issue=issue,
                section=section.code,
                kind=section.kind,
                object_id=candidate.key,
                place=place,
                is_kept=keeps,
                why=candidate.why,
                chosen_by_id=candidate.chosen_by_id,
            )
        )
    left = [one for one in items if not one.is_kept][:MOST_LEFT]
    Item.objects.bulk_create(one for one in items if one.is_kept or one in left)


def _offered(issue: Issue, now: datetime) -> Iterator[tuple[DigestSection, Candidate, bool]]:
    """What sections offer, section by section; a title that holds an address goes into nobody's mail by itself."""
    reader = Reader.everyone_inside(issue.community)
    for section in DIGEST_SECTIONS:
        if section.candidates is None or section.lines is None:
            continue
        found = section.candidates(issue.community, issue.since, now)
        lines = section.lines(reader, [one.key for one in found], now)
        told = [one for one in found if one.key in lines and not holds_address(lines[one.key].title)]
        for number, candidate in enumerate(told):
            yield section, candidate, number < section.at_most
