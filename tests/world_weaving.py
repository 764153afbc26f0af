"""People of random worlds who are brought together: notes about each, two of them introduced, and their coffee."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.weaving.actions.answering import answer
from commonplace.weaving.actions.coffee import come_in, draw_in
from commonplace.weaving.actions.introducing import propose
from commonplace.weaving.actions.noting import note
from commonplace.weaving.actions.suggesting import suggest
from tests.furnished_weaving import paired
from tests.world_constellation import constellated_in
from tests.world_network import read_of
from tests.world_record import recorded_in
from tests.world_stories import told_in
from tests.world_value import valued_in


def woven_in(
    row: Community, number: str, persons: Sequence[Person], standings: Mapping[int, str], *, founder: int
) -> None:
    """Members take along what they did; the founder notes something of everybody else who stands there, introduces the
    first two, thinks of them once more, and says what it is worth.
    """
    read_of(row, number, persons, standings, founder=founder)
    recorded_in(row, number, persons, standings)
    valued_in(row, number, persons[founder])
    here = [n for n, standing in sorted(standings.items()) if n != founder and standing in ("member", "steward")]
    for n in here:
        note(by=persons[founder], community=row, person=persons[n], text=f"zqnote{number}{n}x")
        come_in(by=persons[n], community=row)
    draw_in(row, month=timezone.localdate().replace(day=1), now=timezone.now())
    if len(here) > 1:
        two = paired(row, persons[here[0]], persons[here[1]])
        propose(by=persons[founder], introduction=two, words=f"zqmeet{number}{here[0]}x")
        answer(by=persons[here[0]], introduction=two, says="yes")
        first, second = persons[here[0]], persons[here[1]]
        suggest(by=persons[founder], community=row, one=first, other=second, words=f"zqthink{number}x")
    told_in(row, number, persons, standings, founder=founder)
    constellated_in(row, number, persons, standings, founder=founder)
