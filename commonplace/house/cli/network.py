"""The network of a community as JSON and as lines; persons and ties only where they are asked for."""

from collections.abc import Iterator
from typing import Any

from commonplace.cultivation.network import shape
from commonplace.cultivation.network.reading import Reading


def network_as_json(reading: Reading, *, people: bool) -> dict[str, Any]:
    """The network as documented in docs/readings.md."""
    told, groups = reading.shape, reading.groups
    said: dict[str, Any] = {
        "on": reading.on.isoformat(),
        "people": told.people,
        "tied": told.tied,
        "isolates": told.isolates,
        "ties": told.ties,
        "density": told.density,
        "reciprocity": told.reciprocity,
        "clustering": told.clustering,
        "reach": told.reach and {"share": told.reach.share, "error": told.reach.error, "asked": told.reach.asked},
        "parts": told.parts,
        "largest_part": told.largest_part,
        "cut_people": told.cut_people,
        "bridges": {
            side: mixed and {"ties": mixed.ties, "across": mixed.across, "expected": mixed.expected}
            for side, mixed in reading.bridges.items()
        },
        "groups": int((groups.sizes > 1).sum()),
        "modularity": groups.modularity,
        "ami": reading.likeness,
        "weeks": [
            {"on": week.day.isoformat(), "tied": week.tied, "ties": week.ties, "cut_people": week.cut_people}
            for week in reading.weeks
        ],
    }
    return said | _people(reading) if people else said


def _people(reading: Reading) -> dict[str, Any]:
    """Each person and each tie, for whoever asked for them."""
    network, cut = reading.network, shape.cut_people(reading.graph)
    ids, degree, group = network.people.tolist(), network.degree.tolist(), reading.groups.of.tolist()
    return {
        "persons": [
            {"person": person, "ties": degree[at], "group": group[at], "parts": cut.get(at, 0)}
            for at, person in enumerate(ids)
        ],
        "ties_between": [
            {"one": ids[one], "other": ids[other], "weight": round(weight, 4)}
            for one, other, weight in zip(
                network.ties.one.tolist(), network.ties.other.tolist(), network.ties.weight.tolist(), strict=True
            )
        ],
    }


def network_in_words(reading: Reading, *, people: bool) -> Iterator[str]:
    """How many are tied, how closely, and what lies between them; each tie where people are asked for."""
    told, groups = reading.shape, reading.groups
    lines = {
        "people": f"{told.people}, {told.isolates} of them without a tie",
        "ties": str(told.ties),
        "density": _share(told.density),
        "reciprocity": _share(told.reciprocity),
        "clustering": _share(told.clustering),
        "reach": f"{_share(told.reach.share if told.reach else None)} of the others over two ties",
        "parts": f"{told.parts}, the largest of {told.largest_part}",
        "cut people": str(told.cut_people),
        "groups": f"{int((groups.sizes > 1).sum())}, modularity {groups.modularity:.3f}",
        "groups, units": "no evidence yet" if reading.likeness is None else f"{reading.likeness:.3f} alike (ami)",
    }
    for side, mixed in reading.bridges.items():
        across = mixed and f"{_share(mixed.across)} across; {_share(mixed.expected)} if it made no difference"
        lines[side] = across or "no evidence yet"
    for name, said in lines.items():
        yield f"  {name:<16}{said}"
    if people:
        for tie in _people(reading)["ties_between"]:
            yield f"  {tie['one']} – {tie['other']:<12} {tie['weight']}"


def _share(share: float | None) -> str:
    return "no evidence yet" if share is None else f"{100 * share:.1f} %"
