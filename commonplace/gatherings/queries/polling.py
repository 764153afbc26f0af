"""When people can: the times of a gathering whose date is open, how many can at each, and the best of them in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.gatherings.models import Answer, Gathering, Poll, PollVote
from commonplace.gatherings.queries.hours import hours_in, span
from commonplace.gatherings.weighing import Best, Tally, Why, best_of
from commonplace.lib.direction import isolated
from commonplace.people.models import Person
from commonplace.ui import words

Can = PollVote.Can
MOST_NAMES = 60
_VOTERS = Count("times__votes__person", distinct=True)
WAYS = tuple((one.value, one.label) for one in (Can.YES, Can.IF_NEED_BE, Can.NO))


@dataclass(frozen=True)
class Offered:
    """One time as its reader sees it: by their own clock, with that of the gathering beside it."""

    pk: int
    starts_at: datetime
    day: str
    hours: str
    elsewhere: str
    numbers: Sequence[str]
    can: str
    is_best: bool
    is_past: bool
    names: Sequence[tuple[str, Sequence[Byline]]] = ()

    @property
    def said(self) -> str:
        """The time in one line."""
        return _("%(day)s, %(hours)s") % {"day": self.day, "hours": self.hours}


@dataclass(frozen=True)
class Asked:
    """All that a page shows of a date being looked for."""

    poll: Poll
    times: Sequence[Offered]
    best: str
    voters: int
    takes_answers: bool
    has_said: bool
    comes_if_can: bool


def poll_of(gathering: Gathering) -> Poll | None:
    """The poll of a gathering with how many answered it, where it has one; one query."""
    return Poll.objects.filter(gathering=gathering).annotate(voters=_VOTERS).first()


def tallies_of(poll: Poll) -> list[Tally]:
    """Each time with how many can, the earliest first; one query."""
    counted = poll.times.annotate(
        yes=Count("votes", filter=Q(votes__can=Can.YES)),
        if_need_be=Count("votes", filter=Q(votes__can=Can.IF_NEED_BE)),
        no=Count("votes", filter=Q(votes__can=Can.NO)),
    )
    rows = counted.order_by("starts_at", "pk")
    return [Tally(*row) for row in rows.values_list("pk", "starts_at", "yes", "if_need_be", "no")]


def asked_when(
    gathering: Gathering,
    person: Person | None,
    *,
    now: datetime,
    own: Answer | None = None,
    viewpoint: Viewpoint | None = None,
    returned: Mapping[int, str] | None = None,
) -> Asked | None:
    """The poll as `person` sees it, from a `viewpoint` with names where they may be told; four queries at most.

    `own` is what they said of the gathering so far, and `returned` what a form says that came back. None where nobody
    asks.
    """
    poll = poll_of(gathering)
    if poll is None:
        return None
    tallies = tallies_of(poll)
    best = best_of(tallies, now=now)
    mine = {}
    if person is not None:
        mine = dict(PollVote.objects.filter(time__poll=poll, person=person).values_list("time", "can"))
    shown = {**mine, **(returned or {})}
    is_named = viewpoint is not None and viewpoint.is_member and not gathering.names_are_kept
    names = _names(poll, viewpoint) if is_named and viewpoint is not None else {}
    times = [
        _offered(one, gathering, can=shown.get(one.pk, ""), best=best, names=names.get(one.pk, {}), now=now)
        for one in tallies
    ]
    return Asked(
        poll=poll,
        times=times,
        best=best_said(best, times),
        voters=getattr(poll, "voters", 0),
        takes_answers=gathering.is_open_dated and poll.takes_answers(now),
        has_said=bool(mine),
        comes_if_can=own is not None and own.comes_if_can,
    )


def _offered(
    one: Tally,
    gathering: Gathering,
    *,
    can: str,
    best: Best | None,
    names: Mapping[str, Sequence[Byline]],
    now: datetime,
) -> Offered:
    ends_at = one.starts_at + (gathering.ends_at - gathering.starts_at)
    return Offered(
        pk=one.pk,
        starts_at=one.starts_at,
        day=words.weekday_and_day(one.starts_at, now=now),
        hours=span(one.starts_at, ends_at),
        elsewhere=", ".join(hours_in([gathering.zone], one.starts_at)),
        numbers=numbers_said(one),
        can=can,
        is_best=best is not None and best.tally.pk == one.pk,
        is_past=one.starts_at <= now,
        names=[(str(label), names[value]) for value, label in WAYS if names.get(value)],
    )


def _names(poll: Poll, viewpoint: Viewpoint) -> Mapping[int, Mapping[str, Sequence[Byline]]]:
    """Who can when; one query."""
    found: dict[int, dict[str, list[Byline]]] = defaultdict(lambda: defaultdict(list))
    votes = PollVote.objects.filter(time__poll=poll).select_related("person").order_by("person__name", "pk")
    bylines: dict[int, Byline] = {}
    for vote in votes:
        if vote.person_id not in bylines:
            bylines[vote.person_id] = viewpoint.byline_for(vote.person)
        said = found[vote.time_id][vote.can]
        if len(said) < MOST_NAMES:
            said.append(bylines[vote.person_id])
    return found


def numbers_said(one: Tally) -> list[str]:
    """How many can at a time, in words; what nobody said is left out."""
    said = []
    if one.yes:
        said.append(ngettext("%(n)d can", "%(n)d can", one.yes) % {"n": one.yes})
    if one.if_need_be:
        said.append(ngettext("%(n)d if need be", "%(n)d if need be", one.if_need_be) % {"n": one.if_need_be})
    if one.no:
        said.append(ngettext("%(n)d cannot", "%(n)d cannot", one.no) % {"n": one.no})
    return said


def best_said(best: Best | None, times: Sequence[Offered]) -> str:
    """The best time so far, with the reason; "" while nobody can at any."""
    if best is None:
        return ""
    when = next(one.said for one in times if one.pk == best.tally.pk)
    can = ngettext(
        "%(n)d person could be there, more than at any other time.",
        "%(n)d people could be there, more than at any other time.",
        best.tally.can,
    )
    if best.why is Why.FREER:
        can = ngettext(
            "%(n)d person could be there, as at another time, but here not only if need be.",
            "%(n)d people could be there, as many as at another time, but here fewer of them only if need be.",
            best.tally.can,
        )
    if best.why is Why.EARLIER:
        can = ngettext(
            "%(n)d person could be there, as at another time, and this one comes first.",
            "%(n)d people could be there, as many as at another time, and this one comes first.",
            best.tally.can,
        )
    return _("Best so far: %(when)s. %(reason)s") % {"when": isolated(when), "reason": can % {"n": best.tally.can}}


def counted_in(poll: Poll) -> int:
    """How many said that they come if it is a time at which they can."""
    return poll.gathering.answers.filter(comes_if_can=True).count()
