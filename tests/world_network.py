"""What is read of people in random worlds: ties, who is thought of, where they stood, and ways inward."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils import timezone

from commonplace.communities.models import Community, Topic
from commonplace.conversations.models import Conversation
from commonplace.cultivation.models import NetworkKnot, SaidSign, Stood, Tended
from commonplace.cultivation.network.keeping import keep_network
from commonplace.cultivation.week.tended import say_what_came, take_on
from commonplace.people.models import Person
from tests.plans import COMMON, LIVING

LASTING = ("member", "steward", "alumnus")


def read_of(
    row: Community, number: str, persons: Sequence[Person], standings: Mapping[int, str], *, founder: int
) -> None:
    """Everything there is on one topic, which whoever lives says they may be asked about; each who stands there is
    thought of as somebody who alone joins two units, and stood somewhere once; a sign is said, and something tended.
    """
    topic = Topic.objects.create(community=row, slug=COMMON, name=COMMON)
    for talk in Conversation.objects.filter(community=row):
        talk.topics.add(topic)
    Person.objects.filter(pk__in=[one.pk for one in persons[:LIVING]]).update(ask_about=COMMON)
    now = timezone.now()
    network = keep_network(community=row, now=now)
    here = [n for n, standing in sorted(standings.items()) if standing in LASTING]
    NetworkKnot.objects.bulk_create(
        NetworkKnot(network=network, person=persons[n], kind=NetworkKnot.Kind.BRIDGE, between=f"zqbetween{number}{n}x")
        for n in here
    )
    # As long a word as a place may have.
    Stood.objects.bulk_create(
        Stood(community=row, person=persons[n], monday=date(2026, 1, 5), place=f"zqst{number}{n}x") for n in here
    )
    numbers = {"weeks": 26, "units": [f"zqbound{number}x", "The mill"], "people": [5, 6], "expected": 9.0}
    SaidSign.objects.create(community=row, code="closed_boundary", since=now.date(), on=now.date(), numbers=numbers)
    by = persons[founder]
    take_on(by=by, community=row, code="charter_old", about="", at=now)
    say_what_came(
        by=by, community=row, pk=Tended.objects.get(community=row).pk, came="well", words=f"zqtended{number}x", at=now
    )


def unread(number: str, standings: Mapping[int, str], viewer: int | None, *, tends: bool) -> dict[str, str]:
    """What is read of people and is for those who tend, or for themselves alone."""
    words = {} if tends else {f"zqbound{number}x": "the units of a sign", f"zqtended{number}x": "what came of tending"}
    for n in standings:
        if n != viewer:
            words[f"zqst{number}{n}x"] = f"where person {n} stood"
            words |= {} if tends else {f"zqbetween{number}{n}x": f"what stewards think of person {n} for"}
    return words
