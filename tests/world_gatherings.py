"""Gatherings of random worlds: who comes to each, which part they carry, and what was kept at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle

from django.utils import timezone

from commonplace.communities.models import Space
from commonplace.gatherings.actions.answering import answer
from commonplace.gatherings.actions.convening import Plan, convene
from commonplace.leadership.actions.carrying import carry, carry_for_season
from commonplace.leadership.groups import Group
from commonplace.people.models import Person
from commonplace.protocols.actions.following import follow
from commonplace.protocols.catalogue import protocol_named
from commonplace.protocols.protocol import Capture
from commonplace.runs.actions.asking import say_what_came
from commonplace.runs.actions.deciding import decide
from commonplace.runs.actions.noting import note
from commonplace.runs.actions.stepping import start
from tests.furnished_rooms import say_when_they_can
from tests.plans import COMMON, SpacePlan


@dataclass
class Call:
    """A gathering in a space: its title, who convened it, who has said yes, and the spaces where a line of it is kept
    with the yes of whoever said it.
    """

    pk: int
    title: str
    space: SpacePlan
    convener: int
    confidence: str
    coming: set[int]
    kept: list[SpacePlan] = field(default_factory=list)

    @property
    def line(self) -> str:
        """What every line that was kept at it says."""
        return self.title.replace("call", "line")


def call_in(
    where: Space,
    number: str,
    space: SpacePlan,
    persons: Sequence[Person],
    standings: Mapping[int, str],
    *,
    founder: int,
) -> Call:
    """A gathering in the space, held in confidence in every second one, by turns, and as close as the space; whoever
    stands there and reads it comes, and carries a part there and for the season.
    """
    title, is_first = f"zqcall{number}x", number.endswith("0")
    confidence = ("chatham", "sealed")[int(number[0]) % 2] if int(number[1:]) % 2 == 1 else "ordinary"
    now = timezone.now()
    plan = Plan(
        title=f"{COMMON} {title}",
        wall=(now + timedelta(days=5)).replace(second=0, microsecond=0, tzinfo=None),
        zone="UTC",
        purpose=title,
        place=title,
        confidence=confidence,
    )
    row = convene(by=persons[founder], space=where, plan=plan)
    coming, groups = set(), cycle(Group)
    for n, standing in sorted(standings.items()):
        if standing in ("member", "guest") and (space.visibility != "group" or n in space.seats):
            answer(gathering=row, person=persons[n], says="yes", words="")
            group = next(groups)
            carry(by=persons[n], gathering=row, group=group)
            until = now.date() + timedelta(days=60)
            carry_for_season(by=persons[n], community=where.community, group=group, until=until)
            coming.add(n)
    if is_first:
        say_when_they_can(persons[founder], where, plan, [persons[n] for n in sorted(coming)])
    follow(gathering=row, protocol=protocol_named("hot-topic"), by=persons[founder])
    run = start(gathering=row, by=persons[founder])
    by, line = persons[founder], f"zqline{number}x"
    note(run=run, phase=0, kind=Capture.NOTE, words=line, person=by)
    tried = note(run=run, phase=0, kind=Capture.TAKEAWAY, words=line, person=by)
    say_what_came(captured=tried, by=by, came="helped", words=line)
    note(run=run, phase=0, kind=Capture.TAKEAWAY, words=line, person=by, ask_on=now.date())
    # Of a closed group the founder may have no seat.
    owner = None if space.visibility == "group" else by
    decide(run=run, kind=Capture.ACTION, words=line, by=by, owner=owner, due_on=now.date())
    return Call(row.pk, title, space, founder, row.confidence, coming)
