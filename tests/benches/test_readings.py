"""Small runs of `bench/readings.py` and `bench/readings_kept.py`: groups beside units, and a year of weeks."""

import json
from collections.abc import Callable
from pathlib import Path


def test_readings(run: Callable[..., list[str]], tmp_path: Path) -> None:
    edges, units = tmp_path / "edges.csv", tmp_path / "units.txt"
    circles = [f"p{at},p{to}" for at in range(24) for to in range(at) if at // 6 == to // 6]
    edges.write_text("\n".join(["source,target", *circles, "p5,p6"]) + "\n")
    units.write_text("".join(f"p{at} unit{at // 6}\n" for at in range(24)))
    told = json.loads(run("readings", "--edges", str(edges), "--units", str(units), "--rounds", "1", "--json")[0])
    assert (told["people"], told["ties"], round(told["ami"], 6), round(told["modularity"], 2)) == (24, 61, 1.0, 0.73)
    assert told["seconds"] > 0


def test_of_no_ties_and_of_no_units_nothing_is_made_up(run: Callable[..., list[str]], tmp_path: Path) -> None:
    edges, nothing = tmp_path / "edges.txt", tmp_path / "nothing.txt"
    edges.write_text("p0 p1\np1 p2\np2 p0\np2 p2\n")
    nothing.write_text("# nothing\n")
    asked = ("--rounds", "1", "--json")
    told = json.loads(run("readings", "--edges", str(edges), "--units", str(nothing), *asked)[0])
    assert (told["people"], told["ties"], told["ami"]) == (3, 3, None)
    told = json.loads(run("readings", "--edges", str(nothing), "--units", str(edges), *asked)[0])
    assert (told["people"], told["ties"], told["ami"], told["modularity"]) == (0, 0, None, None)


def test_a_year_of_weeks(run: Callable[..., list[str]]) -> None:
    told = json.loads(run("readings", "--size", "20000", "--people", "400", "--json")[0])
    assert (told["deeds"], told["people"], told["weeks"]) == (20000, 400, 52)
    assert told["ties"] > told["tied"] > 0
    assert told["seconds_new_week"] <= told["seconds"]
    assert told["seconds_signs_new_week"] <= told["seconds_signs"]


def test_what_is_known_of_archives(run: Callable[..., list[str]]) -> None:
    told = json.loads(run("readings", "--truth", "--made-up", "2", "--json")[-1])
    assert told["made_up"]["died"] <= 2


def test_readings_kept(run: Callable[..., list[str]], tmp_path: Path) -> None:
    small = ("--deeds", "3000", "--people", "60", "--years", "2", "--json")
    told = json.loads(run("readings_kept", *small, COMMONPLACE_DATA=str(tmp_path))[-1])
    assert (told["deeds"], told["people"]) == (3000, 60)
    assert 0 < told["deeds_of_network"] <= 3000
    assert 0 < told["deeds_of_signs"] <= 3000
