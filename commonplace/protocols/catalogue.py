"""The catalogue: what a protocol is made of stands once, its texts in each language beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from commonplace.protocols.protocol import Capture, Cluster, Mode, Pace, Phase, Protocol, Role, Source, Speaks

FOLDER = Path(__file__).parent / "catalogue"
FIRST = "en"


class NoSuchProtocol(LookupError):
    """The catalogue has none of this code."""


def languages() -> tuple[str, ...]:
    """The languages in which the catalogue is told."""
    return tuple(sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir()))


@cache
def protocols(language: str = FIRST) -> Mapping[str, Protocol]:
    """Every protocol by its code, in the order of the alphabet; one that lacks the language is told in English."""
    codes = sorted(path.stem for path in FOLDER.glob("*.toml"))
    return MappingProxyType({code: _read(code, _spoken(language)) for code in codes})


def protocol_named(code: str, language: str = FIRST) -> Protocol:
    """The protocol of this code; raises NoSuchProtocol."""
    try:
        return protocols(_spoken(language))[code]
    except KeyError:
        raise NoSuchProtocol(code) from None


def _spoken(language: str) -> str:
    """The language of a folder: "pl" for "pl-PL"; English for what the catalogue does not speak."""
    short = language.partition("-")[0].lower()
    return short if short in languages() else FIRST


def _read(code: str, language: str) -> Protocol:
    made = _toml(FOLDER / f"{code}.toml")
    path = FOLDER / language / f"{code}.toml"
    told = _toml(path if path.exists() else FOLDER / FIRST / f"{code}.toml")
    least, most = made["people"]
    return Protocol(
        code=code,
        title=told["title"],
        line=told["line"],
        cluster=Cluster(made["cluster"]),
        formality=made["formality"],
        mode=Mode(made["mode"]),
        source=Source(made["source"]),
        phases=tuple(_phase(one, told["phases"][one["code"]]) for one in made["phases"]),
        roles=tuple(Role(one, *told["roles"][one]) for one in made["roles"]),
        people=(least, most),
        confidence=made.get("confidence", "ordinary"),
        artefact=told["artefact"],
        follow_up_days=made["follow_up_days"],
        needs=tuple(made["needs"]),
        pace=Pace(made.get("pace", Pace.TIMED)),
        follow_up=told["follow_up"],
        prepare=tuple(told["prepare"]),
        ideas=tuple(made.get("ideas", ())),
        why=MappingProxyType({need: told["why"][need] for need in made["needs"]}),
        language=language if path.exists() else FIRST,
    )


def _phase(made: Mapping[str, Any], told: list[str]) -> Phase:
    title, prompt = told
    captures = tuple(Capture(one) for one in made.get("captures", ()))
    return Phase(made["code"], title, made["minutes"], Speaks(made["speaks"]), prompt, captures, made.get("days", 0))


def _toml(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)
