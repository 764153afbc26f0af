"""What a story tells of its charter's changes by proposal: who put what, what was answered, and what was said."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from commonplace.communities.charter.ways import By, Way


@dataclass(frozen=True)
class SaidOnProposal:
    """What one of the cast answers or says, so many days after the wording was put."""

    by: str
    after_days: float
    words: str = ""
    says: str = "yes"


@dataclass(frozen=True)
class RewordedTold:
    """Another wording, so many days after the first, and what its carrier said to the objection that it took in."""

    after_days: float
    summary: str
    words: str
    reply: str = ""


@dataclass(frozen=True)
class ProposalTold:
    """Other words for one passage, put so many days ago, and talked about for so many."""

    days_ago: float
    days: int
    by: str
    passage: str
    title: str
    why: str
    words: str
    yes: tuple[str, ...] = ()
    answers: tuple[SaidOnProposal, ...] = ()
    remarks: tuple[SaidOnProposal, ...] = ()
    reworded: RewordedTold | None = None
    yes_again: tuple[str, ...] = ()


@dataclass(frozen=True)
class StewardTold:
    """Somebody proposed to tend it and chosen, and who lays it down so many days after."""

    days_ago: float
    days: int
    by: str
    who: str
    title: str
    why: str
    yes: tuple[str, ...]
    answers: tuple[SaidOnProposal, ...] = ()
    lays_down: str = ""
    after_days: float = 0


@dataclass(frozen=True)
class SponsorTold:
    """Somebody of the cast of hosts who sponsors it from outside, and what was agreed with them, version by version."""

    key: str
    name: str
    craft: str
    days_ago: float
    by: str
    invitation: str
    agreements: tuple[AgreementTold, ...] = ()


@dataclass(frozen=True)
class AgreementTold:
    """One version: when it was written and signed, and how many days from today it holds."""

    days_ago: float
    signed_days_ago: float
    until_days_ahead: int
    gives: str
    will_not_ask: str
    shows: str


@dataclass(frozen=True)
class ReachedTold:
    """Somebody tells that they have done what the charter lists."""

    by: str
    days_ago: float
    milestone: str
    story: str


@dataclass(frozen=True)
class AgreementsTold:
    """Who lets members change the charter, when and how; and what was proposed since."""

    by: str = ""
    days_ago: float = 0
    summary: str = ""
    way: Way = field(default_factory=Way)
    proposals: tuple[ProposalTold, ...] = ()
    stewards: tuple[StewardTold, ...] = ()
    sponsors: tuple[SponsorTold, ...] = ()
    reached: tuple[ReachedTold, ...] = ()


def read_agreements(path: Path) -> AgreementsTold:
    """Read them from their file; without one, stewards change the charter."""
    if not path.exists():
        return AgreementsTold()
    with path.open("rb") as file:
        told = tomllib.load(file)
    way = told["way"]
    return AgreementsTold(
        by=way["by"],
        days_ago=way["days_ago"],
        summary=way["summary"],
        way=Way(By(way["decided_by"]), way["quorum"], way["days"]),
        proposals=tuple(_proposal(one) for one in told.get("proposals", ())),
        stewards=tuple(_steward(one) for one in told.get("stewards", ())),
        sponsors=tuple(_sponsor(one) for one in told.get("sponsors", ())),
        reached=tuple(ReachedTold(**one) for one in told.get("reached", ())),
    )


def _steward(told: Mapping[str, Any]) -> StewardTold:
    answers = tuple(SaidOnProposal(**one) for one in told.get("answers", ()))
    return StewardTold(**{**told, "yes": tuple(told["yes"]), "answers": answers})


def _sponsor(told: Mapping[str, Any]) -> SponsorTold:
    return SponsorTold(**{**told, "agreements": tuple(AgreementTold(**one) for one in told.get("agreements", ()))})


def _proposal(told: Mapping[str, Any]) -> ProposalTold:
    reworded = told.get("reworded")
    return ProposalTold(
        **{key: told[key] for key in ("days_ago", "days", "by", "passage", "title", "why")},
        words=told["words"].strip(),
        yes=tuple(told.get("yes", ())),
        answers=tuple(SaidOnProposal(**one) for one in told.get("answers", ())),
        remarks=tuple(SaidOnProposal(**one) for one in told.get("remarks", ())),
        reworded=RewordedTold(**{**reworded, "words": reworded["words"].strip()}) if reworded else None,
        yes_again=tuple(told.get("yes_again", ())),
    )
