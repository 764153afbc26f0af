"""How often an earlier question that people linked to a later one is among the first found by the later one's title.

Asked is about each question of a dump of Stack Exchange that is linked to an earlier one, as a duplicate or as related:
by the words of its title, as the house looks by itself; by what the title means, as a service of your own tells it; and
by both, as the house looks where that service is named. The house weighs the latest 60 that share a word and up to 30
that have one in their title, here all are weighed.

    python bench/alike.py [DIR ...] [--embeddings URL [--model NAME]] [--json]

Without a folder a made-up site is read.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from commonplace.lib.archives.elements import attributes
from commonplace.lib.archives.stackexchange import opens
from commonplace.lib.archives.stream import Message, PassedOver
from commonplace.lib.embedding import Service, Vectors, service_at
from commonplace.lib.likeness import above_average, by_both, standing_out
from commonplace.search.commonest import is_common
from commonplace.search.ranking import score
from commonplace.search.words import alternatives, cut, stems

FEW, TEN = 4, 10
SAID = 800  # characters, as `search.meaning` says
AT_ONCE = 2
TERMS, LEAST = 12, 4


@dataclass(slots=True)
class Asked:
    """A question of an archive: its title and words, also as search keeps them, and the earlier ones linked to it."""

    title: str
    text: str
    title_words: str
    body_words: str
    linked: set[int]


def questions(folder: Path) -> list[Asked]:
    """Those of a dump in the order of time, each linked to the places of earlier ones."""
    told = (one for one in opens([folder]).records() if isinstance(one, Message) and one.thread == one.key)
    found = sorted(told, key=lambda one: one.at)
    place = {one.key: number for number, one in enumerate(found)}
    asked = [_asked(one.title, one.text) for one in found]
    for row in attributes(folder / "PostLinks.xml", "row"):
        if isinstance(row, PassedOver):
            continue
        ends = sorted(place.get(f"post-{row.get(name)}", -1) for name in ("PostId", "RelatedPostId"))
        if 0 <= ends[0] < ends[1]:
            asked[ends[1]].linked.add(ends[0])
    return asked


def made_up() -> list[Asked]:
    """Thirty questions about as many things, and each again in a few other words."""
    things = [f"{first}{second}" for first in ("valve", "meter", "pump", "pipe", "well") for second in "abcdef"]
    asked = [_asked(f"What ails the {one}?", f"Ours, the {one}, is loud.") for one in things]
    again = [_asked(f"Our {one} is loud", f"Why would the {one} do so?") for one in things]
    for place, one in enumerate(again):
        one.linked.add(place)
    return [*asked, *again]


def _asked(title: str, text: str) -> Asked:
    return Asked(title, text, stems(title, "en"), stems(text, "en"), set())


def by_words(one: Asked, earlier: Sequence[Asked]) -> Mapping[int, float]:
    """The weights of those that share telling words with a title."""
    telling = [word for word in cut(one.title) if len(word) >= LEAST and not is_common(word, "en")][:TERMS]
    terms = [stemmed for word in telling if (stemmed := alternatives(word, ("en",)))]
    weights = {place: score(terms, other.title_words, other.body_words) for place, other in enumerate(earlier)}
    return {place: weight for place, weight in weights.items() if weight}


def told(service: Service, texts: Sequence[str]) -> Vectors:
    """The vectors of these texts."""
    parts = [service.vectors(texts[begin : begin + AT_ONCE]) for begin in range(0, len(texts), AT_ONCE)]
    return np.concatenate(parts)


def measured(name: str, asked: Sequence[Asked], service: Service | None) -> list[dict[str, object]]:
    """A row for each way to look."""
    linked = [place for place, one in enumerate(asked) if one.linked]
    orders: dict[str, list[list[int]]] = {"words": [], "meaning": [], "both": []}
    if service is not None:
        kept = told(service, [f"{one.title}\n{one.text}"[:SAID] for one in asked])
        titles = dict(zip(linked, told(service, [asked[place].title for place in linked]), strict=True))
    for place in linked:
        found = by_words(asked[place], asked[:place])
        orders["words"].append(by_both(found, {}, found))
        if service is not None:
            above = dict(enumerate(above_average(kept[:place], titles[place]).tolist()))
            orders["meaning"].append(by_both({}, above, above))
            orders["both"].append(by_both(found, above, {*found, *standing_out(above)}))
    return [
        {
            "archive": name,
            "by": way,
            "first4": share(order, [asked[place].linked for place in linked], FEW),
            "first10": share(order, [asked[place].linked for place in linked], TEN),
            "linked": len(linked),
            "questions": len(asked),
        }
        for way, order in orders.items()
        if order
    ]


def share(orders: Sequence[Sequence[int]], linked: Sequence[set[int]], most: int) -> float:
    """How often one of the linked is among the first."""
    hits = [not those.isdisjoint(order[:most]) for order, those in zip(orders, linked, strict=True)]
    return round(sum(hits) / max(len(hits), 1), 3)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, metavar="DIR")
    parser.add_argument("--embeddings", default="", metavar="URL")
    parser.add_argument("--model", default="")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    service = service_at(options.embeddings, model=options.model, is_inside_too=True)
    sites = {folder.name: questions(folder) for folder in options.folders} or {"made up": made_up()}
    for name, asked in sites.items():
        for row in measured(name, asked, service):
            print(json.dumps(row) if options.json else "  ".join(f"{k} {v}" for k, v in row.items()), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
