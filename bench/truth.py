"""Whether the readings of cultivation are true: beside what archives of real communities tell of themselves.

COMMONPLACE_ARCHIVES names the folder of archives; each moves into a house of its own by the command line, once: with
COMMONPLACE_DATA the house is kept, else it is thrown away. Then is printed:

- *trust*: the rank correlation (Spearman) of how far in people stood, and for how long, with the level of trust that a
  Discourse forum gave them: over all quarters, three for the core, two for active, one for occasional. Beside it that
  of their innermost ring alone.
- *named*: communities at days of which everyone knows whether they were dying, and whether it is said.
- *every quarter*: every archive at the end of each quarter. A quarter lived on where five people or more gave something
  in the year after it; of those, in how many dying was said. What died, and whether it was said by a quarter before its
  last month.
- *made up*: communities drawn by a seed, bursty and quiet in summer, that live on, or lose half of what they do every
  half-year to year and a half.

    python bench/truth.py [--made-up 200] [--json]
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonplace.house.settings")
THROWN_AWAY = None if "COMMONPLACE_DATA" in os.environ else tempfile.TemporaryDirectory()
if THROWN_AWAY is not None:
    os.environ["COMMONPLACE_DATA"] = THROWN_AWAY.name

import django

django.setup()

import numpy as np

from commonplace.communities.models import Community, Membership
from commonplace.cultivation.participation import Belonging, Deeds, Ring, days_since_epoch
from commonplace.cultivation.participation import read as participation
from commonplace.cultivation.signs.found import dying_core
from commonplace.cultivation.signs.life import SPAN, Life
from commonplace.cultivation.signs.reading import deeds_of
from commonplace.house.cli import main as command

ARCHIVES = {
    "twisted-reality": ("mbox", "mbox/twisted-reality"),
    "r-sig-teaching": ("mbox", "mbox/r-sig-teaching/r-sig-teaching.mbox"),
    "twisted-web": ("mbox", "mbox/twisted-web"),
    "dataverse": ("zulip", "zulip/dataverse"),
    "urho3d": ("discourse", "discourse/urho3d-sample"),
    "beer": ("stackexchange", "stackexchange/beer-2017"),
    "conlang-meta": ("stackexchange", "stackexchange/conlang-meta"),
    "houston": ("slack", "slack/houston-data-vis"),
}
FORUM = "urho3d"
NAMED = (
    ("twisted-reality", date(2013, 10, 1), True),
    ("r-sig-teaching", date(2026, 1, 31), False),
    ("dataverse", date(2026, 8, 20), False),
    ("twisted-web", date(2006, 1, 1), False),
    ("twisted-web", date(2009, 1, 1), False),
    ("twisted-web", date(2012, 1, 1), False),
)
# Those of which the end is known: the others were copied while they lived, or nobody knows.
DIED = ("twisted-reality", "twisted-web", "urho3d")
QUARTER, YEAR, STILL_ALIVE = timedelta(days=91), timedelta(days=365), 5
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Past:
    """All deeds of a community, with the days of the first and of the last."""

    deeds: Deeds
    first: date
    last: date

    def life(self, on: date) -> Life:
        """What was known of it on a day."""
        until = days_since_epoch(on)
        known = self.deeds.between(until - 7 * SPAN, until)
        nothing = np.full(known.person.size, -1)
        earlier = self.deeds.between(0, until - 7 * SPAN - 1)
        gave = earlier.day[earlier.is_reply | earlier.is_stewarding]
        before = EPOCH + timedelta(int(gave[-1])) if gave.size else None
        return Life(on, known, self.first, nothing, nothing, before)

    def is_dying(self, on: date) -> bool:
        return dying_core(self.life(on), 0) is not None

    def givers(self, since: date, until: date) -> int:
        """How many people gave something after the one day, up to the other."""
        life = self.life(until)
        return int(np.unique(life.deeds.person[life.gives][life.deeds.day[life.gives] > days_since_epoch(since)]).size)

    def quarters(self) -> Iterator[date]:
        """The last day of each quarter from the first deed on."""
        on = self.first + QUARTER
        while on <= self.last:
            yield on
            on += QUARTER

    def lived_on(self, on: date) -> bool:
        """Whether five people or more gave something in the year after a day."""
        return self.givers(on, on + YEAR) >= STILL_ALIVE

    @property
    def warned_by(self) -> date:
        """A quarter before its last month."""
        return self.last.replace(day=1) - QUARTER


def past_of(deeds: Deeds) -> Past:
    day = deeds.day[deeds.is_seen]
    return Past(deeds, EPOCH + timedelta(int(day.min())), EPOCH + timedelta(int(day.max())))


def moved_in(folder: Path) -> Iterator[str]:
    """Let each archive of the folder move in that has not yet, and name it."""
    command(["migrate"])
    for slug, (form, path) in ARCHIVES.items():
        if not (folder / path).exists():
            continue
        if not Community.objects.filter(slug=slug).exists():
            with open(os.devnull, "w") as nowhere:
                said, sys.stdout = sys.stdout, nowhere
                try:
                    command(["import", form, str(folder / path), "--community", slug, "--json"])
                finally:
                    sys.stdout = said
        yield slug


def ranks(values: Sequence[float]) -> Any:
    """The rank of each, those alike sharing theirs."""
    _kinds, place, many = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(many) - (many - 1) / 2)[place]


def trust(past: Past, folder: Path) -> dict[str, Any]:
    """How far in people stood, quarter by quarter, beside the level that the forum gave them."""
    levels: dict[str, int] = {}
    for path in sorted((folder / ARCHIVES[FORUM][1]).glob("*.json")):
        for post in json.loads(path.read_text()).get("post_stream", {}).get("posts", []):
            if post.get("trust_level") is not None:
                levels[post.get("name") or post["username"]] = post["trust_level"]
    people = Membership.objects.filter(community__slug=FORUM).values_list("person_id", "person__name", "joined_at")
    known = {person: (levels[name], joined.date()) for person, name, joined in people if name in levels}
    innermost, stood = dict.fromkeys(known, len(Ring)), dict.fromkeys(known, 0)
    order = list(Ring)
    outermost = order.index(Ring.PERIPHERAL)
    for on in [*past.quarters(), past.last]:
        members = [Belonging(person, joined) for person, (_level, joined) in known.items()]
        for person, place in participation(past.deeds, members, on=on).places.items():
            if person in innermost:
                innermost[person] = min(innermost[person], order.index(place.ring))
                stood[person] += max(0, outermost - order.index(place.ring))
    levels_given = ranks([level for level, _joined in known.values()])
    return {
        "people": len(known),
        "rho": _together([stood[person] for person in known], levels_given),
        "rho_innermost": _together([-innermost[person] for person in known], levels_given),
    }


def _together(values: Sequence[float], given: Any) -> float:
    return round(float(np.corrcoef(ranks(values), given)[0, 1]), 3)


def every_quarter(pasts: Mapping[str, Past]) -> dict[str, Any]:
    """Every archive at each quarter: where it lived on, how often dying was said all the same."""
    said: dict[str, Any] = {}
    for slug, past in pasts.items():
        lived = [on for on in past.quarters() if on + YEAR <= past.last and past.lived_on(on)]
        false = [on.isoformat() for on in lived if past.is_dying(on)]
        said[slug] = {"years_lived": round(len(lived) / 4, 1), "false": false}
        if slug in DIED:
            said[slug] |= {"died": past.last.isoformat(), "said_in_time": past.is_dying(past.warned_by)}
    years = sum(one["years_lived"] for one in said.values())
    false_alarms = sum(len(one["false"]) for one in said.values())
    return {"archives": said, "years_lived": years, "quarters_said_falsely": false_alarms}


def drawn(draws: np.random.Generator, *, half_life: float | None) -> Past:
    """A made-up community of nine years: bursty, quiet in summer; with a half-life (in weeks) it fades after four."""
    weeks = np.arange(9 * 52)
    rate = 10 ** draws.uniform(-0.3, 1.1) * (1 - 0.5 * (np.cos((weeks % 52 - 30) / 52 * 2 * np.pi) > 0.8))
    if half_life is not None:
        rate = rate * 0.5 ** (np.maximum(weeks - 4 * 52, 0) / half_life)
    answers = draws.poisson(rate * draws.gamma(0.6, 1 / 0.6, weeks.size))
    day = np.repeat(weeks * 7, answers) + days_since_epoch(date(2010, 1, 4))
    person = np.minimum(draws.zipf(1.6, day.size), 200)
    seen = np.ones(day.size, dtype=np.bool_)
    return past_of(Deeds(person, day, np.full(day.size, 10_000), seen, ~seen, seen))


def made_up(number: int) -> dict[str, Any]:
    """Communities that nobody has seen, half of which fade."""
    draws = np.random.default_rng(20_261_128)
    living = [drawn(draws, half_life=None) for _ in range(number)]
    lived = [(past, on) for past in living for on in past.quarters() if on + YEAR <= past.last and past.lived_on(on)]
    fading = [drawn(draws, half_life=draws.uniform(26, 78)) for _ in range(number)]
    fading = [past for past in fading if past.last < date(2018, 9, 1)]
    return {
        "years_lived": round(len(lived) / 4),
        "quarters_said_falsely": sum(past.is_dying(on) for past, on in lived),
        "died": len(fading),
        "said_in_time": sum(past.is_dying(past.warned_by) for past in fading),
    }


def truth(folder: Path | None, *, number: int) -> dict[str, Any]:
    """Everything that can be held against what is known."""
    said: dict[str, Any] = {}
    if folder is not None:
        pasts = {slug: past_of(deeds_of(Community.objects.get(slug=slug))) for slug in moved_in(folder)}
        if FORUM in pasts:
            said["trust"] = trust(pasts[FORUM], folder)
        said["named"] = [
            {"archive": slug, "on": on.isoformat(), "is_dying": is_dying, "said": pasts[slug].is_dying(on)}
            for slug, on, is_dying in NAMED
            if slug in pasts
        ]
        said["every_quarter"] = every_quarter(pasts)
    return said | {"made_up": made_up(number)}


def main(*, as_json: bool, number: int = 200) -> int:
    """Print what came of it; 1 where a named community is said to be what it is not."""
    folder = os.environ.get("COMMONPLACE_ARCHIVES", "")
    said = truth(Path(folder) if folder else None, number=number)
    if as_json:
        print(json.dumps(said))
    else:
        print(*lines(said), sep="\n")
    return int(any(one["said"] != one["is_dying"] for one in said.get("named", [])))


def lines(said: Mapping[str, Any]) -> Iterator[str]:
    if "trust" in said:
        yield "rings beside trust: rho {rho}, innermost {rho_innermost}, over {people} people".format_map(said["trust"])
    for one in said.get("named", []):
        right = "right" if one["said"] == one["is_dying"] else "WRONG"
        yield f"{one['archive']:<16} {one['on']}  {'dying' if one['said'] else 'living':<7} {right}"
    for slug, one in said.get("every_quarter", {}).get("archives", {}).items():
        died = f"; ended {one['died']}, said in time: {one['said_in_time']}" if "died" in one else ""
        yield f"{slug:<16} lived {one['years_lived']} years, {len(one['false'])} quarters said falsely{died}"
    yield "made up: lived {years_lived} years, {quarters_said_falsely} quarters said falsely".format_map(
        said["made_up"]
    )
    yield "made up: {died} died, of which {said_in_time} were said in time".format_map(said["made_up"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--made-up", type=int, default=200, metavar="N", help="so many that live, and as many that fade"
    )
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    sys.exit(main(as_json=options.json, number=options.made_up))
