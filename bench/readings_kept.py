"""What a new week and a new day of the readings cost in a house: from the rows of its ledger to what is kept.

    python bench/readings_kept.py [--deeds 350000] [--people 1000] [--years 7] [--json]

fills an empty house (COMMONPLACE_DATA, or one that is thrown away) with one community, and tells the processor time of
the network of a new week (`seconds_network`), of where everyone stands in it (`seconds_places`) and of all signs of a
day (`seconds_signs`), each the best of some rounds; beside them how many deeds each loads. A house that was filled
before is read again.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import batched
from pathlib import Path
from time import process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonplace.house.settings")
THROWN_AWAY = None if "COMMONPLACE_DATA" in os.environ else tempfile.TemporaryDirectory()
if THROWN_AWAY is not None:
    os.environ["COMMONPLACE_DATA"] = THROWN_AWAY.name

import django

django.setup()

import numpy as np

from commonplace.communities.models import Community, Deed, Membership, Space
from commonplace.communities.standing import Standing
from commonplace.cultivation.movement.keeping import keep_weeks
from commonplace.cultivation.network.deeds import deeds_of
from commonplace.cultivation.network.keeping import keep_network
from commonplace.cultivation.signs.kept import keep as keep_signs
from commonplace.cultivation.signs.life import SPAN
from commonplace.house.cli import main as command
from commonplace.people.models import Person

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
SLUG, SEED, CIRCLE, AT_ONCE, ROUNDS = "large", 2026, 25, 5_000, 3
# How often each is done, in a hundred.
SHARES = {"replied": 48, "opened": 20, "thanked": 18, "attended": 10, "settled": 4}
A_TABLE = 8


def fill(deeds: int, people: int, years: int) -> Community:
    """One community in which few do much, most of it towards their own circle."""
    command(["migrate"])
    began = NOW - timedelta(days=365 * years)
    community = Community.objects.create(slug=SLUG, name="Large", founded_at=began, modules=["cultivation"])
    space = Space.objects.create(community=community, slug="table", name="Table")
    persons = Person.objects.bulk_create(
        [Person(name=f"Person {at}", joined_at=began, claimed_at=began) for at in range(people)], batch_size=AT_ONCE
    )
    Membership.objects.bulk_create(
        [Membership(community=community, person=one, joined_at=began, standing=Standing.MEMBER) for one in persons],
        batch_size=AT_ONCE,
    )
    ids = np.array([one.pk for one in persons])
    lots = np.random.default_rng(SEED)
    verb = lots.choice(list(SHARES), deeds, p=np.array(list(SHARES.values())) / 100)
    who = (people * lots.random(deeds) ** 2).astype(np.int64)
    near = np.minimum(who - who % CIRCLE + (CIRCLE * lots.random(deeds) ** 1.5).astype(np.int64), people - 1)
    whom = np.where(lots.random(deeds) < 0.9, near, lots.integers(0, people, deeds))
    second = np.sort(lots.integers(0, 365 * 86_400 * years, deeds))
    towards = np.isin(verb, ["replied", "thanked", "settled"])
    for rows in batched(range(deeds), AT_ONCE, strict=False):
        Deed.objects.bulk_create(
            Deed(
                verb=str(verb[at]),
                person_id=int(ids[who[at]]),
                towards_id=int(ids[whom[at]]) if towards[at] else None,
                community=community,
                space=space,
                what="gathering" if verb[at] == "attended" else "conversation",
                what_id=at // (A_TABLE * 10) + 1,
                happened_at=began + timedelta(seconds=int(second[at])),
                sequence=at + 1,
            )
            for at in rows
        )
    return community


def best_of(rounds: int, call: Callable[[int], Any]) -> float:
    """The least processor time of some rounds, in seconds; each is told its number."""
    times = []
    for number in range(rounds):
        began = process_time()
        call(number)
        times.append(process_time() - began)
    return round(min(times), 2)


def told(community: Community) -> dict[str, Any]:
    """The figures; the first network and the weeks from nothing are made before, and are not in them."""
    week = timedelta(days=7)
    began = process_time()
    keep_weeks(now=NOW - ROUNDS * week)
    from_nothing = round(process_time() - began, 2)
    keep_network(community=community, now=NOW - ROUNDS * week)
    return {
        "deeds": Deed.objects.count(),
        "people": Membership.objects.count(),
        "deeds_of_network": deeds_of(community, NOW).day.size,
        "deeds_of_signs": Deed.objects.filter(happened_at__gt=NOW - timedelta(weeks=SPAN + 1)).count(),
        "seconds_places_from_nothing": from_nothing,
        "seconds_network": best_of(
            ROUNDS, lambda at: keep_network(community=community, now=NOW - (ROUNDS - 1 - at) * week)
        ),
        "seconds_places": best_of(ROUNDS, lambda at: keep_weeks(now=NOW - (ROUNDS - 1 - at) * week)),
        "seconds_signs": best_of(ROUNDS, lambda at: keep_signs(community, now=NOW - timedelta(days=ROUNDS - at))),
        "megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--deeds", type=int, default=350_000)
    parser.add_argument("--people", type=int, default=1_000)
    parser.add_argument("--years", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if Path(os.environ["COMMONPLACE_DATA"]).joinpath("filled").exists():
        community = Community.objects.get(slug=SLUG)
    else:
        community = fill(given.deeds, given.people, given.years)
        Path(os.environ["COMMONPLACE_DATA"]).joinpath("filled").touch()
    said = told(community)
    if given.json:
        print(json.dumps(said))
    else:
        for name, value in said.items():
            print(f"  {name:<28} {value}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
