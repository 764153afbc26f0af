"""People of random worlds who take along what they did: each shows a line, and hands one on under an address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.record.actions import choosing, sharing, signing
from commonplace.record.kinds import offered_to


def recorded_in(row: Community, number: str, persons: Sequence[Person], standings: Mapping[int, str]) -> None:
    """Each member of the place takes something that they did there, if they did; every other one shows it."""
    for n, standing in sorted(standings.items()):
        if standing not in ("member", "steward"):
            continue
        mine = [one for one in offered_to(persons[n]).items if one.community_id == row.pk]
        for found in mine[:1]:
            line = choosing.take(by=persons[n], key=found.key, words=f"zqtaken{number}{n}x")
            if n % 2:
                choosing.show(by=persons[n], line=line)
            else:
                day = timezone.localdate() + timedelta(days=9)
                sharing.hand(by=persons[n], lines=[line.pk], ends_on=day, note=f"zqtaken{number}{n}x")
                signing.sign_record(by=persons[n], lines=[line.pk], note=f"zqtaken{number}{n}x")
