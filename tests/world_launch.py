"""Communities of random worlds that were born: what was said to those who start them, and a sheet that nobody reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.communities.spaces.actions import seat
from commonplace.fitness.actions.answering import Words, answer
from commonplace.fitness.actions.opening import open_round
from commonplace.fitness.instruments import Circle
from commonplace.launch.actions.beginning import begin
from commonplace.launch.actions.gathering_issues import gather, name_issue
from commonplace.launch.actions.interviewing import Said, write_down
from commonplace.launch.actions.obstacles import note
from commonplace.launch.actions.starting import choose, cross, say_begun
from commonplace.launch.actions.wording import put_term
from commonplace.people.models import Person
from tests.furnished_needs import asked_what_helps
from tests.plans import LIVING

# What those who start it alone read, as one word after another, and what nobody reads before a round is closed.
OF_THE_FEW = ("heard", "asked", "called", "issue", "obstacle", "step")


def launched_in(
    row: Community, number: str, persons: Sequence[Person], standings: Mapping[int, str], *, founder: int
) -> set[int]:
    """The founder and the first who lives there start it, and everybody answers how they are doing; who starts it.

    The second community has begun: then members read how, and nobody's words.
    """
    by = persons[founder]
    inside = [n for n, standing in sorted(standings.items()) if n < LIVING and standing in ("member", "steward")]
    few = {founder, *[n for n in inside if n != founder][:1]}
    launch = begin(by=by, community=row)
    for n in few - {founder}:
        seat(by=by, space=launch.space, person=persons[n])
    told = {word: f"zq{word}{number}x" for word in OF_THE_FEW}
    said = Said(
        agreed=True,
        on=timezone.localdate() - timedelta(days=30),
        hard=told["heard"],
        talks_to=told["asked"],
        would="yes",
        name=told["called"],
        address=f"zqcalled{number}x@example.org",
    )
    held = write_down(by=by, launch=launch, said=said)
    issue = name_issue(by=by, launch=launch, name=told["issue"])
    gather(by=by, issue=issue, voices={held.pk: True})
    note(by=by, launch=launch, strand="integrate", words=told["obstacle"])
    # What people inside read, and nobody else.
    put_term(by=by, launch=launch, term=f"Word {number}", meaning=f"zqterm{number}x")
    cross(by=by, launch=launch, states={"value": "done"}, words={"value": told["step"]})
    start = choose(by=by, launch=launch, how="gathering")
    if number == "1":
        say_begun(by=by, start=start)
    opened = open_round(
        by=by,
        community=row,
        instrument="fitness",
        circles=[Circle.CORE],
        until=(timezone.now() + timedelta(days=9)).date(),
    )
    for n in inside:
        answer(by=persons[n], opened=opened, words=Words({"time": 1}, {"time": f"zqsheet{number}x"}))
    asked_what_helps(by, row, [(persons[n], f"zqneed{number}{n}x") for n in inside], f"zqhelp{number}x")
    return few
