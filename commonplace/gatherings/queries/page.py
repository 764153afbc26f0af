"""All that one gathering's page shows to one viewer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.gatherings.models import Answer, Gathering, Reminding

MOST_NAMES = 60


@dataclass(frozen=True)
class Held:
    """Somebody who holds it, with their part."""

    byline: Byline
    part: str
    pk: int = 0


@dataclass(frozen=True)
class Comers:
    """Who comes, as far as the viewer may know: numbers always, names where they are not kept."""

    yes: int
    maybe: int
    waiting: int
    names: Sequence[Byline]
    is_told: bool
    there: int

    @property
    def more(self) -> int:
        """Those who come and are not named here: guests from outside, and whoever is too many for a list."""
        return max(0, self.yes - len(self.names))


# While the date is open nobody can have said that they come.
NOBODY = Comers(yes=0, maybe=0, waiting=0, names=(), is_told=False, there=0)


@dataclass(frozen=True)
class Sight:
    """What the viewer may do and see beside the gathering itself."""

    hosts: Sequence[Held]
    comers: Comers
    own: Answer | None
    ahead_in_line: int
    may_hold: bool
    may_answer: bool
    is_address_shown: bool
    lead: str


def sight_of(gathering: Gathering, viewpoint: Viewpoint, *, now: datetime) -> Sight:
    """What there is to see and to do; five queries at most."""
    hosts = hosts_of(gathering, viewpoint)
    person = viewpoint.person
    holds = (
        viewpoint.is_member
        and person is not None
        and (viewpoint.is_steward or any(one.byline.person_id == person.pk for one in hosts))
    )
    own = None
    if person is not None and viewpoint.is_member:
        own = gathering.answers.filter(person=person).first()
    is_coming = own is not None and own.says in (Answer.Says.YES, Answer.Says.MAYBE)
    ahead = 0
    if own is not None and own.says == Answer.Says.WAITING:
        ahead = gathering.answers.waiting().filter(place__lt=own.place).count()
    lead = ""
    if is_coming and person is not None and not gathering.is_over(now):
        lead = Reminding.objects.filter(person=person).values_list("lead", flat=True).first() or Reminding.Lead.DAY
    return Sight(
        hosts=hosts,
        comers=NOBODY
        if gathering.is_open_dated
        else comers_of(gathering, viewpoint, may_know=not gathering.names_are_kept or holds),
        own=own,
        ahead_in_line=ahead,
        may_hold=holds,
        may_answer=viewpoint.is_member and gathering.state == "convened" and not gathering.is_over(now),
        is_address_shown=(is_coming or holds) and gathering.is_address_open(now),
        lead=lead,
    )


def hosts_of(gathering: Gathering, viewpoint: Viewpoint) -> Sequence[Held]:
    """Whoever convened it and holds it with them; one query."""
    held = [Held(viewpoint.byline_for(gathering.convener), "")] if gathering.convener_id is not None else []
    for host in gathering.hosts.select_related("person").order_by("pk"):
        if host.person_id == gathering.convener_id:
            held[0] = Held(held[0].byline, host.part, host.pk)
        else:
            held.append(Held(viewpoint.byline_for(host.person), host.part, host.pk))
    return held


def comers_of(gathering: Gathering, viewpoint: Viewpoint, *, may_know: bool) -> Comers:
    """Who comes: numbers by one query, and names by another, which is not asked where they are kept."""
    counted = gathering.answers.aggregate(
        yes=Count("pk", filter=Q(says=Answer.Says.YES)),
        maybe=Count("pk", filter=Q(says=Answer.Says.MAYBE)),
        waiting=Count("pk", filter=Q(says=Answer.Says.WAITING)),
        there=Count("pk", filter=Q(came__in=Answer.THERE)),
    )
    # Strangers, who may see what is open to anyone, learn how many come; whom, only members do.
    is_told = may_know and viewpoint.is_member
    rows = []
    if is_told and counted["yes"]:
        rows = list(
            gathering.answers.coming()
            .filter(person__isnull=False)
            .select_related("person")
            .order_by("at", "pk")[:MOST_NAMES]
        )
    return Comers(
        yes=counted["yes"],
        maybe=counted["maybe"],
        waiting=counted["waiting"],
        names=[viewpoint.byline_for(row.person) for row in rows],
        is_told=is_told,
        there=counted["there"] + gathering.others_came,
    )
